"""F81: a party pledges hours a quarter, registers what it used, and the shortfall is shown."""

from datetime import date

import pytest

from partnerships.domain.pledges import add_pledge, register_hours, sheets, shortfall_of_all
from partnerships.enums import PartyKind
from partnerships.exceptions import Refused
from partnerships.models import Agreement, Cycle, HoursUsed, Partner, Partnership, Pledge, User
from partnerships.periods import quarter_number, quarter_of, quarters_between
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, client_of
from tests.partnerships.bonds.conftest import url

pytestmark = pytest.mark.feature("F81")


def test_a_party_pledges_registers_and_sees_its_shortfall(own_park: Partnership, ann: User) -> None:
    town = add_partner(own_park, "Gemeente Oosterveen", PartyKind.MUNICIPALITY)
    client = client_of(ann)
    assert client.get(url("pledge-add", own_park, pk=town.pk)).status_code == 200
    given = {"hours": "40", "first": "2025-07-01", "last": "2026-04-01", "note": "Ambtelijke capaciteit"}
    assert client.post(url("pledge-add", own_park, pk=town.pk), given).status_code == 302
    for quarter, hours in [("2025-07-01", 45), ("2025-10-01", 12), ("2026-01-01", 8)]:
        used = {"quarter": quarter, "hours": str(hours)}
        answer = client.post(url("pledge-hours", own_park, pk=town.pk), used)
        assert answer.status_code == 302
    page = client.get(url("pledges", own_park), {"year": "2025"})
    [sheet] = page.context["sheets"]
    assert [(one.pledged, one.used, one.shortfall) for one in sheet.quarters] == [
        (0, 0, 0), (0, 0, 0), (40, 45, 0), (40, 12, 28),
    ]  # fmt: skip
    assert (sheet.pledged, sheet.used, sheet.shortfall, page.context["short"]) == (80, 57, 28, 28)
    assert "28" in page.content.decode()
    [now] = client.get(url("pledges", own_park)).context["sheets"]
    assert [(one.shortfall, one.left) for one in now.quarters] == [(None, 32), (None, 40), (None, 0), (None, 0)]
    rows = client.get(url("pledges-csv", own_park), {"year": "2025"}).content.decode("utf-8-sig").splitlines()
    assert rows[4].endswith(";40;12;28")


def test_what_one_party_does_too_much_does_not_hide_what_another_lacks(own_park: Partnership, ann: User) -> None:
    parties = [add_partner(own_park, name, kind) for name, kind in [("A", PartyKind.FIRE), ("B", PartyKind.OWNER)]]
    quarter = date(2025, 10, 1)
    with member_door(own_park):
        for party, hours in zip(parties, (30, 0), strict=True):
            add_pledge(party, hours=10, first=quarter, last=quarter, by=ann, at=NOW)
            register_hours(party, quarter=quarter, hours=hours, by=ann, at=NOW)
        found = sheets(2025, on=TODAY)
    assert [str(one.partner) for one in found] == ["A", "B", "None"]
    assert (found[-1].pledged, found[-1].used, shortfall_of_all(found)) == (20, 30, 10)


def test_hours_are_registered_once_a_quarter(own_park: Partnership, police: Partner, bert: User) -> None:
    client = client_of(bert)
    for hours in ("5", "7"):
        client.post(url("pledge-hours", own_park, pk=police.pk), {"quarter": "2026-01-01", "hours": hours})
    with member_door(own_park):
        assert [row.hours for row in HoursUsed.objects.all()] == [7]


def test_what_cannot_be_is_refused(own_park: Partnership, police: Partner, ann: User) -> None:
    with member_door(own_park):
        with pytest.raises(Refused):
            add_pledge(police, hours=10, first=date(2026, 4, 1), last=date(2026, 1, 1), by=ann, at=NOW)
        with pytest.raises(Refused):
            add_pledge(police, hours=0, first=TODAY, last=TODAY, by=ann, at=NOW)
        with pytest.raises(Refused):
            register_hours(police, quarter=date(2026, 4, 1), hours=1, by=ann, at=NOW)
        cycle = Cycle.objects.get()
        made = {"partnership": own_park, "cycle": cycle, "text": "x", "created_at": NOW, "sent_at": NOW}
        other = Agreement.objects.create(**made, kind="covenant", scheme_document="covenant", title="Convenant")
        with pytest.raises(Refused):
            add_pledge(police, hours=1, first=TODAY, last=TODAY, by=ann, at=NOW, agreement=other)


def test_a_pledge_points_to_the_text_that_was_signed(own_park: Partnership, police: Partner, bert: User) -> None:
    with member_door(own_park):
        cycle = Cycle.objects.get()
        text = Agreement.objects.create(
            partnership=own_park, cycle=cycle, kind="capacity_pledge", scheme_document="pledge", title="Toezegging",
            text="x", created_at=NOW, sent_at=NOW,
        )  # fmt: skip
    given = {"hours": "8", "first": "2026-01-01", "last": "2026-10-01", "agreement": str(text.pk)}
    assert client_of(bert).post(url("pledge-add", own_park, pk=police.pk), given).status_code == 302
    page = client_of(bert).get(url("pledges", own_park)).content.decode()
    assert str(text.uuid) in page


def test_only_the_own_party_or_who_leads(own_park: Partnership, police: Partner, ann: User, bert: User) -> None:
    fire = add_partner(own_park, "Brandweer Oost", PartyKind.FIRE)
    with member_door(own_park):
        theirs = add_pledge(fire, hours=1, first=TODAY, last=TODAY, by=ann, at=NOW)
        mine = add_pledge(police, hours=1, first=TODAY, last=TODAY, by=ann, at=NOW)
    client = client_of(bert)
    assert client.get(url("pledge-add", own_park, pk=fire.pk)).status_code == 403
    assert client.get(url("pledge-hours", own_park, pk=fire.pk)).status_code == 403
    assert client.post(url("pledge-remove", own_park, pk=theirs.pk)).status_code == 403
    assert client.post(url("pledge-remove", own_park, pk=mine.pk)).status_code == 302
    with member_door(own_park):
        assert list(Pledge.objects.all()) == [theirs]


def test_doors(own_park: Partnership, other_park: Partnership, police: Partner, ann: User, carla: User) -> None:
    assert client_of(carla).get(url("pledges", own_park)).status_code == 404
    assert client_of(carla).get(url("pledge-add", other_park, pk=police.pk)).status_code == 404
    assert client_of(ann).post(url("pledges", own_park)).status_code == 405
    assert client_of(ann).get(url("pledge-remove", own_park, pk=1)).status_code == 405


def test_quarters() -> None:
    assert quarter_of(date(2026, 12, 31)) == date(2026, 10, 1)
    assert [quarter_number(date(2026, month, 1)) for month in (1, 4, 7, 10)] == [1, 2, 3, 4]
    assert quarters_between(date(2025, 11, 5), date(2026, 4, 2)) == [
        date(2025, 10, 1),
        date(2026, 1, 1),
        date(2026, 4, 1),
    ]
