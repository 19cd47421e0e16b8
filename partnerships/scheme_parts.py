"""The small parts a scheme is made of. All frozen: a scheme is a definition, never a state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from django.utils.translation import get_language


@dataclass(frozen=True)
class Label:
    """A text in every language of the screens; `str()` picks by the active language. An empty label is false."""

    nl: str
    en: str
    nl_be: str | None = None

    def __str__(self) -> str:
        language = (get_language() or "nl").lower()
        if language.startswith("en"):
            return self.en
        if language == "nl-be" and self.nl_be:
            return self.nl_be
        return self.nl

    def __bool__(self) -> bool:
        return bool(self.nl)


NO_LABEL = Label("", "")


@dataclass(frozen=True)
class FactIs:
    """One fact of certification/evidence.py, with its parameters and, for counts and rates, its bounds (inclusive)."""

    name: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    at_least: float | None = None
    at_most: float | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Condition", ...]


Condition: TypeAlias = FactIs | AllOf | AnyOf


def facts_in(condition: Condition | None) -> Iterator[FactIs]:
    """Every fact in a condition, from left to right; nothing for no condition."""
    if isinstance(condition, FactIs):
        yield condition
    elif condition is not None:
        for part in condition.parts:
            yield from facts_in(part)


@dataclass(frozen=True)
class Duration:
    """Months and weeks after the start of the phase, or of the cycle when `since` says so."""

    months: int = 0
    weeks: int = 0
    since: Literal["phase", "cycle"] = "phase"


@dataclass(frozen=True)
class IntakeQuestion:
    """A question that must be answered with yes before a partnership starts; `advice` is what we say to a no."""

    id: str
    name: Label
    advice: Label
    evidence: tuple[str, ...] = ()  # kinds of proof that count: objective, subjective


@dataclass(frozen=True)
class PartyNeed:
    kind: str
    name: Label
    settled: bool = True


@dataclass(frozen=True)
class RoleNeed:
    """A role, who supplies it, and for how many months (None: as long as the partnership lasts)."""

    role: str
    name: Label
    required: bool = False
    supplied_by: tuple[str, ...] = ()  # party kinds; another side in this role gives a warning
    discouraged: tuple[str, ...] = ()  # party kinds; they may, but we say why it is not the best choice
    months: int | None = None


@dataclass(frozen=True)
class Named:
    """Something with an id and a name: theme, pillar, source, requirement, part of a document."""

    id: str
    name: Label


@dataclass(frozen=True)
class Theme(Named):
    pass


@dataclass(frozen=True)
class Pillar(Named):
    pass


@dataclass(frozen=True)
class SourceDef(Named):
    pass


@dataclass(frozen=True)
class DocumentPart(Named):
    pass


@dataclass(frozen=True)
class AdviserDef:
    """Which kind of party advises, and which tasks are its services. After the ending it comes on request only."""

    party: str
    services: tuple[str, ...]  # ids of tasks


@dataclass(frozen=True)
class Topic(Named):
    hint: Label = NO_LABEL
    required: bool = False
    theme: str | None = None


@dataclass(frozen=True)
class DocumentDef(Named):
    """A document the process yields. The words of an agreement: its own `text` in plain blocks, or a `template`."""

    kind: str = "other"
    required: bool = True
    signed_by: Literal["all"] | tuple[str, ...] = ()
    witnesses: bool = False
    text: Label | None = None
    template: str = ""  # id in agreement_templates/, see docs/templates.md
    signed_when: str = "anytime"  # at which stage a covenant is proposed; a round may choose another
    parts: tuple[DocumentPart, ...] = ()

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_by)


@dataclass(frozen=True)
class PlanElement(Named):
    """One thing a plan must say. `under` names the element whose heading it shares in the source."""

    hint: Label = NO_LABEL
    answered_by: str = "text"
    under: str | None = None


@dataclass(frozen=True)
class PlanDef:
    """What a plan must hold: its least length, what objectives hang on (priorities, themes) and measures' calendar."""

    name: Label
    months: int
    elements: tuple[PlanElement, ...]
    renewal_elements: tuple[PlanElement, ...] = ()
    needs_objective_on: str | None = None  # priorities or themes
    calendar: str = "deadline"  # deadline or quarter

    def elements_for(self, *, renewal: bool) -> tuple[PlanElement, ...]:
        """The elements of a first plan, or of a new plan after a cycle when the scheme has its own for that."""
        return self.renewal_elements if renewal and self.renewal_elements else self.elements


@dataclass(frozen=True)
class SurveyDef:
    name: Label
    audiences: tuple[str, ...]


@dataclass(frozen=True)
class Rhythm(Named):
    """How often people meet in these phases: `minimum` to `maximum` meetings of a kind in every `per_months` months.

    `after_months` moves the first window; with `once` there is only that one window.
    """

    phases: tuple[str, ...] = ()
    meeting: str = "working_group"
    per_months: int = 12
    minimum: int = 1
    maximum: int | None = None
    after_months: int = 0
    once: bool = False
    settled: bool = True


@dataclass(frozen=True)
class Gate(Named):
    """A condition before an act. It blocks that act, or it only warns (in `phases`; empty: in every phase)."""

    condition: Condition
    blocks: str | None = None
    warns: bool = False
    optional: bool = False
    settled: bool = True
    source: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task(Named):
    hint: Label = NO_LABEL
    by: str = "project_leader"
    party: str | None = None  # the kind of party that does it, when the source names one
    yields: str | None = None
    due: Duration | None = None
    done_when: Condition | None = None  # None: ticked by hand
    optional: bool = False
    page: str | None = None
    remind: tuple[int, ...] = ()  # days before it is due
    may_start_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phase(Named):
    """`exit` names the gates to be met on leaving; one that blocks another act than leaving is shown as a warning."""

    summary: Label = NO_LABEL
    stage: str = "form"
    tasks: tuple[Task, ...] = ()
    exit: tuple[str, ...] = ()
    months: int = 1
    may_start_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Requirement(Named):
    """What is judged at the end, from one cycle to another (both counted; no end: every later cycle)."""

    from_cycle: int = 1
    to_cycle: int | None = None


@dataclass(frozen=True)
class Level(Named):
    """What a certificate is called in these cycles and on these kinds of area (empty: on all)."""

    from_cycle: int = 1
    to_cycle: int | None = None
    stars: int | None = None
    area_kinds: tuple[str, ...] = ()

    def fits(self, cycle_number: int, area_kind: str) -> bool:
        in_time = self.from_cycle <= cycle_number and (self.to_cycle is None or cycle_number <= self.to_cycle)
        return in_time and (not self.area_kinds or area_kind in self.area_kinds)


@dataclass(frozen=True)
class Ending:
    kind: str  # certificate, recognition or operational_start
    document: str | None = None
    valid_for: int | None = None  # months
    levels: tuple[Level, ...] = ()
    requirements: tuple[Requirement, ...] = ()

    def requirements_for(self, cycle_number: int) -> tuple[Requirement, ...]:
        """What is judged in this cycle, counted from 1."""
        return tuple(
            one
            for one in self.requirements
            if one.from_cycle <= cycle_number and (one.to_cycle is None or cycle_number <= one.to_cycle)
        )


@dataclass(frozen=True)
class RenewalStep(Named):
    months_before: int = 0


@dataclass(frozen=True)
class Renewal:
    """When the next round starts, counted back in months from the last day of validity."""

    starts_months: int
    latest_months: int
    steps: tuple[RenewalStep, ...] = ()
    settled: bool = True
