"""Choosing what comes first (speerpunten; S001 step 2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.analyses import guard_changeable
from assessments.models import Priority
from assessments.rules import why_not_remove
from partnerships.domain.activity import changes, record
from partnerships.domain.once import once
from partnerships.exceptions import Refused
from partnerships.models import Cycle, User


@transaction.atomic
def choose_priority(
    cycle: Cycle, *, topic_id: str, title: str, reason: str, by: User | None, at: datetime, rank: int | None = None
) -> Priority:
    """Make a topic of the scheme a focus area; last in the order unless `rank` says otherwise.

    Raises ``Refused`` after adoption, for an unknown topic, without title or reason, and for a title that is taken.
    """
    guard_changeable(cycle)
    _check(cycle, topic_id=topic_id, title=title, reason=reason)
    with once(Priority, Refused(_("There is already a focus area with this title."))) as already:
        if Priority.objects.filter(cycle=cycle, title=title.strip()).exists():
            raise already
        priority = Priority.objects.create(
            partnership_id=cycle.partnership_id, cycle=cycle, topic_id=topic_id, title=title.strip(),
            reason=reason.strip(), rank=Priority.objects.filter(cycle=cycle).count() + 1,
        )  # fmt: skip
    if rank is not None:
        _place(priority, rank)
    record(cycle.partnership_id, "chose_priority", by=by, at=at, cycle=cycle, about=priority, topic=topic_id)
    chosen: Priority = priority
    return chosen


@transaction.atomic
def change_priority(
    priority: Priority, *, topic_id: str, title: str, reason: str, by: User | None, at: datetime
) -> Priority:
    """Change the words or the topic of a focus area. Refuses what ``choose_priority`` refuses."""
    cycle = priority.cycle
    guard_changeable(cycle)
    _check(cycle, topic_id=topic_id, title=title, reason=reason)
    names = {topic.id: str(topic.name) for topic in cycle.scheme.topics}
    changed = changes(
        {"topic": names.get(priority.topic_id, ""), "title": priority.title, "reason": priority.reason},
        {"topic": names[topic_id], "title": title.strip(), "reason": reason.strip()},
    )
    with once(Priority, Refused(_("There is already a focus area with this title."))) as already:
        if Priority.objects.filter(cycle=cycle, title=title.strip()).exclude(pk=priority.pk).exists():
            raise already
        priority.topic_id, priority.title, priority.reason = topic_id, title.strip(), reason.strip()
        priority.save()
    record(cycle.partnership_id, "changed_priority", by=by, at=at, cycle=cycle, about=priority, changed=changed)
    return priority


@transaction.atomic
def move_priority(priority: Priority, *, places: int, by: User | None, at: datetime) -> None:
    """Move a focus area in the order: -1 is one place up. At the end of the list it stays where it is."""
    guard_changeable(priority.cycle)
    old = _order(priority.cycle).index(priority.pk) + 1
    new = _place(priority, old + places)
    if new != old:
        record(
            priority.partnership_id, "moved_priority", by=by, at=at, cycle=priority.cycle, about=priority,
            old=old, new=new,
        )  # fmt: skip


@transaction.atomic
def remove_priority(priority: Priority, *, by: User | None, at: datetime) -> None:
    """Take a focus area off the list. Refused after adoption, and while an objective hangs on it."""
    guard_changeable(priority.cycle)
    if reason := why_not_remove(priority):
        raise Refused(reason)
    record(
        priority.partnership_id, "removed_priority", by=by, at=at, cycle=priority.cycle, about=priority,
        topic=priority.topic_id, reason=priority.reason,
    )  # fmt: skip
    cycle = priority.cycle
    priority.delete()
    _write_order(_order(cycle))


def _check(cycle: Cycle, *, topic_id: str, title: str, reason: str) -> None:
    if not any(topic.id == topic_id for topic in cycle.scheme.topics):
        raise Refused(_("This topic is not on the list of this scheme."))
    if not title.strip() or not reason.strip():
        raise Refused(_("Give the focus area a title and say why it comes first."))


def _order(cycle: Cycle) -> list[int]:
    return list(Priority.objects.filter(cycle=cycle).values_list("pk", flat=True))


def _place(priority: Priority, rank: int) -> int:
    """Put a focus area on this place, counted from 1. Returns the place it got."""
    order = [pk for pk in _order(priority.cycle) if pk != priority.pk]
    place = min(max(rank, 1), len(order) + 1)
    order.insert(place - 1, priority.pk)
    _write_order(order)
    priority.refresh_from_db()
    return place


def _write_order(order: list[int]) -> None:
    for place, pk in enumerate(order, start=1):
        Priority.objects.filter(pk=pk).exclude(rank=place).update(rank=place)
