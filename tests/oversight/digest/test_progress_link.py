"""Telling from a mail how far a measure or task is: no password, one confirmation, and a scanner changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actionplans.domain.measure_progress import complete_measure
from actionplans.models import Measure, Plan
from oversight.models import ProgressLink
from partnerships.models import (
    Activity,
    Contact,
    Cycle,
    Document,
    Membership,
    Partner,
    Partnership,
    Signature,
    Task,
    User,
)
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token, new_nonce
from tests.conftest import client_of
from tests.oversight.digest.conftest import MONDAY, POLICE, a_week, links_in
from tests.partnerships.signing.test_paper import picture

RESULT = "Het hek rond het terrein staat er en is gekeurd."
Parks = tuple[Partnership, Partnership]


@pytest.fixture
def links(parks: Parks) -> dict[str, str]:
    """The address behind each link of the mail: of the measure in A, and of the task in B."""
    message = a_week()[POLICE]
    found = {}
    for park in parks:
        with member_door(park):
            for row in ProgressLink.objects.filter(email=POLICE):
                found[row.kind] = next(link for link in links_in(message, "progress") if str(row.uuid) in link)
    return found


def measure_in(park: Partnership) -> Any:
    with member_door(park):
        return Measure.objects.get(title__startswith="Hekwerk")


def task_in(park: Partnership) -> Any:
    with member_door(park):
        return Task.objects.get()


def said_in(park: Partnership, verb: str) -> list[Activity]:
    with member_door(park):
        return list(Activity.objects.filter(verb=verb))


def scan(link: str) -> None:
    """What a mail scanner does, twice."""
    for _time in range(2):
        assert Client().head(link).status_code == 200
        assert Client().get(link).status_code == 200


@pytest.mark.feature("B18")
def test_a_measure_is_done_with_one_confirmation_and_no_password(parks: Parks, links: dict[str, str]) -> None:
    park, link = parks[0], links["measure"]
    scan(link)
    assert measure_in(park).done_on is None
    page = Client().get(link).content.decode()
    for words in ("Hekwerk rond het terrein", "De Wetering", "Politie Basisteam Oost", "6 maart 2026"):
        assert words in page
    for hollow in ("", "xxx", "Gedaan!"):
        answer = Client().post(link, {"news": "done", "note": hollow})
        assert answer.context["form"].errors["note"]
        assert measure_in(park).done_on is None
    answer = Client().post(link, {"news": "done", "note": RESULT}, follow=True)
    assert answer.status_code == 200
    assert (measure_in(park).done_on, measure_in(park).result) == (MONDAY.date(), RESULT)
    (act,) = said_in(park, "completed_measure")
    assert (act.actor, act.actor_name, act.on_behalf_of) == (
        None, "Vertegenwoordiger Politie Basisteam Oost", "Politie Basisteam Oost",
    )  # fmt: skip
    scan(link)
    again = Client().post(link, {"news": "done", "note": RESULT}, follow=True)
    assert len(said_in(park, "completed_measure")) == 1
    assert "9 maart 2026" in again.content.decode()


def test_nothing_is_chosen_for_the_reader(links: dict[str, str]) -> None:
    page = Client().get(links["measure"])
    assert "checked" not in page.content.decode().partition("<main")[2]
    answer = Client().post(links["measure"], {"note": RESULT})
    assert answer.context["form"].errors["news"]


@pytest.mark.feature("B18")
def test_a_photo_says_it_as_well_and_stands_with_the_measure(parks: Parks, links: dict[str, str], ann: User) -> None:
    photo = SimpleUploadedFile("hek.jpg", picture(), content_type="image/jpeg")
    assert Client().post(links["measure"], {"news": "done", "note": "", "photo": photo}).status_code == 302
    measure = measure_in(parks[0])
    assert measure.done_on == MONDAY.date()
    with member_door(parks[0]):
        document = Document.objects.get(pk=measure.evidence_id)
        assert (document.title, document.media_type) == ("Foto: Hekwerk rond het terrein", "image/jpeg")
    page = client_of(ann).get(measure.get_absolute_url()).content.decode()
    assert "Foto: Hekwerk rond het terrein" in page
    bad = SimpleUploadedFile("hek.exe", b"MZ....", content_type="image/jpeg")
    answer = Client().post(links["task"], {"note": "", "photo": bad})
    assert answer.context["form"].errors
    assert task_in(parks[1]).done_on is None


@pytest.mark.feature("B18")
def test_what_was_told_by_link_is_corrected_by_telling_it_again(parks: Parks, links: dict[str, str]) -> None:
    park, link = parks[0], links["measure"]
    Client().post(link, {"news": "done", "note": RESULT})
    assert "<form" in Client().get(link).content.decode().partition("<main")[2]
    Client().post(link, {"news": "done", "note": f"{RESULT} Ook het hek aan de achterkant."})
    assert measure_in(park).result.endswith("achterkant.")
    Client().post(link, {"news": "news", "note": "Toch niet klaar: het hek is weer stuk, klaar op 1 mei"})
    measure = measure_in(park)
    assert (measure.done_on, measure.result) == (None, "")
    assert measure.progress_note.startswith("Toch niet klaar")
    assert len(said_in(park, "reopened_measure")) == 2
    Client().post(links["task"], {"note": RESULT})
    assert task_in(parks[1]).done_on == MONDAY.date()
    Client().post(links["task"], {"news": "open", "note": ""})
    assert task_in(parks[1]).done_on is None
    (act,) = said_in(parks[1], "unticked_task")
    assert act.actor_name == "Vertegenwoordiger Politie Basisteam Oost"


def test_what_somebody_with_an_account_recorded_stays(parks: Parks, links: dict[str, str], ann: User) -> None:
    with member_door(parks[0]):
        measure = Measure.objects.select_related("plan").get(title__startswith="Hekwerk")
        complete_measure(measure, result="Het hek staat.", by=ann, on=MONDAY.date(), at=MONDAY)
    assert "<form" not in Client().get(links["measure"]).content.decode().partition("<main")[2].partition("</main")[0]
    Client().post(links["measure"], {"news": "started", "note": "Toch niet"})
    assert measure_in(parks[0]).done_on == MONDAY.date()


@pytest.mark.feature("B18")
def test_a_task_of_the_party_is_ticked(parks: Parks, links: dict[str, str]) -> None:
    park, link = parks[1], links["task"]
    scan(link)
    assert task_in(park).done_on is None
    Client().post(link, {"note": "Samen gedaan"})
    assert task_in(park).done_on is None  # no sentence, no photo
    Client().post(link, {"note": RESULT})
    task = task_in(park)
    assert (task.done_on, task.done_by, task.remark) == (MONDAY.date(), None, RESULT)
    (act,) = said_in(park, "ticked_task")
    assert act.on_behalf_of == "Politie Basisteam Oost"
    scan(link)
    Client().post(link, {"news": "done", "note": RESULT})
    assert len(said_in(park, "ticked_task")) == 1


def test_started_is_news_and_the_same_news_twice_is_once(parks: Parks, links: dict[str, str]) -> None:
    with member_door(parks[0]):
        Measure.objects.update(deadline=MONDAY.date() + timedelta(days=5))
    for _click in range(2):
        assert Client().post(links["measure"], {"news": "started", "note": ""}).status_code == 302
    measure = measure_in(parks[0])
    assert measure.progress_on == MONDAY.date()
    assert measure.is_open
    assert len(said_in(parks[0], "reported_progress")) == 1
    Client().post(links["measure"], {"news": "news", "note": "De paal staat"})
    assert measure_in(parks[0]).progress_note == "De paal staat"


def test_late_asks_for_the_reason(parks: Parks, links: dict[str, str]) -> None:
    answer = Client().post(links["measure"], {"news": "started", "note": ""})
    assert answer.status_code == 200
    assert "id_note" in answer.content.decode()
    assert measure_in(parks[0]).progress_note == ""
    Client().post(links["measure"], {"news": "started", "note": "Levering laat, klaar op 1 mei"})
    assert measure_in(parks[0]).progress_note.endswith("Levering laat, klaar op 1 mei")


def test_personal_data_is_asked_about(parks: Parks, links: dict[str, str]) -> None:
    answer = Client().post(links["measure"], {"news": "done", "note": "Bel 06-12345678"})
    assert "note-personal" in answer.content.decode()
    assert measure_in(parks[0]).done_on is None


def test_a_link_that_does_not_fit_opens_nothing(parks: Parks, links: dict[str, str]) -> None:
    with member_door(parks[0]):
        row = ProgressLink.objects.get(email=POLICE)
        signature = Signature.objects.get()
    wrong = [
        reverse("oversight:progress-link", kwargs={"uuid": row.uuid, "token": "x" * 43}),
        reverse("oversight:progress-link", kwargs={"uuid": signature.uuid, "token": links["measure"].split("/")[-2]}),
        reverse(
            "oversight:progress-link",
            kwargs={"uuid": row.uuid, "token": make_token("sign", str(row.uuid), row.nonce)},
        ),
    ]
    assert [Client().get(address).status_code for address in wrong] == [404] * 3
    assert [Client().post(address, {"news": "done"}).status_code for address in wrong] == [404] * 3
    with member_door(parks[0]):
        ProgressLink.objects.update(nonce=new_nonce())
    assert Client().get(links["measure"]).status_code == 404


def test_other_methods_are_refused(links: dict[str, str]) -> None:
    assert Client().put(links["measure"]).status_code == 405
    assert Client().delete(links["task"]).status_code == 405


def test_an_expired_link_says_so_and_does_nothing(parks: Parks, links: dict[str, str], monday: Any) -> None:
    monday.shift(timedelta(days=43))
    for answer in (Client().get(links["measure"]), Client().post(links["measure"], {"news": "done"})):
        assert answer.status_code == 410
        assert "Hekwerk" not in answer.content.decode()
    assert measure_in(parks[0]).done_on is None


@pytest.mark.parametrize("change", ["other person", "other party", "party left", "contact gone", "plan replaced"])
def test_who_is_no_longer_in_charge_can_do_nothing(parks: Parks, links: dict[str, str], change: str) -> None:
    with member_door(parks[0]):
        measure, contact = Measure.objects.get(title__startswith="Hekwerk"), Contact.objects.get(email=POLICE)
        if change == "other person":
            Contact.objects.filter(pk=contact.pk).update(email="other@example.org")
        elif change == "other party":
            Measure.objects.filter(pk=measure.pk).update(owner_partner=None, owner_contact=None)
        elif change == "party left":
            Partner.objects.update(left_on=MONDAY.date())
        elif change == "contact gone":
            Measure.objects.filter(pk=measure.pk).update(owner_contact=None)
            contact.delete()
        else:
            Plan.objects.update(superseded_on=MONDAY.date())
    assert Client().get(links["measure"]).status_code == 410
    assert Client().post(links["measure"], {"news": "done"}).status_code == 410
    assert measure_in(parks[0]).done_on is None


def test_a_member_of_the_party_uses_a_link_only_while_a_member(parks: Parks, bert: User) -> None:
    with member_door(parks[0]):
        Measure.objects.update(owner_contact=None)
    (link,) = links_in(a_week()[bert.email], "progress")
    assert Client().get(link).status_code == 200
    with member_door(parks[0]):
        Membership.objects.filter(user=bert).update(valid_until=MONDAY.date())
    assert Client().get(link).status_code == 410


def test_a_task_that_facts_decide_is_no_link(parks: Parks) -> None:
    with member_door(parks[1]):
        cycle = Cycle.objects.get()
        fact = next(one for one in cycle.scheme.tasks if one.done_when is not None)
        row = ProgressLink.objects.create(
            partnership=parks[1], partner=Partner.objects.get(kind="police"), subject=f"task:{cycle.pk}:{fact.id}",
            email=POLICE, name="n", nonce="n" * 32, made_at=MONDAY, expires_at=MONDAY + timedelta(days=9),
        )  # fmt: skip
        Task.objects.create(partnership=parks[1], cycle=cycle, task_id=fact.id, owner=row.partner)
    token = make_token("progress", str(row.uuid), row.nonce)
    link = reverse("oversight:progress-link", kwargs={"uuid": row.uuid, "token": token})
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_the_same_page_for_somebody_who_is_signed_in_elsewhere(
    parks: Parks, links: dict[str, str], carla: User
) -> None:
    """The link decides, not who happens to be signed in: the trail names the contact."""
    client_of(carla).post(links["measure"], {"news": "done", "note": RESULT})
    (act,) = said_in(parks[0], "completed_measure")
    assert (act.actor, act.on_behalf_of) == (None, "Politie Basisteam Oost")
