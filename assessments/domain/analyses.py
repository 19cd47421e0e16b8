"""The analysis itself: its words, the day it was adopted, and reopening it (S001 step 2; domain.md 3.3)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Analysis
from assessments.rules import why_not_change, why_not_record, why_not_reopen
from partnerships.domain.activity import changes, fields_of, record
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Cycle, User


def analysis_of(cycle: Cycle) -> Analysis | None:
    """The analysis of a round; None as long as nobody wrote or adopted anything."""
    found: Analysis | None = Analysis.objects.filter(cycle=cycle).first()
    return found


def guard_changeable(cycle: Cycle) -> None:
    """Raise ``Refused`` when the analysis is adopted or the round closed. Inside a transaction: it holds the row."""
    analysis = Analysis.objects.select_for_update().filter(cycle=cycle).first()
    if reason := why_not_change(cycle, analysis):
        raise Refused(reason)


def guard_open(cycle: Cycle) -> None:
    """Raise ``Refused`` when the round is closed."""
    if reason := why_not_record(cycle):
        raise Refused(reason)


@transaction.atomic
def write_sketch(
    cycle: Cycle, *, sketch: str, goes_well: str = "", can_be_better: str = "", by: User | None, at: datetime
) -> Analysis:
    """Keep the sketch of the area and both lists of F110. Refused after adoption."""
    guard_changeable(cycle)
    words = {"sketch": sketch.strip(), "goes_well": goes_well.strip(), "can_be_better": can_be_better.strip()}
    before = Analysis.objects.filter(cycle=cycle).first() or Analysis()
    changed = changes(fields_of(before, *words), words)
    analysis, _made = Analysis.objects.update_or_create(
        cycle=cycle, defaults=words, create_defaults={**words, "partnership_id": cycle.partnership_id}
    )
    record(cycle.partnership_id, "wrote_sketch", by=by, at=at, cycle=cycle, about=analysis, changed=changed)
    written: Analysis = analysis
    return written


@transaction.atomic
def adopt_analysis(cycle: Cycle, *, unmet: Sequence[str], by: User | None, on: date, at: datetime) -> Analysis:
    """Adopt the analysis: from now on topics, focus areas and figures stay as they are (F38, F39).

    in: the names of the scheme's gates that are not met; the floor above judges these.
    errors: ``Refused`` with those names; ``StaleState`` when it was adopted already.
    """
    guard_open(cycle)
    if unmet:
        missing = "; ".join(unmet)
        raise Refused(_("The analysis cannot be adopted yet. Still missing: %(names)s.") % {"names": missing})
    analysis, _made = Analysis.objects.get_or_create(cycle=cycle, defaults={"partnership_id": cycle.partnership_id})
    if not Analysis.objects.filter(pk=analysis.pk, adopted_on__isnull=True).update(adopted_on=on, adopted_by=by):
        raise StaleState
    analysis.refresh_from_db()
    record(cycle.partnership_id, "adopted_analysis", by=by, at=at, cycle=cycle, about=analysis, adopted_on=on)
    adopted: Analysis = analysis
    return adopted


@transaction.atomic
def reopen_analysis(cycle: Cycle, *, reason: str, by: User | None, at: datetime) -> Analysis:
    """Take the adoption back, so that the analysis may change again. Raises ``Refused`` without a reason."""
    analysis = Analysis.objects.select_for_update().filter(cycle=cycle).first()
    refusal = why_not_reopen(cycle, analysis)
    if analysis is None or refusal:
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(_("Say why the analysis is reopened."))
    was = analysis.adopted_on
    if not Analysis.objects.filter(pk=analysis.pk, adopted_on=was).update(adopted_on=None, adopted_by=None):
        raise StaleState
    analysis.refresh_from_db()
    record(
        cycle.partnership_id, "reopened_analysis", by=by, at=at, cycle=cycle, about=analysis,
        adopted_on=was, reason=reason.strip(),
    )  # fmt: skip
    reopened: Analysis = analysis
    return reopened
