"""Forms on the device that goes round: nothing is remembered for the next person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.signature import SignForm


class ForgetfulInput(forms.TextInput):
    """Never shows what was typed, also not after a mistake."""

    def format_value(self, value: Any) -> None:
        return None


class ReadForm(forms.Form):
    """The person says that they read the text; then their code is mailed."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    read = forms.BooleanField(
        label=_("I have read the text."),
        error_messages={"required": _("Read the text first, and then tick this box.")},
        widget=forms.CheckboxInput(attrs={"autocomplete": "off"}),
    )


class TableSignForm(SignForm):
    """As by link; the browser keeps nothing, and a code is never shown again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "function", "code", "statement"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["code"].widget = ForgetfulInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
