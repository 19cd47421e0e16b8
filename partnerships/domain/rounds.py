"""How a round of signatures goes: at once or in turns, with its last days and its rhythm of reminders (F16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, record
from partnerships.domain.agreement_texts import term_words
from partnerships.domain.mail_cap import refuse_flood
from partnerships.domain.mail_confirmations import confirmed_of
from partnerships.domain.mandates import MandateRegister
from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.proofs import phone_to_freeze
from partnerships.domain.senders import asker_words
from partnerships.domain.signers import Signer
from partnerships.exceptions import Refused
from partnerships.models import Agreement, Contact, Outbox, Partnership, Signature, User
from partnerships.periods import add_months
from partnerships.tokens import new_nonce

NOTICE_DAYS = 90  # when a text says nothing else


@dataclass(frozen=True)
class RoundPlan:
    """What the sender chose. ``turns`` and ``deadlines`` by party; ``also``: people who witness beside their party."""

    in_order: bool = False
    sign_by: date | None = None
    remind_first_days: int | None = None
    remind_every_days: int | None = None
    valid_until: date | None = None  # half-open
    notice_days: int | None = None
    turns: Mapping[int, int] = field(default_factory=dict)
    deadlines: Mapping[int, date] = field(default_factory=dict)
    also: Sequence[Contact] = ()

    def kept(self) -> dict[str, object]:
        """The fields of the agreement."""
        return {
            "in_order": self.in_order,
            "sign_by": self.sign_by,
            "remind_first_days": self.remind_first_days,
            "remind_every_days": self.remind_every_days,
            "valid_until": self.valid_until,
            "notice_days": self.notice_days,
        }

    def check(self, *, on: date) -> None:
        """Raises ``Refused`` when a day has passed already."""
        for day in [self.sign_by, *self.deadlines.values()]:
            if day is not None and day < on:
                raise Refused(_("The last day to sign lies in the past. Choose a later day."))
        if self.valid_until is not None and self.valid_until <= on:
            raise Refused(_("The day until which the text is valid lies in the past. Choose a later day."))

    def turns_of(self, signers: Sequence[Signer]) -> list[int]:
        """The turn of each signer: 0 for everybody at once; else as chosen, parties in their order, witnesses last."""
        if not self.in_order:
            return [0] * len(signers)
        order: dict[int, int] = {}
        for signer in signers:
            if not signer.as_witness:
                order.setdefault(signer.contact.partner_id, len(order) + 1)
        last = max([*order.values(), *self.turns.values(), 0]) + 1
        return [
            last if one.as_witness and one.contact.partner_id in order
            else self.turns.get(one.contact.partner_id) or order.get(one.contact.partner_id, last)
            for one in signers
        ]  # fmt: skip


AT_ONCE = RoundPlan()


def rhythm(agreement: Agreement) -> tuple[int, int]:
    """Days until the first reminder and between the next ones: of the round, else the partnership, else the house."""
    park = agreement.partnership
    first = (agreement.remind_first_days, park.remind_first_days, settings.SIGNING_REMIND_FIRST_DAYS)
    every = (agreement.remind_every_days, park.remind_every_days, settings.SIGNING_REMIND_EVERY_DAYS)
    return next(one for one in first if one), next(one for one in every if one)


@transaction.atomic
def set_rhythm(partnership: Partnership, *, first: int | None, every: int | None, by: User, at: datetime) -> None:
    """The partnership's own rhythm of reminders; None is that of the installation."""
    names = ("remind_first_days", "remind_every_days")
    before = {name: getattr(partnership, name) for name in names}
    new = dict(zip(names, (first, every), strict=True))
    Partnership.objects.filter(pk=partnership.pk).update(**new)
    partnership.refresh_from_db(fields=names)
    record(partnership, "set_signing_rhythm", by=by, at=at, changed=changes(before, new))


def link_end(*, at: datetime, deadline: date | None) -> datetime:
    """Until when a link works that is mailed now: its usual time, and always through the last day to sign."""
    usual = at + timedelta(days=settings.SIGNING_DAYS)
    if deadline is None:
        return usual
    return max(usual, timezone.make_aware(datetime.combine(deadline, time.max)))  # its day is the day people read


def last_day_of(agreement: Agreement, *, on: date) -> date | None:
    """The last day a text would be valid when it is sent on this day, where its words name the term of the plan."""
    months = agreement.cycle.scheme.plan.months
    return add_months(on, months) - timedelta(days=1) if term_words(months) in agreement.text else None


def ask(agreement: Agreement, signers: Sequence[Signer], *, by: User, at: datetime, plan: RoundPlan = AT_ONCE) -> None:
    """Make the rows and mail whose turn it is: a fixed number of statements. Part of the transaction of sending.

    Raises ``Refused`` when that is more than the partnership may mail in a day.
    """
    turns = plan.turns_of(signers)
    first = min(turns, default=0)
    today = timezone.localtime(at).date()
    known = confirmed_of({one.contact.partner.organisation_id for one in signers})
    register = MandateRegister(one.contact.partner_id for one in signers)
    rows = []
    for signer, turn in zip(signers, turns, strict=True):
        contact, sign_by = signer.contact, plan.deadlines.get(signer.contact.partner_id)
        rows.append(
            Signature(
                partnership_id=agreement.partnership_id, agreement=agreement, partner=contact.partner,
                organisation_name=contact.partner.organisation.name,
                as_witness=signer.as_witness, email=contact.email, name=contact.name, function=contact.function,
                mandate=register.words(contact.partner_id, contact.email, on=today, kind=agreement.kind), nonce=new_nonce(),
                phone=phone_to_freeze(contact), turn=turn,
                confirmed_by=known.how(contact.partner.organisation_id, contact.email),
                asked_at=at if turn == first else None, sign_by=sign_by,
                expires_at=link_end(at=at, deadline=sign_by or agreement.sign_by),
            )
        )  # fmt: skip
    made = Signature.objects.bulk_create(rows, batch_size=200)
    asked_by = asker_words(by, agreement.partnership_id, at=at)
    queue_mails(request_mail(one, "signature_request", asked_by=asked_by, at=at) for one in made if not one.waits)
    refuse_flood(agreement.partnership_id, at=at)


def ask_next(agreement: Agreement, *, at: datetime) -> None:
    """Ask the lowest turn that is still open, when nobody of it was asked yet. Part of the transaction of signing."""
    if not agreement.in_order:
        return
    still = agreement.signatures.filter(signed_at=None, declined_at=None)
    waiting = list(still.select_related("partner__organisation").order_by("turn", "pk"))
    asked = [one for one in waiting if one.turn == waiting[0].turn and one.waits]
    for one in asked:
        one.agreement = agreement
        one.asked_at, one.expires_at = at, link_end(at=at, deadline=one.sign_by or agreement.sign_by)
    if not asked:
        return
    Signature.objects.bulk_update(asked, ["asked_at", "expires_at"])
    sender = agreement.sent_by
    by = asker_words(sender, agreement.partnership_id, at=at) if sender else str(agreement.partnership)
    queue_mails(request_mail(one, "signature_request", asked_by=by, at=at) for one in asked)
    record(
        agreement.partnership_id, "asked_next_turn", by=None, at=at, cycle=agreement.cycle, about=agreement,
        who=", ".join(str(one) for one in asked)[:200],
    )  # fmt: skip


def request_mail(signature: Signature, template: str, *, asked_by: str, at: datetime, **more: Any) -> Outbox:
    """A mail with the link of one signatory; the link itself is made at the moment of sending."""
    agreement = signature.agreement
    deadline = signature.sign_by or agreement.sign_by
    return mail_row(
        agreement.partnership_id, template, to=signature.email, to_name=signature.name, at=at,
        token_for=signature.link, title=agreement.title, partnership_name=agreement.partnership.name,
        organisation=signature.partner.organisation.name, function=signature.function,
        as_witness=signature.as_witness, asked_by=asked_by, expires_on=written(signature.expires_at),
        sign_by=written_day(deadline) if deadline else "", **more,
    )  # fmt: skip


def written(moment: datetime) -> str:
    """A moment's day as the reader of a mail sees it, in the language of the installation."""
    return written_day(timezone.localtime(moment).date())


def written_day(day: date) -> str:
    """A day as a mail or a text that is signed says it, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return date_format(day, "j F Y")
