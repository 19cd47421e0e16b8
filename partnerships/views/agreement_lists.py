"""What can be signed here: the documents of the scheme, and general ones of which several may live side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.domain.agreement_documents import general_documents, signable_documents, started_general_documents
from partnerships.domain.covenant_stages import stage_of
from partnerships.domain.obligations import overdue_obligations
from partnerships.domain.round_standing import RoundStanding, rounds_standing
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import AgreementKind
from partnerships.models import Agreement
from partnerships.scheme import DocumentDef
from partnerships.template_files import newest_template
from partnerships.views.agreements import agreement_crumbs


@require_safe
def agreement_list(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    cycle = open_cycle(request)
    rounds: dict[str, list[Agreement]] = {}
    found = list(
        Agreement.objects.filter(cycle=cycle, parent__isnull=True).select_related("partnership").order_by("-round")
    )
    for agreement in found:
        rounds.setdefault(agreement.scheme_document, []).append(agreement)
    standings = rounds_standing(found, at=timezone.now())
    documents = [*signable_documents(cycle.scheme), *started_general_documents(cycle)]
    crumbs = agreement_crumbs(request.partnership)
    covenant = any(one.kind == AgreementKind.COVENANT for one in documents)
    context = {
        "rows": [_row(document, rounds.get(document.id, []), standings) for document in documents],
        "general": [(one, newest_template(one.template).summary) for one in general_documents(cycle)],
        "stage": stage_of(cycle) if covenant else None,
        "overdue": len(overdue_obligations(on=timezone.localdate())),
        "why_not_draft": "" if request.access.may("send_agreement") else why_not("send_agreement"),
        "page_tab": "signing",
        "crumbs": [*crumbs[:-1], (_("Agreements"), "")],
    }
    return render(request, "partnerships/agreement_list.html", context)


def _row(document: DocumentDef, rounds: list[Agreement], standings: dict[int, RoundStanding]) -> dict[str, Any]:
    """One document: its newest round, and the rounds before it."""
    newest = rounds[0] if rounds else None
    return {
        "document": document,
        "agreement": newest,
        "standing": standings[newest.pk] if newest else None,
        "earlier": [(one, standings[one.pk]) for one in rounds[1:]],
        "may_start": newest is None or newest.withdrawn_at is not None,
    }
