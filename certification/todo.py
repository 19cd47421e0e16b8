"""What is next for one person in one partnership: their open tasks, soonest first, each with the page that does it."""

from dataclasses import dataclass
from datetime import date

from certification.progress import Progress, TaskState
from certification.rooms import task_address
from partnerships.access import Access
from partnerships.enums import Role
from partnerships.models import Partnership

SOON_DAYS = 14


@dataclass(frozen=True)
class Todo:
    """A row of the list: date, what, why, and where to go."""

    task: TaskState
    phase_number: int
    state: str  # late, soon, now or later
    days_late: int
    url: str


def concerns(task: TaskState, access: Access) -> bool:
    """Is this task mine? By the party in charge when one was named, else by the role; nobody's task is the leader's."""
    if task.row is not None and task.row.owner_id is not None:
        return task.row.owner_id in access.partner_ids
    return task.definition.by in access.roles or Role.PROJECT_LEADER in access.roles


def state_on(task: TaskState, day: date) -> str:
    """Late, soon, now or later; what is optional is never late."""
    if task.due_on is None or task.definition.optional:
        return "now"
    if task.due_on < day:
        return "late"
    return "soon" if (task.due_on - day).days <= SOON_DAYS else "later"


def todos_for(
    progress: Progress, access: Access, *, partnership: Partnership, on: date, everybody: bool = False
) -> list[Todo]:
    """Open tasks of the current phase, and those of other phases that are late or may start now."""
    current = progress.current
    found = []
    for phase in progress.phases:
        for task in phase.tasks:
            here = current is not None and (phase.id == current.id or current.id in task.definition.may_start_in)
            late = task.is_late_on(on) and phase.state != "later" and not task.definition.optional
            if task.open and (here or late) and (everybody or concerns(task, access)):
                days = (on - task.due_on).days if task.due_on else 0
                url = task_address(task.id, partnership)
                found.append(Todo(task, phase.number, state_on(task, on), max(days, 0), url))
    return sorted(found, key=lambda todo: (todo.task.definition.optional, todo.task.due_on or date.max))
