"""My data: looking, downloading after the password was asked again, being forgotten after a question."""

import io
import json
import zipfile

import pytest
from django.core import mail

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
