"""Agreements of a partnership: what is signed, by whom, and what still has to be."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.documents.blocks import parse_parts
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import drop_refused, withdraw_agreement
from partnerships.domain.attachments import attachments_of, parties_of
from partnerships.domain.earlier_rounds import RoundBefore, round_before
from partnerships.domain.mandates import MandateRegister
from partnerships.domain.party_lists import why_not_named
from partnerships.domain.renewals import why_not_renew
from partnerships.domain.round_standing import refused_rounds, round_standing, rounds_standing
from partnerships.domain.rounds import last_day_of
from partnerships.domain.signatories import signatories_in, standings_closely
from partnerships.domain.signers import (
    Signer,
    knows_witnesses,
    planned_signers,
    possible_witness_people,
    possible_witnesses,
)
from partnerships.domain.term_texts import notice_in
from partnerships.doors.answers import csv_answer, home_url, page_of
from partnerships.doors.getters import get_here, why_not
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.enums import AgreementState
from partnerships.exceptions import Refused
from partnerships.filters.signature import SignatureFilter
from partnerships.forms.agreement import ReasonForm
from partnerships.forms.sending import SendForm
from partnerships.mailbox import same_mailbox
from partnerships.models import Agreement, Outbox, Partnership
from partnerships.tasks import send_waiting_mail, soon

SEEN = ("cycle__partnership", "document", "sent_by", "partnership", "parent__partnership", "replaces__partnership")


def agreement_crumbs(partnership: Partnership) -> list[tuple[str, str]]:
    """The way to the list of agreements, from the partnership on."""
    up = reverse("partnerships:agreements", kwargs={"partnership": partnership.slug})
    return [(str(partnership), home_url(partnership)), (_("Agreements"), up)]


def get_agreement(request: MemberRequest, uuid: UUID, *, act: str) -> Agreement:
    rows = Agreement.objects.select_related(*SEEN)
    agreement: Agreement = get_here(request, rows, act=act, uuid=uuid)
    return agreement


def below(request: MemberRequest, agreement: Agreement, name: str) -> dict[str, object]:
    """Where a page about one agreement stands: its tab, and the way back."""
    crumbs = [*agreement_crumbs(request.partnership), (agreement.title, agreement.get_absolute_url()), (name, "")]
    return {"agreement": agreement, "page_tab": "signing", "crumbs": crumbs}


def _place(partnership: Partnership, agreement: Agreement | None = None) -> dict[str, object]:
    """Where the page is: its tab, and the way back."""
    crumbs = agreement_crumbs(partnership)
    here = [*crumbs, (agreement.title, "")] if agreement else [*crumbs[:-1], (crumbs[-1][0], "")]
    return {"page_tab": "signing", "crumbs": here}


@require_safe
def detail(request: MemberRequest, uuid: UUID) -> HttpResponse:
    return agreement_page(request, get_agreement(request, uuid, act="see_content"))


def agreement_page(request: MemberRequest, agreement: Agreement, *, form: SendForm | None = None) -> HttpResponse:
    """A text with who signs it; a draft with the form to send it, filled in as it was when something was wrong."""
    leads = request.access.may("send_agreement")
    context = {
        "agreement": agreement,
        "parts": parse_parts(agreement.text),
        "leads": leads,
        "why_not_lead": "" if leads else why_not("send_agreement"),
        **_place(request.partnership, agreement),
        **(_signing(request, agreement) if agreement.sent_at else _plan(agreement, form)),
        "knows_witnesses": not agreement.sent_at and knows_witnesses(agreement),
    }
    return render(request, "partnerships/agreement_detail.html", context)


def _plan(agreement: Agreement, form: SendForm | None) -> dict[str, object]:
    """Who would get a mail and who of them has no mandate, or why nobody can be asked yet."""
    today, before = timezone.localdate(), round_before(agreement)
    try:
        planned = planned_signers(agreement)
    except Refused as refusal:
        return {"planned": [], "why_not_send": str(refusal), "send_form": form or _send_form(agreement, [], before)}
    form = form or _send_form(agreement, planned, before)
    witnesses = {one.pk for one in possible_witnesses(agreement)}
    register = MandateRegister(one.contact.partner_id for one in planned)
    rows = [
        {
            "contact": one.contact,
            "lacks_mandate": not register.find(
                one.contact.partner_id, one.contact.email, on=today, kind=agreement.kind
            ),
            "witnessed": before.witnessed(one.contact),
            "before": [
                two for two in before.stood_in.get(one.contact.partner_id, [])
                if not same_mailbox(two.email, one.contact.email)
            ],
        }
        for one in planned
    ]  # fmt: skip
    lacking = sum(1 for row in rows if row["lacks_mandate"])
    return {
        "planned": rows, "lacking": lacking, "send_form": form,
        "why_not_send": why_not_named(agreement, planned, unsure=witnesses),
        "old_list": why_not_named(agreement, planned),
    }  # fmt: skip


def send_form(agreement: Agreement, data: QueryDict) -> SendForm:
    """The form to send a draft with, as it was filled in."""
    try:
        return _send_form(agreement, planned_signers(agreement), RoundBefore(), data)
    except Refused:
        return _send_form(agreement, [], RoundBefore(), data)


def _send_form(
    agreement: Agreement, planned: list[Signer], before: RoundBefore, data: QueryDict | None = None
) -> SendForm:
    """Its witnesses, at first those of the round before, its parties, and the term its words speak of."""
    parties = list(dict.fromkeys(one.contact.partner for one in planned))
    possible, people = possible_witnesses(agreement), possible_witness_people(agreement)
    initial = {
        "seen": text_hash(agreement.text),
        "last_day": last_day_of(agreement, on=timezone.localdate()),
        "notice_days": notice_in(agreement.text) if agreement.notice_days is None else agreement.notice_days,
        "witnesses": [str(one.pk) for one in possible if one.pk in before.witnesses],
        "also": [str(one.pk) for one in people if before.beside(one)],
    }
    return SendForm(data, possible=possible, people=people, parties=parties, initial=initial)


def _signing(request: MemberRequest, agreement: Agreement) -> dict[str, object]:
    """How far everybody is, fifty at a time, and filtered by state."""
    now, state = timezone.now(), request.GET.get("state", "")
    rows = signatories_in(agreement, state, at=now)
    standing = round_standing(agreement, at=now)
    page = page_of(request, rows, total=None if state else standing.total)
    return {
        **_beside(agreement),
        "filter": SignatureFilter(request.GET, queryset=rows),
        "page_obj": page,
        "standings": standings_closely(agreement, list(page), at=now),
        "standing": standing,
        "may_drop": refused_rounds().filter(pk=agreement.pk).exists() if agreement.withdrawn_at else False,
        "shown": page.paginator.count,
        "today": timezone.localdate(),
        "sees_mail_log": request.access.may("see_mail_log"),
    }


def _beside(agreement: Agreement) -> dict[str, object]:
    """Who joined and left since everybody signed; nothing of a text that is still out."""
    if not agreement.completed_at or agreement.parent_id or agreement.withdrawn_at:
        return {"attachments": [], "parties": [], "why_not_renew": ""}
    today, attachments = timezone.localdate(), attachments_of(agreement)
    standings = rounds_standing(attachments, at=timezone.now())
    parties = [{"party": one, "gone": one.gone(on=today)} for one in parties_of(agreement, attachments)]
    changed = [one for one in parties if one["party"].left_on or one["party"].later]  # type: ignore[attr-defined]
    rows = [(one, standings[one.pk]) for one in attachments]
    return {"attachments": rows, "parties": changed, "why_not_renew": why_not_renew(agreement)}


@require_safe
def signatories_csv(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Everybody who was asked, with how far they are, and how the round stands."""
    agreement, now = get_agreement(request, uuid, act="send_agreement"), timezone.now()
    standing = round_standing(agreement, at=now)
    rows = list(signatories_in(agreement, request.GET.get("state", ""), at=now))
    header = (
        _("Organisation"), _("Name"), _("Function"), _("E-mail address"), _("As a witness"), _("Turn"), _("State"),
        _("Last day"), _("Valid mandate"), _("Mail"), _("Signing round"),
    )  # fmt: skip
    table = [
        (
            one.signature.partner, one.signature.signed_name or one.signature.name,
            one.signature.signed_function or one.signature.function, one.signature.email,
            _("yes") if one.signature.as_witness else "", one.signature.turn or "", one.state.label,
            one.signature.deadline or "", _("yes") if one.mandate else _("no"), mail_words(one.mail),
            standing.words,
        )
        for one in standings_closely(agreement, rows, at=now, hand_overs=False)
    ]  # fmt: skip
    return csv_answer(f"ondertekenaars-{agreement.uuid}.csv", header, [[str(cell) for cell in row] for row in table])


def mail_words(mail: Outbox | None) -> str:
    """How the newest mail to a signatory went."""
    if mail is None:
        return ""
    if mail.sent_at:
        return _("sent on %(day)s") % {"day": timezone.localtime(mail.sent_at).strftime("%Y-%m-%d %H:%M")}
    return _("failed: %(why)s") % {"why": mail.last_error} if mail.last_error else _("waiting to be sent")


@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Stop a round that runs; or, of a text that was refused, say that no new round comes."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    form, refused = ReasonForm(request.POST or None), agreement.state == AgreementState.REFUSED
    if form.is_valid():
        act = drop_refused if refused else withdraw_agreement
        try:
            act(agreement, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            transaction.on_commit(partial(soon, send_waiting_mail))
            messages.success(
                request,
                _("Withdrawn. No new round is asked of you any more.")
                if refused
                else _("Withdrawn. Everybody who was asked gets a mail with your reason."),
            )
        return redirect(agreement)
    context = {"form": form, "refused": refused, **below(request, agreement, _("Withdraw"))}
    return render(request, "partnerships/agreement_withdraw.html", context)


@require_safe
def pdf(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    agreement = get_agreement(request, uuid, act="see_content")
    if agreement.document is None:
        raise Http404("Not sealed yet.")
    return served(agreement.document)
