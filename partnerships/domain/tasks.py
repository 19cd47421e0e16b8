"""Tasks of the scheme that people tick, plan, or leave out with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, Partner, Task, User
from partnerships.scheme import Task as TaskDef


def definition_of(cycle: Cycle, task_id: str) -> TaskDef:
    """The task in the cycle's scheme. Raises ``KeyError`` when there is none."""
    return cycle.scheme.task(task_id)


def why_not_tick(definition: TaskDef) -> str:
    """A hand tick never stands in for a fact ("" means: you may tick)."""
    if definition.done_when is not None:
        return _("This task is done when the file itself shows it. It cannot be ticked by hand.")
    return ""


@transaction.atomic
def tick_task(
    cycle: Cycle,
    task_id: str,
    *,
    done_on: date,
    by: User | None,
    at: datetime,
    remark: str = "",
    evidence: Document | None = None,
    actor_name: str = "",
) -> Task:
    """Say that a task was done on a day, with a remark and a document that shows it.

    ``actor_name``: who says so, of somebody without an account.

    Raises ``Refused`` for a task that facts decide, and for a day that has not come yet.
    """
    definition = definition_of(cycle, task_id)
    if reason := why_not_tick(definition):
        raise Refused(reason)
    if done_on > timezone.localdate(at):
        raise Refused(_("This day has not come yet. Enter the day the task was done."))
    given = {"evidence": evidence} if evidence is not None else {}
    before = Task.objects.filter(cycle=cycle, task_id=task_id).first() or Task()
    changed = changes(fields_of(before, "done_on", "remark"), {"done_on": done_on, "remark": remark})
    task = Task.objects.update_or_create(
        cycle=cycle,
        task_id=task_id,
        defaults={"done_on": done_on, "done_by": by, "remark": remark, "skipped_reason": "", **given},
        create_defaults={
            "partnership_id": cycle.partnership_id, "done_on": done_on, "done_by": by, "remark": remark, "evidence": evidence
        },
    )[0]  # fmt: skip
    record(
        cycle.partnership_id,
        "ticked_task",
        by=by,
        at=at,
        cycle=cycle,
        about=task,
        actor_name=actor_name,
        name=str(definition.name),
        day=done_on,
        changed=changed,
    )
    return task


@transaction.atomic
def untick_task(cycle: Cycle, task_id: str, *, by: User | None, at: datetime, actor_name: str = "") -> None:
    """Take a tick or a skip back. Remark and evidence stay. ``actor_name``: who does, of somebody without an account."""
    task = Task.objects.filter(cycle=cycle, task_id=task_id).first()
    if task is None or (task.done_on is None and not task.skipped_reason):
        raise Refused(_("This task was not ticked."))
    old = task.done_on
    Task.objects.filter(pk=task.pk).update(done_on=None, done_by=None, skipped_reason="")
    name = str(definition_of(cycle, task_id).name)
    record(
        cycle.partnership_id, "unticked_task", by=by, at=at, cycle=cycle, about=task, actor_name=actor_name, name=name,
        old=old,
    )  # fmt: skip


@transaction.atomic
def skip_task(cycle: Cycle, task_id: str, *, reason: str, by: User, at: datetime) -> Task:
    """Leave an optional task out, with the reason (S002: a declaration is optional there)."""
    definition = definition_of(cycle, task_id)
    if not definition.optional:
        raise Refused(_("This task is not optional. Ask for a waiver of the condition it serves instead."))
    task = Task.objects.update_or_create(
        cycle=cycle,
        task_id=task_id,
        defaults={"skipped_reason": reason, "done_on": None},
        create_defaults={"partnership_id": cycle.partnership_id, "skipped_reason": reason},
    )[0]
    record(
        cycle.partnership_id,
        "skipped_task",
        by=by,
        at=at,
        cycle=cycle,
        about=task,
        name=str(definition.name),
        reason=reason,
    )
    return task


@transaction.atomic
def plan_task(
    cycle: Cycle, task_id: str, *, owner: Partner | None, due_on: date | None, by: User, at: datetime
) -> Task:
    """Give a task a party in charge and a day of its own; None goes back to the scheme's own day."""
    definition = definition_of(cycle, task_id)
    before = Task.objects.filter(cycle=cycle, task_id=task_id).select_related("owner__organisation").first() or Task()
    changed = changes(fields_of(before, "owner", "due_on"), {"owner": owner, "due_on": due_on})
    task = Task.objects.update_or_create(
        cycle=cycle,
        task_id=task_id,
        defaults={"owner": owner, "due_on": due_on},
        create_defaults={"partnership_id": cycle.partnership_id, "owner": owner, "due_on": due_on},
    )[0]
    record(
        cycle.partnership_id, "planned_task", by=by, at=at, cycle=cycle, about=task, name=str(definition.name),
        owner=str(owner or ""), day=due_on, changed=changed,
    )  # fmt: skip
    return task
