"""To the page where one waits for long work."""

from django.http import HttpResponse
from django.shortcuts import redirect

from assessments.views.page import here
from partnerships.doors.request import MemberRequest
from partnerships.models import Job
from partnerships.navigation import address


def job_page(request: MemberRequest, job: Job | None) -> HttpResponse:
    """Show how far a job is; in an installation without that page, the figures."""
    path = job and address("partnerships:job", partnership=request.partnership.slug, uuid=str(job.uuid))
    return redirect(path or here(request, "figures"))
