"""Does the certificate of the seal run out soon? The administrators hear it 90, 30 and 7 days ahead, and on the day."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from partnerships.documents.sealkey import ensure_key, is_key_there
from partnerships.mail import account_mail
from partnerships.models import SealWarning, User

DAYS_AHEAD = (90, 30, 7, 0)


@dataclass(frozen=True)
class SealTerm:
    """The certificate that seals now. ``days_left``: negative once it ran out."""

    certificate: str
    name: str
    ends_on: date
    days_left: int

    @property
    def soon(self) -> bool:
        return self.days_left <= DAYS_AHEAD[0]


def seal_term(*, on: date) -> SealTerm | None:
    """How long the seal can go on; None while there is no key yet. Raises ``SealKeyError`` when it cannot be opened."""
    folder = Path(settings.DATA_DIR)
    if not is_key_there(folder):
        return None
    certificate = ensure_key(folder).certificate
    ends_on = timezone.localtime(certificate.not_valid_after_utc).date()
    mark = certificate.fingerprint(hashes.SHA256()).hex()
    return SealTerm(mark, certificate.subject.rfc4514_string(), ends_on, (ends_on - on).days)


def warn_of_seal(*, on: date, at: datetime) -> int:
    """Tell the administrators, once for each threshold that was passed. Returns how many mails were sent.

    The row is written with the mails: a mail server that is away leaves none, and the next day tries again.
    """
    term = seal_term(on=on)
    passed = [days for days in DAYS_AHEAD if term is not None and term.days_left <= days]
    if term is None or not passed:
        return 0
    with transaction.atomic():
        _row, new = SealWarning.objects.get_or_create(
            certificate=term.certificate, days=passed[-1], defaults={"sent_at": at}
        )
        if not new:
            return 0
        people = list(User.objects.filter(Q(is_staff=True) | Q(is_superuser=True), is_active=True))
        for user in people:
            account_mail(
                "seal_expires", user.email, language=user.language, days=term.days_left, ends_on=term.ends_on,
                certificate=term.name,
            ).send()  # fmt: skip
    return len(people)
