"""The ground on screen: outline, address list, import with a preview (F09)."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partnerships.models import Area, Partnership, PartnershipArea, User
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

pytestmark = pytest.mark.feature("F09")
POINTS = "52.10, 6.19\n52.10, 6.20\n52.11, 6.20\n52.11, 6.19"
BOW_TIE = "52.10, 6.19\n52.11, 6.20\n52.10, 6.20\n52.11, 6.19"


@pytest.fixture
def area(park: Partnership) -> Area:
    with member_door(park):
        return PartnershipArea.objects.get().area


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


def url(name: str, park: Partnership, area: Area, **more: int) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, "pk": area.pk, **more})


def test_points_typed_by_hand_become_the_outline(park: Partnership, area: Area, leader: Client) -> None:
    assert leader.post(url("area-boundary", park, area), {"outline": POINTS}).status_code == 302
    area.refresh_from_db()
    assert area.hectares
    page = leader.get(url("area", park, area)).content.decode()
    assert '<path d="M' in page
    assert "<script>" not in page
    assert "style=" not in page.split("<main", 1)[1]


def test_a_file_becomes_the_outline(park: Partnership, area: Area, leader: Client) -> None:
    ring = [[6.19, 52.10], [6.20, 52.10], [6.20, 52.11], [6.19, 52.10]]
    content = "\ufeff" + json.dumps({"type": "Polygon", "coordinates": [ring]})
    file = SimpleUploadedFile("gebied.geojson", content.encode())
    assert leader.post(url("area-boundary", park, area), {"file": file, "outline": "x"}).status_code == 302


def test_a_refused_outline_is_drawn_with_its_crossing_and_changes_nothing(
    park: Partnership, area: Area, leader: Client
) -> None:
    file = SimpleUploadedFile("gebied.txt", BOW_TIE.encode())
    page = leader.post(url("area-boundary", park, area), {"file": file})
    text = page.content.decode()
    assert page.status_code == 200
    assert "52.10500, 6.19500" in text
    assert "<circle" in text
    assert "52.11, 6.20" in text  # what was sent can be repaired
    area.refresh_from_db()
    assert area.boundary is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"[" * 1000])
def test_a_file_that_is_no_outline_is_refused(content: bytes, park: Partnership, area: Area, leader: Client) -> None:
    page = leader.post(url("area-boundary", park, area), {"file": SimpleUploadedFile("x", content)})
    assert page.context["form"].errors


def preview(leader: Client, park: Partnership, area: Area, content: bytes) -> object:
    return leader.post(url("addresses-preview", park, area), {"file": SimpleUploadedFile("adressen.csv", content)})


def test_a_list_is_checked_first_and_replaced_after_confirming(
    park: Partnership, area: Area, leader: Client, bert: User
) -> None:
    sent = "postcode;huisnummer;straat\r\n7071 AA;1;Één straat\r\n7071 AB;2;\r\n"
    page = preview(leader, park, area, sent.encode("cp1252"))
    assert not area.addresses.exists()
    word = page.context["word"]  # type: ignore[attr-defined]
    leader.post(url("addresses-confirm", park, area), {"word": word})
    assert area.addresses.count() == 2
    fetched = client_of(bert).get(url("addresses-csv", park, area))
    assert fetched.content.decode("utf-8-sig") == sent


def test_wrong_cells_are_named_and_cannot_be_confirmed(park: Partnership, area: Area, leader: Client) -> None:
    page = preview(leader, park, area, b"postcode,huisnummer\n7071AA,1\n12 AB,2\n")
    assert page.context["word"] == ""  # type: ignore[attr-defined]
    assert "postcode" in str(page.context["errors"][0])  # type: ignore[attr-defined]
    assert "3" in str(page.context["errors"][0])  # type: ignore[attr-defined]
    leader.post(url("addresses-confirm", park, area), {"word": ""})
    assert not area.addresses.exists()


def test_what_is_no_csv_is_refused_with_a_sentence(park: Partnership, area: Area, leader: Client) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    for content in (b"", out.getvalue(), b"a;b\n1;2\n"):
        page = preview(leader, park, area, content)
        assert page.context["file_form"].non_field_errors()  # type: ignore[attr-defined]


def test_addresses_by_hand_one_by_one(park: Partnership, area: Area, leader: Client) -> None:
    page = leader.post(url("address-add", park, area), {"postcode": "12", "house_number": "1"})
    assert "postcode" in page.context["form"].errors
    leader.post(url("address-add", park, area), {"postcode": "7071ab", "house_number": "1"})
    address = area.addresses.get()
    assert address.postcode == "7071 AB"
    listed = leader.get(url("addresses", park, area), {"postcode": "9999"})
    assert list(listed.context["page_obj"]) == []
    leader.post(url("address-remove", park, area, address=address.pk))
    assert not area.addresses.exists()


def test_a_second_area_is_added_and_the_last_cannot_be_removed(park: Partnership, area: Area, leader: Client) -> None:
    add = reverse("partnerships:area-add", kwargs={"partnership": park.slug})
    data = {"new-name": "Uitbreiding", "new-kind": "business_park", "new-municipality": area.municipality_id}
    assert leader.post(add, {**data, "step": "new"}).status_code == 302
    assert leader.post(url("area-remove", park, area)).status_code == 302
    assert leader.get(url("area", park, area)).status_code == 404
    assert leader.post(add, {"known-area": area.pk, "step": "choose"}).status_code == 302
    second = Area.objects.get(name="Uitbreiding")
    leader.post(url("area-remove", park, area))
    page = leader.post(url("area-remove", park, second), follow=True)
    assert len(page.context["areas"]) == 1
    rural = {**data, "new-name": "Veld", "new-kind": "rural", "step": "new"}
    assert leader.post(add, rural).context["new"].non_field_errors()
    assert not Area.objects.filter(name="Veld").exists()  # refused as a whole
