"""Names in mails: what somebody is called never becomes an address, a header, or the end of the post."""

import pytest
from django.core import mail as sent
from django.core.mail.message import sanitize_address

from partnerships.domain.outbox import queue_mail
from partnerships.mail import compose
from partnerships.models import Outbox
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW

NAMES = [
    "Jansen, P.", "A <evil@example.net>, B", 'Jan "de', "a\r\nBcc: evil@example.net", "x@example.net", "a;b", "Jan: x",
    "evil@example.net,", "\x0b", "=?utf-8?q?x?=", "<evil@example.net>", "Zoë", "\\",
]  # fmt: skip


def queue(park, name, to="good@example.org"):
    words = {"partnership_name": name, "party_name": name, "role_name": "x", "invited_by": name, "expires_on": "x"}
    return queue_mail(park, "invitation", to=to, to_name=name, at=NOW, token_for="invite:u:n", **words)


@pytest.fixture(autouse=True)
def _link(monkeypatch):
    monkeypatch.setattr("partnerships.mail.link_for", lambda _token: "http://testserver/link")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_an_address(name, park):
    with member_door(park):
        message = compose(queue(park, name))
    (receiver,) = message.recipients()
    assert sanitize_address(receiver, "utf-8").endswith(("<good@example.org>", "good@example.org"))
    assert "evil@example.net" not in sanitize_address(receiver, "utf-8").rpartition("<")[2]
    written = message.message()
    assert written["Bcc"] is None
    assert "\n" not in written["Subject"]


def test_one_impossible_address_does_not_hold_up_the_others(park, monkeypatch):
    with member_door(park):
        queue(park, "Een", to="first@example.org")
        queue(park, "Twee", to="second@example.org")
    send = sent.EmailMultiAlternatives.send

    def picky(message, *args, **kwargs):
        if "first@example.org" in message.to[0]:
            raise ValueError("Invalid address")
        return send(message, *args, **kwargs)

    monkeypatch.setattr(sent.EmailMultiAlternatives, "send", picky)
    assert send_waiting_mail() == 1
    with member_door(park):
        failed = Outbox.objects.get(to="first@example.org")
    assert (failed.sent_at, failed.last_error) == (None, "Invalid address")
