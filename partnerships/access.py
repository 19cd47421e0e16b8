"""What one person may do in one partnership, today. Rows may outlive a membership; this never does."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from partnerships.enums import OfficerRole
from partnerships.models import (
    Membership,
    Officer,
    Organisation,
    Partner,
    Partnership,
    PartnershipArea,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.models.membership import valid_on
from partnerships.roles import acts_of
from partnerships.tenancy.doors import sweep_door


@dataclass(frozen=True)
class Access:
    """A person's valid memberships in a partnership and the acts these give.

    ``in_office`` and ``logo_of`` are what the masthead of every page asks; they come along in the same query.
    """

    memberships: tuple[Membership, ...]
    acts: frozenset[str]
    in_office: bool = False  # oversees partnerships for an organisation today
    logo_of: str = ""  # the municipality of the first area, when it has a logo

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)

    @property
    def partner_ids(self) -> frozenset[int]:
        """The parties this person speaks for."""
        return frozenset(m.partner_id for m in self.memberships if m.partner_id)

    @property
    def partnership(self) -> Partnership:
        return self.memberships[0].partnership

    def may(self, act: str) -> bool:
        return act in self.acts


def access_of(user: User, partnership: Partnership | str, *, on: date) -> Access | None:
    """The access of a person to a partnership, or to the one with this address: two queries.

    None when the person has no valid membership: the partnership then does not exist for them. An act needs both the
    guardian row and a membership that is valid today.
    """
    which = {"partnership__slug": partnership} if isinstance(partnership, str) else {"partnership": partnership}
    with sweep_door(Membership, PartnershipArea):
        found = tuple(with_masthead(Membership.objects.filter(user=user, **which).valid(on=on), user=user, on=on))
    if not found:
        return None
    rows = PartnershipUserObjectPermission.objects.filter(user=user, content_object=found[0].partnership_id)
    granted = frozenset(rows.values_list("permission__codename", flat=True))
    acts = granted & acts_of(
        [m.role for m in found if m.deputy_for_id is None], standing_in=[m.role for m in found if m.deputy_for_id]
    )
    return Access(found, acts, in_office=found[0].in_office, logo_of=found[0].logo_of or "")  # type: ignore[attr-defined]


def with_masthead(memberships: QuerySet[Membership], *, user: User, on: date) -> QuerySet[Membership]:
    """Memberships with their partnership, and what the masthead shows beside its name."""
    offices = Officer.objects.filter(valid_on(on), user=user, role=OfficerRole.OVERSEER)
    municipality = Organisation.objects.filter(areas__coverage__partnership=OuterRef("partnership")).order_by(
        "areas__name"
    )
    logo_of = Subquery(municipality.exclude(logo="").values("name")[:1])
    return memberships.select_related("partnership").annotate(in_office=Exists(offices), logo_of=logo_of)


def partnerships_of(user: User, *, on: date) -> list[tuple[Partnership, list[Membership]]]:
    """The partnerships a person belongs to today, with their roles there: what the chooser shows."""
    with sweep_door(Membership, Partner):
        memberships = list(
            Membership.objects.filter(user=user).valid(on=on).select_related("partnership", "partner__organisation")
        )
    found: dict[Partnership, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.partnership, []).append(membership)
    return sorted(found.items(), key=lambda item: item[0].name)
