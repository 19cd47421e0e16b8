"""How far a plan is: which of the scheme's elements have their text, or the records that answer them (F42).

Which kinds are computed: ``period`` from the plan's dates, ``objectives`` and ``measures`` from their rows, ``leader``
from a valid membership; ``text`` is a ``PlanElement`` row, which exists only while it holds words. The gates of a
scheme ask the same of the database, so both must change together.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.models import Measure, Objective, Plan
from actionplans.rules import why_not_period
from assessments.models import Priority
from partnerships.enums import Role
from partnerships.models import Membership
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


def element_states(plan: Plan, scheme: Scheme, *, on: date) -> list[ElementState]:
    """The state of every element the scheme asks of this plan, in the order of the scheme."""
    texts: dict[str, str] = dict(plan.elements.values_list("element_id", "text"))
    asked = scheme.plan.elements_for(renewal=plan.cycle.number > 1)
    answers = {
        kind: _answer(kind, plan, scheme, on) for kind in {element.answered_by for element in asked} if kind != "text"
    }
    states = []
    for element in asked:
        if element.answered_by == "text":
            text = texts.get(element.id, "").strip()
            how = _("Written.") if text else _("Not written yet.")
            states.append(ElementState(element, bool(text), how, text))
        else:
            states.append(ElementState(element, *answers[element.answered_by]))
    return states


def _answer(kind: str, plan: Plan, scheme: Scheme, on: date) -> tuple[bool, str]:
    if kind == "period":
        return _period(plan, scheme)
    if kind == "objectives":
        return _objectives(plan, scheme)
    return _measures(plan) if kind == "measures" else _leader(plan, on)


def _period(plan: Plan, scheme: Scheme) -> tuple[bool, str]:
    if reason := why_not_period(plan.starts_on, plan.ends_on, months=scheme.plan.months):
        return False, reason
    months = whole_months(plan.starts_on, plan.ends_on)
    return True, _("%(first)s to %(last)s, %(months)s months.") % {
        "first": date_format(plan.starts_on), "last": date_format(plan.last_day), "months": months,
    }  # fmt: skip


def _objectives(plan: Plan, scheme: Scheme) -> tuple[bool, str]:
    """There are objectives. Which focus areas (or themes, where the scheme says so) have none is told, not required."""
    objectives = list(Objective.objects.filter(plan=plan).select_related("priority"))
    if not objectives:
        return False, _("There are no objectives yet.")
    if scheme.plan.needs_objective_on == "themes":
        theme_of = {topic.id: topic.theme for topic in scheme.topics}
        covered = {theme_of.get(objective.priority.topic_id) for objective in objectives}
        bare = [str(theme.name) for theme in scheme.themes if theme.id not in covered]
    else:
        has_one = Exists(Objective.objects.filter(plan=plan, priority=OuterRef("pk")))
        bare = [str(priority) for priority in Priority.objects.filter(~has_one, cycle_id=plan.cycle_id)]
    number = ngettext("%(n)s objective.", "%(n)s objectives.", len(objectives)) % {"n": len(objectives)}
    remark = _("No objective yet for: %(names)s.") % {"names": ", ".join(bare)} if bare else ""
    return True, f"{number} {remark}".strip()


def _measures(plan: Plan) -> tuple[bool, str]:
    """There are measures that were not dropped. Which objectives have none is told, not required."""
    number = Measure.objects.filter(plan=plan, dropped_on__isnull=True).count()
    if not number:
        return False, _("There are no measures yet.")
    has_one = Exists(Measure.objects.filter(objective=OuterRef("pk"), dropped_on__isnull=True))
    bare = [str(objective) for objective in Objective.objects.filter(~has_one, plan=plan)]
    words = ngettext("%(n)s measure.", "%(n)s measures.", number) % {"n": number}
    remark = _("No measure yet for: %(names)s.") % {"names": ", ".join(bare)} if bare else ""
    return True, f"{words} {remark}".strip()


def _leader(plan: Plan, on: date) -> tuple[bool, str]:
    leaders = Membership.objects.filter(role=Role.PROJECT_LEADER).valid(on=on).select_related("user")
    names = ", ".join(str(membership.user) for membership in leaders)
    return (True, _("Appointed: %(names)s.") % {"names": names}) if names else (False, _("Nobody is appointed yet."))
