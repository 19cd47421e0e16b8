"""Every page and act of this room: who may, who may not, what does not exist, and which method it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partnerships.domain.areas import make_area
from partnerships.domain.evidence_files import add_evidence
from partnerships.domain.granting import regrant
from partnerships.domain.invitations import invite
from partnerships.domain.jobs import start_job
from partnerships.domain.kick_offs import plan_kick_off
from partnerships.enums import AreaKind, Role
from partnerships.models import (
    AreaAddress,
    Contact,
    Cycle,
    Membership,
    Organisation,
    Partner,
    Partnership,
    PartnershipArea,
    PartyType,
    ProblemRecord,
    SoundingOut,
    StartAnswer,
    User,
)
from partnerships.tenancy.doors import member_door
from tests.cast import made_once
from tests.conftest import NOW, TODAY, client_of, make_user
from tests.reading import read


@dataclass(frozen=True)
class Door:
    """An address of this room: what stands in it, which method it takes, who is turned away with a 403."""

    name: str
    about: str = ""  # the row in the address
    post: bool = False
    form: bool = False  # takes both
    shut_for: str = "bert"  # a member without the right
    query: str = ""

    @property
    def method(self) -> str:
        return "post" if self.post else "get"


READING = "insurer"
DOORS = [
    Door("areas", shut_for=READING),
    Door("area-add", form=True),
    Door("area", "area", shut_for=READING),
    Door("area-boundary", "area", post=True),
    Door("area-remove", "area", post=True),
    Door("addresses", "area", shut_for=READING),
    Door("addresses-csv", "area", shut_for=READING),
    Door("addresses-preview", "area", post=True),
    Door("addresses-confirm", "area", post=True),
    Door("address-add", "area", post=True),
    Door("address-remove", "address", post=True),
    Door("parties", shut_for=READING),
    Door("parties-csv", shut_for=READING),
    Door("party-add", form=True),
    Door("parties-wanted", form=True),
    Door("party-types", form=True),
    Door("party-type-remove", "party_type", post=True),
    Door("party-invite", form=True, query="?kind=fire"),
    Door("party-invite-now", post=True, query="?kind=fire"),
    Door("problems", shut_for=READING),
    Door("problems-csv", shut_for=READING),
    Door("problem-add", form=True),
    Door("problem", "problem", form=True),
    Door("problem-remove", "problem", post=True),
    Door("start-answer", "start_answer", form=True),
    Door("soundings", shut_for=READING),
    Door("soundings-csv", shut_for=READING),
    Door("sounding-add", form=True),
    Door("sounding", "sounding", form=True),
    Door("sounding-remove", "sounding", post=True),
    Door("kick-off", shut_for=READING),
    Door("kick-off-csv", shut_for=READING),
    Door("kick-off-plan", form=True),
    Door("kick-off-change", "kick_off", form=True),
    Door("kick-off-invite", "kick_off", form=True),
    Door("kick-off-remind", "kick_off", post=True),
    Door("kick-off-cancel", "kick_off", form=True),
    Door("cooperation", shut_for=READING),
    Door("cooperation-set", form=True),
    Door("duties", shut_for=READING),
    Door("duties-csv", shut_for=READING),
    Door("duty", "duty", form=True),
    Door("party", "partner", shut_for=READING),
    Door("party-join", "partner", post=True),
    Door("party-decline", "partner", post=True),
    Door("party-leave", "partner", post=True),
    Door("statement", "partner", form=True, shut_for=READING),
    Door("contact-add", "partner", form=True),
    Door("contact", "contact", form=True),
    Door("contact-remove", "contact", post=True),
    Door("contact-invite", "contact", post=True),
    Door("statements", shut_for=READING),
    Door("statements-csv", shut_for=READING),
    Door("roles", shut_for=READING),
    Door("roles-csv", shut_for=READING),
    Door("role-appoint", form=True),
    Door("role-end", "membership", post=True),
    Door("invitation-add", form=True),
    Door("invitation-resend", "invitation", post=True),
    Door("invitation-withdraw", "invitation", post=True),
    Door("meetings", shut_for=READING),
    Door("meetings-csv", shut_for=READING),
    Door("meeting-add", form=True),
    Door("documents", shut_for=READING),
    Door("documents-csv", shut_for=READING),
    Door("document-add", form=True, shut_for=READING),
    Door("document", "document", shut_for=READING),
    Door("history", shut_for=READING),
    Door("history-csv", shut_for=READING),
    Door("job", "job", shut_for=READING),
    Door("job-progress", "job", shut_for=READING),
]
every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
Address = Callable[[Door, Partnership], str]


@made_once
def insurer(park: Partnership) -> User:
    """A member who may see nothing but the certificate."""
    user = make_user("insurer")
    with member_door(park):
        Membership.objects.create(partnership=park, user=user, role=Role.INSURER, valid_from=date(2025, 5, 2))
        regrant(user, park, on=TODAY)
    return user


@made_once
def rows(park: Partnership, ann: User, bert: User) -> dict[str, dict[str, Any]]:
    """What stands in an address about a row of park A: one row of each kind."""
    with member_door(park):
        area = PartnershipArea.objects.get().area
        place = AreaAddress.objects.create(area=area, postcode="7071 AA", house_number="1")
        cycle, partner = Cycle.objects.get(), Partner.objects.get()
        upload = SimpleUploadedFile("verslag.pdf", b"%PDF-1.7\nevidence")
        kick_off = plan_kick_off(
            cycle, planned_on=date(2199, 1, 1), starts_at=time(14), ends_at=None, place="Zaal", agenda="Welkom", by=ann,
            on=TODAY, at=NOW,
        )  # fmt: skip
        here = {"partnership": park}
        problem = ProblemRecord.objects.create(**here, problem="Inbraak", basis="objective", noted_on=TODAY)
        answer = StartAnswer.objects.create(**here, question_id="x", basis="objective", answered_on=TODAY)
        sounding = SoundingOut.objects.create(
            **here, partner=partner, held_on=TODAY, channel="visit", outcome="Ja", commitment="firm"
        )
        return {
            "": {},
            "area": {"pk": area.pk},
            "address": {"pk": area.pk, "address": place.pk},
            "partner": {"pk": partner.pk},
            "party_type": {"pk": PartyType.objects.create(**here, name="Buurtpreventie", added_on=TODAY).pk},
            "problem": {"pk": problem.pk},
            "start_answer": {"pk": answer.pk},
            "sounding": {"pk": sounding.pk},
            "kick_off": {"pk": kick_off.pk},
            "duty": {"duty_id": "motor"},
            "contact": {"pk": Contact.objects.get().pk},
            "membership": {"pk": Membership.objects.get(user=bert).pk},
            "invitation": {"pk": invite(park, email="x@example.org", name="X", role=Role.SECRETARY, by=ann, at=NOW).pk},
            "document": {"uuid": add_evidence(cycle, upload, title="Verslag", by=ann, at=NOW).uuid},
            "job": {"uuid": start_job(park, "test", title="Werk", subject="", by=ann, at=NOW).uuid},
        }


@pytest.fixture
def address(rows: dict[str, dict[str, Any]]) -> Address:
    """The address of a door, with a real row of park A in it, whatever partnership it asks for."""

    def find(door: Door, partnership: Partnership) -> str:
        path = reverse(f"partnerships:{door.name}", kwargs={"partnership": partnership.slug, **rows[door.about]})
        return path + door.query

    return find


def knock(client: Client, door: Door, url: str) -> int:
    response = getattr(client, door.method)(url)
    read(response)
    return int(response.status_code)


@every_door
def test_works_for_the_project_leader(door: Door, park: Partnership, ann: User, address: Address) -> None:
    assert knock(client_of(ann), door, address(door, park)) in {200, 286, 302}


@every_door
def test_shut_for_a_member_without_the_right(
    door: Door, park: Partnership, insurer: User, bert: User, address: Address
) -> None:
    somebody = bert if door.shut_for == "bert" else insurer
    response = getattr(client_of(somebody), door.method)(address(door, park))
    assert response.status_code == 403


@every_door
def test_not_there_for_somebody_else(door: Door, park: Partnership, carla: User, address: Address) -> None:
    assert knock(client_of(carla), door, address(door, park)) == 404


WORDS = {"", "duty"}  # a duty is a word of the scheme, the same everywhere


@pytest.mark.parametrize("door", [door for door in DOORS if door.about not in WORDS], ids=lambda door: door.name)
def test_rows_of_another_partnership_are_not_there(
    door: Door, park: Partnership, other_park: Partnership, carla: User, address: Address
) -> None:
    assert knock(client_of(carla), door, address(door, other_park)) == 404


@every_door
def test_wrong_method(door: Door, park: Partnership, ann: User, address: Address) -> None:
    client, url = client_of(ann), address(door, park)
    wrong = client.put(url) if door.form else client.get(url) if door.post else client.post(url)
    assert wrong.status_code == 405


@every_door
def test_a_visitor_signs_in_first(door: Door, park: Partnership, client: Client, address: Address) -> None:
    response = getattr(client, door.method)(address(door, park))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["found", "found-scheme", "found-start", "area-new"])
def test_founding_is_for_everybody_who_is_signed_in(
    name: str, carla: User, client: Client, municipality: Organisation
) -> None:
    make_area("Een terrein", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
    url = reverse(f"partnerships:{name}")
    assert client_of(carla).get(url, follow=True).status_code == 200
    assert client_of(carla).put(url).status_code == 405
    assert client.get(url).status_code == 302
