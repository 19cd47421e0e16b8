"""Telling the parties of a signed text that somebody joined it, or leaves it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from partnerships.domain.outbox import mail_row, queue_mails
from partnerships.domain.rounds import written, written_day
from partnerships.domain.signatories import project_leaders
from partnerships.enums import AgreementKind
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Contact, Membership, Outbox, Partner, Signature, User


def _still_here(addresses: Collection[str]) -> set[str]:
    """By key, which of these are still somebody's: a signature keeps that of a person who asked to be forgotten since."""
    contacts = Contact.objects.filter(email__mailbox__in=addresses)
    accounts = User.objects.filter(email__mailbox__in=addresses, is_active=True)
    found = [*contacts.values_list("email", flat=True), *accounts.values_list("email", flat=True)]
    return {mailbox_key(address) for address in found}


def tell_parties(attached: Agreement, *, at: datetime) -> None:
    """Mail everybody who signed the parent, and who leads: once each. Part of the transaction of the last signature."""
    parent = attached.parent
    if parent is None:
        return
    template = "agreement_joined" if attached.kind == AgreementKind.ACCESSION else "agreement_left"
    signed = attached.signatures.select_related("partner__organisation").order_by("pk")
    words: dict[str, Any] = {
        "title": parent.title,
        "partnership_name": parent.partnership.name,
        "organisation": signed[0].partner.organisation.name,
        "day": written(at),
        "last_day": written_day(attached.counts_from - timedelta(days=1)) if attached.counts_from else "",
    }
    own = {mailbox_key(one.email) for one in signed}  # who signed this gets its sealed document
    told: dict[str, Signature] = {}
    for one in Signature.objects.filter(agreement=parent, signed_at__isnull=False).exclude(email=""):
        told.setdefault(mailbox_key(one.email), one)
    here = _still_here(told)
    told = {address: one for address, one in told.items() if address in here}
    mails = [
        mail_row(
            parent.partnership_id, template, to=one.email, to_name=one.name, at=at, token_for=one.link, **words
        )
        for address, one in told.items() if address not in own
    ]  # fmt: skip
    mails += [
        mail_row(
            parent.partnership_id, template, to=user.email, to_name=str(user), at=at, language=user.language,
            path=parent.get_absolute_url(), **words,
        )
        for user in project_leaders(parent.partnership_id, at=at)
        if mailbox_key(user.email) not in {*told, *own}
    ]  # fmt: skip
    queue_mails(mails)


def _signed_before(attached: Agreement, partner: Partner) -> list[Signature]:
    """Who signed the text itself for this party, or its sheet of accession, and did not ask to be forgotten since.

    Of who did, no mail of ours holds the address any more.
    """
    both = Q(agreement=attached.parent_id) | Q(agreement__parent=attached.parent_id)
    signed = Signature.objects.filter(both, partner=partner, signed_at__isnull=False).exclude(agreement=attached.pk)
    rows = [one for one in signed if one.email]
    mailed = Outbox.objects.filter(to__mailbox__in=[one.email for one in rows])
    known = {*_still_here([one.email for one in rows]), *map(mailbox_key, mailed.values_list("to", flat=True))}
    return [one for one in rows if mailbox_key(one.email) in known]


def tell_own_people(attached: Agreement, partner: Partner, *, given_on: date, by: User, at: datetime) -> None:
    """Mail everybody who signs for or represents a party that a notice in its name was recorded from paper: once each.

    Also who signed for it before: who leads can change every address of a party, but not whom a signature is of.
    """
    people = {
        mailbox_key(one.email): (one.email, one.name)
        for one in Contact.objects.filter(partner=partner, signs=True)
        if one.email
    }
    standing = Membership.objects.filter(partner=partner).valid(on=timezone.localtime(at).date())
    for one in standing.select_related("user"):
        people.setdefault(mailbox_key(one.user.email), (one.user.email, str(one.user)))
    for one in _signed_before(attached, partner):
        people.setdefault(mailbox_key(one.email), (one.email, one.signed_name or one.name))
    queue_mails(
        mail_row(
            attached.partnership_id, "notice_recorded", to=email, to_name=name, at=at,
            title=attached.parent.title if attached.parent else attached.title, organisation=partner.organisation.name,
            partnership_name=attached.partnership.name, day=written_day(given_on), recorded_by=str(by),
            recorded_by_email=by.email,
            last_day=written_day(attached.counts_from - timedelta(days=1)) if attached.counts_from else "",
        )
        for email, name in people.values()
    )  # fmt: skip
