"""What was sent, to whom, and how it went. Reads the envelope and the subject; never the text, and never a link."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, F, QuerySet, TextChoices, Value, When
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.domain.activity import record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Outbox, User
from partnerships.personal_data import NOBODY

ANONYMOUS = ("pulse_reminder",)  # only who did not answer gets it


class MailState(TextChoices):
    """How far a mail is; computed, never stored."""

    WAITING = "waiting", gettext_lazy("Waiting")
    FAILED = "failed", gettext_lazy("Failed, will be tried again")
    SENT = "sent", gettext_lazy("Sent")
    GIVEN_UP = "given_up", gettext_lazy("Given up")


def mails_with_state() -> QuerySet[Any]:
    """Every mail of this partnership, newest first, with its ``state`` and ``shown_to``: "" where that tells too much."""
    state = Case(
        When(sent_at__isnull=False, then=Value(MailState.SENT)),
        When(failed_at__isnull=False, then=Value(MailState.GIVEN_UP)),
        When(last_error__gt="", then=Value(MailState.FAILED)),
        default=Value(MailState.WAITING),
        output_field=CharField(),
    )
    shown = Case(When(template__in=ANONYMOUS, then=Value("")), default=F("to"), output_field=CharField())
    found: QuerySet[Any] = Outbox.objects.annotate(state=state, shown_to=shown).order_by("-pk")
    return found


def receiver_of(mail: Outbox) -> str:
    """To whom a mail went, as others may read it."""
    return _("A member who was asked") if mail.template in ANONYMOUS else mail.to


def subject_of(mail: Outbox) -> str:
    """The subject as the reader saw it, in the language of whoever looks. It is made without link and without code."""
    context = {key: value for key, value in mail.context.items() if key not in {"link", "path", "code"}}
    try:
        return " ".join(
            render_to_string(f"emails/{mail.template}/subject.txt", {**context, "to_name": mail.to_name}).split()
        )
    except TemplateDoesNotExist:
        return mail.template.replace("_", " ")


def why_not_retry(mail: Outbox) -> str:
    """The reason a mail cannot be tried again; empty when it can."""
    if mail.to.endswith(NOBODY):
        return _("The address and the contents of this mail were removed: it was kept long enough.")
    if mail.sent_at:
        return _("This mail has been sent.")
    if mail.last_error == "replaced":
        return _(
            "Somebody else is asked instead, or this person was taken off the list: the link in this mail is dead."
        )
    if not mail.failed_at:
        return _("This mail is still tried by itself.")
    return ""


@transaction.atomic
def retry_mail(mail: Outbox, *, by: User, at: datetime) -> None:
    """Let the worker try a given-up mail from the start. Raises ``StaleState`` when it was not given up any more,
    ``Refused`` when there is nobody left to send it to.
    """
    if mail.failed_at and (reason := why_not_retry(mail)):
        raise Refused(reason)
    waiting = Outbox.objects.filter(pk=mail.pk, failed_at__isnull=False, sent_at__isnull=True)
    if not waiting.update(failed_at=None, claimed_until=None, tries=0, last_error=""):
        raise StaleState
    record(
        mail.partnership_id, "retried_mail", by=by, at=at, about=mail, name=subject_of(mail),
        to=receiver_of(mail) if mail.template in ANONYMOUS else mail.to_name or mail.to,
    )  # fmt: skip
