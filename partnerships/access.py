"""What one person may do in one partnership, today. Rows may outlive a membership; this never does."""

from dataclasses import dataclass
from datetime import date

from partnerships.models import Membership, Partnership, PartnershipUserObjectPermission, User
from partnerships.roles import acts_of
from partnerships.tenancy.doors import sweep_door


@dataclass(frozen=True)
class Access:
    """A person's valid memberships in a partnership and the acts these give."""

    memberships: tuple[Membership, ...]
    acts: frozenset[str]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)

    @property
    def partner_ids(self) -> frozenset[int]:
        """The parties this person speaks for."""
        return frozenset(m.partner_id for m in self.memberships if m.partner_id)

    def may(self, act: str) -> bool:
        return act in self.acts


def access_of(user: User, partnership: Partnership, *, on: date) -> Access | None:
    """None when the person has no valid membership: the partnership then does not exist for them.

    An act needs both the guardian row and a membership that is valid today.
    """
    with sweep_door(Membership):
        memberships = tuple(Membership.objects.filter(user=user, partnership=partnership).valid(on=on))
    if not memberships:
        return None
    rows = PartnershipUserObjectPermission.objects.filter(user=user, content_object=partnership)
    granted = frozenset(rows.values_list("permission__codename", flat=True))
    return Access(memberships, granted & acts_of({m.role for m in memberships}))


def partnerships_of(user: User, *, on: date) -> list[tuple[Partnership, list[Membership]]]:
    """The partnerships a person belongs to today, with their roles there: what the chooser shows."""
    with sweep_door(Membership):
        memberships = list(Membership.objects.filter(user=user).valid(on=on).select_related("partnership", "partner"))
    found: dict[Partnership, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.partnership, []).append(membership)
    return sorted(found.items(), key=lambda item: item[0].name)
