"""On which days somebody is reminded: a table of days in and days out."""

from datetime import date, timedelta

import pytest

from oversight.domain.reminder_days import certificate_days, latest, measure_days, signature_days, task_days

DUE = date(2026, 3, 20)


def days(*numbers: int) -> list[date]:
    return [DUE + timedelta(days=number) for number in numbers]


def test_a_task_before_on_and_after_its_day():
    assert list(task_days(DUE, remind=(14, 7), optional=False)) == days(-14, -7, 0, 7, 14, 21, 28)
    assert list(task_days(DUE, remind=(), optional=True)) == [DUE]


def test_a_measure_two_weeks_before_and_when_late():
    assert list(measure_days(DUE)) == days(-14, 1, 8, 15, 22)


def test_a_signature_until_its_link_ends():
    assert list(signature_days(DUE, ends_on=DUE + timedelta(days=12), first=5, every=2)) == days(5, 7, 9, 11)
    assert list(signature_days(DUE, ends_on=DUE + timedelta(days=5), first=5, every=2)) == []


def test_a_certificate_in_months_and_on_the_first_day_without():
    assert list(certificate_days(date(2027, 3, 31))) == [
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 2, 28),
        date(2027, 3, 31),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "expected"),
    [(-1, None), (0, 0), (6, 0), (7, 7), (20, 7), (21, None)],
)
def test_one_reminder_makes_up_for_the_days_missed_until_two_weeks_ago(on, expected):
    wanted = None if expected is None else DUE + timedelta(days=expected)
    assert latest(days(0, 7), on=DUE + timedelta(days=on)) == wanted
