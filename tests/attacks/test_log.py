"""The log is read by more people than may open a link: no token of a link stands in it, however a request is refused."""

import io
import logging
import logging.config
import re
from typing import Any

import pytest
from django.conf import settings as house
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from config.logs import blanked
from partnerships.doors import safe_links
from partnerships.mail import LINK_PAGES
from partnerships.tokens import make_token
from tests.walk import addresses

NOWHERE = "nowhere/"


@pytest.fixture(autouse=True)
def nobody_counts():
    """So many requests by one link go past its limit: what other tests asked is not counted here, nor this there."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def log():
    """What the handler of the installation would write, from the first line on."""
    handler = logging.StreamHandler(io.StringIO())
    lines: dict[str, Any] = house.LOGGING
    made = logging.config.DictConfigurator(lines)
    handler.setFormatter(made.configure_formatter(dict(lines["formatters"]["line"])))
    root = logging.getLogger()
    before = root.level
    root.setLevel("DEBUG")
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(before)


def links(world):
    """The page of each kind of link, with its token."""
    pages = {one.name: one.url(world) for one in addresses() if "token" in one.arguments and one.is_public}
    return {kind: pages[name] for kind, name in LINK_PAGES.items()}


def refusals(url):
    """Every way in which a request by this link can be refused, and the words that Django's line begins with."""
    strict, plain = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    yield "Forbidden", lambda: strict.post(url, {"reason": "x"})
    yield "Not Found", lambda: plain.get(f"{url}{NOWHERE}")
    yield "Method Not Allowed", lambda: plain.put(url)
    yield "Invalid HTTP_HOST", lambda: plain.get(url, headers={"host": "evil.example.net"})


def token_in(url):
    (found,) = re.findall(r"[\w-]{43}", url)
    return found


def test_no_refusal_writes_the_token_and_each_still_names_its_page(world, log):
    for kind, url in links(world).items():
        token, beginning = token_in(url), url.split("/")[1]
        for words, refused in refusals(url):
            log.seek(0)
            log.truncate()
            assert refused().status_code in (400, 403, 404, 405), (kind, words)
            written = log.getvalue()
            assert words in written, (kind, words)
            assert token not in written, (kind, words)
            assert f"/{beginning}/" in written or words == "Invalid HTTP_HOST", (kind, words)


def test_an_error_of_ours_writes_neither_token_nor_what_it_was_called_with(world, log, monkeypatch):
    url = links(world)["sign"]

    def broken(_kind, _uuid):
        raise RuntimeError(f"the row behind {url} is broken")

    monkeypatch.setattr(safe_links, "find_row", broken)
    assert Client(raise_request_exception=False).get(url).status_code == 500
    written = log.getvalue()
    assert "Traceback" in written
    assert "RuntimeError: the row behind /sign/" in written
    assert token_in(url) not in written


def test_a_code_that_is_wrong_stays_out_of_the_log(world, log):
    url = links(world)["sign"]
    assert Client().post(f"{url}refuse/", {"reason": "Nee", "code": "918273"}).context["form"].errors["code"]
    assert (
        Client(enforce_csrf_checks=True).post(f"{url}refuse/", {"reason": "Nee", "code": "918273"}).status_code == 403
    )
    assert "Forbidden" in log.getvalue()
    assert "918273" not in log.getvalue()


def test_a_link_to_choose_a_password_stays_out_as_well(ann, log):
    key = f"{urlsafe_base64_encode(force_bytes(ann.pk))}-{default_token_generator.make_token(ann)}"
    assert Client(enforce_csrf_checks=True).post(f"/account/password/reset/key/{key}/").status_code == 403
    written = log.getvalue()
    assert "/account/password/reset/key/" in written
    assert default_token_generator.make_token(ann).split("-")[1] not in written


@pytest.mark.parametrize("purpose", sorted(LINK_PAGES))
def test_what_is_blanked_has_the_shape_of_what_is_made(purpose):
    """Should tokens ever be made otherwise, this fails before the log does."""
    made = make_token(purpose, "6f1c", "n" * 32)
    assert blanked(f"Not Found: /{purpose}/6f1c/{made}/") == f"Not Found: /{purpose}/6f1c/…/"
