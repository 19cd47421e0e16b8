"""Typed requests: what a view may count on after a door."""

from django.http import HttpRequest

from partnerships.access import Access
from partnerships.models import Partnership, User


class UserRequest(HttpRequest):
    """Somebody signed in."""

    user: User


class MemberRequest(UserRequest):
    """Somebody signed in who is a member of the partnership in the address."""

    partnership: Partnership
    access: Access
