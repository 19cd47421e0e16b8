"""The ladder of forms of cooperation, and the duties of the coordination with their holders (F19, F20)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.coordination import duties_of
from partnerships.enums import CooperationStep
from partnerships.models import Contact, CooperationForm, Cycle, DutyHolder, Organisation, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, client_of, found, newest_scheme


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("verslag.pdf", b"%PDF-1.7\nverslag")


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


@pytest.fixture
def zone(ann: User, municipality: Organisation) -> Partnership:
    """On the road map of collective security, which names the five duties itself."""
    return found("Zone Noord", ann, municipality, newest_scheme("operational_start", "BE"))


@pytest.mark.feature("F19")
def test_the_form_is_set_with_a_document_and_keeps_its_history(park: Partnership, leader: Client, bert: User) -> None:
    today = timezone.localdate()
    before = (today - timedelta(days=30)).isoformat()
    form = {"step": "minutes", "since": before}
    assert "document" in leader.post(url("cooperation-set", park), form).context["form"].errors
    leader.post(url("cooperation-set", park), {**form, "upload": proof()})
    leader.post(url("cooperation-set", park), {"step": "protocol", "since": today.isoformat(), "upload": proof()})
    page = client_of(bert).get(url("cooperation", park))
    assert page.context["now"].step == CooperationStep.PROTOCOL
    assert [one.step for one in page.context["rows"]] == ["protocol", "minutes"]
    assert [how for _label, how in page.context["ladder"]] == ["done", "now", "later"]
    back = leader.post(url("cooperation-set", park), {**form, "upload": proof()})
    assert back.context["form"].non_field_errors()  # not before the form of today
    with member_door(park):
        assert CooperationForm.objects.count() == 2


@pytest.mark.feature("F19")
def test_a_form_that_was_never_recorded_is_skipped_and_a_document_is_not_optional(
    park: Partnership, leader: Client
) -> None:
    form = leader.get(url("cooperation-set", park)).content.decode()
    assert form.count("bn-optional") == 1  # the remark
    assert "---" not in form
    data = {"step": "protocol", "since": timezone.localdate().isoformat(), "upload": proof()}
    leader.post(url("cooperation-set", park), data)
    page = leader.get(url("cooperation", park))
    assert [how for _label, how in page.context["ladder"]] == ["skipped", "now", "later"]


@pytest.mark.feature("F20")
def test_each_of_five_duties_has_a_holder_and_an_empty_one_is_flagged(zone: Partnership, leader: Client) -> None:
    partner = add_partner(zone, "Voorbeeldstad", "municipality")
    with member_door(zone):
        contact = Contact.objects.get()
        parts = duties_of(Cycle.objects.get().scheme)
    assert len(parts) == 5
    assert len(leader.get(url("duties", zone)).context["vacant"]) == 5
    day = timezone.localdate().isoformat()
    leader.post(url("duty", zone, duty_id=parts[0].id), {"holder": f"contact:{contact.pk}", "on": day})
    for part in parts[1:4]:
        leader.post(url("duty", zone, duty_id=part.id), {"holder": f"party:{partner.pk}", "on": day})
    page = leader.get(url("duties", zone))
    assert [duty.id for duty in page.context["vacant"]] == [parts[4].id]
    assert "bn-state--late" in page.content.decode()
    leader.post(url("duty", zone, duty_id=parts[0].id), {"holder": "", "on": day})
    assert len(leader.get(url("duties", zone)).context["vacant"]) == 2
    lines = leader.get(url("duties-csv", zone)).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 6  # five duties, and who had the first before
    assert contact.name in lines[1] + lines[2]


@pytest.mark.feature("F20")
def test_a_duty_goes_to_the_next_and_a_party_that_left_holds_none(park: Partnership, leader: Client) -> None:
    shops = add_partner(park, "Ondernemers", "entrepreneurs")
    with member_door(park):
        police = Partner.objects.get(kind="police")
    day = timezone.localdate()
    for partner in (shops, police):
        leader.post(url("duty", park, duty_id="motor"), {"holder": f"party:{partner.pk}", "on": day.isoformat()})
    with member_door(park):
        assert [(one.partner, one.until) for one in DutyHolder.objects.order_by("pk")] == [(shops, day), (police, None)]
        Partner.objects.filter(pk=police.pk).update(left_on=day)
    assert len(leader.get(url("duties", park)).context["vacant"]) == 5
    early = (day - timedelta(days=9)).isoformat()
    page = leader.post(url("duty", park, duty_id="motor"), {"holder": f"party:{shops.pk}", "on": early})
    assert page.context["form"].non_field_errors()
    assert leader.get(url("duty", park, duty_id="onzin")).status_code == 404
