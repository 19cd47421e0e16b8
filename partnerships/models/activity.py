import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.exceptions import TrailIsKept
from partnerships.models.tenant import TenantModel
from partnerships.tenancy.managers import TenantManager, TenantQuerySet

SLACK = timedelta(days=1)  # between the moment a verb was told and that of its row
LOOKED = ("viewed_", "exported_")  # how the verbs begin that show and change nothing


class AppendOnlyQuerySet(TenantQuerySet):
    """Rows of the trail can be read. The database refuses a change as well; this says it earlier and in words."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailIsKept

    update = bulk_update = delete = update_or_create = _refuse

    def acts(self) -> "AppendOnlyQuerySet":
        """What was changed, without who looked at what."""
        return self.exclude(looked())

    def looks(self) -> "AppendOnlyQuerySet":
        """Who looked at what."""
        return self.filter(looked())


def looked() -> Q:
    found = Q()
    for start in LOOKED:
        found |= Q(verb__startswith=start)
    return found


class Activity(TenantModel):
    """What was done, by whom, on behalf of whom, from where. Appended by ``record`` and never edited.

    ``number`` counts within the partnership without gaps, and ``hash`` is made of the row and of the hash before it, so
    that a row cannot be changed, removed, put in or moved without the rows after it telling (docs/decisions). Rows from
    before the chain have neither. ``at`` is the moment the verb was told, ``recorded_at`` that of the database when it
    took the row; rows from before that column have none. ``imported`` marks history that the owner of the tables put in,
    such as that of the demonstration.
    """

    cycle = models.ForeignKey(
        "partnerships.Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey("partnerships.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=160)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    origin = models.CharField(_("from where"), max_length=48, blank=True)  # a network, never a whole address
    verb = models.CharField(_("what"), max_length=64)
    subject = models.CharField(max_length=64, blank=True)  # "measure:12"
    subject_name = models.CharField(_("about"), max_length=200, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # old and new values, never personal crime data
    imported = models.BooleanField(_("imported"), default=False, editable=False)
    # Filled in by the database (tenancy/chaining.py). A default of the database makes an INSERT tell what they became.
    number = models.PositiveBigIntegerField(_("number"), null=True, db_default=None, editable=False)
    previous_hash = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, db_default=None, editable=False)
    hash = models.CharField(max_length=64, blank=True, db_default="", editable=False)

    objects = TenantManager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partnership", "-id"]), models.Index(fields=["partnership", "subject"])]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="activity_number_once_per_partnership")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TrailIsKept
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TrailIsKept

    @property
    def hashed_text(self) -> str:
        """All that the hash vouches for, as one line of JSON: written as PostgreSQL writes it.

        Rows from before ``recorded_at`` were hashed without it, with sorted names and without spaces.
        """
        facts: dict[str, Any] = {
            "number": self.number,
            "previous_hash": self.previous_hash,
            "partnership": self.partnership_id,
            "cycle": self.cycle_id,
            "at": _moment(self.at),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "on_behalf_of": self.on_behalf_of,
            "origin": self.origin,
            "verb": self.verb,
            "subject": self.subject,
            "subject_name": self.subject_name,
        }
        if self.recorded_at is None:
            facts["details"] = _evened(self.details)
            return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        facts |= {"recorded_at": _moment(self.recorded_at), "imported": self.imported, "details": self.details}
        return jsonb_text(facts)

    @property
    def is_of_another_day(self) -> bool:
        """Was it written on another day than it says it is of? As history that is imported, or that somebody put in."""
        return self.recorded_at is not None and abs(self.recorded_at - self.at) > SLACK

    def made_hash(self) -> str:
        """What ``hash`` has to be."""
        return sha256(self.hashed_text.encode()).hexdigest()


def plain_details(details: dict[str, Any]) -> dict[str, Any]:
    """Details as the database gives them back: days, decimals and sentences as text."""
    plain: dict[str, Any] = json.loads(json.dumps(details, cls=DjangoJSONEncoder))
    return plain


def jsonb_text(value: Any) -> str:
    """JSON as PostgreSQL writes ``jsonb``: shorter names first, a space after : and , and numbers without exponent.

    The database hashes this text in its trigger (tenancy/chaining.py); a test compares the two.
    """
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
        return "{" + ", ".join(f"{jsonb_text(name)}: {jsonb_text(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(jsonb_text, value)) + "]"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return json.dumps(value, ensure_ascii=False)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _evened(value: Any) -> Any:
    """A whole number is one number, whether a database keeps it as 12 or as 12.0."""
    if isinstance(value, dict):
        return {key: _evened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_evened(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
