"""A guarding firm sees how far the work is and what it promised itself, and no measure of another (F105, F54)."""

import pytest
from django.urls import reverse

from actionplans.models import Measure, Plan
from partnerships.domain.granting import regrant
from partnerships.enums import PartyKind, Role
from partnerships.models import Membership
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, add_partner, client_of, make_user
from tests.world import World


@pytest.mark.feature("F105")
def test_a_firm_sees_its_own_measures_and_no_others(world: World) -> None:
    park = world.partnership
    firm, user = add_partner(park, "Bewaking B.V.", PartyKind.COLLECTIVE_SECURITY), make_user("wim")
    page = reverse("actionplans:own-measures", kwargs={"partnership": park.slug})
    with member_door(park):
        Membership.objects.create(partnership=park, user=user, role=Role.SECURITY_FIRM, partner=firm, valid_from=TODAY)
        regrant(user, park, on=TODAY)
        Plan.objects.filter(pk=world.plan.pk).update(adopted_on=TODAY)
        fields = {"partnership": park, "plan": world.plan, "objective": world.objective, "kind": "organisational"}
        own = Measure.objects.create(title="Elke nacht een ronde", owner_partner=firm, **fields)
        Measure.objects.create(title="Vervallen ronde", owner_partner=firm, dropped_on=TODAY, **fields)
    client = client_of(user)
    assert [one for one, _mark, _words in client.get(page).context["rows"]] == [own]
    assert page in client.get(park.get_absolute_url()).content.decode()
    assert client.get(reverse("actionplans:measure", args=[park.slug, own.pk])).status_code == 403
    assert client.get(reverse("actionplans:measures", args=[park.slug])).status_code == 403
    assert client.post(page).status_code == 405


def test_who_may_not_see_progress_is_refused(world: World, ines, carla) -> None:
    page = reverse("actionplans:own-measures", kwargs={"partnership": world.partnership.slug})
    assert client_of(ines).get(page).status_code == 403
    assert client_of(carla).get(page).status_code == 404
    assert client_of(make_user("leeg")).get(page).status_code == 404
