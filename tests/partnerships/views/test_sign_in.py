"""The ways in: a mailed code, what a stranger learns, who is told what, and where somebody is signed in."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.sessions import ended_sessions
from partnerships.doors.known_browser import COOKIE
from partnerships.models import User
from tests.conftest import client_of, make_user

PASSWORD = "een lang wachtwoord"
CODE_PAGE, CONFIRM = reverse("account_request_login_code"), reverse("account_confirm_login_code")
SECURITY = reverse("account_security")
CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)
RESET = re.compile(r"http://testserver(/account/password/reset/key/\S+)")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
pytestmark = [pytest.mark.django_db, pytest.mark.feature("F13")]


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


def found(letter, pattern):
    """The code or link in a letter."""
    match = pattern.search(str(letter.body))
    assert match, letter.body
    return match[1]


def is_in(client):
    return "_auth_user_id" in client.session


def by_password(user, **more):
    client = Client(**more)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert is_in(client)
    return client


def ask_code(email):
    client = Client()
    answer = client.post(CODE_PAGE, {"login": email})
    return client, answer


def test_a_mailed_code_lets_in_once(bert):
    client, answer = ask_code(bert.email)
    assert answer["Location"] == CONFIRM
    letter = mail.outbox[0]
    assert letter.to == [bert.email]
    code = found(letter, CODE)
    assert client.post(CONFIRM, {"code": code.lower(), "action": "verify"})["Location"] == reverse("oversight:work")
    assert is_in(client)
    other, _answer = ask_code(bert.email)
    other.post(CONFIRM, {"code": code, "action": "verify"})
    assert not is_in(other)


def test_a_code_works_in_the_browser_that_asked_for_it_only(bert):
    ask_code(bert.email)
    stranger, _answer = ask_code("nobody@example.org")
    stranger.post(CONFIRM, {"code": found(mail.outbox[0], CODE), "action": "verify"})
    assert not is_in(stranger)


def test_a_code_can_be_guessed_three_times(bert):
    client, _answer = ask_code(bert.email)
    code = found(mail.outbox[0], CODE)
    for _number in range(3):
        answer = client.post(CONFIRM, {"code": "BBBB-BBBB", "action": "verify"})
    assert answer["Location"] == CODE_PAGE
    client.post(CONFIRM, {"code": code, "action": "verify"})
    assert not is_in(client)


def test_asking_for_codes_is_slowed_per_account(bert):
    for _number in range(6):
        ask_code(bert.email)
    assert len(mail.outbox) == 3


def seen(client, answer):
    """An answer as its reader sees it: status, way on, and the words without what differs on every page."""
    body = TOKEN.sub(b"", answer.content)
    return answer.status_code, answer.get("Location"), re.sub(rb"\w+@example.org", b"", body), len(answer.cookies)


def conversation(email):
    """Everything a stranger can do with a mailed code, and what they see."""
    client, answer = ask_code(email)
    all_seen = [seen(client, answer), seen(client, client.get(CONFIRM))]
    all_seen.append(seen(client, client.post(CONFIRM, {"code": "BBBB-BBBB", "action": "verify"})))
    all_seen.append(seen(client, client.post(CONFIRM, {"action": "resend"})))
    all_seen.append(seen(client, client.get(CONFIRM)))
    for _number in range(3):
        all_seen.append(seen(client, client.post(CONFIRM, {"code": "CCCC-CCCC", "action": "verify"})))
    all_seen += [seen(client, ask_code(email)[1]) for _number in range(4)]
    return all_seen


def test_a_stranger_learns_nothing_from_codes(ann):
    User.objects.create_user("gone@example.org", PASSWORD, is_active=False)
    known, unknown, gone = (conversation(f"{who}@example.org") for who in ("ann", "nobody", "gone"))
    assert known == unknown == gone
    assert {tuple(one.to) for one in mail.outbox} == {("ann@example.org",)}


def test_a_stranger_learns_nothing_from_passwords_and_resets(ann):
    pages = []
    for who in ("ann", "nobody"):
        client, pages_seen = Client(), []
        for _number in range(7):
            answer = client.post(reverse("account_login"), {"login": f"{who}@example.org", "password": "fout"})
            pages_seen.append(seen(client, answer))
        for _number in range(5):
            answer = client.post(reverse("account_reset_password"), {"email": f"{who}@example.org"})
            pages_seen.append(seen(client, answer))
        pages.append(pages_seen)
        cache.clear()
    assert pages[0] == pages[1]


def test_a_page_goes_on_without_a_mail_server(ann, settings):
    """And so does not tell by failing that there is an account."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    answers = [ask_code(f"{who}@example.org")[1] for who in ("ann", "nobody")]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_link_in_a_mail_leads_to_this_installation(ann, settings):
    settings.BASE_URL = "https://bondgenoot.example.org"
    Client().post(reverse("account_reset_password"), {"email": ann.email}, headers={"host": "localhost"})
    assert "https://bondgenoot.example.org/account/password/reset/key/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_a_forgotten_password_is_chosen_anew_and_leaves_no_second_list_of_addresses(bert):
    """A row in the library's own list would open the account with an address the account no longer has."""
    Client().post(reverse("account_reset_password"), {"email": bert.email})
    link = found(mail.outbox[0], RESET)
    client = Client()
    page = client.get(link)
    new = "vier woorden zonder verband"
    client.post(page["Location"], {"password1": new, "password2": new, "action": "save"})
    bert.refresh_from_db()
    assert bert.check_password(new)
    assert not EmailAddress.objects.exists()
    assert len(mail.outbox) == 2
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert Client().get(link).status_code == 200  # says that it no longer works


def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not(bert):
    client = by_password(bert)
    assert [one.to for one in mail.outbox] == [[bert.email]]
    assert SECURITY in mail.outbox[0].body
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": bert.email, "password": PASSWORD})
    assert is_in(client)
    assert len(mail.outbox) == 1
    by_password(bert)
    assert len(mail.outbox) == 2


def test_the_mark_of_a_browser_is_one_persons_and_cannot_be_made(bert, carla):
    client = by_password(bert)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert str(bert.pk) not in cookie.value.split(":")
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": carla.email, "password": PASSWORD})
    assert [one.to for one in mail.outbox] == [[bert.email], [carla.email]]
    forged = Client()
    forged.cookies[COOKIE] = cookie.value[:-3] + "aaa"
    forged.post(reverse("account_login"), {"login": bert.email, "password": PASSWORD})
    assert len(mail.outbox) == 3


def test_a_new_password_is_told_and_ends_other_sessions(bert):
    here, there = by_password(bert), by_password(bert)
    mail.outbox.clear()
    new = "vier woorden zonder verband"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), fields)["Location"] == SECURITY
    assert [one.to for one in mail.outbox] == [[bert.email]]
    assert here.get(SECURITY).status_code == 200
    assert there.get(SECURITY).status_code == 302


def test_the_page_shows_where_one_is_signed_in_and_writes_nothing(bert):
    here = by_password(bert, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    by_password(bert, HTTP_USER_AGENT="Telephone")
    Session.objects.exclude(session_key=here.session.session_key).first()
    page = here.get(SECURITY)
    text = page.content.decode()
    assert "Firefox, Windows" in text
    assert "Telephone" in text
    assert len(page.context["sessions"]) == 2
    Session.objects.exclude(session_key=here.session.session_key).delete()
    assert len(here.get(SECURITY).context["sessions"]) == 1
    assert UserSession.objects.count() == 2
    assert ended_sessions(at=timezone.now()).delete()[0] == 1
    assert UserSession.objects.get().session_key == here.session.session_key


def test_one_other_browser_is_signed_out(bert, carla):
    here, there, hers = by_password(bert), by_password(bert), by_password(carla)
    row = UserSession.objects.get(session_key=there.session.session_key)
    theirs = UserSession.objects.get(session_key=hers.session.session_key)
    assert here.get(reverse("account_end_session", args=[row.pk])).status_code == 405
    assert here.post(reverse("account_end_session", args=[theirs.pk])).status_code == 404
    assert here.post(reverse("account_end_session", args=[row.pk]))["Location"] == SECURITY
    assert there.get(SECURITY).status_code == 302
    assert here.get(SECURITY).status_code == 200
    assert hers.get(SECURITY).status_code == 200


def test_signed_out_everywhere_else(bert):
    """Also where no list knows of it."""
    here, there = by_password(bert), by_password(bert)
    unlisted = client_of(bert)
    assert unlisted.get(SECURITY).status_code == 200
    mail.outbox.clear()
    assert here.get(reverse("account_end_sessions")).status_code == 405
    assert here.post(reverse("account_end_sessions"))["Location"] == SECURITY
    assert [client.get(SECURITY).status_code for client in (here, there, unlisted)] == [200, 302, 302]
    assert len(here.get(SECURITY).context["sessions"]) == 1
    assert [one.to for one in mail.outbox] == [[bert.email]]


def test_the_page_is_not_for_visitors(db):
    assert Client().get(SECURITY)["Location"].startswith(reverse("account_login"))
    assert Client().post(reverse("account_end_sessions"))["Location"].startswith(reverse("account_login"))


def test_a_change_of_the_second_step_asks_who_it_is_when_signing_in_was_long_ago(bert):
    client = by_password(bert)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_no_administration_page_shows_a_secret(ann):
    """What libraries bring for it is shut."""
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    client = client_of(root)
    for room in ("mfa/authenticator", "socialaccount/socialapp", "socialaccount/socialtoken", "account/emailaddress"):
        assert client.get(f"/beheer/{room}/").status_code == 404
    assert 'name="password' not in client.get("/beheer/partnerships/user/add/").content.decode()
    page = client.get(f"/beheer/partnerships/user/{ann.pk}/change/").content.decode()
    assert ann.password not in page


def test_only_an_administrator_administers(park, ann):
    client = client_of(ann)
    assert client.get("/beheer/partnerships/user/").status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403
    assert make_user("nobody").session_round == 0


def test_resets_are_slowed_per_account_and_passkeys_per_address(ann):
    answers = [Client().post(reverse("account_reset_password"), {"email": ann.email}).status_code for _n in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3
    tries = [Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code for _n in range(12)]
    assert tries[0] == 302
    assert tries[-1] == 429
