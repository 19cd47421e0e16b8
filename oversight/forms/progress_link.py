"""What somebody tells from a mail: one choice and a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.enums import ProgressNews
from partnerships.forms.free_text import FreeText


class MeasureNewsForm(forms.Form):
    news = forms.ChoiceField(
        label=_("How far are you?"), choices=ProgressNews.choices, initial=ProgressNews.DONE, widget=forms.RadioSelect
    )
    note = FreeText(
        label=_("In a few words"),
        required=False,
        max_length=2000,
        rows=4,
        help_text=_("What came of it, or how it goes. Is the deadline over? Then write why it is later."),
    )


class TaskDoneForm(forms.Form):
    note = FreeText(label=_("In a few words"), required=False, max_length=2000, rows=4)
