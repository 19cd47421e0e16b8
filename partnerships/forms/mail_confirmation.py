"""Confirming a further mail domain of one's own organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import DomainFormField, MailboxFormField


class MailConfirmationForm(forms.Form):
    """Which domain, and which colleague we ask: on a domain that was confirmed before."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    domain = DomainFormField(
        label=_("Mail domain"), max_length=120, help_text=_("What stands behind the @, such as oosterveen.nl.")
    )
    email = MailboxFormField(
        label=_("Address of a colleague"),
        help_text=_("On a domain that your organisation confirmed before. Your colleague gets a mail with a button."),
    )
