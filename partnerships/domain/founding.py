"""Founding a partnership: ground, scheme, first cycle, project leader (F03; S001 step 1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.areas import take_ground
from partnerships.domain.granting import grant_oversight, regrant
from partnerships.domain.intake import IntakeAnswer, why_not_start
from partnerships.enums import Role
from partnerships.exceptions import Refused
from partnerships.models import Area, Cycle, Membership, Partnership, PinnedScheme, User
from partnerships.scheme import Scheme
from partnerships.tenancy.doors import member_door


def free_slug(name: str) -> str:
    """An address for a partnership that nobody has."""
    base = slugify(name)[:60] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def pin_scheme(scheme: Scheme, *, on: date) -> PinnedScheme:
    """Remember the checksum of the rules the first time a version is used; later the file may not change."""
    pinned, _made = PinnedScheme.objects.get_or_create(
        urn=scheme.urn, version=scheme.version, defaults={"checksum": scheme.checksum, "pinned_on": on}
    )
    if pinned.checksum != scheme.checksum:
        raise Refused(_("The file of this scheme has been changed since it was first used. Ask the administrator."))
    return pinned


@transaction.atomic
def open_cycle(partnership: Partnership, scheme: Scheme, *, by: User | None, on: date, at: datetime) -> Cycle:
    """Start the next round on a scheme's version. Refused while a round is open."""
    if Cycle.objects.filter(partnership=partnership, closed_on__isnull=True).exists():
        raise Refused(_("There is still an open round. Close it first."))
    pin_scheme(scheme, on=on)
    number = Cycle.objects.filter(partnership=partnership).count() + 1
    cycle: Cycle = Cycle.objects.create(
        partnership=partnership, number=number, scheme_urn=scheme.urn, scheme_version=scheme.version, started_on=on
    )
    record(
        partnership, "opened_cycle", by=by, at=at, cycle=cycle, about=cycle, scheme=scheme.urn, version=scheme.version
    )
    return cycle


@transaction.atomic
def found_partnership(
    name: str,
    *,
    scheme: Scheme,
    areas: Sequence[Area],
    by: User,
    on: date,
    at: datetime,
    intake: Mapping[str, IntakeAnswer] | None = None,
) -> Partnership:
    """Make a partnership on one or more areas, open its first round, and appoint the founder as project leader.

    Raises ``Refused`` without an area, when the scheme does not fit the kind of every area (F01), or with the advice
    when a question of the intake was not answered with yes (F04). ``intake`` is None where the questions were asked
    elsewhere.
    """
    if not areas:
        raise Refused(_("Choose at least one area."))
    if any(area.kind not in scheme.area_kinds for area in areas):
        raise Refused(_("This scheme does not fit the kind of every area you chose."))
    if intake is not None and (advice := why_not_start(scheme, intake)):
        raise Refused(" ".join(advice))
    partnership = Partnership.objects.create(name=name, slug=free_slug(name), founded_on=on)
    with member_door(partnership):
        take_ground(partnership, areas)
        open_cycle(partnership, scheme, by=by, on=on, at=at)
        Membership.objects.create(partnership=partnership, user=by, role=Role.PROJECT_LEADER, valid_from=on)
        regrant(by, partnership, on=on)
        grant_oversight(partnership)
        record(partnership, "founded", by=by, at=at, about=partnership)
        if intake:
            basis = {question: answer.basis for question, answer in intake.items()}
            record(partnership, "passed_intake", by=by, at=at, about=partnership, basis=basis)
    return partnership
