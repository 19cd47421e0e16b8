from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.intake import kinds_of_proof
from partnerships.enums import Basis
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.forms.proof import ProofForm
from partnerships.scheme_parts import IntakeQuestion


class _Sourced(ProofForm):
    """Figures have a source."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shown = data.get("source", "").strip() or data.get("document") or data.get("upload")
        if data.get("basis") == Basis.OBJECTIVE and not shown:
            self.add_error("source", _("Name the source of the figures, or add the document."))
        return data


class ProblemForm(_Sourced):
    """A problem in the area, and what says so (F05)."""

    problem = FreeText(label=_("What is the problem?"), rows=3, max_length=4000)
    basis = forms.ChoiceField(label=_("What is that based on?"), choices=Basis.choices, widget=forms.RadioSelect)
    source = FreeText(
        label=_("Source"), rows=2, max_length=2000, required=False,
        help_text=_("For figures: which figures, of whom, over which period. For a feeling: who said so."),
    )  # fmt: skip
    noted_on = Day(label=_("Noted on"), widget=forms.DateInput)


class StartAnswerForm(_Sourced):
    """What the yes to a question before the start rests on (F04)."""

    basis = forms.ChoiceField(label=_("What is that based on?"), choices=Basis.choices, widget=forms.RadioSelect)
    source = FreeText(label=_("Source"), rows=2, required=False)

    def __init__(self, *args: Any, question: IntakeQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = kinds_of_proof(question)
        choices = [(key, words) for key, words in Basis.choices if key in counted]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]
