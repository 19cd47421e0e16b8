"""How far a cycle is: phases, tasks with their dates, and what holds them back. Everything here is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import QuerySet

from certification.evidence import Answers, ask_all, ask_one
from certification.gates import GateState, state_of, waivers_of
from partnerships.models import Cycle, Task, Waiver
from partnerships.periods import add_months
from partnerships.scheme import FactIs, Label, Phase, Scheme
from partnerships.scheme import Task as TaskDef

# What says that a round reached the end of its scheme.
ENDS = {
    "certificate": "certificate.issued", "recognition": "recognition.signed_by_all", "operational_start": "operations.started"
}  # fmt: skip
State = Literal["done", "now", "later"]


@dataclass(frozen=True)
class TaskState:
    """One task of the scheme in one cycle."""

    definition: TaskDef
    row: Task | None
    done: bool
    due_on: date | None
    role_name: Label  # who does it when no party was named

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def by_hand(self) -> bool:
        """Ticked by a person: no fact of the vocabulary says whether it is done."""
        return self.definition.done_when is None

    @property
    def skipped(self) -> bool:
        return self.definition.optional and self.row is not None and bool(self.row.skipped_reason)

    @property
    def open(self) -> bool:
        return not self.done and not self.skipped

    @property
    def done_on(self) -> date | None:
        """The day it was ticked; for a task that facts decide the facts have their own dates."""
        return self.row.done_on if self.row is not None and self.by_hand else None

    def is_late_on(self, day: date) -> bool:
        return self.open and self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class PhaseState:
    definition: Phase
    number: int
    state: State
    tasks: tuple[TaskState, ...]
    gates: tuple[GateState, ...]
    starts_on: date
    ends_on: date

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def done_count(self) -> int:
        return sum(not task.open for task in self.tasks)

    @property
    def is_left(self) -> bool:
        """The scheme's conditions for leaving are met; where it sets none, every task that counts is done.

        What people forgot to tick stays on the list as late, but does not hold back a round that has moved on.
        """
        if any(gate.gate.blocks == "leave_phase" for gate in self.gates):
            return not self.blocked_by
        return not any(task.open and not task.definition.optional for task in self.tasks)

    @property
    def blocked_by(self) -> list[GateState]:
        """The gates that keep this phase from being left."""
        return [
            gate
            for gate in self.gates
            if gate.gate.blocks == "leave_phase" and not gate.gate.optional and not gate.passed
        ]


@dataclass(frozen=True)
class Progress:
    cycle: Cycle
    scheme: Scheme
    phases: tuple[PhaseState, ...]
    answers: Answers

    @property
    def tasks(self) -> list[TaskState]:
        return [task for phase in self.phases for task in phase.tasks]

    @property
    def current(self) -> PhaseState | None:
        """The first phase that is not done; None when all are."""
        return next((phase for phase in self.phases if phase.state == "now"), None)

    def task(self, task_id: str) -> TaskState:
        """Raises ``KeyError`` when the scheme has no such task."""
        return {task.id: task for task in self.tasks}[task_id]


def phase_calendar(scheme: Scheme, started_on: date) -> list[tuple[date, date]]:
    """When each phase is planned, one after the other, from the scheme's default durations (F03)."""
    starts, day = [], started_on
    for phase in scheme.phases:
        starts.append((day, add_months(day, phase.months)))
        day = starts[-1][1]
    return starts


def due_date(definition: TaskDef, *, phase_start: date, cycle_start: date) -> date | None:
    """The scheme's own date for a task, None when it gives none."""
    if definition.due is None:
        return None
    start = cycle_start if definition.due.since == "cycle" else phase_start
    return add_months(start, definition.due.months) + timedelta(weeks=definition.due.weeks)


def build(cycle: Cycle, answers: Answers, rows: Mapping[str, Task], waivers: Mapping[str, Waiver]) -> Progress:
    """Put one cycle's progress together from what the queries brought."""
    scheme = cycle.scheme
    phases: list[PhaseState] = []
    passed = _phase_of_the_end(
        scheme, answers
    )  # a round that reached its end is past this phase, whatever is left open
    reached = False  # the first phase that is not done has been seen
    for number, (phase, period) in enumerate(
        zip(scheme.phases, phase_calendar(scheme, cycle.started_on), strict=True), 1
    ):
        tasks = tuple(_task_state(cycle, one, rows.get(one.id), answers, period[0]) for one in phase.tasks)
        gates = tuple(state_of(gate, answers, waivers.get(gate.id)) for gate in scheme.exit_gates(phase.id))
        trial = PhaseState(phase, number, "now", tasks, gates, *period)
        done = trial.is_left or number <= passed
        state: State = "later" if reached else "done" if done else "now"
        reached = reached or not done
        phases.append(PhaseState(phase, number, state, tasks, gates, *period))
    return Progress(cycle, scheme, tuple(phases), answers)


def _phase_of_the_end(scheme: Scheme, answers: Answers) -> int:
    """The number of the phase in which the certificate or recognition was given; 0 while it was not."""
    for number, phase in enumerate(scheme.phases, 1):
        ends = [one.done_when for one in phase.tasks if isinstance(one.done_when, FactIs)]
        if any(one.name == ENDS[scheme.ending.kind] and answers.meets(one) for one in ends):
            return number
    return 0


def _task_state(cycle: Cycle, definition: TaskDef, row: Task | None, answers: Answers, phase_start: date) -> TaskState:
    by_hand = row is not None and row.done_on is not None
    done = by_hand if definition.done_when is None else answers.meets(definition.done_when)
    own = row.due_on if row is not None else None
    due = own or due_date(definition, phase_start=phase_start, cycle_start=cycle.started_on)
    return TaskState(definition, row, done, due, cycle.scheme.role_name(definition.by))


def progress_of(cycle: Cycle, *, on: date) -> Progress:
    """One cycle's progress on a day: three queries."""
    rows = {
        row.task_id: row
        for row in Task.objects.filter(cycle=cycle).select_related("owner__organisation", "evidence", "done_by")
    }
    return build(cycle, ask_one(cycle, on=on), rows, waivers_of(cycle))


def progress_of_many(cycles: QuerySet[Cycle], scheme: Scheme, *, on: date) -> list[Progress]:
    """The progress of many cycles on one scheme, by the same definitions: four queries, however many cycles."""
    answers = ask_all(cycles, scheme, on=on)
    rows: dict[int, dict[str, Task]] = {}
    for row in Task.objects.filter(cycle__in=cycles).select_related("owner"):
        rows.setdefault(row.cycle_id, {})[row.task_id] = row
    waivers: dict[int, dict[str, Waiver]] = {}
    for waiver in Waiver.objects.filter(cycle__in=cycles):
        waivers.setdefault(waiver.cycle_id, {})[waiver.gate_id] = waiver
    return [build(c, answers[c.pk], rows.get(c.pk, {}), waivers.get(c.pk, {})) for c in cycles if c.pk in answers]
