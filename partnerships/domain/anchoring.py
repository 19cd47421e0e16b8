"""Anchors: what is known outside the database about the end of a trail, so that a whole new chain shows as well.

The weekly mail brings the end of the trail to the partners, and a time-stamping authority puts its timestamp on it once a
day where one is configured. ``verify_trail`` compares.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from partnerships.documents.stamping import stamp_hash
from partnerships.models import Partnership, TrailAnchor, TrailHead

APART = timedelta(hours=20)  # at least, between two timestamps on one trail: once a day, with room for an outage
SHORTEST, SHOWN = 16, 24  # digits of a hash that an anchor needs, and that we write in one


@dataclass(frozen=True)
class Anchor:
    """What somebody kept of a trail: the hash of row ``number``, or how it begins."""

    slug: str
    number: int
    hash: str

    def __str__(self) -> str:
        shown = self.hash[:SHOWN]
        return f"{self.slug}:{self.number}:{'-'.join(shown[at : at + 4] for at in range(0, len(shown), 4))}"


def mark_of(partnership: Partnership, head: TrailHead | None) -> str:
    """The end of a trail as people keep it, and as ``verify_trail`` takes it; nothing without a trail."""
    return str(Anchor(partnership.slug, head.number, head.hash)) if head is not None and head.number else ""


def read_anchor(text: str) -> Anchor:
    """``PARTNERSHIP:NUMBER:HASH`` as the mail and ``verify_trail`` write it. Raises ``ValueError`` for anything else.

    The hash may be short, and have spaces and hyphens.
    """
    found = re.fullmatch(r"([a-z0-9-]+):([1-9][0-9]{0,17}):([0-9a-f -]+)", text.strip().lower())
    kept = re.sub("[ -]", "", found[3]) if found else ""
    if found is None or not SHORTEST <= len(kept) <= 64:
        raise ValueError(f"{text.strip()} is no anchor: PARTNERSHIP:NUMBER:HASH, with at least {SHORTEST} digits.")
    return Anchor(found[1], int(found[2]), kept)


def unanchored(*, at: datetime) -> QuerySet[TrailHead]:
    """Ends of trails that grew since their last timestamp, which is not of today. Needs a door with both tables."""
    newest = TrailAnchor.objects.filter(partnership=OuterRef("partnership")).order_by("-number")
    heads = TrailHead.objects.annotate(
        anchored=Subquery(newest.values("number")[:1]), stamped_at=Subquery(newest.values("stamped_at")[:1])
    )
    return heads.filter(
        Q(anchored__isnull=True) | Q(anchored__lt=F("number"), stamped_at__lt=at - APART), number__gt=0
    ).order_by(F("stamped_at").asc(nulls_first=True), "pk")


def anchor_trail(head: TrailHead) -> TrailAnchor:
    """Have the end of one trail stamped, and keep the answer. Needs its door, and holds no lock meanwhile.

    errors: those of ``stamp_hash``; the next run finds the trail again.
    """
    token, moment = stamp_hash(head.hash)
    anchor = TrailAnchor(
        partnership_id=head.partnership_id, number=head.number, hash=head.hash, stamped_at=moment, token=token
    )
    TrailAnchor.objects.bulk_create([anchor], ignore_conflicts=True)  # another worker may have been here
    return anchor
