"""Meetings that were held: when, who, what was decided, and the minutes."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.domain.kick_offs import close_kick_off
from partnerships.enums import DocumentKind, MeetingKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Meeting, User


@all_or_nothing()
def record_meeting(
    cycle: Cycle,
    *,
    kind: MeetingKind | str,
    held_on: date,
    by: User | None,
    on: date,
    at: datetime,
    attendees: str = "",
    decisions: str = "",
    minutes: "UploadedFile[bytes] | None" = None,
) -> Meeting:
    """Record a meeting that was held, with its minutes. Raises ``Refused`` for a day to come or a bad file."""
    if held_on > on:
        raise Refused(_("This day is still to come. Record a meeting after it was held."))
    meeting = Meeting(
        partnership=cycle.partnership, cycle=cycle, kind=kind, held_on=held_on, attendees=attendees, decisions=decisions
    )
    if minutes is not None:
        title = _("Minutes: %(meeting)s") % {"meeting": meeting}
        meeting.minutes = file_upload(
            cycle.partnership, minutes, kind=DocumentKind.MINUTES, title=title, by=by, at=at, cycle=cycle
        )
    meeting.save()
    if meeting.kind == MeetingKind.KICK_OFF:
        close_kick_off(meeting)
    record(cycle.partnership, "recorded_meeting", by=by, at=at, cycle=cycle, about=meeting, kind=str(kind))
    return meeting
