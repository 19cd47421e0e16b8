"""Comments on a draft: any member says something, the leader says when it was dealt with."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.documents.blocks import headings_of
from partnerships.domain.commenting import comment_on, resolve_comment
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import AlreadySent
from partnerships.forms.draft import CommentForm
from partnerships.models import AgreementComment
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.agreements import below, get_agreement


@require_http_methods(["GET", "POST"])
def comment(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="see_content")
    if agreement.sent_at or agreement.withdrawn_at:
        messages.error(request, str(AlreadySent.default))
        return redirect(agreement)
    headings = headings_of(agreement.text)
    form = CommentForm(request.POST or None, headings=headings, initial={"heading": request.GET.get("heading", "")})
    if form.is_valid():
        with refusals_to(form):
            comment_on(agreement, **form.cleaned_data, by=request.user, at=timezone.now())
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(request, _("Your comment was kept. Who leads the partnership gets a mail."))
            return redirect(agreement)
    context = {"form": form, **below(request, agreement, _("Comment"))}
    return render(request, "partnerships/agreement_comment.html", context)


@require_POST
def resolve(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="send_agreement")
    rows = AgreementComment.objects.select_related("agreement__partnership", "agreement__cycle")
    row = get_object_or_404(rows, agreement=agreement, pk=pk)
    with refusals_said(request):
        resolve_comment(row, by=request.user, at=timezone.now())
        messages.success(request, _("The comment was dealt with."))
    return redirect(agreement)
