"""The trail: one function writes it, nothing edits it."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from partnerships.models import Activity, Cycle, Partnership, User


def record(
    partnership: Partnership | int,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    cycle: Cycle | None = None,
    about: Any = None,
    actor_name: str = "",
    **details: Any,
) -> Activity:
    """Append one row to the trail, inside the transaction of the verb that calls it.

    ``verb`` is an English word of the vocabulary in ``domain/trail_words.py``; ``about`` the row it concerns;
    ``actor_name`` names somebody without an account (a signatory). Marks the cycle (without one: the open cycle) as
    changed, so that its projection is refreshed.
    """
    partnership_id = partnership if isinstance(partnership, int) else partnership.pk
    changed = Q(pk=cycle.pk) if cycle is not None else Q(partnership_id=partnership_id, closed_on__isnull=True)
    Cycle.objects.filter(changed).update(changed_at=at)
    row: Activity = Activity.objects.create(
        partnership_id=partnership_id,
        cycle=cycle,
        at=at,
        actor=by,
        actor_name=actor_name or (str(by) if by else "Bondgenoot"),
        verb=verb,
        subject=f"{about._meta.model_name}:{about.pk}" if about is not None else "",
        subject_name=str(about)[:200] if about is not None else "",
        details=details,
    )
    return row
