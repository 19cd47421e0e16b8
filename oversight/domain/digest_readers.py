"""How often somebody wants the weekly mail. Mails that say "you must act before this day" go whatever is chosen."""

from datetime import datetime

from oversight.enums import Rhythm
from oversight.models import DigestReader
from partnerships.mailbox import mailbox_key
from partnerships.models import User
from partnerships.tokens import new_nonce


def choose_rhythm(reader: DigestReader, *, rhythm: str, at: datetime) -> bool:
    """Keep the choice. False when it was this already."""
    rows = DigestReader.objects.filter(pk=reader.pk).exclude(rhythm=rhythm)
    return bool(rows.update(rhythm=Rhythm(rhythm), changed_at=at))


def rhythm_of(user: User) -> str:
    """What somebody with an account chose; every week when they did not."""
    found = DigestReader.objects.filter(email__mailbox=user.email).values_list("rhythm", flat=True).first()
    return found or Rhythm.WEEKLY


def reader_of(user: User, *, at: datetime) -> DigestReader:
    """The row of somebody with an account, made when there is none yet."""
    if known := DigestReader.objects.filter(email__mailbox=user.email).first():
        return known
    email = mailbox_key(user.email)
    return DigestReader.objects.get_or_create(email=email, defaults={"nonce": new_nonce(), "created_at": at})[0]
