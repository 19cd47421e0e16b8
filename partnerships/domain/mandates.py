"""Mandates: on what ground, for what and for how long somebody may sign for their party (F11).

Whoever is asked to sign without a mandate that holds gets the request all the same; the pages warn, and never block.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.exceptions import Refused, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Contact, Document, Mandate, Signature, User

FIELDS = ("basis", "scope", "valid_from", "valid_until")


def mandate_words(mandate: Mandate) -> str:
    """The basis with its period, as it stands beside a signature, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        first = date_format(mandate.valid_from, "j F Y")
        if mandate.last_day is None:
            period = _("from %(first)s") % {"first": first}
        else:
            last = date_format(mandate.last_day, "j F Y")
            period = _("from %(first)s up to and including %(last)s") % {"first": first, "last": last}
    return f"{mandate.basis} ({period})"


def mandates_of(contacts: Iterable[Contact], *, kind: str, on: date) -> dict[int, Mandate]:
    """The mandate each of these people signs a ``kind`` of agreement with on this day, by contact; one query."""
    rows = Mandate.objects.filter(contact__in=list(contacts)).order_by("valid_from", "pk")
    return {row.contact_id: row for row in rows if row.covers(kind, on=on)}


def without_mandate(signatures: Sequence[Signature], *, kind: str, on: date) -> set[int]:
    """Of these requests, those whose person has no mandate that holds: known by party and address; one query.

    What was signed counts on the day it was signed, the rest on ``on``.
    """
    partners = {one.partner_id for one in signatures}
    held: dict[tuple[int, str], list[Mandate]] = {}
    for row in Mandate.objects.filter(partner__in=partners).select_related("contact"):
        held.setdefault((row.partner_id, mailbox_key(row.contact.email)), []).append(row)
    lacking = set()
    for one in signatures:
        day = timezone.localtime(one.signed_at).date() if one.signed_at else on
        if not any(row.covers(kind, on=day) for row in held.get((one.partner_id, mailbox_key(one.email)), [])):
            lacking.add(one.pk)
    return lacking


@transaction.atomic
def add_mandate(
    contact: Contact, *, basis: str, scope: list[str], valid_from: date, valid_until: date | None,
    by: User, at: datetime, document: Document | None = None,
) -> Mandate:  # fmt: skip
    """Record that this person may sign, from ``valid_from`` up to but not on ``valid_until``.

    Requests that are out to this person without words of a mandate get these.
    """
    _refuse_backwards(valid_from, valid_until)
    mandate: Mandate = Mandate.objects.create(
        partnership_id=contact.partnership_id, partner_id=contact.partner_id, contact=contact, basis=basis, scope=scope,
        valid_from=valid_from, valid_until=valid_until, document=document,
    )  # fmt: skip
    _fill_requests(mandate, on=timezone.localtime(at).date())
    record(
        contact.partnership_id, "added_mandate", by=by, at=at, about=mandate, who=str(contact),
        party=str(contact.partner),
    )  # fmt: skip
    return mandate


@transaction.atomic
def change_mandate(
    mandate: Mandate, *, basis: str, scope: list[str], valid_from: date, valid_until: date | None,
    by: User, at: datetime, document: Document | None = None,
) -> None:  # fmt: skip
    """Put a mandate right. What was sent to be signed keeps the words it was sent with."""
    _refuse_backwards(valid_from, valid_until)
    new = {"basis": basis, "scope": scope, "valid_from": valid_from, "valid_until": valid_until}
    changed = changes(fields_of(mandate, *FIELDS), new)
    Mandate.objects.filter(pk=mandate.pk).update(**new, document=document or mandate.document)
    mandate.refresh_from_db()
    _fill_requests(mandate, on=timezone.localtime(at).date())
    record(
        mandate.partnership_id, "changed_mandate", by=by, at=at, about=mandate, who=str(mandate.contact),
        party=str(mandate.partner), changed=changed,
    )  # fmt: skip


@transaction.atomic
def end_mandate(mandate: Mandate, *, last_day: date, by: User, at: datetime) -> None:
    """Let a mandate end after ``last_day``. Raises ``Refused`` before it began, ``StaleState`` when it ended sooner."""
    until = last_day + timedelta(days=1)
    _refuse_backwards(mandate.valid_from, until)
    if mandate.valid_until is not None and mandate.valid_until <= until:
        raise StaleState
    if not Mandate.objects.filter(pk=mandate.pk, valid_until=mandate.valid_until).update(valid_until=until):
        raise StaleState
    record(
        mandate.partnership_id, "ended_mandate", by=by, at=at, about=mandate, who=str(mandate.contact),
        party=str(mandate.partner), last_day=last_day.isoformat(),
    )  # fmt: skip


def _refuse_backwards(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until <= valid_from:
        raise Refused(_("The last day lies before the first day. Change one of the two."))


def _fill_requests(mandate: Mandate, *, on: date) -> None:
    """Give open requests to this person the words of their mandate, when they were sent without any."""
    open_ones = Signature.objects.filter(
        partner=mandate.partner_id, email__mailbox=mandate.contact.email, mandate="", signed_at=None, declined_at=None,
        agreement__withdrawn_at=None, agreement__completed_at=None,
    ).select_related("agreement")  # fmt: skip
    fitting = [one.pk for one in open_ones if mandate.covers(one.agreement.kind, on=on)]
    Signature.objects.filter(pk__in=fitting, signed_at=None).update(mandate=mandate_words(mandate))
