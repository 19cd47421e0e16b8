"""The figures in the analysis: list, drawing, export, PDF, taking a set out."""

from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.domain.analyses import analysis_of
from assessments.domain.figure_choices import Choice, Chosen, Options, options_of, read_chosen
from assessments.domain.figure_series import category_picture, period_picture
from assessments.domain.figure_sets import export_rows, header_of
from assessments.domain.figures import remove_set
from assessments.filters.figure_set import FigureSetFilter
from assessments.forms.figures import PictureForm
from assessments.models import FigureImport, FigureSet
from assessments.rules import why_not_change
from assessments.tasks import report_subject
from assessments.views.jobs import job_page
from assessments.views.page import draw, here
from partnerships.domain.jobs import start_job
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tabular import write_table
from partnerships.tasks import run_waiting_jobs

PER_PAGE = 50


def chosen_in(request: MemberRequest, options: Options) -> Chosen | None:
    """The figures the address asks for, each part of the choice that does not exist replaced by its default."""
    default = options.default()
    if default is None:
        return None
    asked = request.POST if request.method == "POST" else request.GET
    source = asked.get("source", "")
    source = source if source in options.sources() else default.source
    area = asked.get("area", "")
    area = area if area in options.areas(source) else ""
    kinds = {one.monthly for one in options.sets if one.source == source and area in ("", one.area_name)}
    monthly = asked.get("per") != "year"
    monthly = monthly if monthly in kinds else not monthly
    chosen = read_chosen(options, Choice(source, monthly, area))
    keys = [one.key for one in chosen.categories()]
    category = asked.get("category", "")
    category = category if category in keys else next(iter(keys), "")
    return replace(chosen, choice=Choice(source, monthly, area, category))


def sets_in(request: MemberRequest, cycle: Cycle) -> FigureSetFilter:
    """The sets that count, filtered and in the order the address asks for."""
    return FigureSetFilter(request.GET, queryset=FigureSet.objects.filter(cycle=cycle, removed_at__isnull=True))


@require_safe
def figures(request: MemberRequest) -> HttpResponse:
    """Every set of figures in the analysis, and a drawing of a choice."""
    require(request, "see_content")
    cycle = open_cycle(request)
    options = options_of(cycle)
    chosen, form, pictures = chosen_in(request, options), None, []
    if chosen and (category := chosen.category()):
        form = PictureForm(options=options, chosen=chosen)
        pictures = [period_picture(chosen, category), category_picture(chosen)]
    filterset = sets_in(request, cycle)
    page = Paginator(filterset.qs, PER_PAGE).get_page(request.GET.get("page"))
    waiting = FigureImport.objects.filter(cycle=cycle, confirmed_at__isnull=True, discarded_at__isnull=True)
    return draw(
        request, "figure_list.html", title=_("Figures"), filterset=filterset, form=form,
        choice=chosen and chosen.choice, pictures=pictures, page=page, shown=page.paginator.count,
        total=len(options.sets), waiting=waiting,
        locked=why_not_change(cycle, analysis_of(cycle)),
    )  # fmt: skip


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The figures as a CSV file with the columns of the import; one source per file, for each source has its own."""
    require(request, "see_content")
    sets = list(sets_in(request, open_cycle(request)).qs)
    source = sets[0].source if sets else ""
    content = write_table(header_of(source), export_rows([one for one in sets if one.source == source]))
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_filename(source, timezone.localdate())}"'},
    )  # fmt: skip


def _filename(source: str, day: date) -> str:
    return f"cijfers-{source or 'leeg'}-{day:%Y-%m-%d}.csv"


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a set out of the analysis."""
    figure_set = get_here(request, FigureSet, act="edit_analysis", pk=pk)
    try:
        remove_set(figure_set, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The figures are taken out of the analysis."))
    return redirect(here(request, "figures"))


@require_POST
def pdf(request: MemberRequest) -> HttpResponse:
    """Ask the worker for the chosen figures as a PDF among the documents."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    options = options_of(cycle)
    chosen = chosen_in(request, options)
    if chosen is None:
        messages.error(request, _("There are no figures yet."))
        return redirect(here(request, "figures"))
    with transaction.atomic():
        job = start_job(
            request.partnership, "figures_report", title=_("Figures as PDF"),
            subject=report_subject(cycle, chosen.choice, options), by=request.user, at=timezone.now(),
        )  # fmt: skip
        transaction.on_commit(run_waiting_jobs.delay)
    return job_page(request, job)
