from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText
from partnerships.forms.one_line import OneLine
from partnerships.mailbox import MailboxFormField


class ContactForm(forms.Form):
    """A person of a party (F11)."""

    name = OneLine(label=_("Name"), max_length=120)
    function = OneLine(label=_("Function"), max_length=120)
    email = MailboxFormField(label=_("E-mail address"))
    phone = forms.CharField(label=_("Telephone"), max_length=32, required=False)
    represents = forms.BooleanField(label=_("Represents this party in the working group"), required=False)
    signs = forms.BooleanField(label=_("May sign for this party"), required=False)


class NewContactForm(ContactForm):
    """A person who is added, with on what ground they sign; afterwards that stands in the register of mandates."""

    mandate = FreeText(
        label=_("Basis of the mandate"),
        max_length=200,
        required=False,
        help_text=_("For example: mandate decision of 12 January, or entry in the trade register."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mandate") and not data.get("signs"):
            self.add_error("signs", _("You wrote on what ground this person signs. Tick that they may sign."))
        return data
