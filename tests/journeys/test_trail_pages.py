"""The history of one thing, and what an administrator sees by emergency access: readable at 320 wide, and by axe."""

import pytest
from django.urls import reverse

from partnerships.domain.contacts import change_contact
from partnerships.models import Contact
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of
from tests.journeys.shelf import Shelf, faults_of
from tests.walks.conftest import sam  # noqa: F401  the administrator of the walks

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_history_and_emergency_pages(world, ann, sam, chromium):  # noqa: F811
    park, shelf = world.partnership, Shelf()
    with member_door(park):
        contact = Contact.objects.select_related("partner", "partnership").get(pk=world.contact.pk)
        change_contact(
            contact, name="Een ander met een lange naam", function="Plaatsvervangend burgemeester", signs=False,
            email="een.ander@example.org", represents=True, by=ann, at=NOW,
        )  # fmt: skip
    history, emergency = reverse("partnerships:history", args=[park.slug]), reverse("oversight:emergency")
    leader, admin = client_of(ann), client_of(sam)
    leader.get(reverse("partnerships:parties-csv", args=[park.slug]))
    about = f"{history}?about=contact:{contact.pk}"
    for url in (history, about):
        shelf.put(url, leader.get(url), leader)
    admin.post(emergency, {"partnership": park.pk, "reason": "De mail van dit verband blijft liggen."})
    home = reverse("certification:home", args=[park.slug])
    for url in (emergency, home, f"{history}?sort_of=looks"):
        answer = admin.get(url)
        assert answer.status_code == 200
        shelf.put(url, answer, admin)
    shelf.put(f"{emergency}?leeg", admin.post(emergency, {}), admin)
    faults = faults_of(shelf, chromium)
    assert not faults, faults
