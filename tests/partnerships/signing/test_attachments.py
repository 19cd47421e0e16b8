"""Joining a signed text later, leaving it with notice, and signing it again when it runs out."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.attachments import (
    ask_notice,
    attachments_of,
    invite_to_join,
    may_join,
    parties_of,
    record_notice,
)
from partnerships.domain.filing import file_rendered
from partnerships.domain.renewals import renew_agreement
from partnerships.domain.rounds import written_day
from partnerships.enums import AgreementKind, AgreementState, DocumentKind, PartyKind, SignatureMethod
from partnerships.exceptions import ConsentNeeded, LiveRoundExists, ReasonNeeded, Refused
from partnerships.mail import compose
from partnerships.models import Activity, Agreement, Contact, Outbox, Partner, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, client_of
from tests.partnerships.signing.conftest import READ, sign_as


@pytest.fixture
def signed(sign_all):
    """The declaration, signed by six parties."""
    return sign_all()


@pytest.fixture
def newcomer(signed):
    add_partner(signed.partnership, "Beveiliger Noord", PartyKind.COMPANY, email="noord@example.org")
    with member_door(signed.partnership):
        yield Partner.objects.select_related("organisation").get(organisation__name="Beveiliger Noord")


def url(agreement, name):
    return reverse(f"partnerships:{name}", kwargs={"partnership": agreement.partnership.slug, "uuid": agreement.uuid})


@pytest.mark.feature("F17")
def test_a_party_joins_later_with_a_sheet_of_its_own(signed, newcomer, ann, now):
    client = client_of(ann)
    page = client.get(url(signed, "agreement-join"))
    assert [str(one) for one in page.context["form"].parties.values()] == ["Beveiliger Noord"]
    refused = client.post(url(signed, "agreement-join"), {"party": newcomer.pk})
    assert refused.context["form"].errors["__all__"] == [str(ConsentNeeded.default)]
    client.post(url(signed, "agreement-join"), {"party": newcomer.pk, "consented": "on"})
    sheet = Agreement.objects.get(parent=signed)
    assert (sheet.kind, sheet.consented_by, sheet.consented_at is not None) == (AgreementKind.ACCESSION, ann, True)
    for words in (signed.title, signed.document_number, signed.text_sha256, "Beveiliger Noord"):
        assert words in sheet.text
    year = timezone.now()
    request = Signature.objects.select_related(*READ).get(agreement=sheet)
    sign_as(request, year)
    told = Outbox.objects.filter(template="agreement_joined")
    assert told.count() == 7  # six parties and ann
    seal_complete_agreements()
    sheet.refresh_from_db()
    signed.refresh_from_db()
    assert (sheet.state, signed.state) == (AgreementState.SEALED, AgreementState.SEALED)
    assert sheet.document_id != signed.document_id
    (party,) = [one for one in parties_of(signed, attachments_of(signed)) if one.later]
    assert party.partner == newcomer
    assert "Beveiliger Noord" in client.get(signed.get_absolute_url()).content.decode()
    assert signed.signatures.count() == 6
    assert client.get(sheet.get_absolute_url()).status_code == 200


def test_a_signatory_who_was_forgotten_since_hears_no_more(signed, newcomer, ann, now):
    gone = Signature.objects.filter(agreement=signed).exclude(email=ann.email).order_by("-pk")[0]
    Contact.objects.filter(email__iexact=gone.email).delete()
    sheet = invite_to_join(signed, newcomer, consented=True, by=ann, at=now)
    sign_as(Signature.objects.select_related(*READ).get(agreement=sheet), now)
    told = Outbox.objects.filter(template="agreement_joined")
    assert (told.count(), told.filter(to__iexact=gone.email).count()) == (6, 0)


def test_nobody_joins_twice_nor_a_text_that_is_still_out(signed, newcomer, ann, now):
    invite_to_join(signed, newcomer, consented=True, by=ann, at=now)
    with pytest.raises(LiveRoundExists):
        invite_to_join(signed, newcomer, consented=True, by=ann, at=now)
    sheet = Agreement.objects.get(parent=signed)
    with pytest.raises(Refused):
        invite_to_join(sheet, newcomer, consented=True, by=ann, at=now)
    assert may_join(signed, on=now.date()) == []


@pytest.mark.feature("F17")
def test_a_party_gives_notice_by_link_and_is_gone_on_its_day(signed, ann, now):
    client, today = client_of(ann), timezone.localdate()
    with member_door(signed.partnership):
        fire = Partner.objects.get(kind=PartyKind.FIRE)
    given = {"party": fire.pk, "reason": "Het korps fuseert.", "way": "link"}
    early = {**given, "counts_from": (today + timedelta(days=89)).isoformat()}
    assert client.post(url(signed, "agreement-leave"), early).context["form"].errors["__all__"]
    last = today + timedelta(days=90)
    client.post(url(signed, "agreement-leave"), {**given, "counts_from": last.isoformat()})
    with member_door(signed.partnership):
        notice = Agreement.objects.get(kind=AgreementKind.NOTICE)
        assert "Het korps fuseert." in notice.text
        assert written_day(last - timedelta(days=1)) in notice.text
        assert written_day(last) not in notice.text  # the first day without them is no day of theirs
        assert [one.left_on for one in parties_of(signed, attachments_of(signed)) if one.left_on] == []  # not signed
        sign_as(Signature.objects.select_related(*READ).get(agreement=notice), now)
        (party,) = [one for one in parties_of(signed, attachments_of(signed)) if one.left_on]
        assert (party.partner, party.gone(on=last - timedelta(days=1)), party.gone(on=last)) == (fire, False, True)
        assert Outbox.objects.filter(template="agreement_left").count() == 6  # five others and ann
    assert "Brandweer Oost" in client.get(signed.get_absolute_url()).content.decode()


def test_a_notice_on_paper_is_recorded_with_its_letter(signed, ann, now):
    client, today = client_of(ann), timezone.localdate()
    with member_door(signed.partnership):
        contact = Contact.objects.get(email="fire@example.org")
        fire, other = contact.partner_id, Contact.objects.exclude(pk=contact.pk)[0]
    letter = SimpleUploadedFile("brief.pdf", b"%PDF-1.4 brief")
    given = {
        "party": fire, "reason": "Het korps fuseert.", "way": "paper", "given_on": today - timedelta(days=30),
        "counts_from": today + timedelta(days=60),
    }  # fmt: skip
    with member_door(signed.partnership):
        Agreement.objects.filter(pk=signed.pk).update(completed_at=now - timedelta(days=40))
    errors = client.post(url(signed, "agreement-leave"), given).context["form"].errors
    assert set(errors) == {"contact", "upload"}
    assert client.post(url(signed, "agreement-leave"), {**given, "contact": other.pk}).context["form"].errors["contact"]
    client.post(url(signed, "agreement-leave"), {**given, "contact": contact.pk, "upload": letter})
    with member_door(signed.partnership):
        signature = Signature.objects.get(agreement__kind=AgreementKind.NOTICE)
        assert (signature.method, signature.recorded_by) == (SignatureMethod.PAPER, ann)
        assert signature.scan is not None
        assert signature.agreement.completed_at is not None
        assert Activity.objects.filter(verb="prepared_notice").count() == 1
        told = Outbox.objects.get(template="notice_recorded")
        assert (told.to, told.context["recorded_by_email"]) == ("fire@example.org", ann.email)
        assert ann.email in str(compose(told).body)


@pytest.mark.feature("F17")
@pytest.mark.parametrize("wrong", ["before", "tomorrow", "counts", "signs", "leader"])
def test_a_letter_that_cannot_be_is_refused(signed, ann, now, wrong):
    today = timezone.localdate(now)
    with member_door(signed.partnership):
        Agreement.objects.filter(pk=signed.pk).update(completed_at=now - timedelta(days=40), notice_days=0)
        Contact.objects.filter(email="fire@example.org").update(
            signs=wrong != "signs", email=ann.email if wrong == "leader" else "fire@example.org"
        )
        parent = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=signed.pk)
        contact = Contact.objects.select_related("partner__organisation").get(partner__kind=PartyKind.FIRE)
        given_on = {"before": today - timedelta(days=41), "tomorrow": today + timedelta(days=1)}.get(wrong, today)
        scan = file_rendered(
            signed.partnership, b"%PDF-1.4 brief", filename="b.pdf", kind=DocumentKind.EVIDENCE, title="B", at=now
        )
        with pytest.raises(Refused):
            record_notice(
                parent, contact, reason="Fusie", given_on=given_on, scan=scan, by=ann, at=now,
                counts_from=given_on + timedelta(days=wrong != "counts"),
            )  # fmt: skip
        assert not Agreement.objects.filter(parent=signed).exists()


def test_a_notice_needs_a_reason_and_comes_once(signed, ann, now):
    with member_door(signed.partnership):
        fire = Partner.objects.select_related("organisation").get(kind=PartyKind.FIRE)
        day = now.date() + timedelta(days=100)
        with pytest.raises(ReasonNeeded):
            ask_notice(signed, fire, reason=" ", counts_from=day, by=ann, at=now)
        ask_notice(signed, fire, reason="Fusie", counts_from=day, by=ann, at=now)
        with pytest.raises(LiveRoundExists):
            ask_notice(signed, fire, reason="Fusie", counts_from=day, by=ann, at=now)


@pytest.mark.feature("F17")
def test_a_text_that_runs_out_is_renewed_with_the_parties_of_now(signed, newcomer, ann, now):
    Agreement.objects.filter(pk=signed.pk).update(valid_until=timezone.localdate() + timedelta(days=20))
    client = client_of(ann)
    page = client.get(signed.get_absolute_url()).content.decode()
    assert "2 weken, 6 dagen" in unescape(page).replace("\xa0", " ")
    listed = client.get(reverse("partnerships:agreements", kwargs={"partnership": signed.partnership.slug}))
    assert listed.status_code == 200
    made: Any = client.post(url(signed, "agreement-renew"))
    second = Agreement.objects.get(replaces=signed)
    assert made.url == second.get_absolute_url()
    assert (second.round, second.state, "Beveiliger Noord" in second.text) == (2, AgreementState.DRAFT, True)
    assert "Beveiliger Noord" in client.get(second.get_absolute_url()).content.decode()
    with pytest.raises(LiveRoundExists):
        renew_agreement(signed, cycle=signed.cycle, by=ann, at=now)
    signed.refresh_from_db()
    assert (signed.completed_at is not None, signed.withdrawn_at) == (True, None)  # counts until then


@pytest.mark.parametrize("name", ["agreement-join", "agreement-leave", "agreement-renew"])
def test_four_answers(signed, other_park, ann, bert, carla, name):
    here = url(signed, name)
    verb = "post" if name == "agreement-renew" else "get"
    assert getattr(client_of(ann), verb)(here).status_code in {200, 302}
    assert getattr(client_of(bert), verb)(here).status_code == 403
    assert getattr(client_of(carla), verb)(here).status_code == 404
    assert client_of(ann).put(here).status_code == 405


def test_nobody_joins_or_leaves_a_text_that_is_out(sent, ann):
    for name in ("agreement-join", "agreement-leave"):
        page = client_of(ann).get(url(sent, name))
        assert page.context["why_not"] != ""
        assert client_of(ann).post(url(sent, name), {"party": "1"}).status_code == 200


def test_when_nobody_can_join_the_page_leads_to_adding_a_party(signed, ann):
    page = client_of(ann).get(url(signed, "agreement-join")).content.decode()
    assert reverse("partnerships:party-add", kwargs={"partnership": signed.partnership.slug}) in page
