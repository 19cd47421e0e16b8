"""The day collective security begins to work (F67; S000 step 5)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.exceptions import GatesUnmet
from certification.gates import gates_before, unmet
from certification.models import OperationalStart
from partnerships.domain.activity import record
from partnerships.exceptions import Refused
from partnerships.models import Cycle, User

ACT = "start_operations"


def why_not_start(cycle: Cycle, *, on: date) -> str:
    """Why the start cannot be recorded on this day; "" when it can."""
    if cycle.scheme.ending.kind != "operational_start":
        return _("This scheme does not end in the start of guarding.")
    if OperationalStart.objects.filter(cycle=cycle).exists():
        return _("The start has already been recorded.")
    names = unmet(gates_before(cycle, ACT, on=on))
    return str(GatesUnmet(names)) if names else ""


@transaction.atomic
def start_operations(
    cycle: Cycle, *, starts_on: date, announcement: str, by: User, on: date, at: datetime
) -> OperationalStart:
    """Record the agreed first day of guarding and how it is made known.

    Raises ``GatesUnmet`` while a condition of the scheme is not met, ``Refused`` when it was recorded already.
    """
    if cycle.scheme.ending.kind == "operational_start" and (names := unmet(gates_before(cycle, ACT, on=on))):
        raise GatesUnmet(names)
    if reason := why_not_start(cycle, on=on):
        raise Refused(reason)
    start: OperationalStart
    start, made = OperationalStart.objects.get_or_create(
        cycle=cycle,
        defaults={
            "partnership_id": cycle.partnership_id, "starts_on": starts_on, "agreed_on": on, "recorded_by": by,
            "announcement": announcement,
        },
    )  # fmt: skip
    if not made:
        raise Refused(_("The start has already been recorded."))
    record(cycle.partnership_id, "started_operations", by=by, at=at, cycle=cycle, about=start, day=starts_on)
    return start
