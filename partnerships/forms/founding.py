"""The last step of founding: the questions before the start, and a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.intake import IntakeAnswer
from partnerships.forms.free_text import FreeText
from partnerships.personal_data import NEVER
from partnerships.scheme import Scheme

YES, NO = "yes", "no"
BASES = [("objective", _("Figures (objective)")), ("subjective", _("A feeling of not being safe (subjective)"))]


class FoundingForm(forms.Form):
    """One yes or no per intake question of the scheme, with its basis where the scheme asks for one (F04, F05)."""

    name = FreeText(label=_("Name of the partnership"), max_length=160, may_keep=NEVER)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for question in scheme.intake:
            self.fields[f"answer_{question.id}"] = forms.ChoiceField(
                label=str(question.name), choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect
            )
            if question.evidence:
                self.fields[f"basis_{question.id}"] = forms.ChoiceField(
                    label=_("What is that based on?"),
                    choices=[(key, words) for key, words in BASES if key in question.evidence],
                    widget=forms.RadioSelect,
                    required=False,
                )
        self.order_fields([name for name in self.fields if name != "name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.scheme.intake:
            answer = data.get(f"answer_{question.id}")
            if answer == NO:
                self.add_error(f"answer_{question.id}", str(question.advice))
            if answer == YES and question.evidence and not data.get(f"basis_{question.id}"):
                self.add_error(f"basis_{question.id}", _("Choose what your answer is based on."))
        return data

    def answers(self) -> dict[str, IntakeAnswer]:
        """What was answered, for the verb."""
        return {
            question.id: IntakeAnswer(
                yes=self.cleaned_data[f"answer_{question.id}"] == YES,
                basis=self.cleaned_data.get(f"basis_{question.id}", ""),
            )
            for question in self.scheme.intake
        }
