"""The history of one measure, from the trail: what was said and what changed, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _

from actionplans.models import Measure
from partnerships.models import Activity
from partnerships.money import in_euros

NEWEST = 50


@dataclass(frozen=True)
class Happening:
    at: datetime
    who: str
    what: str
    words: str


def verb_words() -> dict[str, str]:
    return {
        "added_measure": _("added"),
        "changed_measure": _("changed"),
        "decided_budget": _("decision on the money"),
        "reported_progress": _("news"),
        "completed_measure": _("done"),
        "dropped_measure": _("dropped"),
        "reopened_measure": _("opened again"),
    }


def history_of(measure: Measure) -> list[Happening]:
    """The last acts on a measure. Of a change it tells which fields, from what to what."""
    words = verb_words()
    rows = Activity.objects.filter(subject=f"measure:{measure.pk}")[:NEWEST]
    return [Happening(row.at, row.actor_name, words.get(row.verb, row.verb), _told(row)) for row in rows]


def _told(row: Activity) -> str:
    details = row.details
    for name in ("note", "result", "reason"):
        if details.get(name):
            return str(details[name])
    old, new = details.get("old") or {}, details.get("new") or {}
    return "; ".join(f"{_label(name)}: {_shown(name, old.get(name))} → {_shown(name, new[name])}" for name in new)


def _field(name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", Measure._meta.get_field(name))


def _label(name: str) -> str:
    return str(_field(name).verbose_name)


def _shown(name: str, value: object) -> str:
    if value in (None, ""):
        return "–"
    if name == "cost_cents":
        return in_euros(int(str(value)))
    choices = dict(_field(name).flatchoices) if name in ("kind", "decision") else {}
    return str(choices.get(str(value), value))
