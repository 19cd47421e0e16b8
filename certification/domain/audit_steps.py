"""How an audit stands, and its steps with their dates. Computed from dated facts, stored nowhere."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.domain.auditing import requirements_of
from certification.enums import Outcome
from certification.models import Audit, Certificate


def state_of(audit: Audit, *, on: date) -> tuple[str, str]:
    """How an audit stands on a day: the kind of the mark, and the words that go with it."""
    if audit.withdrawn_on:
        return "blocked", _("Withdrawn")
    if audit.closed_at:
        return ("done" if audit.outcome == Outcome.POSITIVE else "late"), str(audit.get_outcome_display())
    if audit.auditor_id is None:
        return "soon", _("Not assigned yet")
    if audit.opens_on and on < audit.opens_on:
        return "later", _("Assigned")
    return ("now", _("Running")) if audit.is_open_on(on) else ("late", _("Period is over"))


@dataclass(frozen=True)
class Step:
    """One step of the line: done on a day, busy now, or later."""

    name: str
    day: date | None
    state: str
    note: str = ""


def steps_of(audit: Audit, *, judged: int) -> list[Step]:
    """From request to certificate; every step with the day it was taken, the first without one is busy now.

    ``judged`` is the number of requirements judged. A visit may still be missing when the rest is done: it then simply stays open.
    """
    wanted = len(requirements_of(audit))
    certificate: Certificate | None = getattr(audit, "certificate", None)  # none was issued yet
    decided = timezone.localtime(audit.closed_at).date() if audit.closed_at else None
    facts: list[tuple[str, date | None, bool, str]] = [
        (_("Requested, dossier frozen"), audit.requested_on, True, audit.body.name),
        (_("Auditor assigned"), audit.opens_on, audit.auditor_id is not None, _assignment(audit)),
        (_("Site visit"), audit.visited_on, audit.visited_on is not None, ""),
        (
            _("Requirements judged"), None, judged >= wanted,
            _("%(n)s of %(total)s") % {"n": judged, "total": wanted},
        ),
        (_("Decision"), decided, decided is not None, str(audit.get_outcome_display()) if audit.outcome else ""),
    ]  # fmt: skip
    if audit.outcome != Outcome.NEGATIVE:
        facts.append(
            (
                _("Certificate"),
                certificate.issued_on if certificate else None,
                certificate is not None,
                certificate.number if certificate else "",
            )
        )
    running = not audit.withdrawn_on
    steps: list[Step] = []
    for name, day, done, note in facts:
        busy = running and not done and all(step.state != "now" for step in steps)
        steps.append(Step(name, day, "done" if done else "now" if busy else "later", note))
    return steps


def _assignment(audit: Audit) -> str:
    if not audit.opens_on or not audit.closes_on:
        return ""
    last = audit.closes_on - timedelta(days=1)
    words = {"name": str(audit.auditor), "first": date_format(audit.opens_on), "last": date_format(last)}
    return _("%(name)s reads the dossier from %(first)s up to and including %(last)s") % words
