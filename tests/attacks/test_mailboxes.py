"""Who writes their own mailbox in another way is still themselves: they sign for nobody else, and give themselves nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.agreements import why_not_send
from partnerships.domain.memberships import appoint
from partnerships.domain.signatories import replace_signatory
from partnerships.enums import PartyKind, Role
from partnerships.exceptions import Refused
from partnerships.forms.contact import ContactForm
from partnerships.forms.invitation import InvitationForm
from partnerships.forms.signature import HandOverForm, SignatoryForm
from partnerships.models import Contact, Invitation, Partner, User
from tests.conftest import client_of, make_user
from tests.partnerships.signing.conftest import draft, full_park, hand_over_as, inside, now, own_files, sent, signature

__all__ = ["draft", "full_park", "inside", "now", "own_files", "sent", "signature"]
OWN = ['"ann"@example.org', '"ann+x"@example.org', "Ann+politie@Example.org", "ann@example.org.", "ann@ｅxample.org"]


@pytest.fixture
def police(inside):
    return Partner.objects.get(kind=PartyKind.POLICE)


@pytest.mark.parametrize("written", OWN)
def test_whoever_leads_signs_for_the_police_in_no_spelling(inside, draft, police, ann, written):
    assert ann.email == "ann@example.org"
    Contact.objects.filter(partner=police).update(email=written)
    assert why_not_send(draft)


@pytest.mark.parametrize("written", ["leader@bücher.nl", "Leader+x@XN--BCHER-KVA.nl", "leader@BÜCHER.nl"])
def test_a_domain_in_letters_is_the_domain(inside, draft, police, ann, now, written):
    leader = User.objects.create_user("leader@bücher.nl", name="Leider")
    appoint(inside, leader, role=Role.PROJECT_LEADER, by=ann, on=timezone.localdate(now), at=now)
    Contact.objects.filter(partner=police).update(email=written)
    assert why_not_send(draft)


def test_an_address_that_was_stored_before_is_seen_as_well(inside, draft, police, ann):
    with connection.cursor() as cursor:  # as it stands in a table from before: no field in between
        cursor.execute(
            "UPDATE partnerships_contact SET email = %s WHERE partner_id = %s", ['"ann"@Example.org', police.pk]
        )
    assert why_not_send(draft)


@pytest.mark.parametrize("written", OWN)
def test_no_request_moves_to_the_mailbox_of_whoever_leads(inside, signature, ann, now, written):
    with pytest.raises(Refused):
        replace_signatory(signature, name="Agent", function="Chef", email=written, mandate="", by=ann, at=now)
    with pytest.raises(Refused):
        hand_over_as(signature, name="Agent", function="Chef", email=written, at=now)


@pytest.mark.parametrize("written", ['"x"@example.org', "x@[192.0.2.1]", "x@exa\u200bmple.org"])
def test_every_form_says_what_is_wrong_with_such_an_address(park, written):
    given = {"name": "X", "function": "Y", "email": written}
    forms = [HandOverForm(given), SignatoryForm(given), ContactForm(given)]
    assert all("email" in form.errors for form in forms)
    assert "email" not in ContactForm({**given, "email": "x@bücher.nl"}).errors
    with pytest.raises(ValidationError):
        InvitationForm.base_fields["email"].clean(written)


@pytest.mark.parametrize("spelling", ['"{}"@{}', "{}+x@{}", "{}@{}.", "{}@ｅxample.org"])
def test_a_process_guide_makes_themselves_no_coordinator(inside, ann, now, spelling):
    today = timezone.localdate(now)
    guide = make_user("guide")
    appoint(inside, guide, role=Role.PROCESS_GUIDE, by=ann, on=today, at=now, until=today + timedelta(days=60))
    url = reverse("partnerships:invitation-add", kwargs={"partnership": inside.slug})
    given = {"name": "Een ander", "role": Role.COORDINATOR, "until": today + timedelta(days=30)}
    written = spelling.format(*guide.email.split("@"))
    assert client_of(guide).post(url, {**given, "email": written}).context["form"].errors
    assert not Invitation.objects.filter(role=Role.COORDINATOR).exists()
    assert client_of(guide).post(url, {**given, "email": "ander@elders.example"}).status_code == 302  # anybody else may


@pytest.mark.parametrize("written", ["Bert@Bücher.nl", "bert@xn--bcher-kva.nl"])
def test_people_sign_in_and_ask_a_new_password_in_either_spelling(db, client, written, mailoutbox):
    User.objects.create_user("bert@bücher.nl", "een lang wachtwoord", name="Bert")
    client.post(reverse("account_reset_password"), {"email": written})
    client.post(reverse("account_request_login_code"), {"login": written})
    assert {one for letter in mailoutbox for one in letter.to} == {"bert@xn--bcher-kva.nl"}
    assert len(mailoutbox) == 2
    another = Client()
    another.post(reverse("account_login"), {"login": written, "password": "een lang wachtwoord"})
    assert "_auth_user_id" in another.session


def test_a_provider_opens_no_account_by_a_tag(db):
    """Whether a +tag is the same mailbox is for the mail server to say; an account opens for the very address."""
    make_user("anna")
    assert not User.objects.filter(email="anna+x@example.org").exists()
    assert User.objects.filter(email="Anna@Example.org").exists()
