"""Recording a survey that was held: how many were asked, how many answered (F27 in its first form)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.analyses import guard_open
from assessments.models import Survey
from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, User

FEW = 30  # below this number of answers one answer moves the percentage by more than three points


@dataclass(frozen=True)
class Rate:
    """A response: always the two numbers; a percentage only when somebody was asked."""

    answered: int
    invited: int

    @property
    def percent(self) -> int | None:
        return self.answered * 100 // self.invited if self.invited else None

    @property
    def few(self) -> bool:
        """Too few answers to lean on the percentage (domain.md 4.7)."""
        return self.answered < FEW

    def __str__(self) -> str:
        if self.percent is None:
            return _("nobody asked, so no percentage")
        numbers = {"answered": self.answered, "invited": self.invited, "percent": self.percent}
        return _("%(answered)s of %(invited)s (%(percent)s %%)") % numbers


def rate_of(survey: Survey) -> Rate:
    return Rate(survey.answered, survey.invited)


@all_or_nothing()
def record_survey(
    cycle: Cycle,
    *,
    audience: str,
    opened_on: date,
    closed_on: date,
    invited: int,
    answered: int,
    by: User | None,
    at: datetime,
    remark: str = "",
    report: "UploadedFile[Any] | None" = None,
) -> Survey:
    """Keep the outcome of a survey. Raises ``Refused`` when more answered than were asked, or the days are wrong."""
    guard_open(cycle)
    _check(opened_on=opened_on, closed_on=closed_on, invited=invited, answered=answered, at=at)
    survey = Survey.objects.create(
        partnership_id=cycle.partnership_id, cycle=cycle, audience=audience, opened_on=opened_on, closed_on=closed_on,
        invited=invited, answered=answered, remark=remark.strip(), report=_filed(cycle, report, by=by, at=at),
    )  # fmt: skip
    record(
        cycle.partnership_id, "recorded_survey", by=by, at=at, cycle=cycle, about=survey,
        invited=invited, answered=answered,
    )  # fmt: skip
    kept: Survey = survey
    return kept


@all_or_nothing()
def change_survey(
    survey: Survey,
    *,
    audience: str,
    opened_on: date,
    closed_on: date,
    invited: int,
    answered: int,
    by: User | None,
    at: datetime,
    remark: str = "",
    report: "UploadedFile[Any] | None" = None,
) -> Survey:
    """Correct what was recorded; without a new report the old one stays."""
    guard_open(survey.cycle)
    _check(opened_on=opened_on, closed_on=closed_on, invited=invited, answered=answered, at=at)
    new = {
        "audience": audience, "opened_on": opened_on, "closed_on": closed_on, "invited": invited, "answered": answered,
        "remark": remark.strip(),
    }  # fmt: skip
    changed = changes(fields_of(survey, *new), new)
    for name, value in new.items():
        setattr(survey, name, value)
    survey.report = _filed(survey.cycle, report, by=by, at=at) or survey.report
    survey.save()
    record(
        survey.partnership_id, "changed_survey", by=by, at=at, cycle=survey.cycle, about=survey,
        changed=changed,
    )  # fmt: skip
    return survey


@transaction.atomic
def remove_survey(survey: Survey, *, by: User | None, at: datetime) -> None:
    """Remove a recorded survey; its report stays among the documents, the trail keeps the numbers."""
    guard_open(survey.cycle)
    record(
        survey.partnership_id, "removed_survey", by=by, at=at, cycle=survey.cycle, about=survey,
        invited=survey.invited, answered=survey.answered,
    )  # fmt: skip
    survey.delete()


def _check(*, opened_on: date, closed_on: date, invited: int, answered: int, at: datetime) -> None:
    if min(invited, answered) < 0:
        raise Refused(_("Give a number of 0 or more."))
    if answered > invited:
        raise Refused(_("More people answered than were asked. Check both numbers."))
    if closed_on < opened_on:
        raise Refused(_("The survey closed before it opened. Check both days."))
    if closed_on > timezone.localdate(at):
        raise Refused(_("This survey is still open. Record it when it has closed."))


def _filed(cycle: Cycle, report: "UploadedFile[Any] | None", *, by: User | None, at: datetime) -> Document | None:
    if report is None:
        return None
    return file_upload(
        cycle.partnership, report, kind=DocumentKind.REPORT, title=_("Survey report"), by=by, at=at, cycle=cycle
    )
