"""Who takes part: organisations of the partnership, whether they join, and what they expect (F06, F08, F14)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Organisation, Partner, Partnership, User


def organisation_named(name: str, *, kind: str, country: str) -> Organisation:
    """The organisation of this kind and name, reused by every partnership; made when nobody named it before."""
    found = Organisation.objects.filter(kind=kind, country=country, name__iexact=name.strip()).first()
    return found or Organisation.objects.create(name=name.strip(), kind=kind, country=country)


@transaction.atomic
def add_party(
    partnership: Partnership,
    organisation: Organisation,
    *,
    kind: str,
    by: User | None,
    on: date,
    at: datetime,
    joined: bool = True,
) -> Partner:
    """Add an organisation: it takes part from ``on``, or is only invited. Raises ``Refused`` when it is there already."""
    if Partner.objects.filter(partnership=partnership, organisation=organisation).exists():
        raise Refused(_("%(name)s is already a party of this partnership.") % {"name": organisation})
    partner: Partner = Partner.objects.create(
        partnership=partnership,
        organisation=organisation,
        kind=kind,
        invited_on=None if joined else on,
        joined_on=on if joined else None,
    )
    record(partnership, "added_party", by=by, at=at, about=partner, kind=kind, joined=joined)
    return partner


@transaction.atomic
def join_party(partner: Partner, *, by: User | None, on: date, at: datetime) -> None:
    """The organisation says yes, for the first time or again. Raises ``StaleState`` when it takes part already."""
    changed = Partner.objects.filter(pk=partner.pk).exclude(joined_on__isnull=False, left_on__isnull=True)
    if not changed.update(joined_on=on, declined_on=None, decline_reason="", left_on=None):
        raise StaleState
    record(partner.partnership, "joined", by=by, at=at, about=partner, on=on)


@transaction.atomic
def decline_party(partner: Partner, *, reason: str, by: User | None, on: date, at: datetime) -> None:
    """The organisation says no before it took part. Raises ``Refused`` without a reason (F06)."""
    if not reason.strip():
        raise Refused(_("Write down why this party declines."))
    rows = Partner.objects.filter(pk=partner.pk, joined_on__isnull=True, declined_on__isnull=True)
    if not rows.update(declined_on=on, decline_reason=reason.strip()):
        raise StaleState
    record(partner.partnership, "declined", by=by, at=at, about=partner, reason=reason.strip())


@transaction.atomic
def leave_party(partner: Partner, *, by: User | None, on: date, at: datetime, reason: str = "") -> None:
    """The organisation stops on ``on``; what it signed and did stays. Raises ``Refused`` before the day it joined."""
    if partner.joined_on and on < partner.joined_on:
        raise Refused(_("A party cannot leave before the day it joined."))
    rows = Partner.objects.filter(pk=partner.pk, joined_on__isnull=False, left_on__isnull=True)
    if not rows.update(left_on=on):
        raise StaleState
    record(partner.partnership, "left", by=by, at=at, about=partner, on=on, reason=reason.strip())


@transaction.atomic
def write_statement(
    partner: Partner,
    *,
    expectation: str,
    desired_environment: str,
    own_role: str,
    by: User,
    at: datetime,
    on_behalf: bool = False,
) -> None:
    """Keep what a party expects, wishes and does itself (F14). ``on_behalf``: somebody else wrote down what it said."""
    words = {"expectation": expectation, "desired_environment": desired_environment, "own_role": own_role}
    Partner.objects.filter(pk=partner.pk).update(**words)
    verb = "recorded_statement" if on_behalf else "wrote_statement"
    record(partner.partnership, verb, by=by, at=at, about=partner)
