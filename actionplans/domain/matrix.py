"""The measures of a plan as people read them: counts on top, what can be filtered on, and rows with words (F51)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.charts.quarters import Quarter, QuarterStrip, quarter_strip, quarters_between
from actionplans.enums import BudgetDecision, MeasureState
from actionplans.models import Measure, Plan
from actionplans.models.measure import WAITING
from actionplans.rules import quarter_of

Choice = tuple[str, str]
MARKS = {
    MeasureState.DONE: "done",
    MeasureState.DROPPED: "done",
    MeasureState.LATE: "late",
    MeasureState.RUNNING: "now",
    MeasureState.PLANNED: "later",
}
MONEY_MARKS = {
    BudgetDecision.GRANTED: "done",
    BudgetDecision.UNDECIDED: "soon",
    BudgetDecision.REQUESTED: "soon",
    BudgetDecision.REFUSED: "late",
}


@dataclass
class Overview:
    """Counts over the whole plan, whatever the filter, and the values it holds to filter on. One query."""

    listed: int = 0  # dropped ones too
    total: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    undecided: int = 0
    parties: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    quarters: set[Quarter] = field(default_factory=set)


@dataclass(frozen=True)
class MeasureRow:
    """One measure with its words. ``mark`` and ``money_mark`` name the sign beside the word ("" is none)."""

    measure: Measure
    state: MeasureState
    words: str
    mark: str
    quarters: str
    strip: QuarterStrip
    money_words: str
    money_mark: str


@dataclass(frozen=True)
class Group:
    """The rows of one focus area with its objectives; without a name when the list is sorted otherwise."""

    name: str
    objectives: tuple[str, ...]
    rows: tuple[MeasureRow, ...]


def overview_of(plan: Plan, *, on: date) -> Overview:
    """Counts and filter values. Dropped measures count in none of the figures but stay in the list."""
    found = Overview()
    rows = Measure.objects.filter(plan=plan).with_state(on=on).order_by("objective__priority__rank", "deadline")
    columns = (
        "state", "decision", "deadline", "owner_partner", "owner_partner__organisation__name", "owner_contact",
        "owner_contact__name", "objective__priority", "objective__priority__title",
    )  # fmt: skip
    for state, decision, deadline, partner, party, contact, person, priority, area in rows.values_list(*columns):
        found.areas.setdefault(str(priority), area)
        if partner:
            found.parties.setdefault(str(partner), party)
        if contact:
            found.people.setdefault(str(contact), person)
        if deadline:
            found.quarters.add(quarter_of(deadline))
        _count(found, state, decision)
    return found


def rows_of(measures: Iterable[Measure], plan: Plan, *, on: date) -> list[MeasureRow]:
    """Rows for the measures of a plan. Measures come from ``for_matrix()``: nothing more is asked of the database."""
    quarters = quarters_between(plan.starts_on, plan.ends_on)
    return [row_of(measure, quarters, on=on) for measure in measures]


def row_of(measure: Measure, quarters: Sequence[Quarter], *, on: date) -> MeasureRow:
    state = measure.state_on(on)
    return MeasureRow(
        measure,
        state,
        state_words(measure, on=on),
        MARKS[state],
        quarter_words(measure.starts_on, measure.deadline),
        quarter_strip(quarters, starts_on=measure.starts_on, deadline=measure.deadline, state=state),
        money_words(measure, on=on),
        money_mark(measure),
    )


def grouped(rows: Iterable[MeasureRow]) -> list[Group]:
    """Rows by focus area, in the order they come."""
    groups = []
    for priority, group in groupby(rows, key=lambda row: row.measure.objective.priority):
        own = tuple(group)
        objectives = dict.fromkeys(str(row.measure.objective) for row in own)
        groups.append(Group(str(priority), tuple(objectives), own))
    return groups


def state_words(measure: Measure, *, on: date) -> str:
    """ "10 days late" rather than "late": the words carry the meaning."""
    state = measure.state_on(on)
    if state == MeasureState.LATE and measure.deadline:
        days = (on - measure.deadline).days
        return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if state == MeasureState.PLANNED and measure.starts_on:
        return _("Starts on %(day)s") % {"day": date_format(measure.starts_on, "j F")}
    return str(state.label)


def money_words(measure: Measure, *, on: date) -> str:
    """Where the decision stands, and for how long it has been open (F48)."""
    words = str(BudgetDecision(measure.decision).label)
    if not measure.waits_for_money or measure.added_on is None:
        return words
    days = (on - measure.added_on).days
    if days < 1:
        return words
    open_for = ngettext("open for %(n)s day", "open for %(n)s days", days) % {"n": days}
    return f"{words}, {open_for}"


def money_mark(measure: Measure) -> str:
    """The sign beside the decision; money that does not matter any more asks for nobody's attention."""
    if measure.is_open or measure.decision == BudgetDecision.GRANTED:
        return MONEY_MARKS.get(BudgetDecision(measure.decision), "")
    return ""


def quarter_name(quarter: Quarter) -> str:
    return _("Q%(quarter)s %(year)s") % {"quarter": quarter[1], "year": quarter[0]}


def quarter_words(starts_on: date | None, deadline: date | None) -> str:
    """ "Q1 2026", or "Q1 2026 – Q3 2026" when it takes longer."""
    if deadline is None:
        return ""
    last = quarter_name(quarter_of(deadline))
    first = quarter_name(quarter_of(starts_on)) if starts_on else last
    return last if first == last else f"{first} – {last}"


def _count(found: Overview, state: str, decision: str) -> None:
    found.listed += 1
    if state == MeasureState.DROPPED:
        return
    found.total += 1
    found.done += state == MeasureState.DONE
    found.late += state == MeasureState.LATE
    found.on_time += state in (MeasureState.RUNNING, MeasureState.PLANNED)
    found.undecided += state != MeasureState.DONE and decision in WAITING
