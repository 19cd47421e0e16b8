"""Analysis and plan as plain sections, for the rendering that is frozen in a dossier."""

from typing import Any

from django.db.models import Sum
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from actionplans.models import Measure, Objective, Plan, PlanElement
from assessments.models import Analysis, FigureSet, Priority, TopicAnswer
from partnerships.models import Cycle

Section = dict[str, Any]  # title, text, columns, rows: see templates/documents/frozen_record.html


def section(
    title: str, *, text: str = "", columns: list[str] | None = None, rows: list[list[str]] | None = None
) -> Section:
    return {"title": title, "text": text, "columns": columns or [], "rows": rows or []}


def analysis_record(analysis: Analysis) -> dict[str, Any]:
    """Sketch, figures, topics and focus areas of an adopted analysis."""
    cycle = analysis.cycle
    return {
        "title": _("Safety analysis"),
        "adopted_on": analysis.adopted_on,
        "sections": [
            section(_("Sketch of the area"), text=analysis.sketch),
            section(_("What goes well"), text=analysis.goes_well),
            section(_("What can be better"), text=analysis.can_be_better),
            _figures(cycle),
            _topics(cycle),
            _priorities(cycle),
        ],
    }


def _figures(cycle: Cycle) -> Section:
    """The sum of each delivery: parts only, for a total counts them again."""
    sets = FigureSet.objects.filter(cycle=cycle, removed_at__isnull=True)
    rows = []
    for one in sets:
        total = one.figures.filter(is_total=False).aggregate(total=Sum("value"))["total"]
        period = f"{date_format(one.first_period)} – {date_format(one.last_period)}"
        shown = _("no figure") if total is None else number_format(total, 0)
        rows.append([str(one.get_source_display()), one.area_name, period, shown])
    return section(_("Figures"), columns=[_("Source"), _("Area"), _("From, up to"), _("Counted")], rows=rows)


def _topics(cycle: Cycle) -> Section:
    answers = {answer.topic_id: answer for answer in TopicAnswer.objects.filter(cycle=cycle)}
    rows = []
    for topic in cycle.scheme.topics:
        answer = answers.get(topic.id)
        if answer is None:
            said = _("not answered")
        else:
            said = _("not applicable") if answer.not_applicable else str(answer.get_score_display())
        rows.append([str(topic.name), said, answer.remark if answer else ""])
    return section(_("Topics"), columns=[_("Topic"), _("How it is"), _("Remark")], rows=rows)


def _priorities(cycle: Cycle) -> Section:
    rows = [[one.title, one.reason] for one in Priority.objects.filter(cycle=cycle)]
    return section(_("Focus areas"), columns=[_("Focus area"), _("Why this comes first")], rows=rows)


def plan_record(plan: Plan) -> dict[str, Any]:
    """Elements, objectives and measures of an adopted plan."""
    period = f"{date_format(plan.starts_on)} – {date_format(plan.ends_on)}"
    return {
        "title": plan.title,
        "adopted_on": plan.adopted_on,
        "sections": [
            section(_("Period, from and up to"), text=period),
            *_elements(plan),
            _objectives(plan),
            _measures(plan),
        ],
    }


def _elements(plan: Plan) -> list[Section]:
    texts = {element.element_id: element.text for element in PlanElement.objects.filter(plan=plan)}
    known = [*plan.cycle.scheme.plan.elements, *plan.cycle.scheme.plan.renewal_elements]
    return [section(str(one.name), text=texts[one.id]) for one in known if texts.get(one.id)]


def _objectives(plan: Plan) -> Section:
    columns = [_("Objective"), _("How we measure it"), _("Now"), _("Target")]
    found = Objective.objects.filter(plan=plan)
    rows = [[one.title, one.indicator, one.baseline, f"{one.target}, {date_format(one.target_on)}"] for one in found]
    return section(_("Objectives"), columns=columns, rows=rows)


def _measures(plan: Plan) -> Section:
    columns = [_("Measure"), _("Party in charge"), _("Deadline"), _("Done on")]
    found = Measure.objects.filter(plan=plan, dropped_on__isnull=True).select_related("owner_partner__organisation")
    rows = [
        [one.title, str(one.owner_partner or "–"), _day(one.deadline), _day(one.done_on)]
        for one in found
    ]  # fmt: skip
    return section(_("Measures"), columns=columns, rows=rows)


def _day(day: Any) -> str:
    return date_format(day) if day else "–"
