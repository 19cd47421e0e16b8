"""How often the weekly mail comes: without a password, by the button of a mail program, and signed in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oversight.domain.reminding import queue_reminders
from oversight.domain.sweeping import due_reminders
from oversight.models import DigestReader, Due
from partnerships.models import Cycle, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of
from tests.oversight.digest.conftest import MONDAY, POLICE, a_week, links_in
from tests.oversight.domain.conftest import add_due

Parks = tuple[Partnership, Partnership]
OWN = "/my-data/weekly-mail/"


@pytest.fixture
def link(parks: Parks) -> str:
    return links_in(a_week()[POLICE], "digest")[0]


def rhythm() -> str:
    return DigestReader.objects.get(email=POLICE).rhythm


@pytest.mark.feature("B18")
def test_never_means_never_and_direct_mails_still_go(parks: Parks, link: str, monday: Any) -> None:
    for _time in range(2):
        assert (Client().head(link).status_code, Client().get(link).status_code) == (200, 200)
    assert rhythm() == "weekly"
    Client().post(link, {"rhythm": "never"})
    assert rhythm() == "never"
    monday.shift(timedelta(days=7))
    assert POLICE not in a_week()
    with member_door(parks[1]):
        cycle = Cycle.objects.get()
        police, task = Partner.objects.get(kind="police"), cycle.scheme.tasks[-1].id
        add_due(parks[1], Due.Kind.TASK, task, due_on=TODAY, owner_kind="police", partner=police)
        cycle.tasks.update_or_create(
            task_id=task, defaults={"owner": police}, create_defaults={"partnership": parks[1], "owner": police}
        )
    wanted = [one for one in due_reminders(on=TODAY) if one.person.email == POLICE]
    assert queue_reminders(wanted, at=MONDAY) > 0


def test_every_two_weeks(parks: Parks, link: str, monday: Any) -> None:
    Client().post(link, {"rhythm": "biweekly"})
    came = []
    for _week in range(4):
        monday.shift(timedelta(days=7))
        came.append(POLICE in a_week())
    assert came == [False, True, False, True]


def test_the_button_of_a_mail_program(link: str) -> None:
    """RFC 8058: one POST, without cookies, to the address of the header. A scanner that looks changes nothing."""
    stop = f"{link}stop/"
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        assert (strict.head(stop).status_code, strict.get(stop).status_code) == (302, 302)
    assert rhythm() == "weekly"
    answer = strict.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, rhythm()) == (200, "never")
    assert strict.post(stop, "List-Unsubscribe=One-Click", content_type="text/plain").status_code == 200
    assert strict.post(link, {"rhythm": "weekly"}).status_code == 403  # the page itself has a form of ours


def test_the_header_leads_there(parks: Parks) -> None:
    message = a_week()[POLICE]
    assert message.extra_headers["List-Unsubscribe"] == f"<http://testserver{links_in(message, 'digest')[0]}stop/>"


def test_a_link_that_does_not_fit(link: str) -> None:
    other = DigestReader.objects.exclude(email=POLICE).first() or DigestReader.objects.create(
        email="x@example.org", nonce="n" * 32, created_at=MONDAY
    )
    for name in ("digest-rhythm", "digest-stop"):
        address = reverse(f"oversight:{name}", kwargs={"uuid": other.uuid, "token": link.split("/")[-2]})
        assert [Client().get(address).status_code, Client().post(address).status_code] == [404, 404]
        fits = link if name == "digest-rhythm" else f"{link}stop/"
        assert Client().put(fits).status_code == 405
    assert Client().post(link, {"rhythm": "daily"}).status_code == 200
    assert rhythm() == "weekly"


def test_signed_in(bert: User, parks: Parks) -> None:
    client = client_of(bert)
    assert client.get(OWN).status_code == 200
    assert not DigestReader.objects.exists()
    client.post(OWN, {"rhythm": "biweekly"})
    assert DigestReader.objects.get(email=bert.email).rhythm == "biweekly"
    assert "biweekly" in client.get(OWN).content.decode()
    assert client.put(OWN).status_code == 405
    assert Client().get(OWN).status_code == 302
