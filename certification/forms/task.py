"""What people fill in about a task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partner


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TickForm(forms.Form):
    """A task done by hand: day, remark and, where there is one, a document that shows it."""

    done_on = forms.DateField(label=_("Done on"), widget=day_input())
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 25 MB.")
    )


class SkipForm(forms.Form):
    """Leaving an optional task out."""

    reason = forms.CharField(
        label=_("Why do you skip this?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlanTaskForm(forms.Form):
    """Who is in charge of a task and by which day."""

    owner = forms.ModelChoiceField(
        label=_("Party in charge"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("As the scheme says"),
    )
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=day_input(), help_text=_("Leave empty for the scheme's own day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Partner.objects.joined().select_related("organisation")  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Setting a condition aside."""

    granted_for = forms.CharField(
        label=_("Who decided this?"),
        max_length=160,
        help_text=_("For example the certification body, or the working group."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("This is printed in the dossier."),
    )
