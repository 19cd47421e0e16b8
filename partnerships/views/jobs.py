"""Waiting for long work: a bar that moves by itself, and the result when it is there. Survives closing the page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.models import Job
from partnerships.views.parties import party_crumbs

STOP_POLLING = 286  # htmx's own number


@never_cache
@require_safe
def job(request: MemberRequest, uuid: UUID) -> HttpResponse:
    row = get_here(request, Job, act="see_content", uuid=uuid)
    crumbs = [*party_crumbs(request)[:1], (row.title, "")]
    return render(request, "partnerships/job.html", {"job": row, "crumbs": crumbs})


@never_cache
@require_safe
def job_progress(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The part of the page that moves."""
    row = get_here(request, Job, act="see_content", uuid=uuid)
    return render(
        request, "partnerships/_job_progress.html", {"job": row}, status=STOP_POLLING if row.finished_at else 200
    )
