"""Getting in: guessing, locking others out, taking another address, following a link elsewhere."""

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from partnerships.accounts import AccountAdapter, login_name
from partnerships.doors.origin import client_address
from tests.conftest import client_of

RIGHT = "een lang wachtwoord"
ELSEWHERE = ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example")


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


def sign_in(email, password, **more):
    client = Client(**more)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_failures_count_for_one_person_whatever_the_case(ann):
    for number in range(4):
        sign_in(["ann@example.org", "ANN@Example.org"][number % 2], "fout")
    assert [(one.username, one.failures_since_start) for one in AccessAttempt.objects.all()] == [("ann@example.org", 4)]


def test_guessing_at_many_people_locks_nobody_else_out(ann, bert):
    for number in range(9):
        sign_in(f"nobody{number}@example.org", "fout")
    assert sign_in(bert.email, RIGHT)


def test_the_administration_is_no_way_round_the_lock(ann):
    """It has no sign-in of its own: the one page has the limits and the second step."""
    page = reverse("admin:login")
    for fields in ({}, {"username": ann.email, "password": RIGHT}):
        client = Client()
        answer = client.post(page, fields)
        assert answer["Location"].startswith(reverse("account_login"))
        assert "_auth_user_id" not in client.session


def test_behind_a_proxy_everybody_has_an_address_of_their_own(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7")
    assert client_address(request) == AccountAdapter().get_client_ip(request) == "198.51.100.7"
    settings.SECURE_PROXY_SSL_HEADER = None
    assert client_address(request) == "127.0.0.1"


def test_a_name_is_found_on_both_sign_in_pages():
    ask = RequestFactory().post
    assert login_name(ask("/", {"login": " A@b.nl "})) == "a@b.nl"
    assert login_name(ask("/", {"username": "A@b.nl"})) == "a@b.nl"
    assert login_name(ask("/"), {"email": "A@b.nl"}) == "a@b.nl"


def test_nobody_takes_another_address(ann):
    client = client_of(ann)
    for action in ("action_add", "action_primary"):
        client.post("/account/email/", {"email": "victim@example.org", action: ""})
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"


@pytest.mark.parametrize(
    "page", ["email/", "confirm-email/", "confirm-email/abc/", "password/set/", "2fa/", "3rdparty/", "sessions/"]
)
def test_a_page_of_the_library_that_we_do_not_use_is_not_there(page, ann):
    assert client_of(ann).get(f"/account/{page}").status_code == 404


def test_a_forgotten_password_says_nothing_of_who_has_an_account_and_mails_no_stranger(ann):
    page = reverse("account_reset_password")
    known, unknown = (Client().post(page, {"email": f"{who}@example.org"}) for who in ("ann", "nobody"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [one.to for one in mail.outbox] == [["ann@example.org"]]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_page_leads_elsewhere(target, ann):
    page = reverse("account_login")
    answers = [Client().post(page, {"login": ann.email, "password": RIGHT, "next": target})]
    answers.append(client_of(ann).get(page, {"next": target}))
    answers.append(client_of(ann).post(reverse("account_logout"), {"next": target}))
    answers.append(
        client_of(ann).post(
            reverse("partnerships:language"), {"language": "en", "next": target}, headers={"referer": target}
        )
    )
    assert [one.get("Location", "") for one in answers if "evil" in one.get("Location", "")] == []
    assert [one.get("Location", "") for one in answers if "javascript" in one.get("Location", "")] == []


def test_another_host_is_not_answered(db):
    assert Client().get("/account/login/", headers={"host": "evil.example"}).status_code == 400
