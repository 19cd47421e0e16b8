"""Hours a party promises for a quarter, beside the hours it spends (F81).

S002: "toezegging (ambtelijke) capaciteit"; the shortfall is counted once the quarter is over.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.enums import AgreementKind
from partnerships.exceptions import Refused
from partnerships.models import Agreement, HoursUsed, Partner, Pledge, User
from partnerships.periods import add_months, quarter_number, quarter_of, quarters_between

MOST = 5000  # hours a quarter; more is a slip of the pen


def quarter_name(day: date) -> str:
    """The quarter that starts on ``day``, as people say it."""
    return _("quarter %(number)s of %(year)s") % {"number": quarter_number(day), "year": day.year}


@dataclass(frozen=True)
class Quarter:
    """Hours of one party (or of all) in one quarter; ``shortfall`` is None while the quarter is not over."""

    starts_on: date
    pledged: int
    used: int
    over: bool

    @property
    def name(self) -> str:
        return quarter_name(self.starts_on)

    @property
    def shortfall(self) -> int | None:
        return max(self.pledged - self.used, 0) if self.over else None

    @property
    def left(self) -> int:
        """What may still be used."""
        return max(self.pledged - self.used, 0)


@dataclass(frozen=True)
class Sheet:
    """The quarters of one party, or of all together (``partner`` None), with their totals."""

    partner: Partner | None
    quarters: tuple[Quarter, ...]

    @property
    def pledged(self) -> int:
        return sum(one.pledged for one in self.quarters)

    @property
    def used(self) -> int:
        return sum(one.used for one in self.quarters)

    @property
    def shortfall(self) -> int:
        """Of the quarters that are over, each by itself: hours too many in one do not make up for another."""
        return sum(one.shortfall or 0 for one in self.quarters)


def sheets(year: int, *, on: date) -> list[Sheet]:
    """A sheet for every party that pledged or spent hours in a year, then one for all together. Two queries."""
    days = quarters_between(date(year, 1, 1), date(year + 1, 1, 1))
    pledged: Counter[tuple[int, date]] = Counter()
    used: Counter[tuple[int, date]] = Counter()
    partners: dict[int, Partner] = {}
    pledges = Pledge.objects.filter(starts_on__lt=date(year + 1, 1, 1), ends_on__gt=date(year, 1, 1))
    for pledge in pledges.select_related("partner__organisation"):
        partners[pledge.partner_id] = pledge.partner
        pledged.update({(pledge.partner_id, day): pledge.hours for day in days if _covers(pledge, day)})
    for spent in HoursUsed.objects.filter(quarter__in=days).select_related("partner__organisation"):
        partners[spent.partner_id] = spent.partner
        used[spent.partner_id, spent.quarter] += spent.hours
    named = sorted(partners.items(), key=lambda item: str(item[1]))
    found = [
        Sheet(partner, tuple(_quarter(day, pledged[key, day], used[key, day], on=on) for day in days))
        for key, partner in named
    ]
    return [*found, _together(found, days, on=on)] if len(found) > 1 else found


def _covers(pledge: Pledge, day: date) -> bool:
    return pledge.starts_on <= day < pledge.ends_on


def _quarter(day: date, pledged: int, used: int, *, on: date) -> Quarter:
    return Quarter(day, pledged, used, over=add_months(day, 3) <= on)


def _together(found: list[Sheet], days: list[date], *, on: date) -> Sheet:
    rows = [
        _quarter(day, sum(one.quarters[place].pledged for one in found), sum(one.quarters[place].used for one in found), on=on)
        for place, day in enumerate(days)
    ]  # fmt: skip
    return Sheet(None, tuple(rows))


def shortfall_of_all(found: list[Sheet]) -> int:
    """The shortfalls of the parties added up: what one party does too much is no hour of another."""
    return sum(one.shortfall for one in found if one.partner is not None)


def signed_pledges() -> list[Agreement]:
    """Texts of a pledge of capacity a record may point to: out to be signed, or signed."""
    rows = Agreement.objects.filter(
        kind=AgreementKind.CAPACITY_PLEDGE, sent_at__isnull=False, withdrawn_at__isnull=True
    )
    return list(rows.order_by("-sent_at"))


@transaction.atomic
def add_pledge(
    partner: Partner, *, hours: int, first: date, last: date, by: User, at: datetime, note: str = "",
    agreement: Agreement | None = None,
) -> Pledge:  # fmt: skip
    """Keep that a party promises ``hours`` for every quarter from ``first`` up to and including ``last``.

    Raises ``Refused`` for no hours, too many, a last quarter before the first, and a text of another kind.
    """
    if not 0 < hours <= MOST:
        raise Refused(_("Fill in a number of hours from 1 to %(most)s.") % {"most": MOST})
    if quarter_of(last) < quarter_of(first):
        raise Refused(_("The last quarter comes before the first."))
    if agreement is not None and agreement.kind != AgreementKind.CAPACITY_PLEDGE:
        raise Refused(_("This text is not a pledge of capacity."))
    pledge: Pledge = Pledge.objects.create(
        partnership_id=partner.partnership_id, partner=partner, hours=hours, starts_on=quarter_of(first),
        ends_on=add_months(quarter_of(last), 3), note=note.strip(), agreement=agreement, recorded_by=by,
    )  # fmt: skip
    record(
        partner.partnership_id, "pledged_hours", by=by, at=at, about=pledge, hours=hours,
        first=quarter_name(pledge.starts_on), last=quarter_name(quarter_of(last)),
    )  # fmt: skip
    return pledge


@transaction.atomic
def remove_pledge(pledge: Pledge, *, by: User, at: datetime) -> None:
    """Take back a pledge that was written down wrongly; the trail keeps it."""
    record(pledge.partnership_id, "removed_pledge", by=by, at=at, about=pledge, hours=pledge.hours)
    pledge.delete()


@transaction.atomic
def register_hours(partner: Partner, *, quarter: date, hours: int, by: User, at: datetime, note: str = "") -> HoursUsed:
    """Keep the hours a party spent in a quarter; a second time it replaces the first.

    Raises ``Refused`` for a quarter that has not begun and for a number that cannot be.
    """
    if not 0 <= hours <= MOST:
        raise Refused(_("Fill in a number of hours from 0 to %(most)s.") % {"most": MOST})
    if quarter > timezone.localdate(at):
        raise Refused(_("This quarter has not begun."))
    facts = {"hours": hours, "note": note.strip()}
    day = quarter_of(quarter)
    before = HoursUsed.objects.filter(partner=partner, quarter=day).first() or HoursUsed(hours=0)
    changed = changes(fields_of(before, *facts), facts)
    kept: HoursUsed = HoursUsed.objects.update_or_create(
        partner=partner, quarter=day,
        defaults={**facts, "recorded_by": by},
        create_defaults={**facts, "recorded_by": by, "partnership_id": partner.partnership_id},
    )[0]  # fmt: skip
    record(
        partner.partnership_id, "registered_hours", by=by, at=at, about=kept, hours=hours, quarter=quarter_name(day),
        changed=changed,
    )  # fmt: skip
    return kept
