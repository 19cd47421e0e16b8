"""What is next for one person in one partnership: what waits, soonest first, each with the page that does it."""

from dataclasses import dataclass
from datetime import date, timedelta

from certification.due_dates import DueDate, due_dates_of, roles_held, task_owner
from certification.models import Certificate
from certification.progress import Progress, TaskState
from certification.rooms import DUE_ACTS, task_act
from partnerships.access import Access
from partnerships.enums import DueKind
from partnerships.models import Partnership
from partnerships.roles import LEADERS

SOON_DAYS = 14
AHEAD = 90  # days; what comes later does not wait yet


@dataclass(frozen=True)
class Todo:
    """A row of the list: date, what, why, and the page where it is done. ``task``: of a task, its state in this round."""

    title: str
    kind: str
    due_on: date | None
    state: str  # late, soon, now or later
    days_late: int
    url: str
    action: str  # what the button says
    optional: bool = False
    task: TaskState | None = None
    from_before: bool = False  # its day had passed when the reader got their first role here


def state_on(due_on: date | None, *, optional: bool, on: date) -> str:
    """Late, soon, now or later; what is optional is never late."""
    if due_on is None or optional:
        return "now"
    if due_on < on:
        return "late"
    return "soon" if (due_on - on).days <= SOON_DAYS else "later"


def tasks_for(
    progress: Progress, access: Access, *, partnership: Partnership, on: date, everybody: bool = False
) -> list[Todo]:
    """Open tasks of the current phase, and those of other phases that are late or may start now."""
    held = roles_held([partnership.pk], on=on)
    return in_order(_tasks(progress, access, held.get(partnership.pk, frozenset()), on=on, everybody=everybody))


def _tasks(progress: Progress, access: Access, held: frozenset[str], *, on: date, everybody: bool) -> list[Todo]:
    current, partnership = progress.current, progress.cycle.partnership
    found = []
    for phase in progress.phases:
        for task in phase.tasks:
            optional = task.definition.optional
            here = current is not None and (phase.id == current.id or current.id in task.definition.may_start_in)
            late = task.is_late_on(on) and phase.state != "later" and not optional
            if task.open and (here or late) and (everybody or is_mine(task, access, held)):
                state = state_on(task.due_on, optional=optional, on=on)
                days = (on - task.due_on).days if task.due_on and state == "late" else 0
                action, url = task_act(task.definition, partnership)
                name = str(task.definition.name)
                old = from_before(task.due_on, access)
                found.append(Todo(name, DueKind.TASK, task.due_on, state, days, url, action, optional, task, old))
    return found


def is_mine(task: TaskState, access: Access, held: frozenset[str]) -> bool:
    """Is this task theirs? By the party in charge when one was named, else by the role, as ``DueDate.concerns``."""
    role, partner = task_owner(task, held)
    if partner is not None:
        return partner.pk in access.partner_ids
    return role in access.roles or (not role and bool(access.roles & LEADERS))


def todos_for(
    progress: Progress, access: Access, *, partnership: Partnership, on: date, everybody: bool = False
) -> list[Todo]:
    """Those tasks, and what else has a day within ``AHEAD``: signatures, measures, obligations, steps of a renewal."""
    held = roles_held([partnership.pk], on=on)
    found = _tasks(progress, access, held.get(partnership.pk, frozenset()), on=on, everybody=everybody)
    newest = Certificate.objects.filter(cycle=progress.cycle).order_by("-issued_on").first()
    certificates = {progress.cycle.pk: newest} if newest else {}
    for day in due_dates_of([progress], certificates, held):
        waits = day.kind != DueKind.TASK and day.done_on is None and day.due_on <= on + timedelta(days=AHEAD)
        if waits and (everybody or day.concerns(access)):
            found.append(_todo(day, access, on=on))
    return in_order(found)


def _todo(day: DueDate, access: Access, *, on: date) -> Todo:
    shown = day.last_day
    state = state_on(shown, optional=day.optional, on=on)
    days, old = max((on - shown).days, 0), from_before(shown, access)
    action = str(DUE_ACTS[DueKind(day.kind)])
    return Todo(day.title, day.kind, shown, state, days, day.url, action, day.optional, from_before=old)


def from_before(due_on: date | None, access: Access) -> bool:
    """Had this day passed when the person got their first role here?"""
    return due_on is not None and all(due_on < one.valid_from for one in access.memberships)


def in_order(todos: list[Todo]) -> list[Todo]:
    """What must be done first, by day; what may be left out comes last."""
    return sorted(todos, key=lambda todo: (todo.optional, todo.due_on or date.max, todo.title))
