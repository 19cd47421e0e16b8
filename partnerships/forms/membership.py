"""Who gets which role."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.memberships import why_not_endless
from partnerships.enums import Role
from partnerships.forms.day import Day
from partnerships.models import Contact, Membership, Partner, User
from partnerships.personal_data import NOBODY
from partnerships.scheme import Scheme
from partnerships.scheme_names import ROLE_NAMES


def role_name(scheme: Scheme, role: str) -> str:
    """What the scheme calls a role; the general name for roles no scheme knows."""
    return str(scheme.role_name(role)) if role in ROLE_NAMES else str(Role(role).label)


SPEAKING = {Role.REPRESENTATIVE, Role.SECURITY_FIRM}  # of these only what concerns their party is shown


def role_choices(scheme: Scheme, *, may_name_leader: bool) -> list[tuple[str, str]]:
    """Only a project leader appoints a project leader: nobody gives a right they do not have."""
    roles = [role for role in Role.values if may_name_leader or role != Role.PROJECT_LEADER]
    return [(role, role_name(scheme, role)) for role in roles]


def person_choices() -> list[tuple[str, str]]:
    """Everybody who was ever a member here, then the contacts without an account, who will be invited."""
    users = User.objects.filter(pk__in=Membership.objects.values("user")) | User.objects.filter(
        pk__in=Contact.objects.filter(user__isnull=False).values("user")
    )
    users = users.filter(is_active=True)
    contacts = (
        Contact.objects.filter(user__isnull=True)
        .exclude(email__endswith=NOBODY)
        .select_related("partner__organisation")
    )
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
        if data.get("role") in SPEAKING and not data.get("partner"):
            self.add_error("partner", _("Choose the party this person represents."))
        return data


class AppointForm(RoleForm):
    """A person known here, from a day that has come."""

    person = forms.ChoiceField(label=_("Who?"))
    since = Day(label=_("From"), widget=forms.DateInput)
    until = Day(
        label=_("Until"),
        widget=forms.DateInput,
        required=False,
        help_text=_("The first day without this role. Needed for a role that is for a period."),
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

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "until" not in self.errors and (reason := why_not_endless(data.get("role", ""), data.get("until"))):
            self.add_error("until", reason)
        return data


class DeputyForm(forms.Form):
    """Who stands in for somebody with a role, and how long."""

    person = forms.ChoiceField(
        label=_("Who?"), help_text=_("Somebody with an account. Invite somebody new to a role of their own first.")
    )
    until = Day(
        label=_("Until"),
        widget=forms.DateInput,
        required=False,
        help_text=_("The first day without this role. Empty: as long as the role itself."),
    )

    def __init__(self, *args: Any, today: date, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = [one for one in person_choices() if one[0] != f"user:{membership.user_id}"]
        self.fields["person"].choices = [one for one in people if not one[0].startswith("contact:")]  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until
