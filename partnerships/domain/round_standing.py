"""How a round of signatures stands, in words for every page and file that says it (F16).

So many of so many is said only while the round runs. A round that was refused or withdrawn, or in which nobody can sign
any more, says that instead: signatures under it count for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Signature

UNANSWERED = Q(signed_at__isnull=True, declined_at__isnull=True)
COUNTS = ("total", "signed", "objected", "able", "ended")
WAITS = Q(turn__gt=0, asked_at__isnull=True)  # their turn has not come


@dataclass(frozen=True)
class RoundStanding:
    """``look`` is that of the mark beside ``words``; ``runs``: can somebody sign now? ``objected``: to ink, since."""

    look: str
    words: str
    runs: bool = False
    signed: int = 0
    total: int = 0
    objected: int = 0


def round_standing(agreement: Agreement, *, at: datetime) -> RoundStanding:
    """How one round stands; one query, two of a stopped one."""
    return rounds_standing([agreement], at=at)[agreement.pk]


def rounds_standing(agreements: Iterable[Agreement], *, at: datetime) -> dict[int, RoundStanding]:
    """How each of these rounds stands, by the key of the agreement; two queries however many."""
    rounds = {one.pk: one for one in agreements}
    counted = _counted(rounds, at=at)
    refused = _refusals([one.pk for one in rounds.values() if one.withdrawn_at])
    return {pk: _standing(one, counted.get(pk, {}), refused.get(pk)) for pk, one in rounds.items()}


def _refusals(stopped: list[int]) -> dict[int, Signature]:
    """Who refused each of these stopped rounds; nothing of one that was withdrawn."""
    if not stopped:
        return {}
    rows = Signature.objects.filter(agreement__in=stopped, declined_at__isnull=False)
    return {one.agreement_id: one for one in rows.select_related("partner__organisation")}


def _counted(rounds: Iterable[int], *, at: datetime) -> dict[int, dict[str, Any]]:
    """Of each round: how many were asked, signed, objected and can sign now, and when the last of their links ended."""
    can_sign = UNANSWERED & ~WAITS
    rows = Signature.objects.filter(agreement__in=list(rounds)).order_by().values("agreement")
    found: Any = rows.annotate(
        total=Count("pk"),
        signed=Count("pk", filter=Q(signed_at__isnull=False)),
        objected=Count("pk", filter=Q(objected_at__isnull=False)),
        able=Count("pk", filter=can_sign & Q(expires_at__gt=at)),
        ended=Max("expires_at", filter=can_sign),
    )
    return {row["agreement"]: {name: row[name] for name in COUNTS} for row in found}


def _standing(agreement: Agreement, counted: dict[str, Any], refusal: Signature | None) -> RoundStanding:
    able, ended = counted.pop("able", 0), counted.pop("ended", None)
    if agreement.withdrawn_at:
        return RoundStanding("late", _stopped_words(agreement, refusal), **counted)
    if agreement.completed_at:
        words = _("Signed by all on %(day)s") if agreement.document_id else _(
            "Signed by all on %(day)s, the document is being made"
        )  # fmt: skip
        return RoundStanding("done", words % {"day": _day(agreement.completed_at)}, **counted)
    if not agreement.sent_at:
        return RoundStanding("later", _("Draft, nobody has been mailed"), **counted)
    if ended is not None and not able:
        return RoundStanding("late", _("Expired on %(day)s, not everybody signed") % {"day": _day(ended)}, **counted)
    numbers = {"signed": counted.get("signed", 0), "total": counted.get("total", 0)}
    return RoundStanding("now", _("%(signed)s of %(total)s have signed") % numbers, runs=True, **counted)


def _stopped_words(agreement: Agreement, refusal: Signature | None) -> str:
    if refusal is None:
        return _("Withdrawn on %(day)s") % {"day": _day(agreement.withdrawn_at)}
    said = {"party": refusal.party_name, "day": _day(refusal.declined_at)}
    if agreement.dropped_at is None:
        return _("Refused by %(party)s on %(day)s") % said
    said["later"] = _day(agreement.dropped_at)
    return _("Refused by %(party)s on %(day)s, withdrawn on %(later)s") % said


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""


def refused_rounds() -> QuerySet[Agreement]:
    """Refused texts that wait for whoever leads: not withdrawn since, and no newer round of them was sent.

    What is signed beside another text (joining, leaving) has a newer round when its party was asked again.
    """
    later = Agreement.objects.filter(
        cycle=OuterRef("cycle"), scheme_document=OuterRef("scheme_document"), round__gt=OuterRef("round"),
        sent_at__isnull=False,
    )  # fmt: skip
    same_party = Signature.objects.filter(agreement=OuterRef(OuterRef("pk")), partner=OuterRef("signatures__partner"))
    again = later.filter(Exists(same_party), parent=OuterRef("parent"))
    declined = Signature.objects.filter(agreement=OuterRef("pk"), declined_at__isnull=False)
    rows: QuerySet[Agreement] = Agreement.objects.filter(
        Exists(declined), withdrawn_at__isnull=False, dropped_at__isnull=True
    )
    return rows.exclude(Q(parent__isnull=True) & Exists(later.filter(parent__isnull=True))).exclude(Exists(again))
