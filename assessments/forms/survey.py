from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Audience
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText

LARGEST = 2_147_483_647


class SurveyForm(forms.Form):
    """A survey that was held. The verb checks the days against today."""

    audience = forms.ChoiceField(label=_("Who were asked"), choices=Audience.choices)
    opened_on = Day(label=_("Open from"), widget=forms.DateInput)
    closed_on = Day(label=_("Closed on"), widget=forms.DateInput)
    invited = forms.IntegerField(
        label=_("Number asked"), help_text=_("How many people or companies got the survey."), min_value=0,
        max_value=LARGEST,
    )  # fmt: skip
    answered = forms.IntegerField(label=_("Number answered"), min_value=0, max_value=LARGEST)
    remark = FreeText(label=_("How it was held"), rows=3, max_length=4000, required=False)
    report = forms.FileField(
        label=_("Report"), help_text=_("PDF, Word, Excel or PowerPoint, at most 25 MB."), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        invited, answered = cleaned.get("invited"), cleaned.get("answered")
        if invited is not None and answered is not None and answered > invited:
            self.add_error("answered", _("More people answered than were asked. Check both numbers."))
        opened, closed = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", _("The survey closed before it opened. Check both days."))
        return cleaned
