"""The partnership's home page: where we are, what is next for me, what blocks."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.models import Certificate
from certification.progress import Progress, progress_of
from certification.todo import todos_for
from partnerships.doors.getters import open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.models import Activity, Area, Cycle, Partner, PartnershipArea


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Phases as a line, the tasks that wait for this person (or, on request, for everybody), and what holds us back."""
    require(request, "see_progress")
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
            "todos": todos,
            "everybody": everybody,
            "today": today,
            **ground,
            **proof_of(cycle, progress, ground["areas"], on=today),
            "activities": Activity.objects.all()[:5],
        },
    )


def ground_and_parties() -> dict[str, Any]:
    areas = [row.area for row in PartnershipArea.objects.select_related("area__municipality")]
    return {
        "areas": areas,
        "municipalities": sorted({str(area.municipality) for area in areas}),
        "hectares": sum(area.hectares or 0 for area in areas),
        "partner_count": Partner.objects.joined().count(),
    }


def proof_of(cycle: Cycle, progress: Progress, areas: list[Area], *, on: date) -> dict[str, Any]:
    """The certificate that counts now, and the level this round leads to."""
    certificate = Certificate.objects.order_by("-issued_on").first()
    return {
        "certificate": certificate,
        "validity": certificate and certificate.validity_on(on),
        "level": progress.scheme.level_for(cycle.number, areas[0].kind if areas else ""),
        "ending": progress.scheme.ending,
    }
