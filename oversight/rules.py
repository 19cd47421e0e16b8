"""How long something is kept, read from the settings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Retention:
    """One line of the table. ``days`` None: it stays."""

    kind: str
    days: int | None
    action: str  # delete, anonymise, keep
    what: Any
    why: Any
    law: Any


def retention_table() -> list[Retention]:
    """The whole table, in the order of the settings."""
    return [Retention(kind, **line) for kind, line in settings.RETENTION.items()]


def retention_limit(kind: str, *, at: datetime) -> datetime:
    """What ended before this moment has been kept long enough. Raises ``ValueError`` for what stays."""
    days = settings.RETENTION[kind]["days"]
    if days is None:
        raise ValueError(f"{kind} is kept.")
    return at - timedelta(days=days)
