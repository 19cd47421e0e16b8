"""Where somebody is signed in, and ending that."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from partnerships.models import User

# What it says of itself → what people call it; the first that fits, for most say several.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def sessions_of(user: User, *, at: datetime) -> list[UserSession]:
    """The sessions that still work, newest first. Two queries; changes nothing."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user).order_by("-created_at")}
    stored = Session.objects.filter(session_key__in=rows, expire_date__gt=at)
    hash_now = user.get_session_auth_hash()
    alive = {one.session_key for one in stored if one.get_decoded().get(HASH_SESSION_KEY) == hash_now}
    return [row for key, row in rows.items() if key in alive]


def browser_name(user_agent: str) -> str:
    """A browser and its machine as people call them, from what it says of itself; else the words it used."""
    known = [next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, MACHINES)]
    return ", ".join(name for name in known if name) or user_agent[:80]


@transaction.atomic
def end_session(session: UserSession) -> None:
    """Sign out one browser."""
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


@transaction.atomic
def end_all_sessions(user: User) -> None:
    """Sign out everywhere, also where no list knows of it; who asks keeps their own with ``update_session_auth_hash``."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    UserSession.objects.filter(user=user).delete()


def ended_sessions(*, at: datetime) -> QuerySet[UserSession]:
    """What is known of sessions that ended by then: browser and address of a person."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    ended: QuerySet[UserSession] = UserSession.objects.exclude(session_key__in=alive)
    return ended


@transaction.atomic
def take_second_factor_away(user: User) -> int:
    """For somebody who lost it: app, passkeys and recovery codes go, and every session ends. How many things went."""
    number: int = Authenticator.objects.filter(user=user).delete()[0]
    end_all_sessions(user)
    return number
