"""Owners, developers, designers and architects sit at the table like everybody else (F100; S003 "gelijkwaardigheid")."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans.domain.plans import start_plan
from actionplans.models import Plan
from partnerships.enums import PartyKind
from partnerships.models import Cycle, Partner, Partnership, User, Waiver
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

BUILDERS = (PartyKind.OWNER, PartyKind.DEVELOPER, PartyKind.DESIGNER, PartyKind.ARCHITECT)


@pytest.fixture
def plan(park: Partnership, ann: User) -> Plan:
    """A draft before which every other condition of the scheme was set aside."""
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
        for gate in cycle.scheme.gates_blocking("adopt_plan"):
            Waiver.objects.create(
                partnership=park, cycle=cycle, gate_id=gate.id, reason="Klein terrein", granted_by=ann,
                granted_for="CCV", granted_on=timezone.localdate(),
            )  # fmt: skip
        return start_plan(
            cycle, title="Plan", starts_on=date(2026, 1, 1), ends_on=date(2029, 1, 1), by=ann, at=timezone.now()
        )


@pytest.mark.feature("F100")
@pytest.mark.parametrize("last", [*BUILDERS, PartyKind.POLICE])
def test_every_party_counts_once_whoever_is_the_last(last: str, park: Partnership, plan: Plan, ann: User) -> None:
    """The plan is adopted when all have approved; any one of them, of any kind, is enough to wait for."""
    leader, here = client_of(ann), {"partnership": park.slug}
    add, approve = reverse("partnerships:party-add", kwargs=here), reverse("actionplans:plan-approve", kwargs=here)
    adopt = reverse("certification:plan-adopt", kwargs=here)
    for kind in BUILDERS:
        leader.post(f"{add}?kind={kind}", {"new_name": f"Organisatie {kind}", "joined": "yes"})
    with member_door(park):
        partners = {partner.kind: partner for partner in Partner.objects.select_related("organisation")}
    assert set(partners) == {*BUILDERS, PartyKind.POLICE}
    for kind in [kind for kind in partners if kind != last] + [last]:
        refused = leader.post(adopt)
        assert refused.status_code == 422
        assert str(partners[last]) in refused.content.decode()
        data = {"partner": partners[kind].pk, "on": timezone.localdate().isoformat(), "recorded_from": "verslag"}
        assert leader.post(approve, data).status_code == 302
    assert leader.post(approve, data).context["form"].errors  # nobody counts twice
    assert leader.post(adopt).status_code == 302
    with member_door(park):
        assert Plan.objects.get().adopted_on == timezone.localdate()
