"""Problems by what they are based on, and the proof behind the answers before the start (F04, F05)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partnerships.enums import Basis
from partnerships.models import Activity, Document, Partnership, ProblemRecord, StartAnswer, User
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of

DAY = TODAY.isoformat()


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


def add(leader: Client, park: Partnership, problem: str, basis: str, **more: object) -> object:
    data = {"problem": problem, "basis": basis, "noted_on": DAY, **more}
    return leader.post(url("problem-add", park), data)


@pytest.mark.feature("F05")
def test_the_report_has_two_columns(park: Partnership, leader: Client, bert: User) -> None:
    upload = SimpleUploadedFile("cijfers.pdf", b"%PDF-1.7\ncijfers")
    add(leader, park, "Twaalf inbraken", "objective", source="Politie 2025", upload=upload)
    add(leader, park, "Donkere hoek", "subjective")
    add(leader, park, "Hangplek", "subjective", source="Drie ondernemers")
    pairs = client_of(bert).get(url("problems", park)).context["pairs"]
    assert [(str(one or ""), str(other or "")) for one, other in pairs] == [
        ("Twaalf inbraken", "Donkere hoek"), ("", "Hangplek"),
    ]  # fmt: skip
    with member_door(park):
        assert ProblemRecord.objects.get(basis=Basis.OBJECTIVE).document == Document.objects.get()
    lines = leader.get(url("problems-csv", park)).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[:2] for line in lines[1:]] == [
        ["Twaalf inbraken", ""], ["", "Donkere hoek"], ["", "Hangplek"],
    ]  # fmt: skip
    felt = leader.get(url("problems", park), {"basis": "subjective"})
    assert felt.context["shown"] == 2
    assert "Twaalf inbraken" not in felt.content.decode()


@pytest.mark.feature("F05")
def test_figures_have_a_source(park: Partnership, leader: Client) -> None:
    page = add(leader, park, "Twaalf inbraken", "objective")
    assert "source" in page.context["form"].errors  # type: ignore[attr-defined]
    text = SimpleUploadedFile("cijfers.txt", b"geen pdf")
    page = add(leader, park, "Twaalf inbraken", "objective", upload=text)
    assert page.context["form"].non_field_errors()  # type: ignore[attr-defined]
    with member_door(park):
        assert not ProblemRecord.objects.exists()


@pytest.mark.feature("F05")
def test_a_problem_is_changed_and_removed(park: Partnership, leader: Client, bert: User) -> None:
    add(leader, park, "Donkere hoek", "subjective")
    with member_door(park):
        row = ProblemRecord.objects.get()
    data = {"problem": "Donkere hoek", "basis": "objective", "source": "Lichtmeting", "noted_on": DAY}
    assert client_of(bert).post(url("problem", park, pk=row.pk), data).status_code == 403
    leader.post(url("problem", park, pk=row.pk), data)
    with member_door(park):
        assert ProblemRecord.objects.get().basis == Basis.OBJECTIVE
        changed = Activity.objects.get(verb="changed_problem").details["changed"]
    assert changed["basis"] == ["subjective", "objective"]
    leader.post(url("problem-remove", park, pk=row.pk))
    with member_door(park):
        assert not ProblemRecord.objects.exists()


@pytest.mark.feature("F04")
def test_an_answer_before_the_start_gets_its_document(park: Partnership, leader: Client) -> None:
    with member_door(park):
        row = StartAnswer.objects.create(partnership=park, question_id="x", basis="subjective", answered_on=TODAY)
    page = leader.post(url("start-answer", park, pk=row.pk), {"basis": "objective"})
    assert "source" in page.context["form"].errors
    upload = SimpleUploadedFile("cijfers.pdf", b"%PDF-1.7\ncijfers")
    leader.post(url("start-answer", park, pk=row.pk), {"basis": "objective", "upload": upload})
    with member_door(park):
        row = StartAnswer.objects.select_related("document").get()
    assert row.basis == Basis.OBJECTIVE
    assert row.document is not None
    assert row.document.filename == "cijfers.pdf"
