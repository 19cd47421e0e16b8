"""Nobody gets more than was given: not by standing in, not by an invitation of one's own, not by a party that leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import send_agreement
from partnerships.domain.deputies import appoint_deputy
from partnerships.domain.invitations import accept_invitation, invite
from partnerships.domain.memberships import appoint, why_not_end
from partnerships.domain.parties import leave_party
from partnerships.domain.sending_warnings import warnings_for
from partnerships.domain.sheets import mail_domain
from partnerships.domain.signers import leaders_warning
from partnerships.enums import PartyKind, Role, SignatureMethod
from partnerships.exceptions import Refused
from partnerships.models import Contact, Invitation, Membership, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, client_of, make_user
from tests.partnerships.signing.conftest import draft, full_park, now, own_files

__all__ = ["draft", "full_park", "now", "own_files"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def dora(park):
    return make_user("dora")


def address(name, park, **more):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


def test_a_deputy_of_the_leader_names_no_leader_and_ends_none(park, ann, dora):
    with member_door(park):
        lead = Membership.objects.get(user=ann)
        appoint_deputy(lead, dora, by=ann, on=TODAY, at=NOW, until=TODAY + timedelta(days=2))
    client = client_of(dora)
    given = {"person": f"user:{dora.pk}", "role": Role.PROJECT_LEADER, "since": TODAY}
    assert client.post(address("role-appoint", park), given).status_code == 200
    assert client.post(address("role-end", park, pk=lead.pk)).status_code == 403
    longer = {"person": f"user:{ann.pk}", "role": Role.COORDINATOR, "since": TODAY}
    assert "eindigt op" in client.post(address("role-appoint", park), longer).content.decode()
    # A role that lets nobody in may last: bringing people together is what they are there for.
    assert client.post(address("role-appoint", park), {**longer, "role": Role.CHAIR}).status_code == 302
    with member_door(park):
        assert Membership.objects.filter(role=Role.PROJECT_LEADER, deputy_for=None).get() == lead
        assert not Membership.objects.filter(role=Role.COORDINATOR).exists()


def test_an_invitation_of_a_leader_who_left_names_no_leader(park, ann, dora):
    with member_door(park):
        appoint(park, dora, role=Role.PROJECT_LEADER, by=ann, on=TODAY, at=NOW)
        offer = invite(park, email="terug@example.org", name="Terug", role=Role.PROJECT_LEADER, by=ann, at=NOW)
        Membership.objects.filter(user=ann).update(valid_until=TODAY)
        with pytest.raises(Refused, match="leidt dit"):
            accept_invitation(offer, user=make_user("terug"), at=NOW)
        own = invite(park, email=dora.email, name="Dora", role=Role.CHAIR, by=dora, at=NOW)
        with pytest.raises(Refused, match="zelf"):
            accept_invitation(own, user=dora, at=NOW)


def test_a_coordinator_ends_no_leader_by_the_back_door(park, ann, dora):
    with member_door(park):
        town = add_partner(park, "Gemeente Oosterveen", PartyKind.MUNICIPALITY)
        Membership.objects.filter(user=ann).update(partner=town)
        appoint(park, dora, role=Role.COORDINATOR, by=ann, on=TODAY, at=NOW)
        contact = town.contacts.get()
        invite(park, email=contact.email, name="x", role=Role.PROJECT_LEADER, by=ann, at=NOW, contact=contact)
    client = client_of(dora)
    gone = client.post(address("party-leave", park, pk=town.pk), {"on": TODAY, "reason": "Weg"})
    assert gone.status_code == 403
    assert client.post(address("contact-remove", park, pk=contact.pk)).status_code == 403
    with member_door(park):
        assert Membership.objects.get(user=ann).valid_until is None
        assert Invitation.objects.get().withdrawn_at is None


def test_who_leaves_takes_everybody_along(park, ann, bert, dora):
    """Also who was appointed after that day, and who stands in for somebody."""
    with member_door(park):
        spoken = Membership.objects.select_related("partner").get(user=bert)
        appoint_deputy(spoken, dora, by=ann, on=TODAY, at=NOW)
        appoint(park, make_user("late"), role=Role.REPRESENTATIVE, partner=spoken.partner, by=ann, on=TODAY, at=NOW)
        leave_party(spoken.partner, by=ann, on=TODAY - timedelta(days=3), at=NOW)
        assert not Membership.objects.filter(partner=spoken.partner).valid(on=TODAY).exists()


def test_a_partnership_is_not_left_to_a_leader_who_goes_tomorrow(park, ann, dora):
    with member_door(park):
        lead = Membership.objects.get(user=ann)
        appoint(park, dora, role=Role.PROJECT_LEADER, by=ann, on=TODAY, at=NOW, until=TODAY + timedelta(days=1))
        assert why_not_end(lead, on=TODAY) != ""


def test_two_who_lead_give_each_other_no_party_unseen(full_park, draft, ann, dora):
    """Allowed, for many a leader works for a party; the sender reads it before anything leaves, and so do the parties."""
    with member_door(full_park):
        fire = Contact.objects.get(email="fire@example.org")
        appoint(full_park, dora, role=Role.PROJECT_LEADER, by=ann, on=TODAY, at=NOW)
        assert leaders_warning(draft) == ""
        appoint(full_park, dora, role=Role.REPRESENTATIVE, partner=fire.partner, by=ann, on=TODAY, at=NOW)
        Contact.objects.filter(pk=fire.pk).update(email=dora.email)
        (warned,) = [one for one in warnings_for(draft, on=TODAY) if str(ann) in one.text]
        assert str(fire.partner) in warned.text
    send = reverse("certification:agreement-send", kwargs={"partnership": full_park.slug, "uuid": draft.uuid})
    page = client_of(ann).post(send, {"seen": text_hash(draft.text)}).content.decode()
    assert escape(warned.text) in page
    with member_door(full_park):
        assert not Signature.objects.exists()


def test_the_sheet_says_of_which_house_the_mailbox_is(full_park, draft, ann, now):
    with member_door(full_park):
        asked = send_agreement(draft, by=ann, at=now).signatures.all()
        assert {mail_domain(one) for one in asked} == {"via …@example.org; adres door de organisatie bevestigd"}
        assert mail_domain(Signature(email="x@example.net", method=SignatureMethod.PAPER)) == ""
