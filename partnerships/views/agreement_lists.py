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
    found = Agreement.objects.filter(cycle=cycle, parent__isnull=True).select_related("partnership")
    for agreement in found.prefetch_related("signatures").order_by("-round"):
        rounds.setdefault(agreement.scheme_document, []).append(agreement)
    documents = [*signable_documents(cycle.scheme), *started_general_documents(cycle)]
    crumbs = agreement_crumbs(request.partnership)
    covenant = any(one.kind == AgreementKind.COVENANT for one in documents)
    context = {
        "rows": [_row(document, rounds.get(document.id, [])) for document in documents],
        "general": [(one, newest_template(one.template).summary) for one in general_documents(cycle)],
        "stage": stage_of(cycle) if covenant else None,
        "overdue": len(overdue_obligations(on=timezone.localdate())),
        "why_not_draft": "" if request.access.may("send_agreement") else why_not("send_agreement"),
        "page_tab": "signing",
        "crumbs": [*crumbs[:-1], (_("Agreements"), "")],
    }
    return render(request, "partnerships/agreement_list.html", context)


def _row(document: DocumentDef, rounds: list[Agreement]) -> dict[str, Any]:
    """One document: its newest round, and the rounds before it."""
    newest = rounds[0] if rounds else None
    return {
        "document": document,
        "agreement": newest,
        "signed": sum(1 for one in newest.signatures.all() if one.signed_at) if newest else 0,
        "asked": len(newest.signatures.all()) if newest else 0,
        "earlier": rounds[1:],
        "may_start": newest is None or newest.withdrawn_at is not None,
    }
