"""How far a plan is: which of the scheme's elements have their text, or the records that answer them (F42).

Which kinds are computed: ``period`` from the plan's dates, ``objectives`` and ``measures`` from their rows, ``leader``
from a valid membership; ``text`` is a ``PlanElement`` row, which exists only while it holds words. The gates of a
scheme ask the same of the database, so both must change together.
"""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.domain.plan_contents import PlanContents
from actionplans.models import Plan
from actionplans.rules import why_not_period
from partnerships.periods import whole_months
from partnerships.scheme import PlanElement as ElementDef
from partnerships.scheme import Scheme


@dataclass(frozen=True)
class ElementState:
    """One element: what the scheme asks, whether it is there, and a sentence on how or on what is missing."""

    element: ElementDef
    done: bool
    how: str
    text: str = ""

    @property
    def computed(self) -> bool:
        return self.element.answered_by != "text"


def element_states(contents: PlanContents) -> list[ElementState]:
    """The state of every element the scheme asks of this plan, in the order of the scheme."""
    cycle = contents.plan.cycle
    return [_state(element, contents) for element in cycle.scheme.plan.elements_for(renewal=cycle.number > 1)]


def _state(element: ElementDef, contents: PlanContents) -> ElementState:
    if element.answered_by != "text":
        return ElementState(element, *_answer(element.answered_by, contents))
    text = contents.texts.get(element.id, "").strip()
    return ElementState(element, bool(text), _("Written.") if text else _("Not written yet."), text)


def _answer(kind: str, contents: PlanContents) -> tuple[bool, str]:
    if kind == "period":
        return _period(contents.plan, contents.plan.cycle.scheme)
    if kind == "objectives":
        return _objectives(contents, contents.plan.cycle.scheme)
    return _measures(contents) if kind == "measures" else _leader(contents)


def _period(plan: Plan, scheme: Scheme) -> tuple[bool, str]:
    if reason := why_not_period(plan.starts_on, plan.ends_on, months=scheme.plan.months):
        return False, reason
    months = whole_months(plan.starts_on, plan.ends_on)
    return True, _("%(first)s to %(last)s, %(months)s months.") % {
        "first": date_format(plan.starts_on), "last": date_format(plan.last_day), "months": months,
    }  # fmt: skip


def _objectives(contents: PlanContents, scheme: Scheme) -> tuple[bool, str]:
    """There are objectives. Which focus areas (or themes, where the scheme says so) have none is told, not required."""
    objectives = contents.objectives
    if not objectives:
        return False, _("There are no objectives yet.")
    if scheme.plan.needs_objective_on == "themes":
        theme_of = {topic.id: topic.theme for topic in scheme.topics}
        themes = {theme_of.get(objective.priority.topic_id) for objective in objectives}
        bare = [str(theme.name) for theme in scheme.themes if theme.id not in themes]
    else:
        covered = {objective.priority_id for objective in objectives}
        bare = [str(priority) for priority in contents.priorities if priority.pk not in covered]
    number = ngettext("%(n)s objective.", "%(n)s objectives.", len(objectives)) % {"n": len(objectives)}
    remark = _("No objective yet for: %(names)s.") % {"names": ", ".join(bare)} if bare else ""
    return True, f"{number} {remark}".strip()


def _measures(contents: PlanContents) -> tuple[bool, str]:
    """There are measures that were not dropped. Which objectives have none is told, not required."""
    kept = [measure for measure in contents.measures if measure.dropped_on is None]
    if not kept:
        return False, _("There are no measures yet.")
    covered = {measure.objective_id for measure in kept}
    bare = [str(objective) for objective in contents.objectives if objective.pk not in covered]
    words = ngettext("%(n)s measure.", "%(n)s measures.", len(kept)) % {"n": len(kept)}
    remark = _("No measure yet for: %(names)s.") % {"names": ", ".join(bare)} if bare else ""
    return True, f"{words} {remark}".strip()


def _leader(contents: PlanContents) -> tuple[bool, str]:
    names = ", ".join(str(leader) for leader in contents.leaders)
    return (True, _("Appointed: %(names)s.") % {"names": names}) if names else (False, _("Nobody is appointed yet."))
