"""Passwords and sessions as the standard wants them, tried on the pages."""

import re
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import User
from tests.conftest import client_of

CHANGE = reverse("account_change_password")
OLD = "oud-en-lang-genoeg-7"
NEW = "vier gewone woorden samen ééñ"


@pytest.fixture
def known(ann):
    cache.clear()  # a password is changed a few times a minute only
    ann.set_password(OLD)
    ann.save()
    return ann


def change(user: User, new: str, *, old: str = OLD, again: str | None = None) -> bool:
    """Was the password taken?"""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new if again is None else again})
    return check_password(new, User.objects.get(pk=user.pk).password)


def test_a_password_is_changed_with_the_old_one(known):
    assert not change(known, NEW, old="iets-anders-dat-lang-is")
    assert not change(known, NEW, again="anders")
    assert change(known, NEW)


@pytest.mark.parametrize(
    "bad", ["kort-7-kort", "000000000000", "123456789000", "12345678900987654321", "ann@example.org"]
)
def test_a_short_or_common_password_is_refused(known, bad):
    assert not change(known, bad)


@pytest.mark.parametrize("good", ["alleen letters en spaties", "x" * 11 + "yz", "lang " * 30, "ÀÉÎÕÜ wachtwoord ß €"])
def test_no_composition_is_asked_and_nothing_is_cut_or_changed(known, good):
    good = good.strip()
    assert change(known, good)
    kept = User.objects.get(pk=known.pk).password
    assert not check_password(good.upper() if good.upper() != good else good.lower(), kept)
    assert not check_password(good[:-1], kept)


def test_fields_for_passwords_are_masked_and_may_be_filled_by_a_manager(known):
    page = Client().get(reverse("account_login")).content.decode()
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "maxlength" not in field


def test_there_is_no_account_from_the_box(db):
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.exclude(email__endswith="@example.org").exists()


def test_no_question_is_asked_for_a_forgotten_password():
    names = {field.name for field in User._meta.get_fields()}
    assert not {name for name in names if "question" in name or "hint" in name or "expires" in name}


def test_a_session_is_new_at_sign_in_known_here_alone_and_ends(known):
    client = Client()
    client.get(reverse("account_login"))
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32  # somebody gave us this one
    client.post(reverse("account_login"), {"login": known.email, "password": OLD})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != "a" * 32
    assert re.fullmatch(r"[a-z0-9]{32}", key)  # 36^32: more than 160 bits
    row = Session.objects.get(session_key=key)
    assert (row.expire_date - timezone.now()).total_seconds() <= 12 * 60 * 60
    row.delete()  # the server decides
    assert client.get("/").status_code == 302
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = "b" * 32
    assert stranger.get("/").status_code == 302


def test_a_session_that_was_signed_out_opens_nothing_any_more(known):
    client = Client()
    client.post(reverse("account_login"), {"login": known.email, "password": OLD})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = key  # somebody kept a copy
    assert again.get("/").status_code == 302


@pytest.mark.parametrize("written", ["%252e%252e/", "%2500", "%25u0041", "%253Cb%253E"])
def test_an_address_is_decoded_once(known, park, written):
    """What was encoded twice stays encoded once: it is never read a second time."""
    answer = client_of(known).get(f"/?q={written}")
    assert answer.wsgi_request.GET["q"] == unquote(written)
    assert answer.status_code == 200


def test_signing_out_stands_on_every_page(ann, park):
    for address in ("/", park.get_absolute_url(), reverse("account_security")):
        assert f'action="{reverse("account_logout")}"' in client_of(ann).get(address).content.decode()


def test_a_post_without_the_token_of_a_form_changes_nothing(known, park):
    client = Client(enforce_csrf_checks=True)
    client.force_login(known, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(CHANGE, {"oldpassword": OLD, "password1": NEW, "password2": NEW}).status_code == 403
    assert check_password(OLD, User.objects.get(pk=known.pk).password)


def test_an_answer_says_what_it_is_and_in_which_letters(known):
    assert client_of(known).get("/").headers["Content-Type"] == "text/html; charset=utf-8"
    assert "charset=utf-8" in client_of(known).get(reverse("oversight:work-csv")).headers["Content-Type"].lower()


def test_what_is_refused_and_what_fails_is_logged(known, caplog, monkeypatch):
    with caplog.at_level("WARNING", logger="django.request"):
        client_of(known).get("/p/er-is-niets/")
        assert [row.getMessage() for row in caplog.records if "404" in str(getattr(row, "status_code", ""))] != []
        caplog.clear()

        def fails(*args, **kwargs):
            raise RuntimeError("stuk")

        monkeypatch.setattr("oversight.views.work.counts_of", fails)
        client = client_of(known)
        client.raise_request_exception = False
        answer = client.get("/")
        assert answer.status_code == 500
        assert not {"stuk", "Traceback", "counts_of"} & set(answer.content.decode().split())
        assert "stuk" not in answer.content.decode()
        (row,) = [row for row in caplog.records if row.levelname == "ERROR"]
        assert row.exc_info


def test_a_parameter_given_twice_counts_once_and_only_where_it_belongs(known, park):
    twice = client_of(known).get("/?late=yes&late=no&kind=task&kind=x")
    assert twice.status_code == 200
    other = client_of(known).post(f"{CHANGE}?oldpassword={OLD}&password1=x", {})
    assert other.status_code == 200
    assert check_password(OLD, User.objects.get(pk=known.pk).password)
