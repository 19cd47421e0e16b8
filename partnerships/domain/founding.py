"""Founding a partnership: ground, scheme, first cycle, project leader (F03; S001 step 1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnerships.domain.activity import record
from partnerships.domain.areas import take_ground
from partnerships.domain.granting import grant_oversight, regrant
from partnerships.domain.intake import IntakeAnswer, keep_answers, why_not_start
from partnerships.domain.once import once
from partnerships.enums import Role
from partnerships.exceptions import AlreadyFounded, Refused, StaleState
from partnerships.models import Area, Cycle, Membership, Partnership, PinnedScheme, User
from partnerships.scheme import Scheme
from partnerships.tenancy.doors import member_door, sweep_door

TRIES = 20  # how many of the same name at the same moment we step past
MOST_A_DAY = 5  # partnerships one person starts: each may mail as many strangers as a partnership may


def free_slug(name: str) -> str:
    """An address for a partnership that nobody has."""
    base = slugify(name)[:60] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


FOUNDING = UUID("5b2f1a0e-6d0c-5e0f-9a6b-8d1f3f3f7c11")  # a namespace of our own


def founding_key(name: str, *, scheme: Scheme, areas: Sequence[Area], by: User, on: date) -> UUID:
    """The same for the same form on the same day: sent twice, by a double click or a lost answer, it founds once."""
    ground = ",".join(str(pk) for pk in sorted(area.pk for area in areas))
    return uuid5(FOUNDING, "|".join((str(by.pk), on.isoformat(), scheme.urn, ground, name.strip().lower())))


def why_not_found(user: User, *, on: date) -> str:
    """Why this person starts no other partnership today; "" when they can."""
    with sweep_door(Membership):
        mine = Membership.objects.filter(user=user, role=Role.PROJECT_LEADER, given_by=None, valid_from=on).count()
    if mine < MOST_A_DAY:
        return ""
    words = _("You started %(most)s partnerships today. Go on tomorrow, or ask the administrator of this installation.")
    return words % {"most": MOST_A_DAY}


def make_partnership(name: str, *, on: date, key: UUID | None) -> Partnership:
    """The row itself, under the first free address; one of the same name at the same moment gets the next.

    Raises ``AlreadyFounded`` when this form has been handled, also by another worker just now, and ``StaleState`` when
    all of so many addresses went to others.
    """
    for _attempt in range(TRIES):
        try:
            with once(Partnership, AlreadyFounded()):
                return Partnership.objects.create(name=name, slug=free_slug(name), founded_on=on, founding_key=key)
        except AlreadyFounded:
            if key is not None and Partnership.objects.filter(founding_key=key).exists():
                raise
    raise StaleState


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
    pin_scheme(scheme, on=on)
    with once(Cycle, Refused(_("There is still an open round. Close it first."))) as still_open:
        if Cycle.objects.filter(partnership=partnership, closed_on__isnull=True).exists():
            raise still_open
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
    key: UUID | None = None,
) -> Partnership:
    """Make a partnership on one or more areas, open its first round, and appoint the founder as project leader.

    Raises ``Refused`` without an area, when the scheme does not fit the kind of every area (F01), or with the advice
    when a question of the intake was not answered with yes (F04). ``intake`` is None where the questions were asked
    elsewhere. With a ``key`` (``founding_key``) the second time raises ``AlreadyFounded``.
    """
    if not areas:
        raise Refused(_("Choose at least one area."))
    if any(area.kind not in scheme.area_kinds for area in areas):
        raise Refused(_("This scheme does not fit the kind of every area you chose."))
    if intake is not None and (advice := why_not_start(scheme, intake)):
        raise Refused(" ".join(advice))
    partnership = make_partnership(name, on=on, key=key)
    with member_door(partnership):
        take_ground(partnership, areas)
        open_cycle(partnership, scheme, by=by, on=on, at=at)
        Membership.objects.create(partnership=partnership, user=by, role=Role.PROJECT_LEADER, valid_from=on)
        regrant(by, partnership, on=on)
        grant_oversight(partnership)
        record(partnership, "founded", by=by, at=at, about=partnership)
        if intake:
            keep_answers(partnership, intake, on=on)
            basis = {question: answer.basis for question, answer in intake.items()}
            record(partnership, "passed_intake", by=by, at=at, about=partnership, basis=basis)
    return partnership
