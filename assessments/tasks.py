"""Kinds of long work of this room, done by the worker. Each finds its row again, so a second try does no harm."""

from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.figure_choices import Choice, Options
from assessments.domain.figure_report import write_figures_report
from assessments.domain.figures import confirm_import, read_import
from assessments.models import FigureImport, FigureSet
from partnerships.domain.jobs import job_kind, report
from partnerships.models import Cycle, Job
from partnerships.navigation import address


def _language(job: Job) -> str:
    return job.created_by.language if job.created_by else "nl"


def _import_of(job: Job) -> FigureImport:
    found: FigureImport = FigureImport.objects.get(pk=int(job.subject.partition(":")[2]))
    return found


def _page(job: Job, name: str, **kwargs: int) -> str:
    return reverse(f"assessments:{name}", kwargs={"partnership": job.partnership.slug, **kwargs})


@job_kind("read_figures")
def read_figures(job: Job) -> str:
    """Read a staged file; the result is its preview."""
    staged = _import_of(job)
    with translation.override(_language(job)):
        read_import(staged, progress=lambda done, total: report(job, done=done, total=total))
    return _page(job, "figures-preview", pk=staged.pk)


@job_kind("import_figures")
def import_figures(job: Job) -> str:
    """Confirm a file with the choice kept on it; the result is the list of figures."""
    staged = _import_of(job)
    if not staged.confirmed_at:  # else an earlier try got this far and died before it could say so
        chosen = staged.preview or {}
        with translation.override(_language(job)):
            confirm_import(
                staged, areas=chosen["chosen"], replace=chosen["replace"], by=job.created_by, at=timezone.now()
            )
    return _page(job, "figures")


def report_subject(cycle: Cycle, choice: Choice, options: Options) -> str:
    """A choice of figures in the few letters a job keeps: the area by one of its sets, for its name may be long."""
    of_area = next((one.pk for one in options.chosen(choice) if one.area_name == choice.area), 0)
    per = "month" if choice.monthly else "year"
    return f"figures:{cycle.pk}:{choice.source}:{per}:{of_area}:{choice.category}"


@job_kind("figures_report")
def figures_report(job: Job) -> str:
    """Draw the chosen figures as a PDF; the result is the list of documents."""
    _kind, cycle_pk, source, per, of_area, category = job.subject.split(":", 5)
    area = FigureSet.objects.filter(pk=int(of_area)).values_list("area_name", flat=True).first() or ""
    write_figures_report(
        Cycle.objects.get(pk=int(cycle_pk)), Choice(source, per == "month", area, category),
        language=_language(job), by=job.created_by, at=timezone.now(),
    )  # fmt: skip
    return address("partnerships:documents", partnership=job.partnership.slug) or _page(job, "figures")
