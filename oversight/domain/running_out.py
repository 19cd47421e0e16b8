"""Texts that were signed by all and soon stop being valid: which, and whom that is told (F16, F17)."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from oversight.domain.reminder_days import AGREEMENT_DAYS
from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Signature


def running_out(*, on: date) -> list[Agreement]:
    """Sealed texts whose end is near enough to have been a day to remind on. One query.

    Left out: what was withdrawn, what stands beside another text, what a newer round replaces or will replace (a draft
    counts: somebody took it up), and what every party left with notice.
    """
    newer = Agreement.objects.filter(withdrawn_at__isnull=True).filter(
        Q(replaces=OuterRef("pk"))
        | Q(
            partnership=OuterRef("partnership"), scheme_document=OuterRef("scheme_document"), parent__isnull=True,
            completed_at__gt=OuterRef("completed_at"),
        )
    )  # fmt: skip
    found = Agreement.objects.filter(
        parent__isnull=True, completed_at__isnull=False, withdrawn_at__isnull=True, valid_until__gt=on,
        valid_until__lte=on + timedelta(days=max(AGREEMENT_DAYS)),
    )  # fmt: skip
    still_bound = Exists(_parties(on=on))
    rows = found.exclude(Exists(newer)).filter(still_bound).select_related("partnership")
    return list(rows.order_by("partnership", "pk"))


def _parties(*, on: date) -> QuerySet[Signature]:
    """The parties of the text outside that gave no notice that counts on this day."""
    left = Signature.objects.filter(
        agreement__parent=OuterRef("agreement"), agreement__kind=AgreementKind.NOTICE, partner=OuterRef("partner"),
        agreement__completed_at__isnull=False, agreement__withdrawn_at__isnull=True, agreement__counts_from__lte=on,
    )  # fmt: skip
    signed: QuerySet[Signature] = Signature.objects.filter(
        agreement=OuterRef("pk"), as_witness=False, signed_at__isnull=False
    )
    return signed.exclude(Exists(left))
