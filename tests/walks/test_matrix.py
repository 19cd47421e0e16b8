"""docs/roles.md equals what the application does: every address, every role, over HTTP; and the papers of both sides."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from actionplans.models import PlanApproval
from config.celery import app
from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import (
    Activity,
    Membership,
    Partnership,
    PartnershipUserObjectPermission,
    User,
)
from partnerships.roles import MATRIX, OVERSEER
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of, make_user
from tests.walk import Address, addresses, status_of
from tests.walks.needs import ANY_MEMBER, BY_HAND, EITHER, NEEDS
from tests.world import World


@pytest.fixture(autouse=True)
def work_waits() -> Iterator[None]:
    """What a request asks of the worker stays undone: whether it may be asked is what is driven here."""
    before = app.conf.task_always_eager
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = before


ACTS = {name for name, _label in Partnership._meta.permissions}
REFUSED = 403


def here() -> dict[str, Address]:
    return {address.name: address for address in addresses() if address.is_of_partnership}


def methods_of(address: Address) -> list[str]:
    return sorted(address.methods & {"GET", "POST"})


def cells() -> Iterator[tuple[str, str, str]]:
    """(act, method, name) of every address that needs one act."""
    known = here()
    for act, names in NEEDS.items():
        for word in names.split():
            method, _slash, name = word.rpartition("/")
            for one in [method] if method else methods_of(known[name]):
                yield act, one, name


def member(world: World, role: str, *, without: str = "") -> User:
    """Somebody with just this role, for the party that owns the measure; ``without`` takes one granted row away."""
    user = make_user(f"{role}-{without}".replace("_", "-"))
    until = date(2027, 1, 1)
    with member_door(world.partnership):
        Membership.objects.create(
            partnership=world.partnership, user=user, role=role, partner=world.partner, valid_from=TODAY,
            valid_until=until,
        )  # fmt: skip
        regrant(user, world.partnership, on=TODAY)
    PartnershipUserObjectPermission.objects.filter(user=user, permission__codename=without).delete()
    return user


def test_every_address_says_what_it_needs() -> None:
    told = Counter((method, name) for _act, method, name in cells())
    told += Counter((method, name) for name in [*EITHER, *ANY_MEMBER] for method in methods_of(here()[name]))
    assert [cell for cell, times in told.items() if times > 1] == []
    every = {(method, name) for name, address in here().items() for method in methods_of(address)}
    assert (every - set(told), set(told) - every) == (set(), set())


def test_every_act_of_the_matrix_is_driven() -> None:
    assert set(NEEDS) | BY_HAND == ACTS


@pytest.mark.feature("F13")
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_matrix_says_and_nothing_else(role: str, world: World) -> None:
    client, wrong, known, acts = client_of(member(world, role)), [], here(), MATRIX[role]
    for act, method, name in cells():
        status = status_of(client, method, known[name].url(world), is_refusal=act not in acts)
        if (status != REFUSED) != (act in acts) or status >= 500:
            wrong.append((name, method, act, status))
    for name, ways in EITHER.items():
        for method in methods_of(known[name]):
            status = status_of(client, method, known[name].url(world), is_refusal=not ways & acts)
            if (status != REFUSED) != bool(ways & acts) or status >= 500:
                wrong.append((name, method, "either", status))
    assert wrong == []


@pytest.mark.usefixtures("bare_refusals")
def test_an_address_needs_the_act_it_says(world: World) -> None:
    """A project leader who lacks the row of one act is refused there: so it is this act, and no other, that is asked."""
    known, open_ones = here(), []
    clients = {act: client_of(member(world, Role.PROJECT_LEADER, without=act)) for act in NEEDS}
    for act, method, name in cells():
        if status_of(clients[act], method, known[name].url(world), is_refusal=True) != REFUSED:
            open_ones.append((act, method, name))
    # who may see progress may see home, which then shows more than the certificate
    assert [one for one in open_ones if one != ("see_certificate", "GET", "certification:home")] == []


def test_naming_and_removing_a_project_leader(world: World) -> None:
    with member_door(world.partnership):
        leading = Membership.objects.filter(role=Role.PROJECT_LEADER).order_by("pk")[0]
    asked = {"name": "N", "email": "n@example.org", "role": Role.PROJECT_LEADER}
    invite = reverse("partnerships:invitation-add", kwargs={"partnership": world.partnership.slug})
    could = {}
    for role in Role:
        with transaction.atomic():
            client = client_of(member(world, role))
            may = [
                status_of(client, "POST", reverse(f"partnerships:{name}", args=[world.partnership.slug, leading.pk]))
                != REFUSED
                for name in ("role-end", "role-deputy")
            ]
            could[role] = [*may, client.post(invite, asked).status_code == 302]
            transaction.set_rollback(True)
    assert could == {role: ["name_leader" in MATRIX[role]] * 3 for role in Role}


def test_acting_for_ones_own_party(world: World) -> None:
    """In its name, that is; who runs the work may record what a party did elsewhere, and that is written down so."""
    did = {}
    for role in Role:
        with transaction.atomic():
            did[role] = what_was_done_for_ones_party(world, client_of(member(world, role)))
            transaction.set_rollback(True)
    assert did == {role: ("write_for_partner" in MATRIX[role], "approve_for_partner" in MATRIX[role]) for role in Role}


def what_was_done_for_ones_party(world: World, client: Client) -> tuple[bool, bool]:
    """(wrote a statement, approved the plan) for the party that owns the measure, after trying both."""
    slug = world.partnership.slug
    url = reverse("partnerships:statement", kwargs={"partnership": slug, "pk": world.partner.pk})
    client.post(url, {"expectation": "Veilig", "desired_environment": "", "own_role": ""})
    approve = reverse("actionplans:plan-approve", kwargs={"partnership": slug})
    client.post(approve, {"partner": world.partner.pk, "on": TODAY.isoformat()})
    with member_door(world.partnership):
        wrote = Activity.objects.filter(verb="wrote_statement").exists()
        approved = PlanApproval.objects.filter(plan=world.plan, partner=world.partner, recorded_from="").exists()
    return wrote, approved


@pytest.mark.usefixtures("bare_refusals")
def test_an_overseer_sees_progress_and_no_content(world: World, mona: User) -> None:
    """No address of a partnership exists for an overseer; the portfolio shows what the column says."""
    client, open_ones = client_of(mona), []
    for name, address in here().items():
        for method in methods_of(address):
            status = status_of(client, method, address.url(world), is_refusal=True)
            if status != 404:
                open_ones.append((name, method, status))
    assert open_ones == []
    assert {"see_progress", "see_certificate"} == OVERSEER
