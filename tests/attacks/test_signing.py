"""Whoever leads never signs for another party, in whatever way they try."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from oversight.domain.handing_over import hand_over as hand_role_over
from partnerships.domain.agreements import why_not_send
from partnerships.domain.deputies import appoint_deputy
from partnerships.domain.invitations import accept_invitation, invite
from partnerships.domain.memberships import appoint
from partnerships.domain.sheets import sheet_context
from partnerships.domain.signatories import replace_signatory
from partnerships.domain.signing import check_code, request_code, sign
from partnerships.enums import CodeFor, PartyKind, Role, SignatureMethod
from partnerships.exceptions import CodeExpired, CodeWrong, Refused, StaleState
from partnerships.forms.ceremony import GuestForm
from partnerships.forms.contact import NewContactForm
from partnerships.forms.paper_signature import PaperForm
from partnerships.forms.signature import HandOverForm, SignatoryForm, SignForm
from partnerships.mail import code_for, compose
from partnerships.models import Contact, Membership, Outbox, Partner, Signature, SignatureHandOver
from tests.conftest import client_of, make_user
from tests.partnerships.signing.conftest import (
    READ,
    draft,
    full_park,
    hand_over_as,
    inside,
    now,
    own_files,
    page,
    sent,
    signature,
)

__all__ = ["draft", "full_park", "inside", "now", "own_files", "sent", "signature"]


@pytest.fixture
def police(inside):
    return Partner.objects.get(kind=PartyKind.POLICE)


def test_a_leader_gives_themselves_no_role_for_a_party(inside, police, ann, bert, now):
    today = timezone.localdate(now)
    url = reverse("partnerships:role-appoint", kwargs={"partnership": inside.slug})
    given = {"person": f"user:{ann.pk}", "role": Role.REPRESENTATIVE, "partner": police.pk, "since": today}
    assert client_of(ann).post(url, given).context["form"].errors
    spoken = Membership.objects.select_related("partnership", "user", "partner").get(user=bert)
    deputy = reverse("partnerships:role-deputy", kwargs={"partnership": inside.slug, "pk": spoken.pk})
    assert client_of(ann).post(deputy, {"person": f"user:{ann.pk}"}).context["form"].errors
    with pytest.raises(Refused):
        appoint(inside, ann, role=Role.CHAIR, partner=police, by=ann, on=today, at=now)
    with pytest.raises(Refused):
        appoint_deputy(spoken, ann, by=ann, on=today, at=now)
    for as_deputy in (True, False):
        with pytest.raises(Refused):
            hand_role_over(spoken, to=ann, as_deputy=as_deputy, end=False, move=False, by=ann, at=now)
    assert not Membership.objects.filter(user=ann, partner__isnull=False).exists()
    # A role for no party in particular speaks for nobody.
    appoint(inside, ann, role=Role.COORDINATOR, by=ann, on=today, at=now)


def test_only_a_role_that_another_gave_lets_a_leader_sign_for_their_party(inside, draft, police, ann, now):
    today = timezone.localdate(now)
    Contact.objects.filter(partner=police).update(email=ann.email)
    for giver in (None, ann):  # nobody knows who gave it; the leader did, in some way nobody thought of
        row = Membership.objects.create(
            partnership=inside, user=ann, role=Role.REPRESENTATIVE, partner=police, given_by=giver, valid_from=today
        )
        assert ann.email in why_not_send(draft)
        row.delete()
    second = make_user("second")
    appoint(inside, second, role=Role.PROJECT_LEADER, by=ann, on=today, at=now)
    made = appoint(inside, ann, role=Role.REPRESENTATIVE, partner=police, by=second, on=today, at=now)
    assert made.given_by == second
    assert why_not_send(draft) == ""


def test_an_accepted_role_is_given_by_who_offered_it(inside, police, ann, now):
    newcomer = make_user("newcomer")
    offer = invite(inside, email=newcomer.email, name="N", role=Role.REPRESENTATIVE, partner=police, by=ann, at=now)
    made = accept_invitation(offer, user=newcomer, at=now)
    assert made is not None
    assert made.given_by == ann


@pytest.mark.parametrize("written", ["Ann+politie@Example.org", "ann+@example.org"])
def test_a_tag_makes_no_other_mailbox(inside, draft, police, ann, written):
    Contact.objects.filter(partner=police).update(email=written)
    assert written.lower() in why_not_send(draft)


def test_nobody_is_replaced_in_silence_and_the_sheet_says_so(inside, signature, ann, now):
    old, old_name = signature.email, signature.name
    replace_signatory(
        signature, name="Een ander", function="Wethouder", mandate="", email="nieuw@example.org", by=ann, at=now
    )
    told = Outbox.objects.get(template="signature_replaced")
    assert (told.to, told.token_for) == (old, "")
    assert "Een ander" in str(compose(told).body)
    again = Signature.objects.select_related(*READ).get(pk=signature.pk)
    hand_over_as(again, name="Derde", function="Chef", email="derde@example.org", at=now)
    lines = [one for row in sheet_context(signature.agreement)["signatures"] for one in row["passed_on"]]
    assert len(lines) == 2
    assert old_name in lines[0]
    assert "Een ander" in lines[1]
    sheet = render_to_string("documents/agreement.html", sheet_context(signature.agreement))
    assert all(line in sheet for line in lines)
    # A new link for the same person at the same address is no replacement.
    now_asked = Signature.objects.select_related(*READ).get(pk=signature.pk)
    replace_signatory(now_asked, name="Derde", function="Chef", mandate="", email="derde@example.org", by=ann, at=now)
    assert Outbox.objects.filter(template="signature_replaced").count() == 1
    assert SignatureHandOver.objects.filter(replaced=True).count() == 1


def test_at_the_table_no_code_goes_to_a_number_that_a_leader_typed(inside, signature, settings, now):
    settings.SIGNING_PROOF = "text"
    Signature.objects.filter(pk=signature.pk).update(phone="+31612345678")
    request_code(read(signature), at=now)  # the person asks by their own link: to the telephone
    texted = make_code_of(signature)
    words = {
        "name": "N", "function": "F", "statement_accepted": True, "ip": None,
        "text_sha256": signature.agreement.text_sha256, "at": now + timedelta(minutes=1),
    }  # fmt: skip
    with pytest.raises(CodeExpired):
        sign(read(signature), code=texted, method=SignatureMethod.DEVICE, **words)
    later = now + timedelta(minutes=2)
    request_code(read(signature), at=later, method=SignatureMethod.DEVICE)
    mail = Outbox.objects.filter(token_for__startswith=f"code:{signature.uuid}").latest("pk")
    assert (mail.template, mail.to) == ("signing_code", signature.email)
    words["at"] = later
    with pytest.raises(CodeExpired):  # and a code of the table is no text message
        sign(read(signature), code=make_code_of(signature), **words)
    sign(read(signature), code=make_code_of(signature), method=SignatureMethod.DEVICE, **words)
    assert read(signature).signed_at == later


def read(signature: Signature) -> Signature:
    found: Signature = Signature.objects.select_related(*READ).get(pk=signature.pk)
    return found


def make_code_of(signature: Signature) -> str:
    """The digits of the newest code, however it was sent."""
    mail = Outbox.objects.filter(token_for__startswith=f"code:{signature.uuid}").latest("pk")
    return code_for(mail.token_for)


@pytest.mark.parametrize("proof", ["mail", "text"])
def test_a_link_alone_hands_nothing_over(inside, signature, settings, client, proof):
    """Whoever has the link could name a mailbox of their own: the code goes by the proof of this signature."""
    settings.SIGNING_PROOF = proof
    Signature.objects.filter(pk=signature.pk).update(phone="+31612345678")
    there = page(signature, "signature-hand-over")
    given = {"name": "Dief", "function": "Chef", "email": "dief@example.org", "note": ""}
    first = client.post(there, given)
    assert first.context["form"].fields["code"]
    assert first.context["form"]["email"].value() == "dief@example.org"
    assert Outbox.objects.latest("pk").template == ("signing_code" if proof == "mail" else "signing_code_text")
    right = make_code_of(signature)
    wrong = "000000" if right != "000000" else "000001"
    assert client.post(there, {**given, "code": ""}).context["form"].errors["code"]
    assert client.post(there, {**given, "code": wrong}).context["form"].errors["code"]
    assert read(signature).code_tries == 1  # no try is free
    assert not SignatureHandOver.objects.exists()
    client.post(there, {**given, "code": right})
    assert read(signature).email == given["email"]
    told = Outbox.objects.get(template="signature_handed_over_noted")
    assert (told.to, told.token_for) == (signature.email, "")


@pytest.mark.parametrize("asked", list(CodeFor))
def test_a_code_for_one_act_does_not_do_for_another(inside, signature, now, asked):
    """Who is talked into giving the code of a refusal has not given a signature."""
    if asked == CodeFor.OBJECT:
        with pytest.raises(StaleState):
            request_code(signature, at=now, code_for=asked)
        return
    request_code(signature, at=now, code_for=asked)
    code = make_code_of(signature)
    for act in CodeFor:
        if act != asked:
            with pytest.raises(CodeWrong):
                check_code(read(signature), code, at=now, code_for=act)
    check_code(read(signature), code, at=now, code_for=asked)


def test_who_thinks_again_at_once_gets_a_code_for_what_they_do_now(inside, signature, client):
    """Within the pause that stops a double click: the code that was sent does not do for the other act."""
    assert client.post(page(signature, "signature-code")).status_code == 302
    given = {"reason": "Artikel 4 gaat te ver."}
    client.post(page(signature, "signature-refuse"), given)
    assert [mail.context["code_for"] for mail in Outbox.objects.filter(template="signing_code")] == ["refuse", "sign"]
    client.post(page(signature, "signature-refuse"), given)  # a double click sends no third
    assert Outbox.objects.filter(template="signing_code").count() == 2
    client.post(page(signature, "signature-refuse"), {**given, "code": make_code_of(signature)})
    assert read(signature).declined_at


def test_a_new_link_for_the_same_person_keeps_their_telephone(inside, signature, settings, ann, now):
    settings.SIGNING_PROOF = "text"
    Signature.objects.filter(pk=signature.pk).update(phone="+31612345678")
    Contact.objects.create(
        partnership=inside,
        partner=signature.partner,
        name="A",
        function="F",
        email="ander@example.org",
        phone="0687654321",
    )
    for email, phone in (
        (signature.email, "+31612345678"),
        ("ander@example.org", "+31687654321"),
        ("x@example.org", ""),
    ):
        replace_signatory(read(signature), name="A", function="F", mandate="", email=email, by=ann, at=now)
        assert read(signature).phone == phone


@pytest.mark.parametrize(
    "trick", ["Jan\nJansen", "Jan\r\nBcc: x@example.org", "Jan\tJansen", "Jan \u202enesnaJ", "Jan\u2028J"]
)
def test_a_name_is_one_line_that_shows_what_it_holds(trick):
    everywhere = [
        HandOverForm({"name": trick, "function": trick}),
        SignForm({"name": trick, "function": trick}, statement=""),
        SignatoryForm({"name": trick, "function": trick, "mandate": trick}),
        NewContactForm({"name": trick, "function": trick, "mandate": trick}),
        GuestForm({"name": trick, "organisation": trick}),
        PaperForm({"name": trick, "function": trick}),
    ]
    for form in everywhere:
        for field in {"name", "function", "organisation", "mandate"} & set(form.fields):
            assert "cannot be seen" in str(form.errors[field]) or "niet te zien" in str(form.errors[field])
    assert "name" not in HandOverForm({"name": "Zoë d'Ancona-van der Ploeg"}).errors
