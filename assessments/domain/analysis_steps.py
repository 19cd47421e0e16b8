"""What of the analysis is done and what is missing, as facts; the scheme's gates are judged one floor higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.surveys import rate_of
from assessments.domain.topics import topic_lines, unanswered
from assessments.enums import Light
from assessments.models import Analysis, FigureSet, Survey
from partnerships.models import Cycle


@dataclass(frozen=True)
class Step:
    """One part of the analysis: the name of its page, whether it is there, and what can be said of it."""

    page: str
    title: str
    done: bool
    text: str


def analysis_steps(cycle: Cycle, analysis: Analysis | None, sets: Sequence[FigureSet]) -> list[Step]:
    """The parts of the analysis in the order of the work (S001 step 2).

    in: the analysis of this round and its live sets of figures, which the page has read already.
    """
    number = _numbers(cycle)
    return [
        _sketch(analysis), _figures(sets), _survey(cycle), _rounds(number["day"], number["dark"]), _topics(cycle),
        _priorities(number["chosen"]), _adoption(analysis),
    ]  # fmt: skip


def _numbers(cycle: Cycle) -> dict[str, int]:
    """How many rounds by day, rounds in the dark and focus areas, in one query."""
    return Cycle.objects.filter(pk=cycle.pk).aggregate(
        day=Count("rounds", filter=Q(rounds__light=Light.DAY), distinct=True),
        dark=Count("rounds", filter=Q(rounds__light=Light.DARK), distinct=True),
        chosen=Count("priorities", distinct=True),
    )


def _sketch(analysis: Analysis | None) -> Step:
    done = bool(analysis and analysis.sketch)
    text = _("Written") if done else _("What kind of area is it, where does it end, who is there?")
    return Step("sketch", _("Sketch of the area"), done, text)


def _figures(sets: Sequence[FigureSet]) -> Step:
    sources = sorted({str(one.get_source_display()) for one in sets})
    text = "; ".join(sources) or _("No figures yet. Start with those of the police.")
    return Step("figures", _("Figures of the sources"), bool(sets), text)


def _survey(cycle: Cycle) -> Step:
    last = Survey.objects.filter(cycle=cycle).order_by("-closed_on", "-pk").first()
    if last is None:
        return Step("surveys", _("Survey"), done=False, text=_("No survey has been recorded yet."))
    return Step("surveys", _("Survey"), done=True, text=f"{last.get_audience_display()}: {rate_of(last)}")


def _rounds(day: int, dark: int) -> Step:
    text = _("%(day)s by day, %(dark)s in the dark") % {"day": day, "dark": dark}
    return Step("rounds", _("Inspection rounds"), bool(day and dark), text)


def _topics(cycle: Cycle) -> Step:
    lines = topic_lines(cycle)
    answered = sum(line.answer is not None for line in lines)
    text = _("%(answered)s of %(all)s answered") % {"answered": answered, "all": len(lines)}
    return Step("topics", _("Topics"), bool(lines) and not unanswered(lines), text)


def _priorities(chosen: int) -> Step:
    text = ngettext("%(number)s chosen", "%(number)s chosen", chosen) % {"number": chosen}
    return Step("priorities", _("Focus areas"), bool(chosen), text)


def _adoption(analysis: Analysis | None) -> Step:
    adopted_on: date | None = analysis.adopted_on if analysis else None
    text = _("Adopted on %(day)s") % {"day": date_format(adopted_on, "j F Y")} if adopted_on else _("Not adopted yet")
    return Step("adoption", _("Adoption"), bool(adopted_on), text)
