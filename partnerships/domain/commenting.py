"""Comments on a draft: of members, on the whole or on one part, until the leader has dealt with them (F16)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.documents.blocks import headings_of
from partnerships.domain.activity import record
from partnerships.domain.outbox import queue_mail
from partnerships.domain.signatories import project_leaders
from partnerships.exceptions import AlreadySent, Refused, StaleState
from partnerships.models import Agreement, AgreementComment, Outbox, User

MAIL_AGAIN = timedelta(hours=1)  # a reader who knows that there are comments finds the next ones on the page


def open_comments(agreement: Agreement) -> QuerySet[AgreementComment]:
    """Comments nobody has dealt with yet."""
    rows: QuerySet[AgreementComment] = AgreementComment.objects.filter(agreement=agreement, resolved_at__isnull=True)
    return rows


@transaction.atomic
def comment_on(agreement: Agreement, *, text: str, by: User, at: datetime, heading: str = "") -> AgreementComment:
    """Say something about a draft; who leads gets a mail, at most one an hour. ``heading``: one of the text's, or "".

    Raises ``AlreadySent`` once the text is fixed, ``Refused`` for an empty comment or a heading that is not there.
    """
    if agreement.sent_at or agreement.withdrawn_at:
        raise AlreadySent
    if not text.strip():
        raise Refused(_("Write what you think of the draft."))
    if heading and heading not in headings_of(agreement.text):
        raise Refused(_("This part is no longer in the text. Choose another part."))
    comment: AgreementComment = AgreementComment.objects.create(
        partnership_id=agreement.partnership_id, agreement=agreement, heading=heading[:200], text=text.strip(),
        author=by, written_at=at,
    )  # fmt: skip
    record(agreement.partnership, "commented_on_agreement", by=by, at=at, cycle=agreement.cycle, about=agreement)
    for leader in project_leaders(agreement.partnership_id, at=at):
        if leader != by and not _told_lately(agreement, leader, at=at):
            queue_mail(
                agreement.partnership, "agreement_comment", to=leader.email, to_name=leader.name, at=at,
                language=leader.language, title=agreement.title, partnership_name=agreement.partnership.name,
                author=str(by), heading=heading, path=agreement.get_absolute_url(),
            )  # fmt: skip
    return comment


def _told_lately(agreement: Agreement, reader: User, *, at: datetime) -> bool:
    lately = Outbox.objects.filter(template="agreement_comment", to=reader.email, created_at__gt=at - MAIL_AGAIN)
    return lately.filter(context__path=agreement.get_absolute_url()).exists()


@transaction.atomic
def resolve_comment(comment: AgreementComment, *, by: User, at: datetime) -> None:
    """Say that a comment was dealt with. Raises ``StaleState`` when somebody did so before."""
    if not AgreementComment.objects.filter(pk=comment.pk, resolved_at__isnull=True).update(resolved_at=at):
        raise StaleState
    agreement = comment.agreement
    record(agreement.partnership, "resolved_comment", by=by, at=at, cycle=agreement.cycle, about=agreement)


def comments_warning(agreement: Agreement) -> str:
    """What the sender is told about comments that are still open; "" when there are none. It never blocks."""
    count = open_comments(agreement).count()
    words = ngettext("There is still %(n)s open comment.", "There are still %(n)s open comments.", count)
    return words % {"n": count} if count else ""
