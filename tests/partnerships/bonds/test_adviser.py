"""F107: the ten services of the adviser with their state. F82: on request after the recognition, and then questions."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.domain.adviser import ask_adviser, put_on_request
from partnerships.exceptions import Refused, StaleState
from partnerships.models import (
    Activity,
    AdviserQuestion,
    Contact,
    Cycle,
    Outbox,
    Partner,
    Partnership,
    Task,
    User,
)
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, client_of, newest_scheme
from tests.partnerships.bonds.conftest import recognise, url
from tests.world import PDF


def ask(park: Partnership, by: User, words: str = "Kunt u meelopen met de schouw?") -> AdviserQuestion:
    with member_door(park):
        return ask_adviser(Cycle.objects.get(), question=words, by=by, at=NOW)


def step_back(park: Partnership, by: User, **more: Any) -> None:
    with member_door(park):
        put_on_request(Cycle.objects.get(), since=TODAY, by=by, at=NOW, **more)


@pytest.mark.feature("F107")
def test_the_ten_services_are_tasks_of_the_adviser_with_a_state(own_park: Partnership, pvo: Partner, ann: User) -> None:
    client = client_of(ann)
    page = client.get(url("adviser", own_park))
    lines = page.context["lines"]
    assert len(lines) == 10
    assert {line.state.value for line in lines} == {"todo"}
    assert page.content.decode().count("PVO Oost") >= 10
    keys = [line.task.id for line in lines]
    for key, state in zip(keys, ["todo", "agreed", "done", "not_needed"], strict=False):
        assert client.get(url("adviser-service", own_park, task_id=key)).status_code == 200
        answer = client.post(url("adviser-service", own_park, task_id=key), {"state": state, "note": "In april"})
        assert answer.status_code == 302
    page = client.get(url("adviser", own_park))
    assert [line.state.value for line in page.context["lines"]][:4] == ["todo", "agreed", "done", "not_needed"]
    assert page.context["settled"] == 2
    with member_door(own_park):
        rows = {row.task_id: row for row in Task.objects.all()}
    assert rows[keys[1]].owner_id == pvo.pk  # agreed: in the hands of the adviser
    assert rows[keys[2]].done_on == TODAY
    assert rows[keys[3]].skipped_reason == "In april"
    history = client.get(url("history", own_park)).content.decode()
    assert str(lines[1].task.name) in history


@pytest.mark.feature("F107")
def test_a_service_is_a_task_of_the_list_and_goes_back_and_forth(
    own_park: Partnership, pvo: Partner, ann: User
) -> None:
    client = client_of(ann)
    key = client.get(url("adviser", own_park)).context["lines"][0].task.id
    for state in ("done", "agreed", "not_needed", "todo", "todo", "agreed", "done"):
        given = {"state": state, "note": "Te klein"}
        assert client.post(url("adviser-service", own_park, task_id=key), given).status_code == 302
        assert client.get(url("adviser", own_park)).context["lines"][0].state.value == state
    page = client.get(url("certification:task", own_park, task_id=key))
    assert page.context["state"].done
    refused = client.post(url("adviser-service", own_park, task_id=key), {"state": "not_needed"})
    assert refused.context["form"].non_field_errors()


@pytest.mark.feature("F107")
def test_without_the_party_the_page_says_so(own_park: Partnership, ann: User) -> None:
    page = client_of(ann).get(url("adviser", own_park))
    assert page.context["party"] is None
    assert str(page.context["needed"]) in page.content.decode()
    key = page.context["lines"][0].task.id
    answer = client_of(ann).post(url("adviser-service", own_park, task_id=key), {"state": "agreed"})
    assert answer.context["form"].non_field_errors()


@pytest.mark.feature("F107")
def test_a_scheme_without_adviser_has_an_empty_page(park: Partnership, ann: User) -> None:
    client = client_of(ann)
    assert client.get(url("adviser", park)).context["lines"] == []
    assert client.get(url("adviser-service", park, task_id="pvo_inventory")).status_code == 404
    assert client.get(url("adviser-on-request", park)).status_code == 302
    assert client.get(url("adviser-ask", park)).status_code == 302


@pytest.mark.feature("F107")
def test_services_of_a_scheme_change_no_rule() -> None:
    """A scheme in use got its list of services later: what partnerships pinned still counts."""
    with_services = [scheme for scheme in all_schemes() if scheme.adviser]
    assert [(one.urn, one.checksum[:12]) for one in with_services] == [("veilig-bedrijventerrein", "72bae03ac671")]
    assert newest_scheme("certificate").adviser is None  # type: ignore[attr-defined]


@pytest.mark.feature("F82")
def test_the_adviser_steps_back_after_the_recognition_and_gets_questions_by_mail(
    own_park: Partnership, pvo: Partner, ann: User
) -> None:
    client = client_of(ann)
    page = client.get(url("adviser", own_park))
    assert page.context["recognised_on"] is None
    assert page.context["no_ask"]
    recognise(own_park)
    page = client.get(url("adviser", own_park))
    assert page.context["recognised_on"] == TODAY  # proposed by itself
    form = client.get(url("adviser-on-request", own_park)).context["form"]
    assert form.initial["since"] == TODAY
    answer = client.post(url("adviser-on-request", own_park), {"since": TODAY.isoformat(), "reason": "Zelfstandig"})
    assert answer.status_code == 302
    page = client.get(url("adviser", own_park))
    assert page.context["standing"].since == TODAY
    assert page.context["no_ask"] == ""
    assert client.get(url("adviser-ask", own_park)).status_code == 200
    client.post(url("adviser-ask", own_park), {"question": "Kunt u meelopen met de schouw?"})
    with member_door(own_park):
        question = AdviserQuestion.objects.get()
        mail = Outbox.objects.get(template="adviser_question")
    assert (question.partner_id, question.is_open) == (pvo.pk, True)
    assert mail.to == "business_platform@example.org"
    assert mail.context["asker_email"] == ann.email
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        given = {"answer": "Ja, in april.", "answered_on": TODAY.isoformat()}
        assert client.post(url("adviser-answer", own_park, pk=question.pk), given).status_code == 302
        html = client.get(url("adviser", own_park)).content.decode()
    assert "Ja, in april." in html
    rows = client.get(url("adviser-csv", own_park)).content.decode("utf-8-sig")
    assert "Ja, in april." in rows
    history = client.get(url("history", own_park)).content.decode()
    assert "PVO Oost" in history


@pytest.mark.feature("F82")
def test_before_the_recognition_only_with_evidence(own_park: Partnership, pvo: Partner, ann: User) -> None:
    client = client_of(ann)
    given: dict[str, Any] = {"since": TODAY.isoformat()}
    answer = client.post(url("adviser-on-request", own_park), given)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    given["evidence"] = SimpleUploadedFile("brief.pdf", PDF, "application/pdf")
    assert client.post(url("adviser-on-request", own_park), given).status_code == 302
    assert client.get(url("adviser", own_park)).context["standing"].evidence is not None


@pytest.mark.feature("F82")
def test_the_adviser_may_take_part_again(own_park: Partnership, pvo: Partner, ann: User) -> None:
    recognise(own_park)
    step_back(own_park, ann)
    with pytest.raises(Refused):
        step_back(own_park, ann)
    assert client_of(ann).post(url("adviser-return", own_park)).status_code == 302
    assert client_of(ann).get(url("adviser", own_park)).context["standing"] is None
    step_back(own_park, ann)
    with member_door(own_park):
        assert Activity.objects.filter(verb="put_adviser_on_request").count() == 2


@pytest.mark.feature("F82")
def test_what_cannot_be_is_refused(own_park: Partnership, pvo: Partner, ann: User) -> None:
    with pytest.raises(Refused):
        ask(own_park, ann)  # the adviser takes part
    recognise(own_park)
    with pytest.raises(Refused), member_door(own_park):
        put_on_request(Cycle.objects.get(), since=date(2026, 4, 1), by=ann, at=NOW)
    step_back(own_park, ann)
    question = ask(own_park, ann)
    with pytest.raises(StaleState):
        ask(own_park, ann)  # the same question twice is one question
    with member_door(own_park):
        Contact.objects.filter(partner=pvo).delete()
    with pytest.raises(Refused):
        ask(own_park, ann, "Nog een vraag")
    client = client_of(ann)
    given = {"answer": "Ja", "answered_on": "2026-03-09"}
    assert client.post(url("adviser-answer", own_park, pk=question.pk), given).context["form"].non_field_errors()
    assert client.post(url("adviser-withdraw", own_park, pk=question.pk)).status_code == 302
    given["answered_on"] = TODAY.isoformat()
    assert client.post(url("adviser-answer", own_park, pk=question.pk), given).context["form"].non_field_errors()


@pytest.mark.feature("F82")
def test_doors(
    own_park: Partnership, other_park: Partnership, pvo: Partner, ann: User, bert: User, carla: User
) -> None:
    recognise(own_park)
    step_back(own_park, ann)
    question = ask(own_park, ann)
    assert client_of(bert).get(url("adviser", own_park)).status_code == 200
    for name, more in [("adviser-ask", {}), ("adviser-return", {}), ("adviser-withdraw", {"pk": question.pk})]:
        assert client_of(bert).post(url(name, own_park, **more)).status_code == 403
    assert client_of(carla).get(url("adviser", own_park)).status_code == 404
    assert client_of(carla).post(url("adviser-withdraw", other_park, pk=question.pk)).status_code == 404
    assert client_of(ann).get(url("adviser-return", own_park)).status_code == 405
    assert client_of(ann).post(url("adviser", own_park)).status_code == 405
