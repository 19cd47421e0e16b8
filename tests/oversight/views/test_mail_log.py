"""The mail log shows the envelope: never the text, never a link, never a code."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.domain.mail_log import retry_mail
from partnerships.domain.outbox import queue_mail
from partnerships.exceptions import StaleState
from partnerships.models import Activity, Outbox, Partnership, Reminder, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of

DUTIES: dict[str, Any] = {
    "number": 1,
    "partnership_name": "De Wetering",
    "items": [{"title": "Geheim hekwerk", "path": "/x/"}],
}


def log_of(park: Partnership) -> str:
    return reverse("oversight:mail-log", kwargs={"partnership": park.slug})


def csv_of(park: Partnership) -> str:
    return reverse("oversight:mail-log-csv", kwargs={"partnership": park.slug})


def add_mail(
    park: Partnership, template: str = "reminder_duties", *, to: str = "chef@example.org", **fields: Any
) -> Outbox:
    with member_door(park):
        mail = queue_mail(park, template, to=to, at=NOW, **{"path": "/invitation/geheim/", **DUTIES})
        Outbox.objects.filter(pk=mail.pk).update(**fields)
        mail.refresh_from_db()
        return mail


def addresses(answer: Any) -> list[str]:
    return [row["mail"].to for row in answer.context["rows"]]


@pytest.mark.parametrize("address", [log_of, csv_of])
def test_the_log_never_shows_a_text_or_a_link(ann: User, park: Partnership, address: Any) -> None:
    token = "sign:8e7a2d8e-3f3f-4d37-9a6e-0a3f5f6f7a11:geheimwoord"
    add_mail(park, "reminder_signature", token_for=token, context={"title": "Convenant", "path": "/sign/x/"})
    add_mail(park, "invitation", token_for=token.replace("sign", "invite"))
    add_mail(park)
    page = client_of(ann).get(address(park)).content.decode()
    assert page.count("chef@example.org") >= 3
    assert "Convenant" in page
    for secret in ("/sign/", "/invitation/", "geheim", "8e7a2d8e", "Geheim hekwerk"):
        assert secret not in page


def test_state_reminder_and_filters(ann: User, park: Partnership) -> None:
    waiting = add_mail(park, to="a@example.org")
    add_mail(park, "invitation", to="b@example.org", sent_at=NOW)
    add_mail(park, "signature_request", to="c@example.org", last_error="server away", tries=2)
    add_mail(park, "agreement_complete", to="d@example.org", failed_at=NOW, last_error="x")
    add_mail(park, "certificate_issued", to="e@example.org")
    with member_door(park):
        Reminder.objects.create(
            partnership=park, kind="task", subject="s", recipient=waiting.to, due_on=TODAY, mail=waiting, created_at=NOW
        )
    client = client_of(ann)
    rows = client.get(log_of(park)).context["rows"]
    assert [row["mail"].state for row in rows] == ["waiting", "given_up", "failed", "sent", "waiting"]
    assert rows[-1]["for_day"] == TODAY
    assert rows[-1]["reminder"]
    assert addresses(client.get(log_of(park), {"kind": "reminder"})) == ["a@example.org"]
    assert addresses(client.get(log_of(park), {"kind": "sign"})) == ["d@example.org", "c@example.org"]
    assert addresses(client.get(log_of(park), {"kind": "other"})) == ["e@example.org"]
    assert addresses(client.get(log_of(park), {"state": "given_up"})) == ["d@example.org"]
    assert addresses(client.get(log_of(park), {"q": "B@"})) == ["b@example.org"]
    lines = client.get(csv_of(park), {"kind": "reminder"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2


def test_a_given_up_mail_is_tried_again_once(ann: User, park: Partnership, mailoutbox: list[Any]) -> None:
    mail = add_mail(park, failed_at=NOW, tries=8, claimed_until=NOW + timedelta(days=30), last_error="x")
    address = reverse("oversight:mail-retry", kwargs={"partnership": park.slug, "pk": mail.pk})
    client = client_of(ann)
    assert address in client.get(log_of(park)).content.decode()
    assert client.post(address).status_code == 302
    assert send_waiting_mail() == 1
    assert [message.to for message in mailoutbox] == [["chef@example.org"]]
    assert address not in client.get(log_of(park)).content.decode()
    assert client.post(address).status_code == 302
    with member_door(park):
        assert Activity.objects.filter(verb="retried_mail").count() == 1
        with pytest.raises(StaleState):
            retry_mail(mail, by=ann, at=NOW)
    assert send_waiting_mail() == 0


def test_who_may_not_see_the_log(bert: User, carla: User, ann: User, park: Partnership) -> None:
    mail = add_mail(park, failed_at=NOW)
    retry = reverse("oversight:mail-retry", kwargs={"partnership": park.slug, "pk": mail.pk})
    for address in (log_of(park), csv_of(park)):
        assert client_of(bert).get(address).status_code == 403
        assert client_of(carla).get(address).status_code == 404
        assert client_of(ann).post(address).status_code == 405
    assert client_of(bert).post(retry).status_code == 403
    assert client_of(carla).post(retry).status_code == 404
    assert client_of(ann).get(retry).status_code == 405


def test_a_mail_of_another_park_does_not_exist(ann: User, park: Partnership, other_park: Partnership) -> None:
    mail = add_mail(other_park, failed_at=NOW, to="elders@example.org")
    assert "elders@example.org" not in client_of(ann).get(log_of(park)).content.decode()
    retry = reverse("oversight:mail-retry", kwargs={"partnership": park.slug, "pk": mail.pk})
    assert client_of(ann).post(retry).status_code == 404


def test_the_number_of_queries_does_not_grow(ann: User, park: Partnership) -> None:
    client = client_of(ann)
    add_mail(park)
    client.get(log_of(park))
    with CaptureQueriesContext(connection) as one:
        client.get(log_of(park))
    for _ in range(5):
        add_mail(park)
    with CaptureQueriesContext(connection) as six:
        client.get(log_of(park))
    assert len(six) == len(one)


def test_an_empty_log_says_so(ann: User, park: Partnership) -> None:
    answer = client_of(ann).get(log_of(park))
    assert answer.status_code == 200
    assert answer.context["rows"] == []
