"""F108: six questions a year, anonymous, with a trend; nothing leads from an answer to a person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from partnerships.domain.pulse_questions import QUESTIONS
from partnerships.domain.pulses import LEAST, answer_pulse, close_pulse, open_pulse, remind_pulse, trends
from partnerships.enums import PartyKind
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Contact, Outbox, Partner, Partnership, Pulse, PulseAsk, PulseTally, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, client_of
from tests.partnerships.bonds.conftest import url

pytestmark = pytest.mark.feature("F108")
FOURS = dict.fromkeys(QUESTIONS, "4")


@pytest.fixture
def six(own_park: Partnership) -> Partnership:
    """Six people who represent a party, each their own."""
    parties = [add_partner(own_park, f"Vereniging {one}", PartyKind.OTHER) for one in range(5)]
    with member_door(own_park):
        Contact.objects.filter(partner__in=parties).delete()
        for number, party in enumerate(parties):
            Contact.objects.create(
                partnership=own_park, partner=party, name=f"Persoon {number}", function="Lid",
                email=f"p{number}@example.org", represents=True,
            )  # fmt: skip
    return own_park


def asked(park: Partnership, by: User) -> Pulse:
    with member_door(park):
        return open_pulse(park, by=by, at=NOW)


def links() -> list[str]:
    return [re.search(r"http://[^/]+(/pulse/\S+)", str(one.body))[1] for one in mail.outbox]  # type: ignore[index]


def year_of_answers(park: Partnership, by: User, scores: list[int], *, years: int = 0) -> None:
    """A pulse of an earlier or later year, answered with these scores and closed."""
    with member_door(park), time_machine.travel(NOW + timedelta(days=365 * years), tick=False):
        at = NOW + timedelta(days=365 * years)
        pulse = open_pulse(park, by=by, at=at)
        for ask, score in zip(PulseAsk.objects.filter(pulse=pulse).select_related("pulse"), scores, strict=False):
            answer_pulse(ask, scores=dict.fromkeys(QUESTIONS, score))
        close_pulse(pulse, by=by, at=at)


def test_everybody_answers_by_link_without_account_and_the_trend_appears(six: Partnership, ann: User) -> None:
    client = client_of(ann)
    assert client.post(url("pulse-start", six)).status_code == 302
    send_waiting_mail()
    assert len(links()) == 6
    visitor = Client()
    for link in links()[:5]:
        assert visitor.get(link).status_code == 200
        answer = visitor.post(link, {**FOURS, "result": "2"})
        assert answer.status_code == 302
    page = client.get(url("pulses", six))
    assert (page.context["asked"], page.context["answered"]) == (6, 5)
    assert page.context["years"] == []  # nothing while it is open
    with member_door(six):
        pulse = Pulse.objects.get()
    assert client.post(url("pulse-close", six, pk=pulse.pk)).status_code == 302
    page = client.get(url("pulses", six))
    means = {one.key: one.outcomes[0].mean for one in page.context["trends"]}
    assert means == {**dict.fromkeys(QUESTIONS, 4.0), "result": 2.0}
    assert "5 antwoorden" in page.content.decode() or "5 answers" in page.content.decode()
    rows = client.get(url("pulses-csv", six)).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 7


def test_the_trend_compares_years_and_says_how_many_answered(six: Partnership, ann: User) -> None:
    for years, scores in enumerate([[2, 2, 3, 3, 2], [4, 4, 4, 4, 4, 4]]):
        year_of_answers(six, ann, scores, years=years)
    page = client_of(ann).get(url("pulses", six))
    first = page.context["trends"][0]
    assert [(one.year, one.number, one.mean) for one in first.outcomes] == [(2026, 5, 2.4), (2027, 6, 4.0)]
    assert first.change == 1.6
    assert page.context["years"] == ["2026", "2027"]


def test_fewer_than_five_answers_show_nothing(six: Partnership, ann: User) -> None:
    year_of_answers(six, ann, [1, 1, 1, 1])
    with member_door(six):
        assert [one.outcomes[0].mean for one in trends()] == [None] * 6
    page = client_of(ann).get(url("pulses", six)).content.decode()
    assert str(LEAST) in page
    row = client_of(ann).get(url("pulses-csv", six)).content.decode("utf-8-sig").splitlines()[1]
    assert row.endswith(";")


def test_nothing_leads_from_an_answer_to_a_person(six: Partnership, ann: User) -> None:
    """An answer adds one to counts that were there already; the row of the person only turns to answered."""
    asked(six, ann)
    with member_door(six):
        acts = Activity.objects.count()
        rows = PulseTally.objects.count()
        ask = PulseAsk.objects.select_related("pulse").order_by("pk")[0]
        before = PulseAsk.objects.filter(pk=ask.pk).values().get()
        answer_pulse(ask, scores=dict.fromkeys(QUESTIONS, 3))
        after = PulseAsk.objects.filter(pk=ask.pk).values().get()
        assert {name for name, value in after.items() if value != dict(before)[name]} == {"answered"}
        assert (PulseTally.objects.count(), Activity.objects.count()) == (rows, acts)
        assert PulseTally.objects.aggregate(total=Sum("number"))["total"] == 6
    fields = {field.name for field in PulseTally._meta.get_fields()}
    assert fields == {"id", "partnership", "pulse", "question", "score", "number"}


def test_a_link_answers_once_and_reading_it_changes_nothing(six: Partnership, ann: User) -> None:
    asked(six, ann)
    send_waiting_mail()
    link, visitor = links()[0], Client()
    for method in ("get", "head", "get"):
        assert getattr(visitor, method)(link).status_code == 200
    with member_door(six):
        assert not PulseAsk.objects.filter(answered=True).exists()
    assert visitor.post(link, {**FOURS, "result": ""}).status_code == 200  # one left out
    assert visitor.post(link, FOURS).status_code == 302
    answer = visitor.post(link, FOURS)
    assert answer.status_code == 200
    assert "form" not in answer.context
    with member_door(six):
        assert PulseTally.objects.aggregate(total=Sum("number"))["total"] == 6
        ask = PulseAsk.objects.select_related("pulse").get(answered=True)
        with pytest.raises(StaleState):
            answer_pulse(ask, scores=dict.fromkeys(QUESTIONS, 3))
    assert visitor.get(link[:-5] + "xxxx/").status_code == 404
    assert visitor.put(link).status_code == 405


def test_once_a_year_and_among_enough_people(own_park: Partnership, six: Partnership, ann: User) -> None:
    asked(six, ann)
    with pytest.raises(Refused):
        asked(six, ann)
    with member_door(six):
        close_pulse(Pulse.objects.get(), by=ann, at=NOW)
        with pytest.raises(StaleState):
            close_pulse(Pulse.objects.get(), by=ann, at=NOW)
    with pytest.raises(Refused):
        asked(six, ann)
    page = client_of(ann).get(url("pulses", six))
    assert page.context["no_open"]
    with member_door(six):
        Contact.objects.filter(email__startswith="p").delete()
        with pytest.raises(Refused):
            open_pulse(six, by=ann, at=NOW + timedelta(days=365))


def test_who_has_not_answered_is_reminded_after_three_days(six: Partnership, ann: User) -> None:
    pulse = asked(six, ann)
    with member_door(six):
        ask = PulseAsk.objects.select_related("pulse").order_by("pk")[0]
        answer_pulse(ask, scores=dict.fromkeys(QUESTIONS, 3))
        with pytest.raises(Refused):
            remind_pulse(pulse, by=ann, at=NOW)
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert client_of(ann).post(url("pulse-remind", six, pk=pulse.pk)).status_code == 302
        with member_door(six):
            assert PulseAsk.objects.filter(reminded_on=TODAY + timedelta(days=4)).count() == 5
        send_waiting_mail()
    assert len(mail.outbox) == 11


def test_somebody_signed_in_answers_in_the_account(six: Partnership, police: Partner, ann: User, bert: User) -> None:
    with member_door(six):
        Contact.objects.filter(email="p0@example.org").update(email=bert.email.upper())
    asked(six, ann)
    client = client_of(bert)
    assert client.get(url("pulses", six)).context["may_answer"]
    assert client.get(url("pulse-answer", six)).status_code == 200
    assert client.post(url("pulse-answer", six), FOURS).status_code == 302
    assert client.post(url("pulse-answer", six), FOURS).status_code == 302
    assert not client.get(url("pulses", six)).context["may_answer"]
    with member_door(six):
        assert PulseTally.objects.aggregate(total=Sum("number"))["total"] == 6
    assert client_of(ann).get(url("pulse-answer", six)).status_code == 302  # was not asked


def test_doors(six: Partnership, other_park: Partnership, ann: User, bert: User, carla: User) -> None:
    pulse = asked(six, ann)
    assert client_of(bert).post(url("pulse-start", six)).status_code == 403
    assert client_of(bert).post(url("pulse-close", six, pk=pulse.pk)).status_code == 403
    assert client_of(carla).get(url("pulses", six)).status_code == 404
    assert client_of(carla).post(url("pulse-close", other_park, pk=pulse.pk)).status_code == 404
    assert client_of(ann).get(url("pulse-start", six)).status_code == 405


def test_who_changes_a_contact_afterwards_does_not_answer_for_them(six: Partnership, ann: User, bert: User) -> None:
    pulse = asked(six, ann)
    with member_door(six):
        Contact.objects.filter(email="p0@example.org").update(user=bert, email=bert.email)
    assert not client_of(bert).get(url("pulses", six)).context["may_answer"]
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client_of(ann).post(url("pulse-remind", six, pk=pulse.pk))
    with member_door(six):
        mails = Outbox.objects.filter(template="pulse_reminder")
        assert mails.filter(to="p0@example.org").exists()
        assert not mails.filter(to=bert.email).exists()
        close_pulse(pulse, by=ann, at=NOW)
        assert not PulseAsk.objects.exclude(email="").exists()


def test_the_mail_log_does_not_tell_who_has_not_answered(six: Partnership, ann: User) -> None:
    pulse = asked(six, ann)
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client_of(ann).post(url("pulse-remind", six, pk=pulse.pk))
    with member_door(six):
        Outbox.objects.exclude(template="pulse_reminder").delete()
    for name in ("mail-log", "mail-log-csv"):
        address = reverse(f"oversight:{name}", kwargs={"partnership": six.slug})
        page = client_of(ann).get(address).content.decode()
        assert "p1@example.org" not in page
        assert "Persoon 1" not in page
        assert client_of(ann).get(address, {"sort": "to"}).status_code == 200
    found = client_of(ann).get(reverse("oversight:mail-log", kwargs={"partnership": six.slug}), {"q": "p1@"})
    assert found.context["rows"] == []


def test_five_answers_of_fewer_parties_show_nothing(six: Partnership, police: Partner, ann: User) -> None:
    with member_door(six):
        pulse = asked(six, ann)
        Contact.objects.filter(email__in=["p0@example.org", "p1@example.org", "p2@example.org"]).update(partner=police)
        for ask in PulseAsk.objects.filter(email__startswith="p").select_related("pulse"):
            answer_pulse(ask, scores=dict.fromkeys(QUESTIONS, 4))
        close_pulse(pulse, by=ann, at=NOW)
        assert [one.outcomes[0].mean for one in trends()] == [None] * 6
