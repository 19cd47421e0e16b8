"""The versions of a text over all its rounds: who wrote them, who signed them, and what differs between two."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.domain.comparing import compare
from partnerships.domain.drafting import restore_version, versions_of
from partnerships.domain.round_standing import RoundStanding, rounds_standing
from partnerships.doors.answers import refusals_said
from partnerships.doors.getters import why_not
from partnerships.doors.request import MemberRequest
from partnerships.forms.draft import CompareForm
from partnerships.models import AgreementVersion
from partnerships.views.agreements import below, get_agreement


@require_safe
def versions(request: MemberRequest, uuid: UUID) -> HttpResponse:
    agreement = get_agreement(request, uuid, act="see_content")
    kept = list(versions_of(agreement).prefetch_related("agreement__signatures__partner__organisation"))
    standings = rounds_standing([one.agreement for one in kept], at=timezone.now())
    last_two = {"old": kept[-2].pk if len(kept) > 1 else None, "new": kept[-1].pk if kept else None}
    form = CompareForm(request.GET or None, versions=kept, initial=last_two)
    comparison = pair = None
    if form.is_bound and form.is_valid():
        pair = form.chosen()
        comparison = compare(pair[0].text, pair[1].text)
    leads = request.access.may("send_agreement")
    context = {
        "rows": [(one, *_signed(one, standings, newest=_is_newest(one, kept))) for one in reversed(kept)],
        "form": form if len(kept) > 1 else None,
        "comparison": comparison,
        "pair": pair,
        "why_not_restore": "" if leads else why_not("send_agreement"),
        "is_draft": agreement.sent_at is None and agreement.withdrawn_at is None,
        **below(request, agreement, _("Versions")),
    }
    return render(request, "partnerships/agreement_versions.html", context)


def _is_newest(version: AgreementVersion, kept: list[AgreementVersion]) -> bool:
    """Is it the last version of its round: the one that went out, if that round went out?"""
    return version.number == max(one.number for one in kept if one.agreement_id == version.agreement_id)


def _signed(
    version: AgreementVersion, standings: dict[int, RoundStanding], *, newest: bool
) -> tuple[list[str], RoundStanding | None]:
    """Who signed this version, the signatures of its round, and how that round stands; nothing of what never went out."""
    if not newest or version.agreement.sent_at is None:
        return [], None
    rows = version.agreement.signatures.all()
    signers = [f"{one.partner} ({one.signed_name or one.name})" for one in rows if one.signed_at]
    return signers, standings[version.agreement_id]


@require_POST
def restore(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Put an earlier version back into the draft, as its newest version."""
    agreement = get_agreement(request, uuid, act="send_agreement")
    version = get_object_or_404(versions_of(agreement), pk=pk)
    with refusals_said(request):
        restore_version(agreement, version, by=request.user, at=timezone.now())
        messages.success(
            request, _("The text of version %(number)s is back in the draft.") % {"number": version.number}
        )
    return redirect(agreement)
