"""The partnership's home page: where we are, what is next for me, what blocks."""

from datetime import date
from typing import Any

from django.db.models import Count, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from certification.domain.endings import reached_on
from certification.models import Certificate
from certification.progress import PhaseState, Progress, progress_of
from certification.rooms import task_address
from certification.todo import Todo, todos_for
from certification.views.certificates import card
from partnerships.domain.covenant_stages import stage_of
from partnerships.domain.round_standing import rounds_standing
from partnerships.domain.trail_words import sentence
from partnerships.domain.witnessing import witnessed_by
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import AgreementKind, DueKind
from partnerships.models import Activity, Area, Cycle, Partner, Partnership, PartnershipArea


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Phases as a line, the tasks that wait for this person (or, on request, for everybody), and what holds us back.

    Who may see the certificate only finds that here, and the texts they witness (F105).
    """
    if not request.access.may("see_progress"):
        return proof(request)
    today = timezone.localdate()
    cycle = open_cycle(request)
    progress = progress_of(cycle, on=today)
    everybody = request.GET.get("show") == "all"
    ground = ground_and_parties()
    todos = todos_for(progress, request.access, partnership=request.partnership, on=today, everybody=everybody)
    return render(
        request,
        "certification/home.html",
        {
            "page_tab": "overview",
            "cycle": cycle,
            "scheme": cycle.scheme,
            "progress": progress,
            "phase_items": [phase_item(phase) for phase in progress.phases],
            "todo_items": [todo_item(todo, request.partnership, moment=moment_of(cycle, todo)) for todo in todos],
            "blocking": progress.current.blocked_by if progress.current else [],
            "everybody": everybody,
            "today": today,
            **ground,
            **proof_of(cycle, progress, ground["areas"], on=today),
            "may_see_history": request.access.may("see_content"),
            "only_own": bool(request.access.partner_ids) and not request.access.may("see_content"),
            "latest": [(one, sentence(one)) for one in Activity.objects.acts()[:5]],
        },
    )


def proof(request: MemberRequest) -> HttpResponse:
    """The home page of an insurer: the certificate in short, the texts of which they are a witness, nothing else."""
    require(request, "see_certificate")
    certificate = Certificate.objects.select_related("cycle").order_by("-issued_on", "-pk").first()
    texts = list(witnessed_by(request.user.email, request.access.partner_ids))
    standings = rounds_standing(texts, at=timezone.now())
    context = {
        "page_tab": "overview",
        "card": card(certificate) if certificate else None,
        "texts": [(one, standings[one.pk]) for one in texts],
    }
    return render(request, "certification/home_proof.html", context)


def phase_item(phase: PhaseState) -> dict[str, Any]:
    """What the phase line draws."""
    if phase.state == "now":
        note = _("%(done)s of %(total)s tasks done") % {"done": phase.done_count, "total": len(phase.tasks)}
    else:
        note = "" if phase.state == "done" else _("from %(month)s") % {"month": date_format(phase.starts_on, "F Y")}
    return {"number": phase.number, "name": phase.definition.name, "state": phase.state, "note": note, "url": ""}


def moment_of(cycle: Cycle, todo: Todo) -> str:
    """When the covenant is signed in this round, beside the task that yields it; "" for other tasks (F17)."""
    covenants = {one.id for one in cycle.scheme.documents_of_kind(AgreementKind.COVENANT)}
    if todo.task is None or todo.task.definition.yields not in covenants:
        return ""
    return _("Agreed moment: %(stage)s.") % {"stage": str(stage_of(cycle).label).lower()}


def todo_item(todo: Todo, partnership: Partnership, *, moment: str = "") -> dict[str, Any]:
    """What the to-do list draws: date, what (with its own page), why, and one verb. ``moment``: when it was agreed to do."""
    hint = todo.task.definition.hint or "" if todo.task else DueKind(todo.kind).label
    return {
        "date": todo.due_on,
        "title": todo.title,
        "why": f"{hint} {moment}".strip(),
        "state": todo.state,
        "state_text": state_text(todo),
        "url": todo.url,
        "action": todo.action,
        "about_url": task_address(todo.task.id, partnership) if todo.task else "",
        "blocked": "",
    }


def state_text(todo: Todo) -> str:
    """How urgent it is, in words. What was late before it became this person's is not counted in days."""
    if todo.optional:
        return _("Optional")
    if todo.state == "late" and todo.from_before:
        return _("Was open already when you began here")
    if todo.kind == DueKind.REFUSED and todo.due_on:  # nobody agreed on a day for it: it waits since the refusal
        return _("Refused on %(day)s") % {"day": date_format(todo.due_on)}
    late = ngettext("%(days)s day late", "%(days)s days late", todo.days_late) % {"days": todo.days_late}
    return {"late": late, "soon": _("Almost due"), "now": _("Can be done now")}.get(todo.state, "")


def ground_and_parties() -> dict[str, Any]:
    parties = Partner.objects.joined().order_by().values("partnership").annotate(number=Count("pk")).values("number")
    rows = list(PartnershipArea.objects.select_related("area__municipality").annotate(parties=Subquery(parties)))
    areas = [row.area for row in rows]
    return {
        "areas": areas,
        "municipalities": sorted({str(area.municipality) for area in areas}),
        "hectares": sum(area.hectares or 0 for area in areas),
        "partner_count": rows[0].parties or 0 if rows else 0,
    }


def proof_of(cycle: Cycle, progress: Progress, areas: list[Area], *, on: date) -> dict[str, Any]:
    """The certificate that counts now, and the level this round leads to."""
    of_certificate = progress.scheme.ending.kind == "certificate"
    certificate = Certificate.objects.order_by("-issued_on").first() if of_certificate else None
    return {
        "reached_on": None if of_certificate else reached_on(cycle),
        "certificate": certificate,
        "validity": certificate and certificate.validity_on(on),
        "level": progress.scheme.level_for(cycle.number, areas[0].kind if areas else ""),
        "ending": progress.scheme.ending,
    }
