"""The last step of founding: the questions before the start, and a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.intake import IntakeAnswer, kinds_of_proof
from partnerships.enums import Basis
from partnerships.forms.free_text import FreeText
from partnerships.personal_data import NEVER
from partnerships.scheme import Scheme

YES, NO = "yes", "no"


class FoundingForm(forms.Form):
    """One yes or no per intake question of the scheme, what a yes rests on, and its source (F04, F05)."""

    name = FreeText(label=_("Name of the partnership"), max_length=160, may_keep=NEVER)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for question in scheme.intake:
            self.fields[f"answer_{question.id}"] = forms.ChoiceField(
                label=str(question.name), choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect
            )
            self.fields[f"basis_{question.id}"] = forms.ChoiceField(
                label=_("What is that based on?"),
                choices=[(key, words) for key, words in Basis.choices if key in kinds_of_proof(question)],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"source_{question.id}"] = FreeText(
                label=_("Which figures, or who said so?"), rows=2, required=False,
                help_text=_("You can add the document itself after the start, under Problems in the area."),
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.scheme.intake:
            answer = data.get(f"answer_{question.id}")
            if answer == NO:
                self.add_error(f"answer_{question.id}", str(question.advice))
            basis = data.get(f"basis_{question.id}")
            if answer == YES and not basis:
                self.add_error(f"basis_{question.id}", _("Choose what your answer is based on."))
            if answer == YES and basis == Basis.OBJECTIVE and not data.get(f"source_{question.id}", "").strip():
                self.add_error(f"source_{question.id}", _("Name the source of the figures."))
        return data

    def answers(self) -> dict[str, IntakeAnswer]:
        """What was answered, for the verb."""
        return {
            question.id: IntakeAnswer(
                yes=self.cleaned_data[f"answer_{question.id}"] == YES,
                basis=self.cleaned_data.get(f"basis_{question.id}", ""),
                source=self.cleaned_data.get(f"source_{question.id}", "").strip(),
            )
            for question in self.scheme.intake
        }
