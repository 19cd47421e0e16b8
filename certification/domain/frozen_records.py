"""Analysis and plan as plain sections, for the rendering that is frozen in a dossier.

Nothing is counted here: every number and word comes from the function that the page shows it with.
"""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.domain.completeness import element_states
from actionplans.domain.matrix import rows_of
from actionplans.domain.plan_contents import PlanContents, contents_of
from actionplans.models import Plan, PlanApproval
from assessments.domain.figure_choices import options_of
from assessments.domain.figure_series import overview_pictures
from assessments.domain.surveys import rate_of
from assessments.models import Analysis, InspectionRound, Priority, Survey, TopicAnswer
from partnerships.models import Cycle
from partnerships.money import in_euros

Section = dict[str, Any]  # title, text, columns, rows: see templates/documents/frozen_record.html


def section(
    title: str, *, text: str = "", columns: list[str] | None = None, rows: list[list[str]] | None = None
) -> Section:
    return {"title": title, "text": text, "columns": columns or [], "rows": rows or []}


def analysis_record(analysis: Analysis) -> dict[str, Any]:
    """Sketch, figures, surveys, rounds, topics and focus areas of an adopted analysis."""
    cycle = analysis.cycle
    return {
        "title": _("Safety analysis"),
        "adopted_on": analysis.adopted_on,
        "sections": [
            section(_("Sketch of the area"), text=analysis.sketch),
            section(_("What goes well"), text=analysis.goes_well),
            section(_("What can be better"), text=analysis.can_be_better),
            *_figures(cycle),
            _surveys(cycle),
            _rounds(cycle),
            _topics(cycle),
            _priorities(cycle),
        ],
    }


def _figures(cycle: Cycle) -> list[Section]:
    """The pictures of the page of the analysis, as tables."""
    pictures = overview_pictures(options_of(cycle))
    if not pictures:
        return [section(_("Figures"), text=_("No figures were added."))]
    return [
        section(
            one.title, text="\n".join(filter(None, [one.source, one.period, one.note])), columns=list(one.columns),
            rows=[list(row) for row in one.rows],
        )
        for one in pictures
    ]  # fmt: skip


def _surveys(cycle: Cycle) -> Section:
    columns = [_("Who were asked"), _("Open from"), _("Closed on"), _("Answered"), _("How it was held")]
    rows = [
        [
            str(one.get_audience_display()), date_format(one.opened_on), date_format(one.closed_on),
            f"{one.answered} / {one.invited} ({rate_of(one)})", one.remark,
        ]
        for one in Survey.objects.filter(cycle=cycle)
    ]  # fmt: skip
    return section(_("Surveys"), columns=columns, rows=rows)


def _rounds(cycle: Cycle) -> Section:
    columns = [_("Held on"), _("By day or in the dark"), _("Who took part, per organisation"), _("What was found")]
    rows = [
        [date_format(one.held_on), str(one.get_light_display()), one.participants, one.findings]
        for one in InspectionRound.objects.filter(cycle=cycle)
    ]
    return section(_("Inspection rounds"), columns=columns, rows=rows)


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


def plan_record(plan: Plan, *, on: date) -> dict[str, Any]:
    """Elements, objectives, measures with their money and people, and approvals of a plan as it stands on this day."""
    contents = contents_of(plan, on=on)
    period = _("%(first)s up to and including %(last)s") % {
        "first": date_format(plan.starts_on), "last": date_format(plan.last_day)
    }  # fmt: skip
    return {
        "title": _("%(plan)s (version %(number)s)") % {"plan": plan, "number": plan.version},
        "adopted_on": plan.adopted_on,
        "sections": [
            section(_("Period"), text=period),
            *[section(str(one.element.name), text=one.text or one.how) for one in element_states(contents)],
            _objectives(contents),
            _measures(contents, on=on),
            _approvals(plan),
        ],
    }


def _objectives(contents: PlanContents) -> Section:
    columns = [_("Objective"), _("How we measure it"), _("Now"), _("Target")]
    rows = [
        [one.title, one.indicator, one.baseline, f"{one.target}, {date_format(one.target_on)}"]
        for one in contents.objectives
    ]
    return section(_("Objectives"), columns=columns, rows=rows)


def _measures(contents: PlanContents, *, on: date) -> Section:
    columns = [_("Measure"), _("In charge"), _("Deadline"), _("Cost"), _("Decision on the money"), _("State")]
    rows = []
    for row in rows_of(contents.measures, contents.plan, on=on):
        one = row.measure
        charge = ", ".join(str(who) for who in (one.owner_partner, one.owner_contact) if who)
        paid = ", ".join(filter(None, [in_euros(one.cost_cents), one.funder])) if one.cost_cents else one.funder
        rows.append(
            [
                one.title,
                charge or "–",
                _day(one.deadline),
                paid or "–",
                row.money_words,
                f"{row.words} {one.result}".strip(),
            ]
        )
    return section(_("Measures"), columns=columns, rows=rows)


def _approvals(plan: Plan) -> Section:
    found = PlanApproval.objects.filter(plan=plan).select_related("partner__organisation")
    rows = [[str(one.partner), _day(one.approved_on), one.recorded_from] for one in found]
    return section(_("Approvals"), columns=[_("Party"), _("Approved on"), _("How")], rows=rows)


def _day(day: Any) -> str:
    return date_format(day) if day else "–"
