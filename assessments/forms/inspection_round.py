from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Light
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText


class InspectionRoundForm(forms.Form):
    light = forms.ChoiceField(label=_("By day or in the dark"), choices=Light.choices, widget=forms.RadioSelect)
    held_on = Day(label=_("Held on"), widget=forms.DateInput)
    participants = FreeText(
        label=_("Who took part, per organisation"),
        help_text=_("For example: municipality 2, police 1, entrepreneurs 4. Names are not needed."),
        rows=3,
        max_length=2000,
    )
    findings = FreeText(label=_("What was found"), rows=6, max_length=8000, required=False)
    report = forms.FileField(
        label=_("Report"), help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 25 MB."), required=False
    )
