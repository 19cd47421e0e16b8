"""Recording inspection rounds (schouw) by day and in the dark (S001 step 2)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.analyses import guard_open
from assessments.enums import Light
from assessments.models import InspectionRound
from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, User


@all_or_nothing()
def record_round(
    cycle: Cycle,
    *,
    light: str,
    held_on: date,
    by: User | None,
    at: datetime,
    participants: str = "",
    findings: str = "",
    report: "UploadedFile[Any] | None" = None,
) -> InspectionRound:
    """Keep a round that was held. Raises ``Refused`` for a day in the future or before the cycle is open to results."""
    guard_open(cycle)
    _check(light=light, held_on=held_on, at=at)
    held = InspectionRound.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, light=light, held_on=held_on,
        participants=participants.strip(), findings=findings.strip(), report=_filed(cycle, report, by=by, at=at),
    )  # fmt: skip
    record(cycle.partnership_id, "recorded_round", by=by, at=at, cycle=cycle, about=held, light=light, held_on=held_on)
    kept: InspectionRound = held
    return kept


@all_or_nothing()
def change_round(
    held: InspectionRound,
    *,
    light: str,
    held_on: date,
    by: User | None,
    at: datetime,
    participants: str = "",
    findings: str = "",
    report: "UploadedFile[Any] | None" = None,
) -> InspectionRound:
    """Correct what was recorded; without a new report the old one stays."""
    guard_open(held.cycle)
    _check(light=light, held_on=held_on, at=at)
    new = {
        "light": light, "held_on": held_on, "participants": participants.strip(), "findings": findings.strip(),
    }  # fmt: skip
    changed = changes(fields_of(held, *new), new)
    for name, value in new.items():
        setattr(held, name, value)
    held.report = _filed(held.cycle, report, by=by, at=at) or held.report
    held.save()
    record(
        held.partnership_id, "changed_round", by=by, at=at, cycle=held.cycle, about=held,
        changed=changed,
    )  # fmt: skip
    return held


@transaction.atomic
def remove_round(held: InspectionRound, *, by: User | None, at: datetime) -> None:
    """Remove a recorded round; its report stays among the documents."""
    guard_open(held.cycle)
    record(
        held.partnership_id, "removed_round", by=by, at=at, cycle=held.cycle, about=held,
        light=held.light, held_on=held.held_on,
    )  # fmt: skip
    held.delete()


def _check(*, light: str, held_on: date, at: datetime) -> None:
    if light not in Light.values:
        raise Refused(_("Choose whether the round was by day or in the dark."))
    if held_on > timezone.localdate(at):
        raise Refused(_("This round has yet to be held. Record it afterwards."))


def _filed(cycle: Cycle, report: "UploadedFile[Any] | None", *, by: User | None, at: datetime) -> Document | None:
    if report is None:
        return None
    return file_upload(
        cycle.partnership, report, kind=DocumentKind.REPORT, title=_("Report of an inspection round"), by=by, at=at,
        cycle=cycle,
    )  # fmt: skip
