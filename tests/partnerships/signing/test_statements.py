"""What every party expects, wishes and does itself stands side by side, and in the declaration (F14)."""

import pytest
from django.urls import reverse

from partnerships.enums import PartyKind
from partnerships.models import Partner, Partnership
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import drafted


@pytest.mark.feature("F14")
def test_what_all_parties_wrote_is_side_by_side_and_in_the_declaration(full_park: Partnership, ann, now):
    leader = client_of(ann)
    words: list[str] = []
    with member_door(full_park):
        partners = list(Partner.objects.order_by("pk"))
    for number, partner in enumerate(partners):
        said = {
            "expectation": f"Verwachting {number}.", "desired_environment": f"Omgeving {number}.",
            "own_role": f"Rol {number}.",
        }  # fmt: skip
        words += said.values()
        address = reverse("partnerships:statement", kwargs={"partnership": full_park.slug, "pk": partner.pk})
        assert leader.post(address, said).status_code == 302
    page = leader.get(reverse("partnerships:statements", kwargs={"partnership": full_park.slug})).content.decode()
    assert [word for word in words if word not in page] == []
    text = drafted(full_park, ann, now).text
    assert [word for word in words if word not in text] == []


@pytest.mark.feature("F08")
def test_a_party_of_a_kind_of_ones_own_stands_in_the_text(full_park: Partnership, ann, now):
    with member_door(full_park):
        Partner.objects.filter(kind=PartyKind.INSURER).update(kind="Buurtpreventie")
    assert "(Buurtpreventie)" in drafted(full_park, ann, now).text
