"""Somebody else has a link: it was forwarded, read over a shoulder, or caught by a scanner. With the link alone, and not the
mailbox or telephone behind it, nobody signs, refuses, hands over or objects, whichever kind of link it is."""

from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from partnerships.domain.seen import SEEN
from partnerships.doors.safe_links import KINDS
from partnerships.enums import SignatureMethod
from partnerships.mail import LINK_PAGES
from partnerships.models import Agreement, Signature, SignatureHandOver
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW
from tests.walk import addresses, ask

pytestmark = pytest.mark.feature("F16")

# What each kind of link is for. A new kind is added here by who has read what its pages do.
KNOWN = {"sign", "table", "guest", "pulse", "kickoff", "progress", "digest", "invite", "recognition", "confirm"}
# What a thief fills in, in whatever form asks for it.
GIVEN = {
    "name": "Dief", "function": "Chef", "email": "dief@example.org", "organisation": "Dief BV", "reason": "Ik wil niet.",
    "note": "", "statement": "on", "accept": "on", "sure": "on", "code": "000000", "password1": "een lang wachtwoord 1",
    "password2": "een lang wachtwoord 1", "coming": "yes", "choice": "yes", "rhythm": "never", "text": "x", "answer": "3",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_counts():
    """So many requests by one link go past its limit: what other tests asked is not counted here, nor this there."""
    cache.clear()
    yield
    cache.clear()


class Hidden(HTMLParser):
    """The hidden fields of a page, as a browser would send them back."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if tag == "input" and had.get("type") == "hidden" and had.get("name"):
            self.found[str(had["name"])] = had.get("value") or ""


def hidden_in(page: str) -> dict[str, str]:
    parser = Hidden()
    parser.feed(page)
    return parser.found


def answers(park):
    """Everything a signature rests on: who is asked, and what they answered."""
    fields = (
        "pk", "name", "function", "email", "nonce", "signed_at", "signed_name", "declined_at", "decline_reason",
        "objected_at", "method", "expires_at",
    )  # fmt: skip
    with member_door(park):
        return (
            list(Signature.objects.order_by("pk").values(*fields)),
            list(Agreement.objects.order_by("pk").values("pk", "completed_at", "withdrawn_at")),
            list(SignatureHandOver.objects.order_by("pk").values()),
        )


def test_every_kind_of_link_is_known_here():
    assert set(LINK_PAGES) | set(KINDS) | {"table"} == KNOWN


@pytest.mark.parametrize("on_paper", [False, True])
def test_with_a_link_alone_nobody_signs_refuses_hands_over_or_objects(world, on_paper):
    if on_paper:
        with member_door(world.partnership):
            Signature.objects.filter(pk=world.signature.pk).update(
                signed_at=NOW, signed_name="Iemand", method=SignatureMethod.PAPER
            )
    before = answers(world.partnership)
    pages = [one for one in addresses() if "token" in one.arguments and one.is_public and one.name not in SEEN]
    opened, pressed = set(), set()
    for one in pages:
        client, url = Client(), one.url(world)
        for code in ("", "000000", None):  # nothing, a guess, and a form that was never asked for one
            page = ask(client, "GET", url)
            opened |= {one.name} if page.status_code == 200 else set()
            given = {
                **GIVEN,
                **(hidden_in(page.content.decode()) if page.status_code == 200 and not page.streaming else {}),
            }
            given = {name: value for name, value in {**given, "code": code}.items() if value is not None}
            pressed |= {one.name} if client.post(url, given).status_code in (200, 302) else set()
    assert answers(world.partnership) == before
    # The walk opened every page that a mail leads to, and pressed what stands behind the link of a signatory.
    assert set(LINK_PAGES.values()) <= opened
    assert {
        "partnerships:signature-refuse",
        "partnerships:signature-hand-over",
        "partnerships:signature-code",
    } <= pressed
    assert {"partnerships:signature-sign", "partnerships:paper-object", "partnerships:table-sign"} <= pressed
