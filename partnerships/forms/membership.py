"""Who gets which role."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import Role
from partnerships.models import Contact, Membership, Partner, User
from partnerships.scheme import Scheme
from partnerships.scheme_names import ROLE_NAMES


def role_name(scheme: Scheme, role: str) -> str:
    """What the scheme calls a role; the general name for roles no scheme knows."""
    return str(scheme.role_name(role)) if role in ROLE_NAMES else str(Role(role).label)


def role_choices(scheme: Scheme, *, may_name_leader: bool) -> list[tuple[str, str]]:
    """Only a project leader appoints a project leader: nobody gives a right they do not have."""
    roles = [role for role in Role.values if may_name_leader or role != Role.PROJECT_LEADER]
    return [(role, role_name(scheme, role)) for role in roles]


def person_choices() -> list[tuple[str, str]]:
    """Everybody who was ever a member here, then the contacts without an account, who will be invited."""
    users = User.objects.filter(pk__in=Membership.objects.values("user")) | User.objects.filter(
        pk__in=Contact.objects.filter(user__isnull=False).values("user")
    )
    contacts = Contact.objects.filter(user__isnull=True).select_related("partner__organisation")
    return [
        ("", ""),
        *((f"user:{user.pk}", str(user)) for user in users.order_by("name")),
        *(
            (f"contact:{one.pk}", _("%(contact)s, by invitation") % {"contact": f"{one} ({one.partner})"})
            for one in contacts
        ),
    ]


class RoleForm(forms.Form):
    """The role, and for which party."""

    role = forms.ChoiceField(label=_("Role"))
    partner: Any = forms.ModelChoiceField(
        label=_("For which party?"), queryset=None, required=False, empty_label=_("no party")
    )

    def __init__(self, *args: Any, scheme: Scheme, may_name_leader: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(scheme, may_name_leader=may_name_leader)  # type: ignore[attr-defined]
        self.fields["partner"].queryset = Partner.objects.select_related("organisation")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.REPRESENTATIVE and not data.get("partner"):
            self.add_error("partner", _("Choose the party this person represents."))
        return data


class AppointForm(RoleForm):
    """A person known here, from a day that has come."""

    person = forms.ChoiceField(label=_("Who?"))
    since = forms.DateField(label=_("From"), widget=forms.DateInput)
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput, required=False, help_text=_("The first day without this role.")
    )
    field_order = ("person", "role", "partner", "since", "until")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["person"].choices = person_choices()  # type: ignore[attr-defined]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self.today:
            raise forms.ValidationError(_("This day is still to come. Appoint somebody on the day itself."))
        return since


class InvitationForm(RoleForm):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    field_order = ("name", "email", "role", "partner")
