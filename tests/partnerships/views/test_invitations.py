"""What the link in an invitation opens: nothing changes on a GET, and a link that ended says why."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.invitations import invite, resend_invitation, withdraw_invitation
from partnerships.enums import Role
from partnerships.models import Invitation, Partner, Partnership, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of

NEW = {"name": "Nieuw Mens", "password": "paard batterij nietje", "again": "paard batterij nietje"}


def mailed_path() -> str:
    send_waiting_mail()
    found = re.search(r"http\S+/invitation/\S+", str(mail.outbox[-1].body))
    assert found
    return urlsplit(found[0]).path


@pytest.fixture
def invitation(park: Partnership, ann: User) -> Invitation:
    with member_door(park):
        return invite(
            park, email="nieuw@example.org", name="Nieuw Mens", role=Role.REPRESENTATIVE, partner=Partner.objects.get(),
            by=ann, at=timezone.now(),
        )  # fmt: skip


def test_looking_changes_nothing_and_posting_makes_account_and_role(
    invitation: Invitation, client: Client, park: Partnership
) -> None:
    path = mailed_path()
    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert client.get(path).status_code == 200
    assert not User.objects.filter(email=invitation.email).exists()
    response = client.post(path, NEW)
    assert park.slug in response["Location"]
    assert client.get(reverse("partnerships:parties", kwargs={"partnership": park.slug})).status_code == 200
    again = Client().get(path)
    assert again.status_code == 410


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "kort", "again": "kort"}, "password"),
        ({"password": "nieuw@example.org", "again": "nieuw@example.org"}, "password"),
        ({"again": "iets anders"}, "again"),
        ({"name": ""}, "name"),
    ],
)
def test_a_weak_password_is_refused(wrong: dict[str, str], field: str, invitation: Invitation, client: Client) -> None:
    page = client.post(mailed_path(), {**NEW, **wrong})
    assert field in page.context["form"].errors
    assert not User.objects.filter(email=invitation.email).exists()


def test_who_has_an_account_signs_in_first_and_then_joins(park: Partnership, ann: User, carla: User) -> None:
    with member_door(park):
        invite(park, email=carla.email, name="C", role=Role.SECRETARY, by=ann, at=timezone.now())
    path = mailed_path()
    page = Client().get(path)
    assert f"next={path}" in page.content.decode()
    assert Client().post(path, NEW).status_code == 200
    joined = client_of(carla)
    assert carla.email in joined.get(path).content.decode()
    assert joined.post(path).status_code == 302
    assert joined.get(reverse("partnerships:parties", kwargs={"partnership": park.slug})).status_code == 200


def test_an_old_a_withdrawn_and_a_made_up_link_are_gone(
    invitation: Invitation, client: Client, park: Partnership, ann: User
) -> None:
    old = mailed_path()
    with member_door(park):
        resend_invitation(invitation, by=ann, at=timezone.now())
    new = mailed_path()
    assert client.get(old).status_code == 410
    assert client.post(old, NEW).status_code == 410
    assert client.get(new).status_code == 200
    made_up = reverse("partnerships:invitation-open", kwargs={"uuid": invitation.uuid, "token": "x" * 43})
    assert client.get(made_up).status_code == 410
    nobody = reverse("partnerships:invitation-open", kwargs={"uuid": uuid4(), "token": "x" * 43})
    assert client.get(nobody).status_code == 404
    with member_door(park):
        withdraw_invitation(invitation, by=ann, at=timezone.now())
    assert client.get(new).status_code == 410
    assert client.put(new).status_code == 405


def test_an_expired_link_is_gone(park: Partnership, ann: User, client: Client) -> None:
    with member_door(park):
        invite(park, email="x@example.org", name="X", role=Role.CHAIR, by=ann, at=timezone.now() - timedelta(days=15))
    assert client.get(mailed_path()).status_code == 410
