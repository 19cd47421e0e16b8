"""Kinds of party a partnership adds to the list of the house (F08)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.once import once
from partnerships.domain.party_overview import kind_name
from partnerships.enums import PartyKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Partner, Partnership, PartyType, User, WantedParty
from partnerships.scheme import Scheme


@transaction.atomic
def add_party_type(
    partnership: Partnership, name: str, *, scheme: Scheme, by: User | None, on: date, at: datetime
) -> PartyType:
    """Add a kind of party under its own name. Raises ``Refused`` when that name, or its meaning, is there already."""
    plain = " ".join(name.split())
    taken = set(PartyKind.values) | {kind_name(scheme, kind).lower() for kind in PartyKind.values}
    same = PartyType.objects.filter(partnership=partnership, name__iexact=plain)
    with once(PartyType, Refused(_("This kind of party is already in the list."))) as already:
        if plain.lower() in taken or same.exists():
            raise already
        added: PartyType = PartyType.objects.create(partnership=partnership, name=plain, added_on=on)
    record(partnership, "added_party_type", by=by, at=at, about=added)
    return added


def why_not_remove_type(party_type: PartyType) -> str:
    """A kind that is in use stays."""
    used = Partner.objects.filter(kind=party_type.name).exists()
    if used or WantedParty.objects.filter(kind=party_type.name).exists():
        return _("There are parties of this kind.")
    return ""


@transaction.atomic
def remove_party_type(party_type: PartyType, *, by: User | None, at: datetime) -> None:
    """Take an own kind off the list. Raises ``Refused`` while it is in use, ``StaleState`` when it has gone."""
    if reason := why_not_remove_type(party_type):
        raise Refused(reason)
    record(party_type.partnership, "removed_party_type", by=by, at=at, about=party_type)
    if not PartyType.objects.filter(pk=party_type.pk).delete()[0]:
        raise StaleState
