from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.mailbox import MailboxFormField, mail_domain, stored_mailbox
from partnerships.models import SignOn


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password; the other ways in take the address from the same field."""

    def clean_login(self) -> str:
        return stored_mailbox(super().clean_login())


class OwnName:
    """The address has the same name on every page of signing in, so that one press takes it along."""

    def add_prefix(self, field_name: str) -> str:
        return "login" if field_name == "email" else super().add_prefix(field_name)  # type: ignore[misc]


class MailedCodeForm(OwnName, RequestLoginCodeForm):  # type: ignore[misc]
    """Where to mail a code to."""

    def clean_email(self) -> str:
        self.cleaned_data["email"] = stored_mailbox(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email


class OrganisationForm(OwnName, forms.Form):
    """Whose organisation? Says of the domain whether it has a sign-in of its own, and nothing of the person."""

    email = MailboxFormField(
        label=gettext_lazy("Your e-mail address at work"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sign_on: SignOn | None = None

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        found = SignOn.objects.filter(is_active=True, domains__domain=mail_domain(email)).select_related("organisation")
        self.sign_on = found.first()
        if self.sign_on is None:
            raise ValidationError(_("Your organisation has no sign-in of its own here. Choose another way."))
        return email
