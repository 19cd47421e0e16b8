"""What an act changed, from what to what, as people read it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from partnerships.domain.trail_words import shown
from partnerships.models import Activity

# Names in the details that are no fields of the row.
FIELDS = {"starts": "starts_on", "ends": "ends_on", "topic": "topic_id"}

# What a part of a row is called when it is kept in a table of its own.
LABELS = {"text": _lazy("text"), "annexes": _lazy("annexes")}


@dataclass(frozen=True)
class Change:
    """``label`` of the field, what it was and what it became; "–" for nothing."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return _("%(label)s from “%(old)s” to “%(new)s”") % {"label": self.label, "old": self.old, "new": self.new}


def changes_of(activity: Activity) -> list[Change]:
    """The fields an act changed. Empty for an act that did not edit, and for whoever only looked."""
    details, model = activity.details, model_of(activity.subject)
    pairs = details.get("changed")
    if pairs is None:
        old, new = details.get("old"), details.get("new")
        if not isinstance(old, dict) or not isinstance(new, dict):
            return []
        pairs = {name: [old.get(name), value] for name, value in new.items()}
    return [
        Change(_label(model, name), _value(model, name, old), _value(model, name, new))
        for name, (old, new) in pairs.items()
        if old != new
    ]


@cache
def _models() -> dict[str, type[models.Model]]:
    rooms = ("partnerships", "assessments", "actionplans", "certification", "oversight")
    return {str(one._meta.model_name): one for room in rooms for one in apps.get_app_config(room).get_models()}


def model_of(subject: str) -> type[models.Model] | None:
    """The kind of row a subject is of: ``measure:12``."""
    return _models().get(subject.partition(":")[0])


def kind_name(subject: str) -> str:
    """What a kind of row is called, with a capital; the word itself when no table has it any more."""
    model = model_of(subject)
    name = str(model._meta.verbose_name) if model is not None else subject.partition(":")[0]
    return name[:1].upper() + name[1:]


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(FIELDS.get(name, name)) if model is not None else None
    except FieldDoesNotExist:
        return None


def _label(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    return str(field.verbose_name) if field is not None else str(LABELS.get(name, name.replace("_", " ")))


def _value(model: type[models.Model] | None, name: str, value: object) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_cents"):
        return f"€ {int(str(value)) / 100:.2f}"
    field = _field(model, name)
    choices = dict(field.flatchoices) if field is not None and getattr(field, "choices", None) else {}
    return str(choices[value]) if value in choices else shown(name, value)
