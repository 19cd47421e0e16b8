"""Taking more than one was given: another partnership's ground, a role for oneself, the leader's seat, content."""

import re
from typing import Any

import pytest
from django.urls import reverse

from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import AreaAddress, Contact, Invitation, Membership, PartnershipArea, Task
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of, make_user


@pytest.fixture
def coordinator(world):
    """Somebody who leads the work, but may not name a project leader."""
    user = make_user("coen")
    with member_door(world.partnership):
        Membership.objects.create(
            partnership=world.partnership, user=user, role=Role.COORDINATOR, valid_from=TODAY, valid_until="2026-06-01"
        )
        regrant(user, world.partnership, on=TODAY)
    return user


def here(world, name, **more):
    return reverse(f"partnerships:{name}", kwargs={"partnership": world.partnership.slug, **more})


def test_who_founds_on_covered_ground_reads_it_and_changes_nothing(world, other_park, carla):
    """Areas are shared: anybody may found a partnership on them, so the second one may not empty the first one's list."""
    with member_door(other_park):
        PartnershipArea.objects.create(partnership=other_park, area=world.area)
    client, place = client_of(carla), {"partnership": other_park.slug, "pk": world.area.pk}
    before = world.area.boundary
    assert client.get(reverse("partnerships:area", kwargs=place)).status_code == 200
    acts = {
        "area-boundary": {"outline": "52.1, 6.1\n52.2, 6.1\n52.15, 6.15"},
        "address-add": {"postcode": "7533 AB", "house_number": "99"},
        "addresses-preview": {},
        "addresses-confirm": {"word": "x"},
    }
    for name, data in acts.items():
        assert client.post(reverse(f"partnerships:{name}", kwargs=place), data).status_code == 403, name
    remove = reverse("partnerships:address-remove", kwargs={**place, "address": world.address.pk})
    assert client.post(remove).status_code == 403
    world.area.refresh_from_db()
    assert world.area.boundary == before
    assert AreaAddress.objects.filter(area=world.area).count() == 1


def test_nobody_gives_oneself_a_role(world, coordinator):
    client = client_of(coordinator)
    with member_door(world.partnership):
        contact = Contact.objects.create(
            partnership=world.partnership,
            partner=world.contact.partner,
            name="C",
            function="x",
            email=coordinator.email,
        )
    partner = world.contact.partner_id
    chosen = {"role": Role.REPRESENTATIVE, "partner": partner, "since": "2026-03-10"}
    client.post(here(world, "role-appoint"), {**chosen, "person": f"user:{coordinator.pk}"})
    client.post(here(world, "role-appoint"), {**chosen, "person": f"contact:{contact.pk}"})
    client.post(here(world, "invitation-add"), {**chosen, "name": "C", "email": coordinator.email.upper()})
    client.post(here(world, "contact-invite", pk=contact.pk))
    with member_door(world.partnership):
        assert Membership.objects.filter(user=coordinator).count() == 1
        assert not Invitation.objects.filter(email__iexact=coordinator.email).exists()


def test_only_a_project_leader_names_or_removes_one(world, coordinator, ann):
    with member_door(world.partnership):
        second = Membership.objects.create(
            partnership=world.partnership, user=make_user("lia"), role=Role.PROJECT_LEADER, valid_from=TODAY
        )
    client = client_of(coordinator)
    assert client.post(here(world, "role-end", pk=second.pk)).status_code == 403
    asked = {"name": "C", "email": "c@example.org", "role": Role.PROJECT_LEADER}
    assert client.post(here(world, "invitation-add"), asked).status_code == 200
    with member_door(world.partnership):
        assert not Invitation.objects.filter(role=Role.PROJECT_LEADER).exists()
        assert Membership.objects.get(pk=second.pk).valid_until is None


def test_who_sees_progress_only_reads_no_remark_and_no_reason(world):
    firm = make_user("firma")
    with member_door(world.partnership):
        Membership.objects.create(partnership=world.partnership, user=firm, role=Role.SECURITY_FIRM, valid_from=TODAY)
        regrant(firm, world.partnership, on=TODAY)
        Task.objects.filter(pk=world.task.pk).update(evidence=world.document)
        Task.objects.filter(pk=world.task.pk).update(remark="Geheime opmerking")
        world.waiver.reason = "Geheime reden"
        world.waiver.save()
    client = client_of(firm)
    for name, more in (("task", {"task_id": world.task.task_id}), ("readiness", {}), ("home", {}), ("tasks", {})):
        url = reverse(f"certification:{name}", kwargs={"partnership": world.partnership.slug, **more})
        text = client.get(url).content.decode()
        assert re.findall(rf"Geheime \w+|{world.document.filename}", text) == [], name


def test_ids_of_another_partnership_are_no_choice(world, other_world, ann):
    """A foreign party, person, focus area or objective in a form of one's own is refused like one that is not there."""
    client, slug, other = client_of(ann), world.partnership.slug, other_world
    plain = {"title": "Kaping", "kind": "physical", "deadline": "2026-12-01", "decision": "undecided"}
    own = {
        "objective": world.objective.pk, "owner_partner": world.contact.partner_id, "owner_contact": world.contact.pk
    }  # fmt: skip
    foreign = {
        "objective": other.objective.pk, "owner_partner": other.contact.partner_id, "owner_contact": other.contact.pk
    }  # fmt: skip
    page = reverse("actionplans:measure-add", kwargs={"partnership": slug})
    for name, key in foreign.items():
        answer = client.post(page, {**plain, **own, name: key})
        assert answer.status_code == 200, name
        assert name in answer.context["form"].errors
    forms: list[tuple[str, dict[str, str], dict[str, Any]]] = [
        (
            "actionplans:plan-approve",
            {},
            {"partner": other.contact.partner_id, "on": "2026-03-09", "recorded_from": "x"},
        ),
        ("actionplans:objective-add", {}, {"priority": other.priority.pk}),
        (
            "partnerships:role-appoint",
            {},
            {"partner": other.contact.partner_id, "person": f"contact:{other.contact.pk}"},
        ),
        ("partnerships:invitation-add", {}, {"partner": other.contact.partner_id}),
    ]
    for name, more, data in forms:
        answer = client.post(reverse(name, kwargs={"partnership": slug, **more}), data)
        assert set(data) & {"partner", "person", "priority"} <= set(answer.context["form"].errors), name
    task = reverse("certification:task-plan", kwargs={"partnership": slug, "task_id": world.task.task_id})
    assert client.post(task, {"owner": other.contact.partner_id}).status_code == 422
