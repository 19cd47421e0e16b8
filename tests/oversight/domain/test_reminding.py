"""Rows and mails: nothing lost, nothing twice, whatever happens halfway."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail as mailbox
from django.core.management import call_command
from django.db import connection

from oversight.domain import reminding
from oversight.domain.reminding import queue_reminders, sweep
from oversight.domain.sweeping import due_reminders
from oversight.models import Due
from partnerships.mail import compose
from partnerships.models import Cycle, Organisation, Outbox, Partnership, Reminder, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, TODAY, found, newest_scheme
from tests.oversight.domain.conftest import add_due, add_measure, add_signature, reminders


def mails() -> list[Outbox]:
    with sweep_door(Outbox):
        return list(Outbox.objects.filter(template__startswith="reminder").order_by("template", "to"))


def fill(park: Partnership) -> None:
    """Two tasks and a measure for today, a signature, and the end of a certificate."""
    with member_door(park):
        tasks = [one for one in Cycle.objects.get().scheme.tasks if not one.optional][:2]
        for task in tasks:
            add_due(park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=task.by)
        measure = add_measure(park, "Hekwerk", deadline=TODAY + timedelta(days=14))
        add_due(park, Due.Kind.MEASURE, f"measure:{measure.pk}", due_on=measure.deadline)
        signature = add_signature(park, asked_on=NOW - timedelta(days=5))
        add_due(park, Due.Kind.SIGNATURE, f"signature:{signature.uuid}", due_on=TODAY + timedelta(days=55))
        add_due(park, Due.Kind.CERTIFICATE, "certificate:N1", due_on=TODAY)


@pytest.mark.sqlite
def test_one_mail_for_a_persons_duties_and_one_for_each_signature_and_certificate(quiet_park: Partnership) -> None:
    fill(quiet_park)
    assert queue_reminders(due_reminders(on=TODAY), at=NOW) == 5
    assert [(mail.template, mail.to) for mail in mails()] == [
        ("reminder_certificate", "ann@example.org"),
        ("reminder_duties", "ann@example.org"),
        ("reminder_duties", "bert@example.org"),
        ("reminder_duties", "police@example.org"),
        ("reminder_signature", "chef@example.org"),
    ]
    assert mails()[1].context["number"] == 2
    assert len(reminders()) == 6
    assert all(row.mail_id for row in reminders())


@pytest.mark.sqlite
def test_the_same_day_twice_and_the_next_day_remind_nobody_again(quiet_park: Partnership) -> None:
    fill(quiet_park)
    assert queue_reminders(due_reminders(on=TODAY), at=NOW) == 5
    before = reminders()
    assert queue_reminders(due_reminders(on=TODAY), at=NOW) == 0
    assert queue_reminders(due_reminders(on=TODAY + timedelta(days=1)), at=NOW) == 0
    assert reminders() == before


def test_days_without_a_worker_lose_nothing(quiet_park: Partnership) -> None:
    fill(quiet_park)
    assert queue_reminders(due_reminders(on=TODAY + timedelta(days=4)), at=NOW) == 5
    days = {row.kind: row.due_on for row in reminders()}
    assert days.pop("signature") == TODAY + timedelta(days=4)  # one makes up for the two before it
    assert set(days.values()) == {TODAY}


def test_a_crash_between_the_rows_and_the_mails_loses_nothing_and_doubles_nothing(
    quiet_park: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(quiet_park)

    def killed(*_args: object, **_kwargs: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reminding, "write_mails", killed)
        with pytest.raises(KeyboardInterrupt):
            queue_reminders(due_reminders(on=TODAY), at=NOW)
    assert (reminders(), mails()) == ([], [])
    assert queue_reminders(due_reminders(on=TODAY), at=NOW) == 5
    assert len(mails()) == 5


def test_a_reminder_without_a_mail_gets_one(quiet_park: Partnership) -> None:
    fill(quiet_park)
    wanted = due_reminders(on=TODAY)
    with sweep_door(Reminder):
        reminding.keep_rows(wanted, at=NOW)
    assert all(row.mail_id is None for row in reminders())
    assert queue_reminders(wanted, at=NOW) == 5
    assert all(row.mail_id for row in reminders())


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_queue_nothing_twice(quiet_park: Partnership) -> None:
    fill(quiet_park)
    start = Barrier(2)

    def one_sweep() -> int:
        try:
            wanted = due_reminders(on=TODAY)
            start.wait(timeout=20)
            return queue_reminders(wanted, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        queued = [sweeping.result() for sweeping in [pool.submit(one_sweep), pool.submit(one_sweep)]]
    assert sum(queued) == 5
    assert len(mails()) == 5
    assert len(reminders()) == 6


def test_a_sweep_costs_a_fixed_number_of_queries(
    ann: User, municipality: Organisation, django_assert_max_num_queries
) -> None:
    def add(number: int) -> None:
        for n in range(number):
            park = found(f"Park {number} {n}", ann, municipality, newest_scheme("certificate"))
            with member_door(park):
                Cycle.objects.update(changed_at=None)
                task = Cycle.objects.get().scheme.tasks[0]
                add_due(park, Due.Kind.TASK, task.id, due_on=TODAY, owner_kind=task.by)

    add(3)
    with django_assert_max_num_queries(15):  # seven to find, one to refresh nothing, a batch of four in a savepoint
        assert sweep(on=TODAY, at=NOW) == 3
    add(27)
    with django_assert_max_num_queries(15):
        assert sweep(on=TODAY, at=NOW) == 27


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_says_what_to_do_and_where(quiet_park: Partnership, ann: User, language: str) -> None:
    fill(quiet_park)
    User.objects.update(language=language)
    queue_reminders(due_reminders(on=TODAY), at=NOW)
    with sweep_door(Outbox):
        Outbox.objects.update(language=language)
    composed = {(mail.template, mail.to): compose(mail) for mail in mails()}
    for message in composed.values():
        assert message.subject.startswith(("Reminder:", "Herinnering:"))
        assert quiet_park.name in message.body or "Intentieverklaring" in message.subject
        assert "None" not in message.body
    duties = composed["reminder_duties", "ann@example.org"]
    assert f"http://testserver/p/{quiet_park.slug}/tasks/" in duties.body
    assert "http://testserver/" in duties.body
    outsider = composed["reminder_duties", "police@example.org"]
    assert outsider.body.count("http://testserver/progress/") == outsider.body.count("http://") == 1  # theirs alone
    assert "ann@example.org" in outsider.body
    assert "Hekwerk" in outsider.body
    assert "/sign/" in composed["reminder_signature", "chef@example.org"].body
    assert "9 " in composed["reminder_certificate", "ann@example.org"].body  # the last day, not the first day without


def test_no_row_holds_a_working_link(quiet_park: Partnership) -> None:
    fill(quiet_park)
    queue_reminders(due_reminders(on=TODAY), at=NOW)
    assert not any("/sign/" in str(mail.context) or "/progress/" in str(mail.context) for mail in mails())


def test_the_sweep_by_hand_shows_first_and_then_sends(quiet_park: Partnership, capsys) -> None:
    fill(quiet_park)
    call_command("sweep", "--on", str(TODAY), "--dry-run")
    assert "6 reminders would be queued" in capsys.readouterr().out
    assert (reminders(), mails()) == ([], [])
    call_command("sweep", "--on", str(TODAY))
    assert "5 mails queued, 5 sent" in capsys.readouterr().out
    assert len(mailbox.outbox) == 5
    assert send_waiting_mail() == 0
    call_command("sweep", "--on", str(TODAY), "--dry-run")
    assert "0 reminders would be queued" in capsys.readouterr().out


def test_projecting_by_hand(park: Partnership, capsys) -> None:
    call_command("project")
    assert "1 rounds projected" in capsys.readouterr().out
    call_command("project", "--rebuild")
    assert "1 rounds projected" in capsys.readouterr().out
