"""F109: one card, whom to call per kind of problem and hour of the day; own entries; stale after six months."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from partnerships.domain.memberships import appoint
from partnerships.domain.short_lines import add_short_line, answers_at, answers_in, is_stale
from partnerships.enums import LineHours, PartyKind, Role
from partnerships.exceptions import Refused
from partnerships.models import Activity, Partner, Partnership, ShortLine, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, client_of, make_user
from tests.partnerships.bonds.conftest import url

pytestmark = pytest.mark.feature("F109")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ENTRY = {"problem": "general:nuisance", "function": "Meldkamer", "phone": "0900-8844", "hours": "always"}


def entry(park: Partnership, partner: Partner, by: User, **facts: object) -> ShortLine:
    with member_door(park):
        return add_short_line(partner, **{**ENTRY, **facts}, by=by, at=NOW)  # type: ignore[arg-type]


def test_a_party_adds_its_own_entry_and_everybody_sees_whom_to_call(
    own_park: Partnership, police: Partner, ann: User, bert: User
) -> None:
    client = client_of(bert)
    assert client.get(url("short-line-add", own_park, pk=police.pk)).status_code == 200
    answer = client.post(url("short-line-add", own_park, pk=police.pk), {**ENTRY, "note": "Vraag naar de wijkagent"})
    assert answer.status_code == 302
    entry(own_park, police, ann, problem="general:danger", function="Wijkagent", phone="06 1234 0000", hours="night")
    page = client_of(ann).get(url("short-lines", own_park))
    danger, nuisance = (shown for _name, shown in page.context["groups"])
    assert nuisance[0].now  # always
    assert not danger[0].now  # ten in the morning
    html = page.content.decode()
    assert 'href="tel:09008844"' in html
    assert 'href="tel:0612340000"' in html
    with time_machine.travel(NOW.replace(hour=2), tick=False):
        shown = client_of(ann).get(url("short-lines", own_park)).context["groups"]
    assert [one.now for _name, lines in shown for one in lines] == [True, True]


def test_what_an_entry_is_for_is_chosen_and_not_taken_for_granted(
    own_park: Partnership, police: Partner, bert: User
) -> None:
    client, add = client_of(bert), url("short-line-add", own_park, pk=police.pk)
    first, general, topics = client.get(add).context["form"].fields["problem"].choices
    assert first[0] == ""
    assert general[1][-1][0] == "general:other"
    assert topics[1]
    assert "problem" in client.post(add, {**ENTRY, "problem": ""}).context["form"].errors


def test_the_card_is_asked_for_a_part_of_the_week(own_park: Partnership, police: Partner, ann: User) -> None:
    entry(own_park, police, ann, hours="day", function="Kantoor")
    entry(own_park, police, ann, hours="own", starts_at=time(22), ends_at=time(2), function="Nachtdienst")
    client = client_of(ann)

    def functions(when: str) -> list[str]:
        groups = client.get(url("short-lines", own_park), {"when": when}).context["groups"]
        return [one.line.function for _name, shown in groups for one in shown]

    assert functions("day") == functions("now") == ["Kantoor"]
    assert functions("night") == functions("weekend") == ["Nachtdienst"]
    assert functions("nonsense") == functions("") == ["Kantoor", "Nachtdienst"]


@pytest.mark.parametrize(
    ("hours", "weekday", "hour", "answers"),
    [
        (LineHours.DAY, 0, time(7), True), (LineHours.DAY, 0, time(18), False), (LineHours.DAY, 5, time(12), False),
        (LineHours.EVENING, 6, time(18), True), (LineHours.EVENING, 0, time(23), False),
        (LineHours.NIGHT, 0, time(23), True), (LineHours.NIGHT, 0, time(6, 59), True),
        (LineHours.NIGHT, 0, time(7), False), (LineHours.WEEKEND, 4, time(23), False),
        (LineHours.WEEKEND, 5, time(0), True), (LineHours.ALWAYS, 2, time(3), True),
    ],
)  # fmt: skip
def test_hours(hours: str, weekday: int, hour: time, answers: bool) -> None:
    assert answers_at(ShortLine(hours=hours), weekday=weekday, hour=hour) is answers


def test_own_hours_past_midnight() -> None:
    line = ShortLine(hours="own", starts_at=time(22), ends_at=time(2))
    assert [answers_at(line, weekday=0, hour=time(hour)) for hour in (21, 22, 1, 2)] == [False, True, True, False]
    assert answers_in(line, "night")
    assert not answers_in(line, "day")


@pytest.mark.parametrize("ends", [None, time(8)])
def test_own_hours_need_two_ends(own_park: Partnership, police: Partner, ann: User, ends: time | None) -> None:
    with pytest.raises(Refused):
        entry(own_park, police, ann, hours="own", starts_at=time(8), ends_at=ends)


def test_an_entry_is_stale_after_six_months_until_somebody_confirms_it(
    own_park: Partnership, police: Partner, ann: User, bert: User
) -> None:
    line = entry(own_park, police, ann)
    later = NOW + timedelta(days=190)
    assert not is_stale(line, on=TODAY.replace(month=9))
    assert is_stale(line, on=TODAY.replace(month=9, day=11))
    with time_machine.travel(later, tick=False):
        page = client_of(ann).get(url("short-lines", own_park))
        assert page.context["stale"] == 1
        rows = client_of(ann).get(url("short-lines-csv", own_park)).content.decode("utf-8-sig").splitlines()
        assert rows[1].endswith(("Ja", "Yes"))
        assert client_of(bert).post(url("short-line-confirm", own_park, pk=line.pk)).status_code == 302
        assert client_of(ann).get(url("short-lines", own_park)).context["stale"] == 0
    with member_door(own_park):
        assert Activity.objects.filter(verb="confirmed_short_line", actor=bert).exists()


def test_changing_confirms_and_removing_removes(own_park: Partnership, police: Partner, ann: User, bert: User) -> None:
    line = entry(own_park, police, ann)
    with time_machine.travel(NOW + timedelta(days=200), tick=False):
        answer = client_of(bert).post(url("short-line", own_park, pk=line.pk), {**ENTRY, "phone": "112"})
        assert answer.status_code == 302
        with member_door(own_park):
            line.refresh_from_db()
        assert (line.phone, line.confirmed_on) == ("112", (NOW + timedelta(days=200)).date())
        client_of(bert).post(url("short-line-remove", own_park, pk=line.pk))
        with member_door(own_park):
            assert not ShortLine.objects.exists()


def test_a_number_is_a_number_and_a_person_is_asked_about(own_park: Partnership, police: Partner, bert: User) -> None:
    answer = client_of(bert).post(url("short-line-add", own_park, pk=police.pk), {**ENTRY, "phone": "bel maar"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["phone"]


def test_nobody_writes_for_another_party_but_who_manages_the_parties(
    own_park: Partnership, ann: User, bert: User
) -> None:
    fire = add_partner(own_park, "Brandweer Oost", PartyKind.FIRE)
    line = entry(own_park, fire, ann)
    client = client_of(bert)
    for name in ("short-line", "short-line-confirm", "short-line-remove"):
        assert client.post(url(name, own_park, pk=line.pk), ENTRY).status_code == 403
    assert client.get(url("short-line-add", own_park, pk=fire.pk)).status_code == 403
    page = client_of(ann).get(url("short-line-add", own_park, pk=fire.pk))
    assert page.context["on_behalf"]
    assert [partner.pk for partner in client.get(url("short-lines", own_park)).context["mine"]] != [fire.pk]


def test_doors(own_park: Partnership, other_park: Partnership, police: Partner, ann: User, carla: User) -> None:
    line = entry(own_park, police, ann)
    assert client_of(carla).get(url("short-lines", own_park)).status_code == 404
    assert client_of(carla).post(url("short-line-confirm", other_park, pk=line.pk)).status_code == 404
    assert client_of(ann).get(url("short-line-confirm", own_park, pk=line.pk)).status_code == 405
    assert client_of(ann).post(url("short-lines", own_park)).status_code == 405
    insurer = make_user("ina")
    from_now = datetime(2026, 1, 1, tzinfo=AMSTERDAM).date()
    with member_door(own_park):
        appoint(own_park, insurer, role=Role.INSURER, by=ann, on=from_now, at=NOW)
    assert client_of(insurer).get(url("short-lines", own_park)).status_code == 403
