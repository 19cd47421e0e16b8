"""A scheme: one version of a process (phases, tasks, documents, gates), as read from its file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from partnerships.scheme_names import PARTY_NAMES, ROLE_NAMES
from partnerships.scheme_parts import (
    AdviserDef,
    AllOf,
    AnyOf,
    Condition,
    DocumentDef,
    Duration,
    Ending,
    FactIs,
    Gate,
    IntakeQuestion,
    Label,
    Level,
    PartyNeed,
    Phase,
    Pillar,
    PlanDef,
    PlanElement,
    Renewal,
    RenewalStep,
    Requirement,
    Rhythm,
    RoleNeed,
    SourceDef,
    SurveyDef,
    Task,
    Theme,
    Topic,
    facts_in,
)

Part = TypeVar("Part", Task, Phase, Topic, DocumentDef, Gate)

__all__ = [
    "AdviserDef",
    "AllOf",
    "AnyOf",
    "Condition",
    "DocumentDef",
    "Duration",
    "Ending",
    "FactIs",
    "Gate",
    "IntakeQuestion",
    "Label",
    "Level",
    "PartyNeed",
    "Phase",
    "Pillar",
    "PlanDef",
    "PlanElement",
    "Renewal",
    "RenewalStep",
    "Requirement",
    "Rhythm",
    "RoleNeed",
    "Scheme",
    "SourceDef",
    "SurveyDef",
    "Task",
    "Theme",
    "Topic",
    "facts_in",
]


@dataclass(frozen=True)
class Scheme:
    """One version of a process. `checksum` covers its rules, not its words: a better label is not a new version."""

    urn: str
    version: str
    name: Label
    summary: Label
    country: str
    area_kinds: tuple[str, ...]
    intake: tuple[IntakeQuestion, ...]
    required_parties: tuple[PartyNeed, ...]
    expected_parties: tuple[PartyNeed, ...]
    other_parties: tuple[PartyNeed, ...]
    roles: tuple[RoleNeed, ...]
    adviser: AdviserDef | None
    sources: tuple[SourceDef, ...]
    pillars: tuple[Pillar, ...]
    themes: tuple[Theme, ...]
    topics: tuple[Topic, ...]
    documents: tuple[DocumentDef, ...]
    plan: PlanDef
    survey: SurveyDef | None
    rounds: tuple[str, ...]
    rhythms: tuple[Rhythm, ...]
    gates: tuple[Gate, ...]
    phases: tuple[Phase, ...]
    ending: Ending
    renewal: Renewal | None
    recalibration_months: int | None
    checksum: str
    path: Path

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every task, in the order of the phases."""
        return tuple(task for phase in self.phases for task in phase.tasks)

    @property
    def parties(self) -> tuple[PartyNeed, ...]:
        """Every kind of party the scheme names: required, expected and possible."""
        return self.required_parties + self.expected_parties + self.other_parties

    @property
    def services(self) -> tuple[Task, ...]:
        """The tasks that are services of the adviser, in its order; none without an adviser."""
        return tuple(self.task(task_id) for task_id in self.adviser.services) if self.adviser else ()

    def task(self, task_id: str) -> Task:
        """The task with this id. KeyError when the scheme has none."""
        return _by_id(self.tasks, task_id)

    def phase(self, phase_id: str) -> Phase:
        """The phase with this id. KeyError when the scheme has none."""
        return _by_id(self.phases, phase_id)

    def phase_of(self, task_id: str) -> Phase:
        """The phase a task stands in. KeyError when the scheme has no such task."""
        for phase in self.phases:
            if any(task.id == task_id for task in phase.tasks):
                return phase
        raise KeyError(task_id)

    def next_phase(self, phase_id: str) -> Phase | None:
        """The phase after this one; None after the last."""
        place = self.phases.index(self.phase(phase_id)) + 1
        return self.phases[place] if place < len(self.phases) else None

    def topic(self, topic_id: str) -> Topic:
        """The topic with this id. KeyError when the scheme has none."""
        return _by_id(self.topics, topic_id)

    def document(self, document_id: str) -> DocumentDef:
        """The document with this id. KeyError when the scheme has none."""
        return _by_id(self.documents, document_id)

    def gate(self, gate_id: str) -> Gate:
        """The gate with this id. KeyError when the scheme has none."""
        return _by_id(self.gates, gate_id)

    def documents_of_kind(self, kind: str) -> tuple[DocumentDef, ...]:
        return tuple(document for document in self.documents if document.kind == kind)

    def gates_blocking(self, act: str) -> tuple[Gate, ...]:
        """The gates that stand before an act, in the order of the file."""
        return tuple(gate for gate in self.gates if gate.blocks == act)

    def exit_gates(self, phase_id: str) -> tuple[Gate, ...]:
        """The gates to be met when leaving a phase; only those with `blocks: leave_phase` hold it back."""
        return tuple(self.gate(gate_id) for gate_id in self.phase(phase_id).exit)

    def warnings_in(self, phase_id: str) -> tuple[Gate, ...]:
        """The gates that only warn and are looked at in this phase."""
        return tuple(gate for gate in self.gates if gate.warns and (not gate.phases or phase_id in gate.phases))

    def rhythms_in(self, phase_id: str) -> tuple[Rhythm, ...]:
        return tuple(rhythm for rhythm in self.rhythms if phase_id in rhythm.phases)

    def facts(self) -> Iterator[FactIs]:
        """Every fact the file refers to, in gates and in tasks, with the line it stands on."""
        for gate in self.gates:
            yield from facts_in(gate.condition)
        for task in self.tasks:
            yield from facts_in(task.done_when)

    def party_name(self, kind: str) -> Label:
        """What this scheme calls a kind of party; the general name when it does not name it."""
        return next((party.name for party in self.parties if party.kind == kind), PARTY_NAMES[kind])

    def role_name(self, role: str) -> Label:
        """What this scheme calls a role; the general name when it does not name it."""
        return next((need.name for need in self.roles if need.role == role), ROLE_NAMES[role])

    def level_for(self, cycle_number: int, area_kind: str) -> Level | None:
        """The level of a certificate in this cycle (counted from 1) on this kind of area; None without levels."""
        return next((level for level in self.ending.levels if level.fits(cycle_number, area_kind)), None)


def _by_id(parts: tuple[Part, ...], wanted: str) -> Part:
    for part in parts:
        if part.id == wanted:
            return part
    raise KeyError(wanted)
