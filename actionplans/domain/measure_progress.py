"""What happens to a measure: news, done, dropped, opened again. Dates are stored, the state is computed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actionplans.domain.measures import lock_current
from actionplans.models import Measure
from partnerships.domain.activity import record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Document, User


def report_progress(
    measure: Measure, *, note: str, by: User | None, on: date, at: datetime, actor_name: str = ""
) -> None:
    """Write down the last news of an open measure; the trail keeps the earlier news.

    ``actor_name``: who says so, of somebody without an account.
    """
    _check_day(on, at)
    _needs(note, _("Write in a few words what the news is."))
    _update_open(
        measure, "reported_progress", by=by, at=at, actor_name=actor_name, details={"note": note.strip(), "on": on},
        progress_note=note.strip(), progress_on=on,
    )  # fmt: skip


def complete_measure(
    measure: Measure, *, result: str, by: User | None, on: date, at: datetime, actor_name: str = "",
    evidence: Document | None = None,
) -> None:  # fmt: skip
    """Say that a measure is done, on which day, and what came of it; ``actor_name`` as in ``report_progress``.

    ``evidence``: a document that shows it.
    """
    _check_day(on, at)
    _needs(result, _("Write in a few words what the result is."))
    _update_open(
        measure, "completed_measure", by=by, at=at, actor_name=actor_name, details={"result": result.strip(), "on": on},
        done_on=on, result=result.strip(), evidence=evidence,
    )  # fmt: skip


def drop_measure(measure: Measure, *, reason: str, by: User | None, on: date, at: datetime) -> None:
    """Stop a measure that will not be carried out, with the reason."""
    _check_day(on, at)
    _needs(reason, _("Write in a few words why this measure is dropped."))
    _update_open(
        measure, "dropped_measure", by=by, at=at, details={"reason": reason.strip(), "on": on},
        dropped_on=on, drop_reason=reason.strip(),
    )  # fmt: skip


def reopen_measure(measure: Measure, *, by: User | None, at: datetime, actor_name: str = "") -> None:
    """Open a measure that was done or dropped; the trail keeps what was said then. ``actor_name`` as above."""
    if measure.is_open:
        raise Refused(_("This measure is open already."))
    old = {
        "done_on": measure.done_on, "result": measure.result,
        "dropped_on": measure.dropped_on, "drop_reason": measure.drop_reason,
    }  # fmt: skip
    with transaction.atomic():
        lock_current(measure.plan)
        closed = Measure.objects.filter(pk=measure.pk, done_on=measure.done_on, dropped_on=measure.dropped_on)
        if not closed.update(done_on=None, result="", dropped_on=None, drop_reason="", evidence=None):
            raise StaleState
        record(
            measure.partnership_id, "reopened_measure", by=by, at=at, cycle=measure.plan.cycle, about=measure,
            actor_name=actor_name, old=old,
        )  # fmt: skip
    measure.refresh_from_db()


def _update_open(
    measure: Measure, verb: str, *, by: User | None, at: datetime, details: dict[str, Any], actor_name: str = "",
    **changes: Any,
) -> None:  # fmt: skip
    """The guarded update they share: only an open measure of a plan that was not replaced. Else ``StaleState``."""
    with transaction.atomic():
        lock_current(measure.plan)
        if not Measure.objects.open().filter(pk=measure.pk).update(**changes):
            raise StaleState
        record(
            measure.partnership_id, verb, by=by, at=at, cycle=measure.plan.cycle, about=measure, actor_name=actor_name,
            **details,
        )  # fmt: skip
    measure.refresh_from_db()


def _needs(text: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence)


def _check_day(on: date, at: datetime) -> None:
    if on > localtime(at).date():
        raise Refused(_("This day has not come yet."))
