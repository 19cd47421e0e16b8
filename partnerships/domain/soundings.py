"""Who was sounded out to pull the initiative, and how firm they are (F07; S000). No names of persons."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.enums import Firmness
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Partner, Partnership, SoundingOut, User


def _check(partner: Partner | None, organisation_name: str, held_on: date, *, on: date) -> None:
    if partner is None and not organisation_name.strip():
        raise Refused(_("Choose a party, or name an organisation."))
    if held_on > on:
        raise Refused(_("This day is still to come. Write a contact down after it was."))


@transaction.atomic
def add_sounding(
    partnership: Partnership,
    *,
    partner: Partner | None,
    organisation_name: str,
    held_on: date,
    commitment: str,
    by: User | None,
    on: date,
    at: datetime,
    **more: object,
) -> SoundingOut:
    """Write down one contact. ``more``: function, channel, outcome, next_step, next_on.

    Raises ``Refused`` without an organisation, and for a day to come.
    """
    _check(partner, organisation_name, held_on, on=on)
    made: SoundingOut = SoundingOut.objects.create(
        partnership=partnership, partner=partner, organisation_name="" if partner else organisation_name.strip(),
        held_on=held_on, commitment=commitment, **more,
    )  # fmt: skip
    record(partnership, "sounded_out", by=by, at=at, about=made, commitment=commitment)
    return made


@transaction.atomic
def change_sounding(sounding: SoundingOut, *, by: User | None, on: date, at: datetime, **new: object) -> None:
    """Write it down better. Raises ``Refused`` as ``add_sounding`` does."""
    partner, held_on = new["partner"], new["held_on"]
    assert partner is None or isinstance(partner, Partner)
    assert isinstance(held_on, date)
    _check(partner, str(new["organisation_name"]), held_on, on=on)
    new["organisation_name"] = "" if partner else str(new["organisation_name"]).strip()
    changed = changes(fields_of(sounding, *new), new)
    if not SoundingOut.objects.filter(pk=sounding.pk).update(**new):
        raise StaleState
    record(sounding.partnership, "changed_sounding", by=by, at=at, about=sounding, changed=changed)


@transaction.atomic
def remove_sounding(sounding: SoundingOut, *, by: User | None, at: datetime) -> None:
    """Take a contact out of the log. Raises ``StaleState`` when somebody else did."""
    record(sounding.partnership, "removed_sounding", by=by, at=at, about=sounding)
    if not SoundingOut.objects.filter(pk=sounding.pk).delete()[0]:
        raise StaleState


def tie_soundings(partner: Partner, names: Iterable[str]) -> None:
    """Talks with an organisation that is a party now are talks with that party. Part of adding it.

    ``names``: what the organisation was called, here and on the list of who is to be approached.
    """
    loose = SoundingOut.objects.filter(partnership=partner.partnership_id, partner=None)
    for name in {name.strip() for name in names} - {""}:
        loose.filter(organisation_name__iexact=name).update(partner=partner, organisation_name="")


def standing_of(soundings: Iterable[SoundingOut]) -> list[tuple[Firmness, list[str]]]:
    """Firm, soft and none: the organisations whose last contact said so. ``soundings`` come newest first."""
    last: dict[str, str] = {}
    for one in soundings:
        last.setdefault(str(one), one.commitment)
    return [(firmness, sorted(name for name, said in last.items() if said == firmness)) for firmness in Firmness]
