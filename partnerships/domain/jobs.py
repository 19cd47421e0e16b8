"""Long work: a row with progress, done by the worker under a lease, found again when the worker dies.

A room registers its kinds of job in its ``apps.ready``; a kind is a function that takes the job and reports progress.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.exceptions import Refused
from partnerships.models import Job, Partnership, User

LEASE = timedelta(minutes=5)
MAX_TRIES = 3
Work = Callable[[Job], str]  # does the work, returns the path of the page with the result
KINDS: dict[str, Work] = {}


def job_kind(name: str) -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job. Raises ``ValueError`` when the name is taken."""

    def register(work: Work) -> Work:
        if KINDS.get(name, work) is not work:
            raise ValueError(f"Two kinds of job are called {name}.")
        KINDS[name] = work
        return work

    return register


def start_job(
    partnership: Partnership, kind: str, *, title: str, subject: str, by: User | None, at: datetime, total: int = 0
) -> Job:
    """Write the job's row; the view then asks the worker to look, and the clock looks anyway."""
    return Job.objects.create(
        partnership=partnership, kind=kind, title=title, subject=subject, total=total, created_at=at, created_by=by
    )


def waiting(*, at: datetime) -> QuerySet[Job]:
    """Unfinished jobs without a lease. Needs a door that opens ``Job``."""
    return Job.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=at), finished_at__isnull=True
    ).order_by("pk")


def report(job: Job, *, done: int, total: int) -> None:
    """Show progress and keep the lease: long work calls this every second or so."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, claimed_until=timezone.now() + LEASE)


def run(job: Job) -> bool:
    """Claim one job and do its work. False when another worker has it.

    A refusal becomes the sentence on the job's page. Any other error is left to the worker's log: the lease then runs
    out, the job is tried again, and after ``MAX_TRIES`` it ends with a sentence that says nothing was changed.
    """
    now = timezone.now()
    if not waiting(at=now).filter(pk=job.pk).update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return False
    job.refresh_from_db()
    error, url = "", ""
    if job.tries > MAX_TRIES:
        error = _("Something went wrong on our side. Your data is unchanged. Try again, or ask the administrator.")
    else:
        try:
            url = KINDS[job.kind](job)
        except Refused as refusal:
            error = str(refusal)
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now(), claimed_until=None, error=error, result_url=url)
    return True
