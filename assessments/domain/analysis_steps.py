"""What of the analysis is done and what is missing, as facts; the scheme's gates are judged one floor higher."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.analyses import analysis_of
from assessments.domain.surveys import rate_of
from assessments.domain.topics import topic_lines, unanswered
from assessments.enums import Light
from assessments.models import FigureSet, InspectionRound, Priority, Survey
from partnerships.models import Cycle


@dataclass(frozen=True)
class Step:
    """One part of the analysis: the name of its page, whether it is there, and what can be said of it."""

    page: str
    title: str
    done: bool
    text: str


def analysis_steps(cycle: Cycle) -> list[Step]:
    """The parts of the analysis in the order of the work (S001 step 2)."""
    parts = (_sketch, _figures, _survey, _rounds, _topics, _priorities, _adoption)
    return [part(cycle) for part in parts]


def _sketch(cycle: Cycle) -> Step:
    analysis = analysis_of(cycle)
    done = bool(analysis and analysis.sketch)
    text = _("Written") if done else _("What kind of area is it, where does it end, who is there?")
    return Step("sketch", _("Sketch of the area"), done, text)


def _figures(cycle: Cycle) -> Step:
    sets = list(FigureSet.objects.filter(cycle=cycle, removed_at__isnull=True))
    sources = sorted({str(one.get_source_display()) for one in sets})
    text = "; ".join(sources) or _("No figures yet. Start with those of the police.")
    return Step("figures", _("Figures of the sources"), bool(sets), text)


def _survey(cycle: Cycle) -> Step:
    last = Survey.objects.filter(cycle=cycle).order_by("-closed_on", "-pk").first()
    if last is None:
        return Step("surveys", _("Survey"), done=False, text=_("No survey has been recorded yet."))
    return Step("surveys", _("Survey"), done=True, text=f"{last.get_audience_display()}: {rate_of(last)}")


def _rounds(cycle: Cycle) -> Step:
    lights = list(InspectionRound.objects.filter(cycle=cycle).values_list("light", flat=True))
    text = _("%(day)s by day, %(dark)s in the dark") % {
        "day": lights.count(Light.DAY), "dark": lights.count(Light.DARK),
    }  # fmt: skip
    return Step("rounds", _("Inspection rounds"), set(Light.values) <= set(lights), text)


def _topics(cycle: Cycle) -> Step:
    lines = topic_lines(cycle)
    answered = sum(line.answer is not None for line in lines)
    text = _("%(answered)s of %(all)s answered") % {"answered": answered, "all": len(lines)}
    return Step("topics", _("Topics"), bool(lines) and not unanswered(lines), text)


def _priorities(cycle: Cycle) -> Step:
    chosen = Priority.objects.filter(cycle=cycle).count()
    text = ngettext("%(number)s chosen", "%(number)s chosen", chosen) % {"number": chosen}
    return Step("priorities", _("Focus areas"), bool(chosen), text)


def _adoption(cycle: Cycle) -> Step:
    analysis = analysis_of(cycle)
    adopted_on: date | None = analysis.adopted_on if analysis else None
    text = _("Adopted on %(day)s") % {"day": date_format(adopted_on, "j F Y")} if adopted_on else _("Not adopted yet")
    return Step("adoption", _("Adoption"), bool(adopted_on), text)
