"""What was sent in this partnership, to whom, and how it went; a given-up mail can be tried again."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oversight.domain.mail_log import (
    ANONYMOUS,
    MailState,
    mails_with_state,
    receiver_of,
    retry_mail,
    subject_of,
    why_not_retry,
)
from oversight.filters.mail import MailFilter, kind_name
from oversight.models import Due
from partnerships.doors.answers import csv_answer, page_of, refusals_said
from partnerships.doors.getters import get_here, require
from partnerships.doors.request import MemberRequest
from partnerships.models import Outbox, Reminder

STATES = {MailState.SENT: "done", MailState.WAITING: "now", MailState.FAILED: "soon", MailState.GIVEN_UP: "late"}


@require_safe
def mail_log(request: MemberRequest) -> HttpResponse:
    require(request, "see_mail_log")
    everything = mails_with_state()
    listed = MailFilter(request.GET, queryset=everything)
    page = page_of(request, listed.qs)
    told = reminders_of(list(page))
    context = {
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (_("Mail log"), "")],
        "page_tab": "mail",
        "filter": listed,
        "page_obj": page,
        "total": everything.count(),
        "rows": [row_of(mail, told.get(mail.pk, [])) for mail in page],
    }
    return render(request, "oversight/mail_log.html", context)


@require_safe
def mail_log_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_mail_log")
    mails = list(MailFilter(request.GET, queryset=mails_with_state()).qs)
    told = reminders_of(mails)
    header = (_("Written"), _("To"), _("Kind"), _("Subject"), _("Reminder of"), _("State"), _("Sent"))
    rows = [
        (
            moment(row["mail"].created_at), row["to"], row["kind"], row["subject"], row["reminder"],
            row["state_text"], moment(row["mail"].sent_at),
        )
        for row in (row_of(mail, told.get(mail.pk, [])) for mail in mails)
    ]  # fmt: skip
    return csv_answer(f"maillog-{request.partnership.slug}.csv", header, rows)


@require_POST
def mail_retry(request: MemberRequest, pk: int) -> HttpResponse:
    mail = get_here(request, Outbox, act="see_mail_log", pk=pk)
    with refusals_said(cast("HttpRequest", request)):
        retry_mail(mail, by=request.user, at=timezone.now())
        messages.success(
            cast("HttpRequest", request),
            _("The mail to %(to)s will be sent again shortly.") % {"to": receiver_of(mail)},
        )
    return redirect("oversight:mail-log", partnership=request.partnership.slug)


def moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def reminders_of(mails: list[Outbox]) -> dict[int, list[Reminder]]:
    """The reminders these mails carried, in one query."""
    found: dict[int, list[Reminder]] = {}
    for reminder in Reminder.objects.filter(mail__in=[mail.pk for mail in mails]).order_by("due_on", "pk"):
        assert reminder.mail_id is not None  # found by its mail
        found.setdefault(reminder.mail_id, []).append(reminder)
    return found


def row_of(mail: Any, reminders: list[Reminder]) -> dict[str, Any]:
    """The envelope, in words."""
    kinds = {Due.Kind(one.kind).label for one in reminders if one.kind in Due.Kind.values}
    return {
        "mail": mail,
        "to": receiver_of(mail),
        "to_name": "" if mail.template in ANONYMOUS else mail.to_name,
        "kind": kind_name(mail.template),
        "subject": subject_of(mail),
        "reminder": ", ".join(sorted(str(kind) for kind in kinds)),
        "for_day": max((one.due_on for one in reminders), default=None),
        "state": STATES[mail.state],
        "state_text": MailState(mail.state).label,
        "why_not_retry": why_not_retry(mail),
    }
