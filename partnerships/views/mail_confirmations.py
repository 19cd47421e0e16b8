"""Confirming the addresses of an organisation: by the link in the mail, and asked by a representative of a party."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnerships.domain.mail_confirmations import ask_as_party, confirm_mail
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here
from partnerships.doors.links import CONFIRM
from partnerships.doors.request import MemberRequest
from partnerships.doors.safe_links import enter_link, has_expired
from partnerships.forms.mail_confirmation import MailConfirmationForm
from partnerships.limits import limited
from partnerships.models import MailConfirmation, Partner
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.form_pages import form_page
from partnerships.views.parties import party_url, writes_own


def why_not_ask(request: MemberRequest, partner: Partner) -> str:
    """Only who represents the party asks; never whoever leads, for a party that is not theirs."""
    return "" if writes_own(request, partner) else _("Only who represents this party asks for this.")


@require_http_methods(["GET", "POST"])
def confirmation_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """A representative names another domain of their organisation, and a colleague who confirms it."""
    partner = get_here(request, Partner.objects.select_related("organisation"), act="see_content", pk=pk)
    if reason := why_not_ask(request, partner):
        raise PermissionDenied(reason)
    form = MailConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row = ask_as_party(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            soon(send_waiting_mail)
            messages.success(request, _("We mailed %(email)s.") % {"email": row.email})
            return redirect(party_url(request, partner))
    lead = _(
        "Requests to sign at an address on a confirmed domain are shown as confirmed. It says nothing of a mandate."
    )
    return form_page(
        request, form, title=_("Confirm a mail domain"), verb=_("Send the mail"),
        parent=(str(partner), party_url(request, partner)), lead=lead,
    )  # fmt: skip


@login_not_required
@never_cache
@limited("confirm")
@require_http_methods(["GET", "HEAD", "POST"])
def mail_confirm(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """What is asked, and a button; opening the link changes nothing."""
    row: MailConfirmation = enter_link(request, CONFIRM, uuid, token)
    done = row.confirmed_at is not None or row.ended_at is not None
    late = not done and has_expired(CONFIRM, row, at=timezone.now())
    if request.method == "POST" and not done and not late:
        with refusals_said(request):
            confirm_mail(row, at=timezone.now())
        return redirect("partnerships:mail-confirm", uuid=uuid, token=token)
    context = {"row": row, "late": late}
    return render(request, "partnerships/mail_confirm.html", context, status=410 if late else 200)
