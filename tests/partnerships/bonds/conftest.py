"""A park on the scheme with a recognition: ann leads, bert speaks for the police, the adviser takes part."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from partnerships.domain.granting import regrant
from partnerships.enums import PartyKind, Role
from partnerships.models import Agreement, Cycle, Membership, Organisation, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, found, newest_scheme


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def url(name: str, park: Partnership, **more: Any) -> str:
    return reverse(name if ":" in name else f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


def recognise(park: Partnership) -> None:
    """Everybody signed the recognition."""
    with member_door(park):
        cycle = Cycle.objects.get()
        Agreement.objects.create(
            partnership=park, cycle=cycle, kind="recognition", scheme_document="signed", title="Waardering", text="x",
            created_at=NOW, sent_at=NOW, completed_at=NOW,
        )  # fmt: skip


@pytest.fixture
def own_park(ann: User, bert: User, municipality: Organisation) -> Partnership:
    park = found("De Vaart", ann, municipality, newest_scheme("recognition"))
    police = add_partner(park, "Politie Basisteam Oost", PartyKind.POLICE)
    with member_door(park):
        Membership.objects.create(
            partnership=park, user=bert, role=Role.REPRESENTATIVE, partner=police, valid_from=TODAY
        )
        regrant(bert, park, on=TODAY)
    return park


@pytest.fixture
def police(own_park: Partnership) -> Partner:
    with member_door(own_park):
        found_here: Partner = Partner.objects.select_related("organisation").get(kind=PartyKind.POLICE)
    return found_here


@pytest.fixture
def pvo(own_park: Partnership) -> Partner:
    return add_partner(own_park, "PVO Oost", PartyKind.BUSINESS_PLATFORM)
