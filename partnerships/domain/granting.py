"""Guardian's rows follow from memberships, offices and the matrix; nothing else grants a right."""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from partnerships.enums import OfficerRole
from partnerships.models import (
    Membership,
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
    held = Membership.objects.filter(user=user, partnership=partnership).valid(on=on)
    roles = list(held.values_list("role", "deputy_for"))
    acts = acts_of([role for role, for_whom in roles if not for_whom], standing_in=[r for r, who in roles if who])
    wanted = acts_as_permissions(acts)
    rows = PartnershipUserObjectPermission.objects.filter(user=user, content_object=partnership)
    rows.exclude(permission__in=wanted.values()).delete()
    have = set(rows.values_list("permission_id", flat=True))
    PartnershipUserObjectPermission.objects.bulk_create(
        PartnershipUserObjectPermission(user=user, content_object=partnership, permission=permission)
        for permission in wanted.values()
        if permission.pk not in have
    )


def group_name(organisation_id: int) -> str:
    """The name of the one group of an organisation's overseers."""
    return f"{OfficerRole.OVERSEER}:{organisation_id}"


def overseer_group(organisation: Organisation) -> Group:
    """The one group of an organisation's overseers."""
    return Group.objects.get_or_create(name=group_name(organisation.pk))[0]


def overseeing(partnership: Partnership) -> QuerySet[Organisation]:
    """Who oversees a partnership: the municipalities of its ground, and the provinces and regions these lie in."""
    ground = Organisation.objects.filter(areas__coverage__partnership=partnership).values("pk")
    return Organisation.objects.filter(Q(pk__in=ground) | Q(municipalities__in=ground)).distinct()


@transaction.atomic
def grant_oversight(partnership: Partnership) -> None:
    """Let the overseers of the partnership's ground see its progress, and no others.

    The number of queries grows only with municipalities that had no group yet.
    """
    names = {group_name(organisation.pk) for organisation in overseeing(partnership).order_by()}
    known = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    known |= {name: Group.objects.get_or_create(name=name)[0].pk for name in sorted(names - set(known))}
    rows = PartnershipGroupObjectPermission.objects.filter(content_object=partnership)
    rows.filter(group__name__startswith=group_name_start()).exclude(group__in=known.values()).delete()
    have = set(rows.values_list("group_id", "permission_id"))
    wanted = [
        (group, permission.pk) for group in known.values() for permission in acts_as_permissions(OVERSEER).values()
    ]
    PartnershipGroupObjectPermission.objects.bulk_create(
        PartnershipGroupObjectPermission(group_id=group, content_object=partnership, permission_id=permission)
        for group, permission in wanted
        if (group, permission) not in have
    )


def group_name_start() -> str:
    """What the names of all overseers' groups begin with."""
    return f"{OfficerRole.OVERSEER}:"
