"""My data: looking, downloading after the password was asked again, being forgotten after a question."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from config.celery import app as celery_app
from oversight.domain.erasure_notices import MAX_TRIES, note
from oversight.models import ErasureNotice
from oversight.tasks import confirm_erasures
from partnerships.models import Activity, Membership
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

pytestmark = pytest.mark.feature("B20")
PAGES = {"/my-data/": "GET", "/my-data/download/": "POST", "/my-data/erase/": "GET"}


def sure_of(user):
    """A client whose reader just gave the password."""
    client = client_of(user)
    client.post("/account/reauthenticate/", {"password": "een lang wachtwoord"})
    return client


@pytest.mark.parametrize("url", PAGES)
def test_a_visitor_signs_in_first(client, db, url):
    method = PAGES[url].lower()
    assert getattr(client, method)(url)["Location"].startswith("/account/login/")


def test_get_and_post(ann):
    assert client_of(ann).post("/my-data/").status_code == 405
    assert sure_of(ann).get("/my-data/download/").status_code == 405


def test_the_page_counts_and_shows_nothing_of_it(park, bert):
    page = client_of(bert).get("/my-data/").content.decode()
    assert "/my-data/erase/" in page
    assert "Politie Basisteam Oost" not in page


def test_the_download_asks_for_the_password(park, bert):
    answer = client_of(bert).post("/my-data/download/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/")


def test_after_the_password_the_download_comes_by_itself(park, bert):
    client = client_of(bert)
    asked = client.post("/my-data/download/")["Location"]
    answer = client.post(asked, {"password": "een lang wachtwoord"}, follow=True)
    assert answer["Content-Type"] == "application/zip"


def test_the_download(park, bert):
    answer = sure_of(bert).post("/my-data/download/")
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    told = json.loads(archive.read("gegevens.json"))
    assert bert.email in json.dumps(told)
    assert park.name in json.dumps(told)
    assert "leesmij.txt" in archive.namelist()
    assert sum(name.endswith(".csv") for name in archive.namelist()) >= 2
    with member_door(park):
        assert Activity.objects.get(verb="downloaded_own_data").actor == bert


def test_erasing_shows_first_and_asks(park, bert):
    client = sure_of(bert)
    assert client.get("/my-data/erase/").status_code == 200
    assert client.post("/my-data/erase/").status_code == 200
    bert.refresh_from_db()
    assert bert.is_active


def test_erasing_asks_for_the_password(park, bert):
    answer = client_of(bert).post("/my-data/erase/", {"sure": "on"})
    assert answer["Location"].startswith("/account/reauthenticate/")
    bert.refresh_from_db()
    assert bert.is_active


def test_erased(park, bert):
    client = sure_of(bert)
    assert client.post("/my-data/erase/", {"sure": "on"})["Location"] == "/privacy/"
    bert.refresh_from_db()
    assert not bert.is_active
    assert client.get("/")["Location"].startswith("/account/login/")
    assert [message.to for message in mail.outbox] == [["bert@example.org"]]
    with member_door(park):
        assert Membership.objects.get(user=bert).valid_until is not None


def forget_connections():
    """What Celery keeps of a broker, so that the next message looks for the one that is set now."""
    app: Any = celery_app
    app.amqp._producer_pool = app._pool = None


@pytest.fixture
def no_broker(tmp_path):
    """Messages go to a broker where nobody answers."""
    away = {
        "broker_url": f"redis+socket://{tmp_path}/nobody.sock",
        "task_always_eager": False,
        "task_publish_retry": False,
    }
    before = {name: celery_app.conf[name] for name in away}
    celery_app.conf.update(away)
    forget_connections()
    yield
    celery_app.conf.update(before)
    forget_connections()


def test_with_the_broker_away_nothing_that_was_asked_is_lost(park, bert, no_broker):
    """The page answers, and the clock finds the row: the mail about it leaves later, and then the address is gone."""
    assert sure_of(bert).post("/my-data/erase/", {"sure": "on"})["Location"] == "/privacy/"
    assert mail.outbox == []
    assert ErasureNotice.objects.get().email == "bert@example.org"
    assert confirm_erasures() == 1
    assert [message.to for message in mail.outbox] == [["bert@example.org"]]
    assert not ErasureNotice.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again_and_the_address_does_not_stay_for_ever(park, bert, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1  # nobody listens there
    note("bert@example.org", kept=[], language="nl", at=timezone.now())
    for _try in range(MAX_TRIES):
        assert ErasureNotice.objects.exists()
        assert confirm_erasures() == 0
        assert confirm_erasures() == 0  # within its pause it is left alone
        ErasureNotice.objects.update(claimed_until=None)
    assert not ErasureNotice.objects.exists()


def test_the_only_leader_reads_why_not(park, ann):
    client = sure_of(ann)
    assert park.name in client.get("/my-data/erase/").content.decode()
    assert park.name in client.post("/my-data/erase/", {"sure": "on"}).content.decode()
    ann.refresh_from_db()
    assert ann.is_active


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_reads_what_is_kept_how_long(client, db, language):
    client.cookies["django_language"] = language
    answer = client.get("/privacy/bewaartermijnen/")
    assert answer.status_code == 200
    assert "365" in answer.content.decode()
    assert client.post("/privacy/bewaartermijnen/").status_code == 405


def test_the_register_is_for_the_administrator(ann, django_user_model):
    assert client_of(ann).get("/privacy/register.csv").status_code == 403
    admin = django_user_model.objects.create_superuser("admin@example.org", "een lang wachtwoord", name="beheer")
    answer = client_of(admin).get("/privacy/register.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "partnerships.Contact.phone" in answer.content.decode()
    assert client_of(admin).post("/privacy/register.csv").status_code == 405
