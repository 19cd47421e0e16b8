from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import MeetingKind


class MeetingForm(forms.Form):
    """A meeting that was held."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind.choices)
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput)
    attendees = forms.CharField(label=_("Who were there?"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    decisions = forms.CharField(label=_("Decisions"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    minutes = forms.FileField(
        label=_("Minutes"), required=False, allow_empty_file=True, help_text=_("PDF or Word, at most 25 MB.")
    )
