"""Emergency access of an administrator: an hour of reading, with a reason its leaders get by mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.outbox import queue_mail
from partnerships.domain.signatories import project_leaders
from partnerships.exceptions import ReasonTooShort, Refused, StaleState
from partnerships.models import EmergencyAccess, Partnership, User

LASTS = timedelta(hours=1)
SHORTEST = 20  # characters of a reason: "storing" says nothing


@transaction.atomic
def open_emergency(partnership: Partnership, *, reason: str, by: User, at: datetime) -> EmergencyAccess:
    """Let an administrator read in a partnership for an hour; its project leaders get a mail with the reason.

    Needs the partnership's door. Raises ``ReasonTooShort``, and ``Refused`` for somebody who is no administrator or has
    one open here.
    """
    if refusal := why_not_open(by):
        raise Refused(refusal)
    reason = reason.strip()
    if len(reason) < SHORTEST:
        raise ReasonTooShort
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # a double click opens one
    if EmergencyAccess.objects.filter(user=by).open(at=at).exists():
        raise Refused(_("You have emergency access to this partnership already."))
    emergency: EmergencyAccess = EmergencyAccess.objects.create(
        partnership=partnership, user=by, reason=reason, opened_at=at, ends_at=at + LASTS
    )
    until = date_format(timezone.localtime(emergency.ends_at), "H:i")
    record(
        partnership, "opened_emergency_access", by=by, at=at, about=emergency, on_behalf_of=emergency_name(),
        reason=reason, until=until,
    )  # fmt: skip
    path = reverse("partnerships:history", kwargs={"partnership": partnership.slug})
    for leader in project_leaders(partnership.pk, at=at):
        queue_mail(
            partnership, "emergency_opened", to=leader.email, to_name=str(leader), at=at, language=leader.language,
            park=partnership.name, who=str(by), reason=reason, until=until, path=path,
        )  # fmt: skip
    return emergency


@transaction.atomic
def end_emergency(emergency: EmergencyAccess, *, by: User, at: datetime) -> None:
    """End it before the hour is over. Raises ``StaleState`` when it was over already."""
    if not EmergencyAccess.objects.filter(pk=emergency.pk, user=by).open(at=at).update(closed_at=at):
        raise StaleState
    record(
        emergency.partnership_id, "ended_emergency_access", by=by, at=at, about=emergency,
        on_behalf_of=emergency_name(),
    )  # fmt: skip


def why_not_open(user: User) -> str:
    """Why this person opens no emergency access; "" for an administrator."""
    if user.is_active and user.is_staff:
        return ""
    return _("Only administrators of this installation see this page.")


def emergency_name() -> str:
    """How the trail names the capacity in which an administrator reads, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Emergency access")
