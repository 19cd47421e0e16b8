"""Guardian's rows follow from memberships and the matrix; nothing else grants a right."""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from partnerships.enums import OfficerRole
from partnerships.models import (
    Membership,
    Officer,
    Organisation,
    Partnership,
    PartnershipGroupObjectPermission,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.roles import OVERSEER, acts_of


def acts_as_permissions(acts: frozenset[str]) -> dict[str, Permission]:
    found = Permission.objects.filter(
        content_type__app_label="partnerships", content_type__model="partnership", codename__in=acts
    )
    return {permission.codename: permission for permission in found}


@transaction.atomic
def regrant(user: User, partnership: Partnership, *, on: date) -> None:
    """Make the rows of this person in this partnership equal to what their memberships of ``on`` say."""
    roles = set(
        Membership.objects.filter(user=user, partnership=partnership).valid(on=on).values_list("role", flat=True)
    )
    wanted = acts_as_permissions(acts_of(roles))
    rows = PartnershipUserObjectPermission.objects.filter(user=user, content_object=partnership)
    rows.exclude(permission__in=wanted.values()).delete()
    have = set(rows.values_list("permission_id", flat=True))
    PartnershipUserObjectPermission.objects.bulk_create(
        PartnershipUserObjectPermission(user=user, content_object=partnership, permission=permission)
        for permission in wanted.values()
        if permission.pk not in have
    )


def overseer_group(organisation: Organisation) -> Group:
    """The one group of an organisation's overseers."""
    return Group.objects.get_or_create(name=f"{OfficerRole.OVERSEER}:{organisation.pk}")[0]


@transaction.atomic
def grant_oversight(partnership: Partnership) -> None:
    """Let the overseers of every municipality whose ground the partnership covers see its progress, and no others."""
    permissions = acts_as_permissions(OVERSEER).values()
    municipalities = Organisation.objects.filter(areas__coverage__partnership=partnership).distinct()
    groups = [overseer_group(municipality) for municipality in municipalities]
    rows = PartnershipGroupObjectPermission.objects.filter(content_object=partnership)
    rows.filter(group__name__startswith=f"{OfficerRole.OVERSEER}:").exclude(group__in=groups).delete()
    for group in groups:
        for permission in permissions:
            rows.get_or_create(group=group, content_object=partnership, permission=permission)


@transaction.atomic
def appoint_officer(user: User, organisation: Organisation, *, role: OfficerRole, on: date) -> Officer:
    """Make a person overseer or auditor for an organisation."""
    officer, _made = Officer.objects.get_or_create(
        user=user, organisation=organisation, role=role, valid_until=None, defaults={"valid_from": on}
    )
    if role == OfficerRole.OVERSEER:
        user.groups.add(overseer_group(organisation))
    return officer
