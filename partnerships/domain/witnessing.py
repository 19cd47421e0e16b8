"""The texts somebody witnesses: of those, and of nothing else, an insurer reads the words (F105)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from partnerships.models import Agreement, Signature


def witnessed_by(email: str, partner_ids: Collection[int]) -> QuerySet[Agreement]:
    """Texts that were sent to this address, or to somebody of these parties, to be signed as a witness.

    Not what was withdrawn or refused, and not what the same organisation signs as a party: it may do both (S004).
    """
    who = Q(email__mailbox=email) | Q(partner__in=list(partner_ids))
    asked: Any = Signature.objects.filter(who, agreement=OuterRef("pk"), as_witness=True)
    sent = Agreement.objects.filter(Exists(asked), sent_at__isnull=False, withdrawn_at__isnull=True)
    return sent.select_related("document", "cycle").order_by("-sent_at", "-pk")
