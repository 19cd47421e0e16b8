"""The kick-off: planned, invited, answered by link, moved, cancelled, and its minutes prepared (F15)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.domain.trail_words import sentence
from partnerships.enums import PartyKind
from partnerships.models import Activity, Contact, KickOff, KickOffInvitee, Meeting, Partnership, User
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import add_partner, client_of

pytestmark = pytest.mark.feature("F15")
AGENDA = "Welkom\nWat wij verwachten"


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


def plan_of(**more: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=21)
    return {
        "planned_on": day.isoformat(), "starts_at": "14:00", "ends_at": "16:00", "place": "Bedrijvencentrum",
        "agenda": AGENDA, **more,
    }  # fmt: skip


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


@pytest.fixture
def kick_off(park: Partnership, leader: Client) -> KickOff:
    leader.post(url("kick-off-plan", park), plan_of())
    with member_door(park):
        found: KickOff = KickOff.objects.get()
    return found


@pytest.fixture
def invited(park: Partnership, leader: Client, kick_off: KickOff) -> list[str]:
    """Two people were invited; the links they got."""
    add_partner(park, "Ondernemers", PartyKind.ENTREPRENEURS)
    with member_door(park):
        people = list(Contact.objects.values_list("pk", flat=True))
    leader.post(url("kick-off-invite", park, pk=kick_off.pk), {"contacts": people})
    links = [re.search(r"https?://[^/]+(/kick-off/\S+)", str(message.body)) for message in mail.outbox]
    mail.outbox.clear()
    return [link[1] for link in links if link]


def test_it_is_planned_once(park: Partnership, leader: Client, kick_off: KickOff) -> None:
    assert leader.post(url("kick-off-plan", park), plan_of())["Location"] == url("kick-off", park)
    with member_door(park):
        assert KickOff.objects.count() == 1
    page = leader.get(url("kick-off", park)).content.decode()
    assert "Bedrijvencentrum" in page


def test_a_day_that_passed_and_an_end_before_the_start_are_refused(park: Partnership, leader: Client) -> None:
    gone = (timezone.localdate() - timedelta(days=1)).isoformat()
    for wrong in ({"planned_on": gone}, {"ends_at": "13:00"}):
        assert leader.post(url("kick-off-plan", park), plan_of(**wrong)).context["form"].non_field_errors()


def test_invitees_answer_without_an_account(
    park: Partnership, leader: Client, invited: list[str], client: Client
) -> None:
    assert len(invited) == 2
    for _twice in range(2):  # a mail scanner opens links
        assert client.get(invited[0]).status_code == 200
        assert client.head(invited[0]).status_code == 200
    with member_door(park):
        assert not KickOffInvitee.objects.exclude(accepted_at=None, declined_at=None).exists()
    client.post(invited[0], {"answer": "comes"})
    client.post(invited[1], {"answer": "comes"})
    client.post(invited[1], {"answer": "stays_away"})
    client.post(invited[1], {"answer": "nonsense"})
    counts = [count for _label, count in leader.get(url("kick-off", park)).context["counts"]]
    assert counts == [1, 1, 0]
    assert len(leader.get(url("kick-off-csv", park)).content.decode("utf-8-sig").splitlines()) == 3
    with member_door(park):
        said = Activity.objects.filter(verb="comes_to_kick_off").latest("pk")
    assert "Vertegenwoordiger" in said.actor_name


def test_a_link_that_was_changed_or_is_for_something_else_opens_nothing(
    park: Partnership, invited: list[str], client: Client
) -> None:
    with member_door(park):
        one = KickOffInvitee.objects.first()
    assert one is not None
    for token in ("x" * 43, make_token("sign", str(one.uuid), one.nonce)):
        assert client.get(reverse("partnerships:kick-off-open", args=[one.uuid, token])).status_code == 404
    assert client.put(invited[0]).status_code == 405


def test_who_does_not_answer_is_reminded_once_a_day(
    park: Partnership, leader: Client, kick_off: KickOff, invited: list[str], client: Client
) -> None:
    client.post(invited[0], {"answer": "comes"})
    for _twice in range(2):
        leader.post(url("kick-off-remind", park, pk=kick_off.pk))
    assert len(mail.outbox) == 1
    assert "erinnering" in mail.outbox[0].subject.lower() or "reminder" in mail.outbox[0].subject.lower()


def test_another_day_is_mailed_and_answered_anew_another_agenda_is_not(
    park: Partnership, leader: Client, kick_off: KickOff, invited: list[str], client: Client
) -> None:
    client.post(invited[0], {"answer": "comes"})
    leader.post(url("kick-off-change", park, pk=kick_off.pk), plan_of(agenda="Alleen welkom"))
    assert mail.outbox == []
    leader.post(url("kick-off-change", park, pk=kick_off.pk), plan_of(starts_at="15:00"))
    assert len(mail.outbox) == 2
    counts = [count for _label, count in leader.get(url("kick-off", park)).context["counts"]]
    assert counts == [0, 0, 2]


def test_cancelling_is_mailed_with_the_reason_and_stops_the_links(
    park: Partnership, leader: Client, kick_off: KickOff, invited: list[str], client: Client
) -> None:
    leader.post(url("kick-off-cancel", park, pk=kick_off.pk), {"reason": "De zaal is vol"})
    assert len(mail.outbox) == 2
    assert all("De zaal is vol" in str(message.body) for message in mail.outbox)
    client.post(invited[0], {"answer": "comes"})
    with member_door(park):
        assert not KickOffInvitee.objects.filter(accepted_at__isnull=False).exists()
    assert "De zaal is vol" in client.get(invited[0]).content.decode()
    for name in ("kick-off-cancel", "kick-off-remind"):
        leader.post(url(name, park, pk=kick_off.pk), {"reason": "Nog eens"})
    assert len(mail.outbox) == 2
    assert leader.get(url("kick-off-plan", park)).status_code == 200  # a new one may be planned


def test_the_minutes_are_made_ready_and_recording_them_ends_the_plan(
    park: Partnership, leader: Client, kick_off: KickOff, invited: list[str], client: Client
) -> None:
    client.post(invited[0], {"answer": "comes"})
    form = leader.get(url("meeting-add", park), {"kind": "kick_off"}).context["form"]
    assert form.initial["held_on"] == kick_off.planned_on
    assert len(form.initial["attendees"].splitlines()) == 1
    assert all(point in form.initial["decisions"] for point in AGENDA.splitlines())
    held = {"kind": "kick_off", "held_on": timezone.localdate().isoformat(), "attendees": "Iedereen"}
    leader.post(url("meeting-add", park), held)
    with member_door(park):
        assert KickOff.objects.get().meeting == Meeting.objects.get()
    assert client.post(invited[0], {"answer": "stays_away"}).status_code == 302
    with member_door(park):
        assert not KickOffInvitee.objects.filter(declined_at__isnull=False).exists()


def test_nobody_is_invited_twice(park: Partnership, leader: Client, kick_off: KickOff, invited: list[str]) -> None:
    with member_door(park):
        people = list(Contact.objects.values_list("pk", flat=True))
    page = leader.post(url("kick-off-invite", park, pk=kick_off.pk), {"contacts": people})
    assert page.context["form"].errors
    assert mail.outbox == []


def test_a_contact_that_is_removed_is_no_longer_expected(
    park: Partnership, leader: Client, invited: list[str], client: Client
) -> None:
    with member_door(park):
        contact = Contact.objects.get(partner__kind=PartyKind.POLICE)
    leader.post(url("contact-remove", park, pk=contact.pk))
    assert [client.get(link).status_code for link in invited].count(404) == 1


def test_the_history_writes_the_day_out(park: Partnership, invited: list[str], client: Client, leader: Client) -> None:
    client.post(invited[0], {"answer": "comes"})
    with member_door(park):
        day, said = KickOff.objects.get().planned_on, Activity.objects.get(verb="comes_to_kick_off")
    assert day.isoformat() not in sentence(said)
    assert date_format(day) in sentence(said)
    page = leader.get(url("history", park), {"about": said.subject}).content.decode()
    assert day.isoformat() not in page


def test_the_form_says_which_required_parties_cannot_be_invited_yet(
    park: Partnership, leader: Client, kick_off: KickOff
) -> None:
    invite = url("kick-off-invite", park, pk=kick_off.pk)
    said = leader.get(invite).context["notice"]
    assert "Brandweer" in said
    assert "Politie" not in said  # its contact is in the list
    assert url("parties", park) in leader.get(invite).content.decode()
    add_partner(park, "Brandweer Oost", PartyKind.FIRE)
    assert "Brandweer" not in leader.get(invite).context["notice"]
