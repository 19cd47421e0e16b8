from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import MeetingKind
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText


class MeetingForm(forms.Form):
    """A meeting that was held."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind.choices)
    held_on = Day(label=_("Held on"), widget=forms.DateInput)
    attendees = FreeText(label=_("Who were there?"), rows=4, max_length=10_000, required=False)
    decisions = FreeText(label=_("Decisions"), rows=6, max_length=20_000, required=False)
    minutes = forms.FileField(
        label=_("Minutes"), required=False, allow_empty_file=True, help_text=_("PDF or Word, at most 25 MB.")
    )
