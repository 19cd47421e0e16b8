"""The project leader opens a table for a text that is out, and closes it. They sign for nobody there."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partnerships.documents.square_code import square_of
from partnerships.domain.signing_tables import (
    open_table,
    open_table_of,
    still_to_sign,
    stop_table,
    token_of,
    why_not_table,
)
from partnerships.doors.answers import refusals_said
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import StaleState
from partnerships.views.agreements import below, get_agreement


@never_cache
@require_safe
def signing_table(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The link to the device, as an address and as a square to scan, while the table is open."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    table = open_table_of(agreement, at=timezone.now())
    context: dict[str, object] = {"table": table, "why_not": why_not_table(agreement)}
    if table:
        path = reverse("partnerships:table", kwargs={"uuid": table.uuid, "token": token_of(table)})
        context |= {"link": settings.BASE_URL + path, "square": square_of(settings.BASE_URL + path)}
    context |= {"signatures": still_to_sign(agreement)}
    context |= below(request, agreement, _("Sign at the table"))
    return render(request, "partnerships/signing_table.html", context)


@require_POST
def signing_table_start(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    with refusals_said(request):
        open_table(agreement, by=request.user, at=timezone.now())
        messages.success(request, _("The table is open for twelve hours."))
    return redirect("partnerships:signing-table", partnership=request.partnership.slug, uuid=uuid)


@require_POST
def signing_table_stop(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    now = timezone.now()
    table = open_table_of(agreement, at=now)
    with refusals_said(request):
        if table is None:
            raise StaleState
        stop_table(table, by=request.user, at=now)
        messages.success(request, _("The table is closed. The link no longer works."))
    return redirect("partnerships:signing-table", partnership=request.partnership.slug, uuid=uuid)
