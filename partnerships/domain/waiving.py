"""Setting a condition aside for one cycle: with a reason, by whose decision, and printed in the dossier."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.exceptions import Refused
from partnerships.models import Cycle, User, Waiver


@transaction.atomic
def waive_gate(
    cycle: Cycle, gate_id: str, *, reason: str, granted_for: str, by: User, on: date, at: datetime
) -> Waiver:
    """Record that ``granted_for`` (a body or a function) sets a gate aside. Raises ``Refused`` when it already is.

    Raises ``KeyError`` for a gate the scheme does not have.
    """
    gate = cycle.scheme.gate(gate_id)
    waiver, made = Waiver.objects.get_or_create(
        cycle=cycle,
        gate_id=gate_id,
        defaults={
            "partnership_id": cycle.partnership_id, "reason": reason, "granted_by": by, "granted_for": granted_for, "granted_on": on
        },
    )  # fmt: skip
    if not made:
        raise Refused(_("This condition has already been set aside."))
    record(
        cycle.partnership_id, "waived_gate", by=by, at=at, cycle=cycle, about=waiver, name=str(gate.name), reason=reason
    )
    return waiver


@transaction.atomic
def end_waiver(cycle: Cycle, gate_id: str, *, by: User, at: datetime) -> None:
    """Make a condition count again."""
    waiver = Waiver.objects.filter(cycle=cycle, gate_id=gate_id).first()
    if waiver is None:
        raise Refused(_("This condition was not set aside."))
    name = str(cycle.scheme.gate(gate_id).name)
    record(
        cycle.partnership_id, "ended_waiver", by=by, at=at, cycle=cycle, about=waiver, name=name, reason=waiver.reason
    )
    waiver.delete()
