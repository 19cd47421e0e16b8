"""Inviting somebody, and the code with which somebody accepts with another account."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.memberships import why_not_endless
from partnerships.forms.day import Day
from partnerships.forms.membership import RoleForm
from partnerships.forms.one_line import OneLine
from partnerships.mailbox import MailboxFormField


class InvitationForm(RoleForm):
    """Somebody new."""

    name = OneLine(label=_("Name"), max_length=120)
    email = MailboxFormField(label=_("E-mail address"))
    until = Day(
        label=_("Until"),
        widget=forms.DateInput,
        required=False,
        help_text=_("The first day without this role. Needed for a role that is for a period."),
    )
    field_order = ("name", "email", "role", "partner", "until")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("until")
        if until and until <= self.today:
            self.add_error("until", _("Choose a day that is still to come."))
        elif reason := why_not_endless(data.get("role", ""), until):
            self.add_error("until", reason)
        return data


class InvitationCodeForm(forms.Form):
    """The six digits that were mailed to the invited address."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=12,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
