"""The field for several of a list: whoever sends one of them twice means it once."""

from typing import Any

from django import forms


class Several(forms.MultipleChoiceField):
    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean(value)))
