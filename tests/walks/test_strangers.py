"""A visitor is asked to sign in, at every address that is not public.

That other people's partnerships and rows give 404 to whoever is signed in stands in ``test_tenancy.py``.
"""

from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from tests.walk import addresses, ask
from tests.world import World


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    client, wrong, sign_in = Client(), [], resolve_url(settings.LOGIN_URL)
    for address in addresses():
        if not address.is_public:
            for method in sorted(address.methods & {"GET", "POST"}):
                answer = ask(client, method, address.url(world))
                if answer.status_code != 302 or not answer.url.startswith(sign_in):
                    wrong.append((address.name, method, answer.status_code))
    assert wrong == []
