"""Whose mailbox is it? What an organisation confirmed of its own addresses, and who signs from another one (F11, F16).

Whoever leads types the address of a signatory, and so could type one of their own. An address on a domain that the
organisation confirmed, or a mailbox that it did, is *confirmed*; any other is not, and everybody who signs sees that.
What a confirmation proves: somebody who reads a mailbox of that domain said so. It does not prove a mandate.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.outbox import queue_mail
from partnerships.enums import ConfirmedBy
from partnerships.exceptions import Refused, StaleState
from partnerships.mail import account_mail, link_for
from partnerships.mailbox import mail_domain, mailbox_key, parse_domain, parse_mailbox, same_mailbox
from partnerships.models import Contact, MailConfirmation, Organisation, Partner, SignOnDomain, User
from partnerships.tokens import new_nonce

LIST = Path(__file__).parent.parent / "public_mail_domains.txt"
WORKS = timedelta(days=14)


@cache
def public_domains() -> frozenset[str]:
    """Domains at which anybody can take a mailbox."""
    lines = LIST.read_text(encoding="utf-8").split("\n")
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@dataclass(frozen=True)
class Confirmed:
    """What some organisations confirmed and did not end, as one reading of the tables gives it."""

    domains: dict[tuple[int, str], ConfirmedBy]  # organisation and domain
    mailboxes: frozenset[tuple[int, str]]  # organisation and key of the mailbox

    def how(self, organisation_id: int, email: str) -> str:
        """By what this address is confirmed as the organisation's; "" when it is not."""
        if found := self.domains.get((organisation_id, mail_domain(email))):
            return found
        return ConfirmedBy.MAILBOX if (organisation_id, mailbox_key(email)) in self.mailboxes else ""


def standing(organisations: Collection[int]) -> "list[MailConfirmation]":
    """What these organisations confirmed and did not end."""
    rows = MailConfirmation.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True)
    return list(rows.filter(organisation__in=set(organisations)))


def confirmed_of(organisations: Collection[int]) -> Confirmed:
    """What counts for these organisations now; two queries however many. Their own sign-in counts as well."""
    domains: dict[tuple[int, str], ConfirmedBy] = {}
    mailboxes = set()
    for row in standing(organisations):
        if row.domain:
            domains[row.organisation_id, row.domain] = ConfirmedBy.DOMAIN
        else:
            mailboxes.add((row.organisation_id, mailbox_key(row.email)))
    own = SignOnDomain.objects.filter(sign_on__organisation__in=set(organisations), sign_on__is_active=True)
    for organisation, domain in own.values_list("sign_on__organisation", "domain"):
        domains.setdefault((organisation, domain), ConfirmedBy.SIGN_ON)
    return Confirmed(domains, frozenset(mailboxes))


def confirmed_by(partner: Partner, email: str) -> str:
    """By what an address is confirmed as this party's at this moment: what is frozen with a request to sign."""
    return confirmed_of([partner.organisation_id]).how(partner.organisation_id, email)


def unconfirmed_of(contacts: Iterable[Contact]) -> list[Contact]:
    """Those whose address their organisation did not confirm. Reads ``partner`` of each."""
    asked = list(contacts)
    known = confirmed_of({one.partner.organisation_id for one in asked})
    return [one for one in asked if not known.how(one.partner.organisation_id, one.email)]


def why_not_domain(domain: str) -> str:
    """Why this domain is nobody's own; "" when it may be confirmed."""
    if domain in public_domains():
        return _("Anybody can take a mailbox at %(domain)s, so it belongs to no organisation. Confirm one mailbox.") % {
            "domain": domain
        }
    return ""


def why_not_again(organisation: Organisation, *, email: str, domain: str) -> str:
    """Why this need not be asked: it was confirmed; "" when it was not."""
    for one in standing([organisation.pk]):
        if one.domain == domain and (domain or same_mailbox(one.email, email)):
            return _("This was confirmed before.")
    return ""


def why_not_ask(organisation: Organisation, *, email: str, domain: str) -> str:
    """Why the administrator cannot have this confirmed; "" when they can."""
    if domain and domain != mail_domain(email):
        return _("The mailbox that we write to must be on the domain that is confirmed.")
    return why_not_domain(domain) or why_not_again(organisation, email=email, domain=domain)


@transaction.atomic
def ask_as_administrator(
    organisation: Organisation, *, email: str, domain: str = "", by: User, at: datetime
) -> MailConfirmation:
    """Mail somebody of an organisation, at an address the administrator knows to be theirs, to confirm it.

    ``domain``: the whole domain of that address; "" for this mailbox only. Raises ``Refused`` for the domain of a
    public provider, for another domain than that of the address, and when no mail can be sent now.
    """
    email, domain = parse_mailbox(email), parse_domain(domain) if domain else ""
    if reason := why_not_ask(organisation, email=email, domain=domain):
        raise Refused(reason)
    row = _ask(organisation, email=email, domain=domain, by=by, at=at)
    try:
        account_mail(
            "mail_confirmation", row.email, language=by.language, organisation=organisation.name, domain=row.domain,
            email=row.email, asked_by=str(by), link=link_for(row.link),
        ).send()  # fmt: skip
    except OSError as error:
        raise Refused(_("The mail server does not answer now. Nothing was kept. Try again later.")) from error
    return row


@transaction.atomic
def ask_as_party(partner: Partner, *, email: str, domain: str, by: User, at: datetime) -> MailConfirmation:
    """Mail a colleague on a domain the organisation confirmed before, to confirm another domain of it.

    Raises ``Refused`` where the address is not on a confirmed domain, and for the domain of a public provider: there
    only the administrator asks for a mailbox.
    """
    email, domain = parse_mailbox(email), parse_domain(domain)
    if confirmed_by(partner, email) not in (ConfirmedBy.DOMAIN, ConfirmedBy.SIGN_ON):
        raise Refused(
            _(
                "We write to an address on a domain that your organisation confirmed before. Ask the administrator first."
            )
        )
    if reason := why_not_domain(domain) or why_not_again(partner.organisation, email=email, domain=domain):
        raise Refused(reason)
    row = _ask(partner.organisation, email=email, domain=domain, by=by, at=at)
    queue_mail(
        partner.partnership_id, "mail_confirmation", to=row.email, at=at, language=by.language, token_for=row.link,
        organisation=partner.organisation.name, domain=row.domain, email=row.email, asked_by=str(by),
    )  # fmt: skip
    record(
        partner.partnership_id, "asked_mail_confirmation", by=by, at=at, about=partner, domain=row.domain,
        email=row.email,
    )  # fmt: skip
    return row


def _ask(organisation: Organisation, *, email: str, domain: str, by: User, at: datetime) -> MailConfirmation:
    row: MailConfirmation = MailConfirmation.objects.create(
        organisation=organisation, email=email, domain=domain, nonce=new_nonce(), asked_by=by, asked_at=at,
        expires_at=at + WORKS,
    )  # fmt: skip
    return row


def confirm_mail(row: MailConfirmation, *, at: datetime) -> None:
    """The reader of the mailbox says: this is ours. Raises ``StaleState`` once that was said, ended, or too late."""
    open_one = MailConfirmation.objects.filter(pk=row.pk, expires_at__gt=at)
    if not open_one.filter(confirmed_at__isnull=True, ended_at__isnull=True).update(confirmed_at=at):
        raise StaleState
    row.refresh_from_db()


def end_confirmation(row: MailConfirmation, *, at: datetime) -> None:
    """From now on it confirms nothing new; what was sent keeps what was true then. Raises ``StaleState`` a second time."""
    if not MailConfirmation.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=at):
        raise StaleState


def known_of(partner: Partner, *, asked_by: User, at: datetime) -> list[MailConfirmation]:
    """What a page of this party shows: confirmed domains, mailboxes of its own contacts, and what the reader asked.

    An organisation takes part elsewhere as well: an address that is written down there is not shown here.
    """
    boxes = {mailbox_key(email) for email in partner.contacts.values_list("email", flat=True)}
    rows = MailConfirmation.objects.filter(organisation=partner.organisation_id, ended_at__isnull=True).order_by("-pk")
    running = Q(confirmed_at__isnull=False) | Q(expires_at__gt=at, asked_by=asked_by)
    shown = [
        row for row in rows.filter(running)
        if not row.confirmed_at or row.domain or mailbox_key(row.email) in boxes
    ]  # fmt: skip
    return sorted(shown, key=lambda row: row.confirmed_at is None)  # what still waits comes last


def sign_on_domains_of(organisation: Organisation) -> list[str]:
    """The domains that count because the organisation signs in with them."""
    rows = SignOnDomain.objects.filter(sign_on__organisation=organisation, sign_on__is_active=True)
    return list(rows.values_list("domain", flat=True))
