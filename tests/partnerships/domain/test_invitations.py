"""An invitation is a row and a mail; its link works once, for a time, and only in its newest form (F11, F13)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from partnerships.access import access_of
from partnerships.domain.contacts import add_contact
from partnerships.domain.invitations import (
    accept_invitation,
    invite,
    open_account,
    resend_invitation,
    why_not_accept,
    withdraw_invitation,
)
from partnerships.domain.parties import add_party, organisation_named
from partnerships.enums import Commitment, PartyKind, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Outbox, Partner, Partnership, User
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY


@pytest.fixture
def fire(park: Partnership, ann: User) -> Partner:
    organisation = organisation_named("Brandweer Oost", kind=PartyKind.FIRE, country="NL")
    with member_door(park):
        return add_party(park, organisation, kind=PartyKind.FIRE, by=ann, on=TODAY, at=NOW, joined=False)


def test_accepting_makes_the_account_the_role_and_the_party_present(
    park: Partnership, ann: User, fire: Partner
) -> None:
    with member_door(park):
        contact = add_contact(
            fire, name="N", function="F", email="n@example.org", represents=True, signs=False, by=ann, at=NOW
        )
        invitation = invite(
            park,
            email="N@example.org",
            name="N",
            role=Role.REPRESENTATIVE,
            partner=fire,
            contact=contact,
            by=ann,
            at=NOW,
        )
        with pytest.raises(Refused):
            invite(park, email="n@example.org", name="N", role=Role.REPRESENTATIVE, partner=fire, by=ann, at=NOW)
        user = open_account(invitation, name="N", password="een lang wachtwoord")
        with pytest.raises(Refused):
            open_account(invitation, name="N", password="een lang wachtwoord")
        assert accept_invitation(invitation, user=user, at=NOW)
        invitation.refresh_from_db()
        with pytest.raises(Refused):
            accept_invitation(invitation, user=user, at=NOW)
        contact.refresh_from_db()
        assert contact.user == user
        fire.refresh_from_db()
        assert fire.commitment == Commitment.JOINED
    access = access_of(user, park, on=TODAY)
    assert access
    assert access.partner_ids == {fire.pk}


def test_who_has_the_role_already_gets_no_second_one(park: Partnership, ann: User, bert: User) -> None:
    with member_door(park):
        partner = Partner.objects.get()
        invitation = invite(park, email=bert.email, name="B", role=Role.REPRESENTATIVE, partner=partner, by=ann, at=NOW)
        assert accept_invitation(invitation, user=bert, at=NOW) is None


def test_a_link_that_ended_says_why(park: Partnership, ann: User) -> None:
    with member_door(park):
        invitation = invite(park, email="x@example.org", name="X", role=Role.CHAIR, by=ann, at=NOW)
        later = NOW + timedelta(days=15)
        assert why_not_accept(invitation, at=NOW) == ""
        assert why_not_accept(invitation, at=later)
        old = invitation.nonce
        resend_invitation(invitation, by=ann, at=later)
        assert invitation.nonce != old
        assert why_not_accept(invitation, at=later) == ""
        withdraw_invitation(invitation, by=ann, at=later)
        with pytest.raises(StaleState):
            withdraw_invitation(invitation, by=ann, at=later)
        with pytest.raises(StaleState):
            resend_invitation(invitation, by=ann, at=later)
        invitation.refresh_from_db()
        assert why_not_accept(invitation, at=later)


def test_the_mail_reads_well_and_carries_the_link(park: Partnership, ann: User, fire: Partner) -> None:
    with member_door(park):
        invite(park, email="x@example.org", name="X Y", role=Role.CHAIR, partner=fire, by=ann, at=timezone.now())
        row = Outbox.objects.get()
        assert "/invitation/" not in str(row.context)
    assert send_waiting_mail() == 1
    message = mail.outbox[0]
    assert park.name in message.subject
    assert "http://testserver/invitation/" in message.body
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert "http://testserver/invitation/" in html
    assert "style=" not in html
