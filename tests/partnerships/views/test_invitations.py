"""What the link in an invitation opens: nothing changes on a GET, and a link that ended says why."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from partnerships.domain.invitations import invite, resend_invitation, withdraw_invitation
from partnerships.enums import Role
from partnerships.models import Activity, Contact, Invitation, Membership, Outbox, Partner, Partnership, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of, make_user

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


def code_mailed() -> str:
    send_waiting_mail()
    found = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_another_account_joins_with_the_code_mailed_to_the_invited_address(
    invitation: Invitation, carla: User, park: Partnership
) -> None:
    path, client = mailed_path(), client_of(carla)
    page = client.get(path).content.decode()
    assert invitation.email in page
    assert carla.email in page
    for data in ({}, {"code": "000000"}):  # no code was asked for yet
        assert client.post(path, data).status_code == 200
    assert client.post(f"{path}code/").status_code == 302
    code = code_mailed()
    assert mail.outbox[-1].to == ["Nieuw Mens <nieuw@example.org>"]
    assert carla.email in str(mail.outbox[-1].body)
    with member_door(park):
        assert not Outbox.objects.filter(context__icontains=code).exists()
        assert code not in Invitation.objects.get().code_hash
    assert client.post(path, {"code": "x"}).context["form"].non_field_errors()
    answer = client.post(path, {"code": code}, follow=True)
    assert answer.redirect_chain[0][0] == reverse(
        "partnerships:statement", kwargs={"partnership": park.slug, "pk": invitation.partner_id}
    )
    assert answer.status_code == 200
    with member_door(park):
        assert Membership.objects.get(user=carla).role == Role.REPRESENTATIVE
        assert Activity.objects.get(verb="accepted_with_other_account").details == {"account": carla.email}
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_code_fits_one_account_five_tries_and_one_invitation(
    invitation: Invitation, carla: User, park: Partnership
) -> None:
    path, client = mailed_path(), client_of(carla)
    client.post(f"{path}code/")
    code = code_mailed()
    mallory = client_of(make_user("mallory"))
    assert mallory.post(path, {"code": code}).status_code == 200
    again = client.post(f"{path}code/", follow=True)  # within half a minute no second code goes out
    assert [str(one.level_tag) for one in again.context["messages"]][-1] == "error"
    for _try in range(5):
        client.post(path, {"code": "000000" if code != "000000" else "111111"})
    assert client.post(path, {"code": code}).context["form"].non_field_errors()
    with member_door(park):
        assert not Membership.objects.exclude(role=Role.PROJECT_LEADER).filter(user=carla).exists()
        assert Invitation.objects.get().accepted_at is None


def test_five_codes_an_hour(invitation: Invitation, carla: User) -> None:
    path = mailed_path()
    start = timezone.now()
    for minute in range(6):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            client_of(carla).post(f"{path}code/")
    with member_door(invitation.partnership):
        assert Outbox.objects.filter(template="invitation_code").count() == 5


def test_a_code_is_for_who_is_signed_in_and_for_a_link_that_works(
    invitation: Invitation, carla: User, park: Partnership, ann: User
) -> None:
    path = mailed_path()
    assert Client().post(f"{path}code/").status_code == 302  # sign in first
    assert client_of(carla).get(f"{path}code/").status_code == 405
    made_up = reverse("partnerships:invitation-code", kwargs={"uuid": invitation.uuid, "token": "x" * 43})
    assert client_of(carla).post(made_up).status_code == 410
    nobody = reverse("partnerships:invitation-code", kwargs={"uuid": uuid4(), "token": "x" * 43})
    assert client_of(carla).post(nobody).status_code == 404
    client_of(carla).post(f"{path}code/")
    code = code_mailed()
    with member_door(park):
        resend_invitation(invitation, by=ann, at=timezone.now())
    assert client_of(carla).post(mailed_path(), {"code": code}).context["form"].non_field_errors()


def test_who_signed_in_with_the_wrong_account_can_go_on_as_the_invited(invitation: Invitation, carla: User) -> None:
    path, client = mailed_path(), client_of(carla)
    page = client.get(path).content.decode()
    assert f'name="next" value="{path}"' in re.sub(r"\s+", " ", page)
    out = client.post(reverse("account_logout"), {"next": path}, follow=True)
    assert out.redirect_chain[-1][0] == path
    assert client.post(path, NEW).status_code == 302
    assert User.objects.filter(email=invitation.email).exists()


def test_an_address_proven_to_be_theirs_needs_no_code(invitation: Invitation, carla: User) -> None:
    address = EmailAddress.objects.create(user=carla, email=invitation.email.upper(), verified=False)
    path = mailed_path()
    client_of(carla).post(path)
    with member_door(invitation.partnership):
        assert not Membership.objects.filter(user=carla).exists()
    address.verified = True
    address.save()
    assert client_of(carla).post(path).status_code == 302
    with member_door(invitation.partnership):
        assert Membership.objects.filter(user=carla).exists()


def test_scanners_use_nothing_up(invitation: Invitation, client: Client, park: Partnership) -> None:
    """However often, with or without a body asked for, and whatever else stands in the address."""
    path = mailed_path()
    with member_door(park):
        before = list(Invitation.objects.values())
    for _time in range(3):
        for method in (client.get, client.head):
            assert method(path).status_code == 200
            assert method(f"{path}?utm_source=mail").status_code == 200
    with member_door(park):
        assert list(Invitation.objects.values()) == before
    assert client.post(path, NEW).status_code == 302


@pytest.mark.parametrize(
    ("role", "with_partner", "name"),
    [
        (Role.REPRESENTATIVE, True, "partnerships:statement"),
        (Role.CHAIR, False, "partnerships:meetings"),
        (Role.SECURITY_ADVISER, False, "assessments:overview"),
        (Role.COORDINATOR, True, "certification:home"),
        (Role.PROJECT_LEADER, False, "certification:home"),
        (Role.SECURITY_FIRM, True, "certification:home"),
        (Role.INSURER, False, "certification:home"),
    ],
)
def test_people_land_on_what_they_were_invited_for(
    role: Role, with_partner: bool, name: str, park: Partnership, ann: User
) -> None:
    with member_door(park):
        partner = Partner.objects.get() if with_partner else None
        invite(park, email="l@example.org", name="L", role=role, partner=partner, by=ann, at=timezone.now())
    more = {"pk": partner.pk} if partner and name.endswith("statement") else {}
    answer = Client().post(f"{mailed_path()}?next=https://example.com/", NEW, follow=True)
    assert answer.redirect_chain[:1] == [(reverse(name, kwargs={"partnership": park.slug, **more}), 302)]
    assert answer.status_code == 200


def test_the_mail_says_until_when_and_sending_again_says_it_anew(
    invitation: Invitation, park: Partnership, ann: User
) -> None:
    mailed_path()
    with translation.override("nl"):
        assert date_format(timezone.localdate(invitation.expires_at)) in str(mail.outbox[-1].body)
    later = timezone.now() + timedelta(days=3)
    with member_door(park):
        resend_invitation(invitation, by=ann, at=later)
    mailed_path()
    with translation.override("nl"):
        assert date_format(timezone.localdate(later + timedelta(days=14))) in str(mail.outbox[-1].body)


def test_the_contact_who_joined_is_known_with_the_account_used(park: Partnership, ann: User, carla: User) -> None:
    with member_door(park):
        contact = Contact.objects.get()
        invite(
            park, email=contact.email, name="P", role=Role.REPRESENTATIVE, contact=contact, partner=contact.partner,
            by=ann, at=timezone.now(),
        )  # fmt: skip
    path = mailed_path()
    client_of(carla).post(f"{path}code/")
    client_of(carla).post(path, {"code": code_mailed()})
    with member_door(park):
        assert Contact.objects.get().user == carla


def test_an_expired_link_is_gone(park: Partnership, ann: User, client: Client) -> None:
    with member_door(park):
        invite(park, email="x@example.org", name="X", role=Role.CHAIR, by=ann, at=timezone.now() - timedelta(days=15))
    assert client.get(mailed_path()).status_code == 410
