"""Mandates: on what ground, for what and for how long somebody may sign for their party (F11).

Whoever is asked to sign without a mandate that holds gets the request all the same; the pages warn, and never block.
"""

from collections.abc import Iterable
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


class MandateRegister:
    """The mandates of some parties, read with one query: who of them may sign what, on which day.

    The only place that says whether a mandate holds: what is sent, the pages, the files and the sheet all ask it.
    A person is known by party and address, so that who was asked in somebody's place is found as well.
    """

    def __init__(self, partners: Iterable[int]) -> None:
        self._held: dict[tuple[int, str], list[Mandate]] = {}
        rows = Mandate.objects.filter(partner__in=set(partners)).select_related("contact")
        for row in rows.order_by("valid_from", "pk"):
            self._held.setdefault((row.partner_id, mailbox_key(row.contact.email)), []).append(row)

    def find(self, partner: int, email: str, *, on: date, kind: str = "") -> Mandate | None:
        """The mandate of the person of this party at this address, on that day, for a ``kind`` of agreement ("": any).

        Of several, the one that began last.
        """
        rows = self._held.get((partner, mailbox_key(email)), [])
        return next((row for row in reversed(rows) if (row.covers(kind, on=on) if kind else row.holds(on=on))), None)

    def words(self, partner: int, email: str, *, on: date, kind: str = "") -> str:
        """The basis and the period of that mandate; "" when none holds."""
        found = self.find(partner, email, on=on, kind=kind)
        return mandate_words(found) if found else ""

    def words_of(self, signature: Signature, *, on: date) -> str:
        """On what ground this person signs, or signed; "" when no mandate holds.

        What was signed keeps the words that its sheet shows; a request that is still out says what holds ``on`` that
        day; one that was refused or stopped keeps what it was sent with.
        """
        if signature.signed_at or signature.declined_at or not signature.agreement.is_open:
            return str(signature.mandate)
        return self.words(signature.partner_id, signature.email, on=on, kind=signature.agreement.kind)


def words_at_signing(signature: Signature, *, on: date) -> str:
    """On what ground the person of this request signs on that day; "" when no mandate holds. One query."""
    return MandateRegister([signature.partner_id]).words_of(signature, on=on)


@transaction.atomic
def add_mandate(
    contact: Contact, *, basis: str, scope: list[str], valid_from: date, valid_until: date | None,
    by: User | None, at: datetime, document: Document | None = None,
) -> Mandate:  # fmt: skip
    """Record that this person may sign, from ``valid_from`` up to but not on ``valid_until``.

    Requests that are out to this person say it from now on.
    """
    _refuse_backwards(valid_from, valid_until)
    mandate: Mandate = Mandate.objects.create(
        partnership_id=contact.partnership_id, partner_id=contact.partner_id, contact=contact, basis=basis, scope=scope,
        valid_from=valid_from, valid_until=valid_until, document=document,
    )  # fmt: skip
    _renew_requests(mandate, on=timezone.localtime(at).date())
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
    """Put a mandate right. What was signed keeps the words it was signed with; requests that are out say the new ones."""
    _refuse_backwards(valid_from, valid_until)
    new = {"basis": basis, "scope": scope, "valid_from": valid_from, "valid_until": valid_until}
    changed = changes(fields_of(mandate, *FIELDS), new)
    Mandate.objects.filter(pk=mandate.pk).update(**new, document=document or mandate.document)
    mandate.refresh_from_db()
    _renew_requests(mandate, on=timezone.localtime(at).date())
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
    _renew_requests(mandate, on=timezone.localtime(at).date())
    record(
        mandate.partnership_id, "ended_mandate", by=by, at=at, about=mandate, who=str(mandate.contact),
        party=str(mandate.partner), last_day=last_day.isoformat(),
    )  # fmt: skip


def _refuse_backwards(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until <= valid_from:
        raise Refused(_("The last day lies before the first day. Change one of the two."))


def _renew_requests(mandate: Mandate, *, on: date) -> None:
    """Let requests that are out to this person say what the register says now."""
    open_ones = Signature.objects.filter(
        partner=mandate.partner_id, email__mailbox=mandate.contact.email, signed_at=None, declined_at=None,
        agreement__withdrawn_at=None, agreement__completed_at=None,
    ).select_related("agreement")  # fmt: skip
    register = MandateRegister([mandate.partner_id])
    for one in open_ones:
        Signature.objects.filter(pk=one.pk, signed_at=None).update(mandate=register.words_of(one, on=on))
