"""Who takes part: organisations of the partnership, whether they join, and what they expect (F06, F08, F14)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, record
from partnerships.domain.memberships import end_membership, hold_roles
from partnerships.domain.once import once
from partnerships.domain.soundings import tie_soundings
from partnerships.domain.wanted_parties import is_approached
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Invitation, Membership, Organisation, Partner, Partnership, User


def organisation_named(name: str, *, kind: str, country: str) -> Organisation:
    """The organisation of this kind and name, reused by every partnership; made when nobody named it before."""
    same = Organisation.objects.filter(kind=kind, country=country, name__iexact=name.strip())
    try:
        with once(Organisation, StaleState()):
            return same.first() or Organisation.objects.create(name=name.strip(), kind=kind, country=country)
    except StaleState:  # somebody else named it just now
        if found := same.first():
            return found
        raise


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
    """Add an organisation: it takes part from ``on``, or is only asked. Raises ``Refused`` when it is there."""
    sentence = _("%(name)s is already a party of this partnership.") % {"name": organisation}
    with once(Partner, Refused(sentence)) as already:
        if Partner.objects.filter(partnership=partnership, organisation=organisation).exists():
            raise already
        partner: Partner = Partner.objects.create(
            partnership=partnership,
            organisation=organisation,
            kind=kind,
            invited_on=None if joined else on,
            joined_on=on if joined else None,
        )
    tie_soundings(partner, [organisation.name, *is_approached(partnership, kind)])
    record(partnership, "added_party", by=by, at=at, about=partner, kind=kind, joined=joined)
    return partner


@transaction.atomic
def join_party(partner: Partner, *, by: User | None, on: date, at: datetime) -> None:
    """The organisation says yes, for the first time or again. Raises ``StaleState`` when it takes part already."""
    changed = Partner.objects.filter(pk=partner.pk).exclude(joined_on__isnull=False, left_on__isnull=True)
    if not changed.update(joined_on=on, declined_on=None, decline_reason="", left_on=None):
        raise StaleState
    record(partner.partnership, "joined", by=by, at=at, about=partner, on=on)


def end_offers(partner: Partner, *, at: datetime) -> None:
    """Nobody can accept an invitation for a party that said no or left."""
    Invitation.objects.filter(partner=partner, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )


@transaction.atomic
def decline_party(partner: Partner, *, reason: str, by: User | None, on: date, at: datetime) -> None:
    """The organisation says no before it took part. Raises ``Refused`` without a reason (F06)."""
    if not reason.strip():
        raise Refused(_("Write down why this party declines."))
    rows = Partner.objects.filter(pk=partner.pk, joined_on__isnull=True, declined_on__isnull=True)
    if not rows.update(declined_on=on, decline_reason=reason.strip()):
        raise StaleState
    end_offers(partner, at=at)
    record(partner.partnership, "declined", by=by, at=at, about=partner, reason=reason.strip())


@transaction.atomic
def decline_uninvited(
    partnership: Partnership,
    organisation: Organisation,
    *,
    kind: str,
    reason: str,
    by: User | None,
    on: date,
    at: datetime,
) -> Partner:
    """A party that was still to be approached says no: it comes into the list as declined, with its reason (F06).

    Raises ``Refused`` without a reason, and when the organisation is a party already.
    """
    partner = add_party(partnership, organisation, kind=kind, by=by, on=on, at=at, joined=False)
    decline_party(partner, reason=reason, by=by, on=on, at=at)
    return partner


@transaction.atomic
def leave_party(partner: Partner, *, by: User | None, on: date, at: datetime, reason: str = "") -> None:
    """The organisation stops on ``on``; what it signed and did stays, the roles of its people end.

    Raises ``Refused`` before the day it joined, and while its person is the only project leader.
    """
    hold_roles(partner.partnership_id)
    if partner.joined_on and on < partner.joined_on:
        raise Refused(_("A party cannot leave before the day it joined."))
    rows = Partner.objects.filter(pk=partner.pk, joined_on__isnull=False, left_on__isnull=True)
    if not rows.update(left_on=on):
        raise StaleState
    running = Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), partner=partner)
    for standing_in in (False, True):  # with somebody's role that of their deputies ends
        for membership in running.filter(deputy_for__isnull=not standing_in).select_related("user", "partnership"):
            end_membership(membership, by=by, on=on, at=at)
    end_offers(partner, at=at)
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
    before = Partner.objects.filter(pk=partner.pk).values(*words).first() or {}
    Partner.objects.filter(pk=partner.pk).update(**words)
    verb = "recorded_statement" if on_behalf else "wrote_statement"
    record(partner.partnership, verb, by=by, at=at, about=partner, changed=changes(before, words))
