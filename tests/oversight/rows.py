"""Partnerships as projections show them, written in a few statements: what a page costs must not depend on how many."""

from datetime import date, timedelta
from typing import Any

from oversight.models import Due, Progress
from partnerships.domain.granting import acts_as_permissions, overseer_group
from partnerships.models import (
    Area,
    Cycle,
    Organisation,
    Partnership,
    PartnershipArea,
    PartnershipGroupObjectPermission,
)
from partnerships.roles import OVERSEER
from partnerships.tenancy.doors import sweep_door
from tests.conftest import TODAY, newest_scheme

TABLES = (Cycle, Progress, Due, PartnershipArea)


def make_rows(
    number: int, municipality: Organisation, *, prefix: str = "Terrein", **progress: Any
) -> list[Partnership]:
    """``number`` partnerships with an area, a round, its progress and one late task; ``progress`` overrides."""
    scheme: Any = newest_scheme("certificate")
    parks = Partnership.objects.bulk_create(
        Partnership(name=f"{prefix} {n:03}", slug=f"{prefix.lower()}-{n:03}", founded_on=date(2025, 5, 1))
        for n in range(number)
    )
    areas = Area.objects.bulk_create(
        Area(name=f"Gebied {park.name}", kind="business_park", municipality=municipality) for park in parks
    )
    task, phase = scheme.tasks[0], scheme.phases[0]
    with sweep_door(*TABLES):
        PartnershipArea.objects.bulk_create(
            PartnershipArea(partnership=park, area=area) for park, area in zip(parks, areas, strict=True)
        )
        cycles = Cycle.objects.bulk_create(
            Cycle(
                partnership=park, number=1, scheme_urn=scheme.urn, scheme_version=scheme.version,
                started_on=date(2025, 5, 1),
            )
            for park in parks
        )  # fmt: skip
        fields = {
            "scheme_urn": scheme.urn, "scheme_version": scheme.version, "cycle_number": 1, "phase_id": phase.id,
            "phase_number": 1, "phase_count": len(scheme.phases), "started_on": date(2025, 5, 1), "judged_on": TODAY,
            "last_activity_on": TODAY - timedelta(days=3), **progress,
        }  # fmt: skip
        Progress.objects.bulk_create(
            Progress(partnership=c.partnership, cycle=c, area_names=f"Gebied {c.partnership.name}", **fields)
            for c in cycles
        )
        Due.objects.bulk_create(
            Due(
                partnership=c.partnership, cycle=c, kind=Due.Kind.TASK, subject=task.id,
                scheme_urn=c.scheme_urn, scheme_version=c.scheme_version,
                due_on=TODAY - timedelta(days=1), owner_kind=task.by,
            )
            for c in cycles
        )  # fmt: skip
    group = overseer_group(municipality)
    PartnershipGroupObjectPermission.objects.bulk_create(
        PartnershipGroupObjectPermission(group=group, content_object=park, permission=permission)
        for park in parks
        for permission in acts_as_permissions(OVERSEER).values()
    )
    return parks
