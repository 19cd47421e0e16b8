"""The weekly mail: one for each person over all parks, once a week, whatever happens halfway (B18)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail as mailbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.domain import digest_rounds
from oversight.domain.digest_rounds import day_of_week
from oversight.domain.erasing import erase
from oversight.domain.projecting import refresh_marked
from oversight.models import DigestMail, DigestReader, DigestRound, Due, Progress, ProgressLink
from oversight.tasks import prepare_digests, send_digests
from partnerships.domain.contacts import remove_contact
from partnerships.domain.outbox import queue_mail
from partnerships.enums import PartyKind, Role
from partnerships.models import (
    Agreement,
    Ceremony,
    CeremonyGuest,
    Contact,
    Cycle,
    KickOff,
    KickOffInvitee,
    Outbox,
    Partner,
    Partnership,
    Pulse,
    PulseAsk,
    Reminder,
    Signature,
    User,
)
from partnerships.personal_data import NOBODY
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import add_partner, client_of
from tests.oversight.digest.conftest import MONDAY, POLICE, a_week, by_hand, links_in, police_of, rows
from tests.oversight.domain.conftest import add_due, add_measure

Parks = tuple[Partnership, Partnership]


@pytest.mark.feature("B18")
def test_one_mail_with_what_waits_in_two_parks_for_somebody_without_an_account(parks: Parks) -> None:
    sent = a_week()
    message = sent[POLICE]
    assert message.subject in {"Your week: 3 things wait for you", "Uw week: er wachten 3 dingen op u"}
    for words in ("De Wetering", "Hoge Esch", "Hekwerk rond het terrein", "Intentieverklaring", "ann@example.org"):
        assert words in message.body
    assert (len(links_in(message, "sign")), len(links_in(message, "progress"))) == (1, 2)
    for link in [*links_in(message, "sign"), *links_in(message, "progress")]:
        assert Client().get(link).status_code == 200  # no password, no account
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_said_of_links_is_true_and_nobody_is_asked_to_ask_themselves(parks: Parks, ann: User) -> None:
    with member_door(parks[0]):
        task = by_hand(Cycle.objects.get())
        add_due(parks[0], Due.Kind.TASK, task.id, due_on=MONDAY.date(), owner_kind=Role.PROJECT_LEADER)
    sent = a_week()
    by_link, by_account = sent[POLICE].body, sent[ann.email].body
    assert "wachtwoord" in by_link.split("Hoge Esch")[0] or "password" in by_link.split("Hoge Esch")[0]
    assert "Waar geen Inloggen staat" not in by_link
    assert links_in(sent[ann.email], "progress") == links_in(sent[ann.email], "sign") == []
    head = by_account.split("De Wetering")[0]
    assert "geen wachtwoord" not in head  # nothing in this mail opens without signing in
    assert ann.email not in by_account


def test_the_page_is_the_same_in_both_parts(parks: Parks) -> None:
    message = a_week()[POLICE]
    page = message.alternatives[0][0]
    for link in [*links_in(message, "sign"), *links_in(message, "progress"), *links_in(message, "digest")]:
        assert link in page


def test_running_twice_early_or_late_sends_one_mail_for_each_week(parks: Parks, monday: Any) -> None:
    assert POLICE in a_week()
    assert a_week() == {}
    monday.move_to(MONDAY + timedelta(days=6, hours=23))  # Monday next, but before the clock's hour of last week
    assert POLICE in a_week()
    assert a_week() == {}
    monday.move_to(MONDAY + timedelta(days=16))  # the worker was away on Monday
    assert POLICE in a_week()
    assert [row.round.for_day for row in rows() if row.reader.email == POLICE] == [
        MONDAY.date() + timedelta(days=7 * week) for week in range(3)
    ]


def test_who_comes_in_later_waits_for_the_next_week(parks: Parks, monday: Any) -> None:
    a_week()
    with member_door(parks[0]):
        Contact.objects.filter(email=POLICE).update(email="new@example.org")
        Signature.objects.update(email="new@example.org")
    monday.move_to(MONDAY + timedelta(days=1))
    assert a_week() == {}
    monday.move_to(MONDAY + timedelta(days=7))
    assert "new@example.org" in a_week()


@pytest.mark.parametrize(("weekday", "day"), [(0, date(2026, 3, 9)), (1, date(2026, 3, 10)), (3, date(2026, 3, 5))])
def test_the_day_is_a_setting(weekday: int, day: date) -> None:
    assert day_of_week(on=date(2026, 3, 10), weekday=weekday) == day


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_a_week_ready_once(parks: Parks) -> None:
    start = Barrier(2)

    def one_clock() -> int:
        try:
            start.wait(timeout=20)
            return digest_rounds.prepare_week(on=MONDAY.date(), at=MONDAY, weekday=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [clock.result() for clock in [pool.submit(one_clock), pool.submit(one_clock)]]
    assert sorted(made) == [0, len(rows())]


def test_no_mail_when_there_is_nothing(monday: Any, park: Partnership) -> None:
    refresh_marked()
    with member_door(park):
        Due.objects.all().delete()
    assert a_week() == {}
    assert rows() == []
    assert DigestRound.objects.get().prepared_at == MONDAY


def test_a_worker_killed_between_claim_and_sent_sends_the_same_mail_again(
    parks: Parks, monday: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_digests()
    DigestMail.objects.exclude(reader__email=POLICE).delete()
    mailbox.outbox.clear()
    DigestMail.objects.update(sent_at=None, claimed_until=None)

    def killed(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digest_rounds, "mark_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            send_digests()
    assert send_digests() == 0  # the lease holds: nobody else sends it meanwhile
    monday.shift(timedelta(minutes=6))
    assert send_digests() == 1
    first, again = mailbox.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert send_digests() == 0


def test_a_crash_while_the_week_is_made_ready_loses_nobody(parks: Parks, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digest_rounds, "phases_now", killed)
        with pytest.raises(KeyboardInterrupt):
            prepare_digests()
    assert rows() == []
    assert POLICE in a_week()


def test_a_server_that_is_away_is_tried_again(parks: Parks, monday: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    prepare_digests()
    assert send_digests() == 0
    assert all(row.last_error and row.sent_at is None for row in rows())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monday.shift(timedelta(hours=5))
    assert send_digests() == len(rows())


def test_who_was_removed_or_erased_gets_none(parks: Parks, monday: Any) -> None:
    a_week()
    monday.move_to(MONDAY + timedelta(days=7))
    prepare_digests_only()
    erase(POLICE, by=None, on=MONDAY.date(), at=MONDAY)
    assert POLICE not in sent_now()
    assert not DigestReader.objects.filter(email=POLICE).exists()
    with sweep_door(ProgressLink):
        assert not ProgressLink.objects.exists()
    monday.move_to(MONDAY + timedelta(days=14))
    assert not [address for address in a_week() if address == POLICE or address.endswith(NOBODY)]


def prepare_digests_only() -> None:
    """Made ready, and the worker that sends has not come yet."""
    digest_rounds.prepare_week(on=MONDAY.date() + timedelta(days=7), at=MONDAY, weekday=0)


def sent_now() -> set[str]:
    mailbox.outbox.clear()
    while send_digests():
        pass
    return {address for message in mailbox.outbox for address in message.to}


def test_a_contact_that_was_removed_gets_nothing_of_that_park(parks: Parks, ann: User) -> None:
    with member_door(parks[1]):
        remove_contact(police_of(parks[1]), by=ann, at=MONDAY)
    message = a_week()[POLICE]
    assert "Hoge Esch" not in message.body


@pytest.mark.feature("B18")
def test_no_park_reads_anything_of_the_other(parks: Parks, ann: User) -> None:
    """Nothing of B in any row of A, in the mail log of A, or in the tables of the house."""
    a_week()
    with member_door(parks[0]):
        assert not Outbox.objects.filter(template="weekly_digest").exists()
    answer = client_of(ann).get(reverse("oversight:mail-log", kwargs={"partnership": parks[0].slug}))
    assert "Hoge Esch" not in answer.content.decode()
    stored = str([list(model.objects.values()) for model in (DigestMail, DigestReader, DigestRound)])
    assert not any(words in stored for words in ("Hoge Esch", "De Wetering", "Hekwerk"))


def test_only_what_a_person_may_do_has_a_link(parks: Parks, bert: User, ann: User) -> None:
    """Ann leads A and speaks for nobody: her list leads to pages behind the password. Bert speaks for the police."""
    with member_door(parks[0]):
        add_measure(parks[0], "Verlichting", deadline=MONDAY.date())
        Partner.objects.update(left_on=None)
    sent = a_week()
    assert len(links_in(sent["bert@example.org"], "progress")) == 1  # that of his party, not that of a named person
    assert "Hekwerk" not in sent["bert@example.org"].body
    assert all(links_in(message, "progress") == [] for address, message in sent.items() if address == ann.email)


def test_what_was_mailed_about_this_week_is_no_reason_for_a_mail(parks: Parks, monday: Any) -> None:
    """Everything that waits had a mail of its own: no weekly mail. One new thing: the mail, and it is complete."""
    park, other = parks
    with member_door(park):
        measure = add_measure(park, "x", deadline=MONDAY.date() + timedelta(days=90))
        late = type(measure).objects.get(title__startswith="Hekwerk")
        add_reminder(park, "measure", f"measure:{late.pk}")
        link = Signature.objects.get().link
        queue_mail(park, "signature_request", to=POLICE, at=MONDAY - timedelta(days=2), token_for=link)
    with member_door(other):
        cycle = Cycle.objects.get()
        task = Due.objects.get().subject
        add_reminder(other, "task", f"task:{cycle.pk}:{task}")
    assert POLICE not in a_week()
    monday.move_to(MONDAY + timedelta(days=7))
    assert "Hekwerk" in a_week()[POLICE].body


def add_reminder(park: Partnership, kind: str, subject: str) -> None:
    Reminder.objects.create(
        partnership=park, kind=kind, subject=subject, recipient=POLICE, due_on=MONDAY.date(),
        created_at=MONDAY - timedelta(days=1),
    )  # fmt: skip


def test_what_they_are_asked_to_come_to_or_to_answer(parks: Parks, monday: Any) -> None:
    """With the very links of the invitations; not to who said no, and not once it is over or answered."""
    park, _other = parks
    with member_door(park):
        own: dict[str, Any] = {"partnership": park}
        contact, cycle = police_of(park), Cycle.objects.get()
        kick_off = KickOff.objects.create(
            **own, cycle=cycle, planned_on=MONDAY.date() + timedelta(days=4), starts_at=time(9), place="De Kantine"
        )
        invitee = KickOffInvitee.objects.create(
            **own, kick_off=kick_off, contact=contact, nonce="k" * 32, invited_at=MONDAY - timedelta(days=30)
        )
        ceremony = Ceremony.objects.create(
            **own, cycle=cycle, title="Feestelijk moment", starts_at=MONDAY + timedelta(days=5), location="Hal 3",
            created_at=MONDAY,
        )  # fmt: skip
        asked = {"ceremony": ceremony, "nonce": "g" * 32, "invited_at": MONDAY - timedelta(days=30)}
        CeremonyGuest.objects.create(**own, **asked, name="Wijkagent", email=POLICE)
        CeremonyGuest.objects.create(**own, **asked, name="Pers", email="press@example.org", is_press=True)
        pulse = Pulse.objects.create(**own, year=2026, opened_on=MONDAY.date())
        ask = PulseAsk.objects.create(**own, pulse=pulse, contact=contact, nonce="q" * 32, asked_on=MONDAY.date())
    sent = a_week()
    assert "press@example.org" not in sent
    body = sent[POLICE].body
    assert all(words in body for words in ("De Kantine", "Feestelijk moment", "2026"))
    for link in re.findall(r"http://testserver(/(?:kick-off|guest|pulse)\S+)", body):
        assert Client().get(link).status_code == 200
    assert len(re.findall(r"http://testserver/(?!sign|progress|digest)", body)) == 3
    with member_door(park):
        KickOffInvitee.objects.filter(pk=invitee.pk).update(declined_at=MONDAY)
        PulseAsk.objects.filter(pk=ask.pk).update(answered=True)
        CeremonyGuest.objects.update(coming="no")
    monday.shift(timedelta(days=7))
    body = a_week()[POLICE].body
    assert not any(words in body for words in ("De Kantine", "Feestelijk moment", "/pulse/"))


def test_news_of_the_park_is_told_once(parks: Parks, monday: Any) -> None:
    park, _other = parks
    a_week()
    with member_door(park):
        Progress.objects.update(phase_number=2, phase_id=Cycle.objects.get().scheme.phases[1].id)
        phase = str(Cycle.objects.get().scheme.phases[1].name)
        Agreement.objects.update(completed_at=MONDAY + timedelta(days=2))
    monday.move_to(MONDAY + timedelta(days=7))
    message = a_week()[POLICE]
    assert phase in message.body
    assert "Intentieverklaring" in message.body
    monday.move_to(MONDAY + timedelta(days=14))
    message = a_week()[POLICE]
    assert phase not in message.body
    assert "Intentieverklaring" not in message.body


def test_two_thousand_people_take_as_many_questions_as_two(parks: Parks) -> None:
    """Rows are written some hundreds at a time, and each mail that goes marks its own row."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            digest_rounds.prepare_week(on=MONDAY.date(), at=MONDAY, weekday=0)
        return sum(one["sql"].startswith("SELECT") for one in queries)

    def sending() -> int:
        with CaptureQueriesContext(connection) as queries:
            send_digests(limit=50)
        return sum(one["sql"].startswith("SELECT") for one in queries)

    few = asked(), sending()
    DigestRound.objects.all().delete()
    with member_door(parks[0]):
        partner = add_partner(parks[0], "Brandweer", PartyKind.FIRE)
        Contact.objects.bulk_create(
            Contact(
                partnership=parks[0], partner=partner, name=f"n{n}", function="f", email=f"n{n}@example.org",
                represents=True,
            )
            for n in range(2000)
        )  # fmt: skip
        measure = add_measure(parks[0], "Poort", deadline=MONDAY.date())
        type(measure).objects.filter(pk=measure.pk).update(owner_partner=partner)
    many = asked(), sending()
    assert DigestMail.objects.count() > 2000
    assert many == few
