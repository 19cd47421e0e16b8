"""The recognition in everybody's own name: for every member of the working group and every signatory (F80, S002).

Made by a job, one person at a time: each is drawn and sealed outside any transaction and filed with its mail in one, so
that a worker killed halfway goes on where it stopped, and doing it again makes nothing double.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from certification.models import RecognitionCopy
from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_rendered
from partnerships.domain.jobs import start_job
from partnerships.domain.outbox import queue_mail
from partnerships.domain.rounds import written
from partnerships.domain.sheets import named_in
from partnerships.enums import AgreementKind, DocumentKind
from partnerships.exceptions import Refused, StaleState
from partnerships.mailbox import mailbox_key
from partnerships.models import Agreement, Contact, Job, Membership, User
from partnerships.roles import MATRIX
from partnerships.tokens import new_nonce

COPIES_JOB = "recognition_copies"
WORKING = [role for role, acts in MATRIX.items() if "see_content" in acts]  # the working group shares the file


@dataclass(frozen=True)
class Receiver:
    """Somebody who gets the recognition in their own name."""

    email: str
    name: str
    function: str
    organisation: str
    user: User | None = None


def why_not_hand_out(agreement: Agreement) -> str:
    """Why the recognition cannot be given to everybody yet; "" when it can."""
    if agreement.kind != AgreementKind.RECOGNITION or agreement.withdrawn_at:
        return _("This is not a recognition that all have signed.")
    if not agreement.document_id:
        return _("Not everybody has signed, or the sealed document is still being made.")
    return ""


def receivers(agreement: Agreement, *, on: date) -> list[Receiver]:
    """Every signatory and every member of the working group on this day; each address once, signatories first."""
    found: dict[str, Receiver] = {}
    for one in (*_signatories(agreement), *_representatives(), *_members(on=on)):
        found.setdefault(mailbox_key(one.email), one)
    return list(found.values())


def _signatories(agreement: Agreement) -> Iterator[Receiver]:
    for one in agreement.signatures.filter(signed_at__isnull=False).select_related("partner__organisation"):
        yield Receiver(one.email, one.signed_name, one.signed_function, one.partner.organisation.name)


def _representatives() -> Iterator[Receiver]:
    rows = Contact.objects.filter(represents=True, partner__joined_on__isnull=False, partner__left_on=None)
    for one in rows.select_related("partner__organisation", "user").order_by("name"):
        if not one.is_forgotten:
            yield Receiver(one.email, one.name, one.function, one.partner.organisation.name, one.user)


def _members(*, on: date) -> Iterator[Receiver]:
    rows = Membership.objects.valid(on=on).filter(role__in=WORKING)
    for one in rows.select_related("user", "partner__organisation").order_by("user__name", "pk"):
        organisation = one.partner.organisation.name if one.partner else ""
        yield Receiver(one.user.email, str(one.user), str(one.get_role_display()), organisation, one.user)


def start_hand_out(agreement: Agreement, *, by: User, on: date, at: datetime) -> Job:
    """Start the job that gives everybody theirs; the one that runs already when there is one. Raises ``Refused``."""
    if reason := why_not_hand_out(agreement):
        raise Refused(reason)
    subject = f"recognition:{agreement.pk}"
    with transaction.atomic():
        Agreement.objects.select_for_update().get(pk=agreement.pk)  # two presses at once: one job
        running: Job | None = Job.objects.filter(kind=COPIES_JOB, subject=subject, finished_at=None).first()
        if running is not None:
            return running
        record(agreement.partnership_id, "handed_out_recognition", by=by, at=at, cycle=agreement.cycle, about=agreement)
        return start_job(
            agreement.partnership, COPIES_JOB, title=_("Make the recognition for everybody"), subject=subject, by=by,
            at=at, total=len(receivers(agreement, on=on)),
        )  # fmt: skip


def hand_out(
    agreement: Agreement, *, on: date, now: Callable[[], datetime], step: Callable[[int, int], None]
) -> list[RecognitionCopy]:
    """Make what is missing, and mail it. ``now``: asked for every person; ``step``: told after each.

    Raises ``Refused`` when the recognition is not signed and sealed.
    """
    if reason := why_not_hand_out(agreement):
        raise Refused(reason)
    everybody = [_row(agreement, one) for one in receivers(agreement, on=on)]
    for done, copy in enumerate(everybody, start=1):
        if copy.document_id is None:
            _make(agreement, copy, at=now())
        step(done, len(everybody))
    return everybody


def _row(agreement: Agreement, receiver: Receiver) -> RecognitionCopy:
    known = RecognitionCopy.objects.filter(agreement=agreement, email__mailbox=receiver.email).first()
    if known is not None:
        found: RecognitionCopy = known
        return found
    made: RecognitionCopy
    made, _made = RecognitionCopy.objects.get_or_create(
        partnership_id=agreement.partnership_id, agreement=agreement, email=receiver.email,
        defaults={
            "name": receiver.name[:120], "function": receiver.function[:120], "user": receiver.user,
            "organisation": receiver.organisation[:200], "nonce": new_nonce(),
        },
    )  # fmt: skip
    return made


def _make(agreement: Agreement, copy: RecognitionCopy, *, at: datetime) -> None:
    """Draw, seal, file and mail one. When another worker was first, its one counts."""
    number = new_document_id()
    content = draw(agreement, copy, number=number, at=at)
    try:
        _file(agreement, copy, content, number=number, at=at)
    except StaleState:
        copy.refresh_from_db()


def draw(agreement: Agreement, copy: RecognitionCopy, *, number: str, at: datetime) -> bytes:
    """The sealed PDF in somebody's name, with ``number`` as its document number."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Recognition of %(partnership)s for %(name)s") % {
            "partnership": agreement.partnership.name, "name": copy.name,
        }  # fmt: skip
        pdf = render_pdf(
            "documents/recognition_copy.html", _context(agreement, copy, number), language=settings.LANGUAGE_CODE,
            title=title,
        )  # fmt: skip
        return seal_pdf(pdf, document_id=number, reason=title, at=at)


def _context(agreement: Agreement, copy: RecognitionCopy, number: str) -> dict[str, Any]:
    signed = agreement.signatures.filter(signed_at__isnull=False).select_related("partner__organisation")
    levels = agreement.cycle.scheme.ending.levels
    return {
        "name": copy.name, "function": copy.function, "organisation": copy.organisation,
        "scheme": str(agreement.cycle.scheme.name), "title": agreement.title, **named_in(agreement),
        "level": str(levels[0].name) if len(levels) == 1 else "",
        "signed_on": timezone.localtime(agreement.completed_at).date() if agreement.completed_at else None,
        "last_day": agreement.last_day, "signed_number": agreement.document_number,
        "signatures": [
            (one.party_name, one.signed_name, one.signed_function, one.as_witness) for one in signed
        ],
        "document_id": number, "check_url": settings.BASE_URL + reverse("partnerships:check"),
    }  # fmt: skip


@all_or_nothing()
def _file(agreement: Agreement, copy: RecognitionCopy, content: bytes, *, number: str, at: datetime) -> None:
    """Document, row, trail and mail together. Raises ``StaleState`` when this person has theirs already."""
    free = RecognitionCopy.objects.select_for_update().filter(pk=copy.pk, document=None)
    if not free.exists():
        raise StaleState
    document = file_rendered(
        agreement.partnership, content, filename=f"waardering-{slugify(copy.name)[:60]}.pdf",
        kind=DocumentKind.CERTIFICATE, title=f"{agreement.title}: {copy.name}", at=at, cycle=agreement.cycle,
        scheme_document=agreement.scheme_document, sealed_id=number, sealed_at=at,
        confidential=True,
    )  # fmt: skip
    free.update(document=document, made_at=at)
    record(
        agreement.partnership_id, "made_recognition_copy", by=None, at=at, cycle=agreement.cycle, about=agreement,
        who=copy.name, number=number,
    )  # fmt: skip
    queue_mail(
        agreement.partnership_id, "recognition_copy", to=copy.email, to_name=copy.name, at=at, token_for=copy.link,
        language=copy.user.language if copy.user else settings.LANGUAGE_CODE, attachment=document,
        title=agreement.title, partnership_name=agreement.partnership.name, number=number,
        signed_on=written(agreement.completed_at or at),
        check_url=settings.BASE_URL + reverse("partnerships:check"),
    )  # fmt: skip
