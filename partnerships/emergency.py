"""Emergency access: what an administrator may see in a partnership for an hour, and nothing more."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from partnerships.access import Access
from partnerships.models import EmergencyAccess, Partnership, User
from partnerships.tenancy.doors import sweep_door

EMERGENCY_ACTS = frozenset({"see_content", "see_progress", "see_certificate", "see_mail_log"})


@dataclass(frozen=True)
class EmergencyPass(Access):
    """The access of somebody who is no member: reading only, until ``emergency`` ends."""

    emergency: EmergencyAccess | None = None

    @property
    def partnership(self) -> Partnership:
        assert self.emergency is not None
        return self.emergency.partnership


def emergency_access(user: User | AnonymousUser, slug: str, *, at: datetime) -> EmergencyPass | None:
    """The pass of an administrator to the partnership with this address, when one is open at this moment.

    One query for an administrator, none for anybody else.
    """
    if not (user.is_active and user.is_staff):
        return None
    with sweep_door(EmergencyAccess):
        rows = EmergencyAccess.objects.filter(user=user.pk, partnership__slug=slug).open(at=at)
        found = rows.select_related("partnership").first()
    return None if found is None else EmergencyPass((), EMERGENCY_ACTS, emergency=found)
