"""The people of a demonstration: functions, not persons, with addresses nobody owns."""

from django.conf import settings
from django.db.models import QuerySet

from partnerships.models import User

DEMO_ENDING = "@demo.example.org"


def demo_users() -> QuerySet[User]:
    """Those one may sign in as without a password: in a demonstration only, and never somebody who is staff."""
    if not settings.DEMO:
        return User.objects.none()
    return User.objects.filter(email__endswith=DEMO_ENDING, is_active=True, is_staff=False, is_superuser=False)


def demo_accounts() -> list[tuple[str, str]]:
    """Pairs of address and label (the name of the function), in the order in which they were made."""
    return [(user.email, user.name) for user in demo_users().order_by("pk")]
