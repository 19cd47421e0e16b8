"""Offices across partnerships: overseer of an authority, auditor of a certification body. Administrators appoint."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.domain.granting import overseer_group
from partnerships.enums import OVERSEEING, OfficerRole, PartyKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Officer, Organisation, User
from partnerships.models.membership import valid_on

KINDS = {OfficerRole.OVERSEER: OVERSEEING, OfficerRole.AUDITOR: frozenset({PartyKind.CERTIFICATION_BODY})}


def why_not_officer(organisation: Organisation, *, role: OfficerRole | str) -> str:
    """An authority has overseers, a certification body auditors."""
    kinds = KINDS[OfficerRole(role)]
    if organisation.kind in kinds:
        return ""
    names = ", ".join(str(kind.label).lower() for kind in PartyKind if kind in kinds)
    return _("This office is for somebody of: %(kinds)s. This organisation is of another kind.") % {"kinds": names}


@transaction.atomic
def appoint_officer(
    user: User, organisation: Organisation, *, role: OfficerRole, on: date, until: date | None = None
) -> Officer:
    """Make a person overseer or auditor for an organisation, from ``on`` up to, not including, ``until``.

    Returns the office they hold already, if they do. Raises ``Refused`` for an empty period or the wrong kind of
    organisation.
    """
    if until is not None and until <= on:
        raise Refused(_("The last day must be after the first day."))
    if reason := why_not_officer(organisation, role=role):
        raise Refused(reason)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # pressed twice is one office
    same = Officer.objects.filter(user=user, organisation=organisation, role=role)
    held = same.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on)).first()
    if held is None:
        held = Officer.objects.create(user=user, organisation=organisation, role=role, valid_from=on, valid_until=until)
    if role == OfficerRole.OVERSEER:
        user.groups.add(overseer_group(organisation))
    return held


@transaction.atomic
def end_officer(officer: Officer, *, on: date, today: date) -> None:
    """End an office: ``on`` is the first day without it, also one to come. Raises ``StaleState`` when it ended before.

    ``today`` says whether the person leaves the group now; on a later day the nightly check takes them out, and the
    office itself is refused from that day whatever the group says.
    """
    last = max(on, officer.valid_from)
    open_ones = Officer.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=today), pk=officer.pk)
    if not open_ones.update(valid_until=last):
        raise StaleState
    others = Officer.objects.filter(
        valid_on(today), user=officer.user_id, organisation=officer.organisation_id, role=OfficerRole.OVERSEER
    )
    if officer.role == OfficerRole.OVERSEER and not others.exists():
        officer.user.groups.remove(overseer_group(officer.organisation))
    officer.refresh_from_db()
