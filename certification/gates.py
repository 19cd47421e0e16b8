"""Gates: conditions of the scheme before an act, each with what is needed, what is there, and a waiver if one was given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certification.evidence import FACTS, Answers, ask_one
from partnerships.models import Cycle, Waiver
from partnerships.scheme import AllOf, FactIs, Gate


@dataclass(frozen=True)
class GateState:
    """One gate as it stands for one cycle."""

    gate: Gate
    met: bool
    needed: str
    now: str
    value: float | None  # for a meter: only counts and rates
    bound: float | None
    waiver: Waiver | None = None

    @property
    def passed(self) -> bool:
        """Met by the facts, or set aside with a reason."""
        return self.met or self.waiver is not None

    @property
    def blocks(self) -> bool:
        return self.gate.blocks is not None and not self.gate.optional


def shown(asked: FactIs, value: Any) -> str:
    """A fact's value in words: "32 %", "4", "yes", "nothing to measure yet"."""
    kind = FACTS[asked.name].kind
    if kind == "yes":
        return _("yes") if value else _("no")
    if value is None:
        return _("nothing to measure yet")
    return f"{number_format(value * 100, 0)} %" if kind == "rate" else number_format(value, 0)


def wanted(asked: FactIs) -> str:
    """A fact's bound in words: "30 %", "at most 0", "yes"."""
    kind = FACTS[asked.name].kind
    if kind == "yes":
        return _("yes")
    if asked.at_most is not None:
        return _("at most %(number)s") % {"number": shown(asked, asked.at_most)}
    return shown(asked, 1 if asked.at_least is None else asked.at_least)


def state_of(gate: Gate, answers: Answers, waiver: Waiver | None = None) -> GateState:
    """How one gate stands, given the answers."""
    condition = gate.condition
    met = answers.meets(condition)
    if isinstance(condition, FactIs):
        value = answers.value(condition)
        measured = FACTS[condition.name].kind != "yes" and condition.at_least is not None
        number = float(value) if measured and value is not None else None
        return GateState(gate, met, wanted(condition), shown(condition, value), number, condition.at_least, waiver)
    reached = sum(answers.meets(part) for part in condition.parts)
    total = len(condition.parts)
    needed = (
        _("all %(total)s") % {"total": total}
        if isinstance(condition, AllOf)
        else _("one of %(total)s") % {"total": total}
    )
    now = _("%(n)s of %(total)s") % {"n": reached, "total": total}
    return GateState(gate, met, needed, now, None, None, waiver)


def waivers_of(cycle: Cycle) -> Mapping[str, Waiver]:
    return {waiver.gate_id: waiver for waiver in Waiver.objects.filter(cycle=cycle).select_related("granted_by")}


def gate_states(cycle: Cycle, *, on: date, only: Iterable[Gate] | None = None) -> list[GateState]:
    """Every gate of the cycle's scheme (or ``only`` some) as it stands on the day: two queries."""
    answers = ask_one(cycle, on=on)
    waivers = waivers_of(cycle)
    return [state_of(gate, answers, waivers.get(gate.id)) for gate in (cycle.scheme.gates if only is None else only)]


def gates_before(cycle: Cycle, act: str, *, on: date) -> list[GateState]:
    """The gates that stand before an act, as they stand on the day."""
    return gate_states(cycle, on=on, only=cycle.scheme.gates_blocking(act))


def unmet(states: Sequence[GateState]) -> list[str]:
    """The names of the gates that hold the act back."""
    return [str(state.gate.name) for state in states if state.blocks and not state.passed]
