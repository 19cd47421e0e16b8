"""The shell around every answer: no script or style in a page, and the same headers on a page, a refusal and a fault.

That it stands around every page that can be read is seen in ``test_reading.py``, around forms in ``test_answers.py``.
"""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from partnerships.doors.headers import opens_by_itself
from tests.conftest import client_of
from tests.walk import addresses, ask
from tests.walks.visits import inline_in, lacking


def test_the_finder_finds():
    page = '<p style="x" onclick="y"><script>z</script><style></style><a href=" JavaScript:z">a</a><script src="s">'
    assert len(inline_in(page)) == 5


def fails(request: HttpRequest) -> None:
    raise RuntimeError("a fault of the house")


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/static/nowhere.css", "/check/", "/account/login/", "/static/css/tokens.css"]
)
def test_a_page_that_is_not_there_has_the_headers_too(path, db):
    answer = ask(Client(), "GET", path)
    assert lacking(answer) == []
    assert answer.streaming or inline_in(answer.content.decode()) == []


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/static/css", "/files/", "/media/"])
def test_no_folder_is_listed(path, db):
    assert ask(Client(), "GET", path).status_code == 404


@pytest.mark.parametrize("name", ["partnerships:check", "account_login", "partnerships:help"])
def test_what_was_sent_is_not_sent_back(name, db):
    """TRACE would show a page what the browser sends along and keeps from it."""
    answer = Client().generic("TRACE", reverse(name), headers={"X-Mine": "echo-this"})
    assert answer.status_code == 405
    assert b"echo-this" not in answer.content


def test_every_kind_of_refusal_has_the_headers(world, ann, monkeypatch):
    client, strict = client_of(ann), Client(enforce_csrf_checks=True)
    asked = [
        (strict, "POST", reverse("partnerships:check")),  # 403 of the check on forgery
        (client, "POST", reverse("partnerships:help")),  # 405
        (Client(headers={"host": "evil.example"}), "GET", "/"),  # 400
        (client, "GET", "/"),
    ]
    statuses = {}
    for who, method, url in asked:
        answer = ask(who, method, url)
        statuses[answer.status_code] = (lacking(answer), inline_in(answer.content.decode()))
    with monkeypatch.context() as patch:
        patch.setattr("partnerships.views.checking.CheckForm", fails)
        answer = ask(Client(), "GET", reverse("partnerships:check"))
    statuses[answer.status_code] = (lacking(answer), inline_in(answer.content.decode()))
    assert {400, 403, 405, 500} <= set(statuses)
    assert {status: wrong for status, wrong in statuses.items() if wrong != ([], [])} == {}


def test_an_address_with_a_secret_in_it_goes_no_further(world):
    """Not to another page of ours by Referer, not in any cache, not in any search engine."""
    client, seen = Client(), 0
    for address in addresses():
        if "token" in address.arguments and "GET" in address.methods:
            for url in (address.url(world), address.url(world).replace(world.signature.nonce, "x")):
                answer = ask(client, "GET", url)
                seen += 1
                assert answer["Referrer-Policy"] == "strict-origin", address.name
                assert "no-store" in answer["Cache-Control"], address.name
                assert "noindex" in answer["X-Robots-Tag"], address.name
    assert seen > 5
    assert not opens_by_itself(HttpRequest())


def test_signing_out_clears_the_browser(ann):
    client = client_of(ann)
    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'
