"""Partnerships with members and all that grants them rights, in a few statements: 300 with 3,000 take seconds."""

from datetime import date

from django.contrib.auth.models import Group, Permission

from partnerships.domain.granting import acts_as_permissions, group_name
from partnerships.enums import PartyKind, Role
from partnerships.models import (
    Area,
    Cycle,
    Membership,
    Organisation,
    Partnership,
    PartnershipArea,
    PartnershipGroupObjectPermission,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.roles import MATRIX, OVERSEER
from partnerships.scheme import Scheme
from partnerships.tenancy.doors import sweep_door

SINCE = date(2025, 5, 1)
ROLES = [
    Role.PROJECT_LEADER, Role.COORDINATOR, Role.CHAIR, Role.SECRETARY, Role.SECURITY_ADVISER, Role.SECURITY_FIRM,
    Role.INSURER, Role.REPRESENTATIVE,
]  # fmt: skip


def make_parks(number: int, scheme: Scheme, *, members: int, prefix: str = "Bulk") -> list[Partnership]:
    """``number`` partnerships in ten municipalities, each with a round and ``members`` members in the roles in turn."""
    towns = [
        Organisation.objects.get_or_create(name=f"Gemeente {n}", kind=PartyKind.MUNICIPALITY)[0] for n in range(10)
    ]
    parks = Partnership.objects.bulk_create(
        Partnership(name=f"{prefix} {n:03}", slug=f"{prefix.lower()}-{n:03}", founded_on=SINCE) for n in range(number)
    )
    areas = Area.objects.bulk_create(
        Area(name=f"Gebied {park.name}", kind="business_park", municipality=towns[n % 10])
        for n, park in enumerate(parks)
    )
    users = User.objects.bulk_create(
        User(email=f"{prefix.lower()}{n}@example.org", name=f"Lid {n}") for n in range(number * members)
    )
    with sweep_door(PartnershipArea, Cycle, Membership):
        PartnershipArea.objects.bulk_create(
            PartnershipArea(partnership=park, area=area) for park, area in zip(parks, areas, strict=True)
        )
        Cycle.objects.bulk_create(
            Cycle(
                partnership=park, number=1, scheme_urn=scheme.urn, scheme_version=scheme.version, started_on=SINCE
            )
            for park in parks
        )  # fmt: skip
        held = Membership.objects.bulk_create(
            Membership(
                partnership=parks[n // members], user=user, role=ROLES[n % members % len(ROLES)], valid_from=SINCE
            )
            for n, user in enumerate(users)
        )
    grant(held, parks, areas)
    return parks


def grant(held: list[Membership], parks: list[Partnership], areas: list[Area]) -> None:
    permissions: dict[str, Permission] = acts_as_permissions(frozenset().union(*MATRIX.values(), OVERSEER))
    PartnershipUserObjectPermission.objects.bulk_create(
        (
            PartnershipUserObjectPermission(
                user_id=one.user_id, content_object_id=one.partnership_id, permission=permissions[act]
            )
            for one in held
            for act in MATRIX[one.role]
        ),
        batch_size=2000,
    )
    groups = {
        pk: Group.objects.get_or_create(name=group_name(pk))[0] for pk in {area.municipality_id for area in areas}
    }
    PartnershipGroupObjectPermission.objects.bulk_create(
        PartnershipGroupObjectPermission(
            group=groups[area.municipality_id], content_object=park, permission=permissions[act]
        )
        for park, area in zip(parks, areas, strict=True)
        for act in OVERSEER
    )
