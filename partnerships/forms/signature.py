"""Forms of a signatory, and of the project leader who names another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText
from partnerships.forms.one_line import OneLine
from partnerships.mailbox import MailboxFormField
from partnerships.personal_data import NEVER


class CodeForm(forms.Form):
    """The end of a form of somebody who acts by link: a code, asked for once the rest is filled in.

    The field is not there before ``show_code``, nor on a first page; what was typed elsewhere stays.
    """

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        error_messages={"required": _("Fill in the code that we sent you.")},
        help_text=_("Six digits. It shows that it is you."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code = self.fields["code"]
        self.order_fields([*(name for name in self.fields if name != "code"), "code"])
        if "code" not in self.data:
            del self.fields["code"]
        elif self.asks_another:
            self._code.required = False

    @property
    def asks_another(self) -> bool:
        """Was the button for another code pressed, instead of the one that acts?"""
        return "again" in self.data

    def show_code(self) -> None:
        self._code.required = True
        self.fields["code"] = self._code


class SignForm(forms.Form):
    """Name, function, statement and the mailed code. ``seen`` is the mark of the text that was on the screen."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = OneLine(
        label=_("Your name"),
        max_length=120,
        help_text=_("This is how your name will stand under the document."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    function = OneLine(
        label=_("Your function"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    statement = forms.BooleanField(error_messages={"required": _("Tick the box if you agree. Otherwise do not sign.")})
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=12,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement


class SignatoryForm(forms.Form):
    use_required_attribute = False  # the server says what is missing, in the language of the reader

    name = OneLine(label=_("Name"), max_length=120)
    function = OneLine(label=_("Function"), max_length=120)
    email = MailboxFormField(label=_("E-mail address"))
    mandate = FreeText(
        label=_("Basis of the mandate"),
        max_length=200,
        required=False,
        help_text=_(
            "For example a mandate decision or a power of attorney. It is kept at the party. Leave it empty to keep what "
            "stands there."
        ),
    )


class HandOverForm(CodeForm):
    """A colleague who signs instead. Nothing of a person can be kept in the note: nobody with an account answers for it."""

    name = OneLine(label=_("Name of your colleague"), max_length=120)
    function = OneLine(label=_("Function"), max_length=120)
    email = MailboxFormField(label=_("E-mail address"))
    note = FreeText(
        label=_("Why does your colleague sign?"),
        max_length=300,
        required=False,
        may_keep=NEVER,
        help_text=_("Your colleague and the project leader read this."),
    )
