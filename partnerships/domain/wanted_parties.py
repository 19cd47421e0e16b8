"""Who belongs here and is still to be approached: kinds ticked on the list of the sources (F06, F08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from partnerships.domain.activity import record
from partnerships.models import Partnership, User, WantedParty


@dataclass(frozen=True)
class Wish:
    """Which organisation is thought of for a ticked kind, if any."""

    name: str = ""
    email: str = ""


@transaction.atomic
def tick_parties(
    partnership: Partnership,
    wishes: Mapping[str, Wish],
    *,
    names: Mapping[str, str],
    by: User | None,
    on: date,
    at: datetime,
) -> int:
    """Make the list of who is to be approached equal to the ticks. Returns how many kinds changed.

    ``wishes``: ticked kind → organisation; ``names``: what every kind is called here.
    """
    known = {wanted.kind: wanted for wanted in WantedParty.objects.filter(partnership=partnership)}
    changed = 0
    for kind, wish in wishes.items():
        wanted = known.pop(kind, None)
        if wanted is None:
            wanted, _made = WantedParty.objects.get_or_create(  # two people ticking at once: one row
                partnership=partnership, kind=kind,
                defaults={"name": wish.name.strip(), "email": wish.email, "ticked_on": on},
            )  # fmt: skip
            record(partnership, "ticked_party", by=by, at=at, about=wanted, kind_name=names.get(kind, kind))
            changed += 1
        elif (wanted.name, wanted.email) != (wish.name.strip(), wish.email):
            WantedParty.objects.filter(pk=wanted.pk).update(name=wish.name.strip(), email=wish.email)
            record(partnership, "ticked_party", by=by, at=at, about=wanted, kind_name=names.get(kind, kind))
            changed += 1
    for wanted in known.values():
        record(partnership, "unticked_party", by=by, at=at, about=wanted, kind_name=names.get(wanted.kind, wanted.kind))
        wanted.delete()
    return changed + len(known)


def is_approached(partnership: Partnership, kind: str) -> list[str]:
    """Somebody of this kind is a party now, or asked: it is no longer to be approached. Part of another verb.

    Returns what it was called while it was.
    """
    rows = WantedParty.objects.filter(partnership=partnership, kind=kind)
    names = list(rows.values_list("name", flat=True))
    rows.delete()
    return names
