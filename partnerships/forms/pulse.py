from typing import Any

from django import forms

from partnerships.domain.pulse_questions import QUESTIONS, SCORES


class PulseForm(forms.Form):
    """Six statements, five answers to each (F108)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in QUESTIONS.items():
            self.fields[key] = forms.TypedChoiceField(
                label=str(words), choices=list(SCORES.items()), coerce=int, widget=forms.RadioSelect
            )
