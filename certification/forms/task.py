"""What people fill in about a task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Partner


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TickForm(forms.Form):
    """A task done by hand: day, remark and, where there is one, a document that shows it."""

    done_on = Day(label=_("Done on"), widget=day_input())
    remark = FreeText(label=_("Remark"), required=False, max_length=2000, rows=3)
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 25 MB.")
    )


class SkipForm(forms.Form):
    """Leaving an optional task out."""

    reason = FreeText(label=_("Why do you skip this?"), max_length=2000, rows=3)


class PlanTaskForm(forms.Form):
    """Who is in charge of a task and by which day."""

    owner = forms.ModelChoiceField(
        label=_("Party in charge"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("As the scheme says"),
    )
    due_on = Day(
        label=_("Due on"), required=False, widget=day_input(), help_text=_("Leave empty for the scheme's own day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Partner.objects.joined().select_related("organisation")  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Setting a condition aside."""

    granted_for = FreeText(
        label=_("Who decided this?"),
        max_length=160,
        help_text=_("For example the certification body, or the working group."),
    )
    reason = FreeText(
        label=_("Reason"),
        max_length=2000,
        rows=4,
        help_text=_("This is printed in the dossier."),
    )
