"""Files that are not for every partner, annexes behind an ended link, photos, and what a newer text may claim."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from partnerships.domain.annexes import possible_annexes
from partnerships.domain.checking import known_document
from partnerships.domain.filing import file_rendered
from partnerships.domain.renewals import renew_agreement
from partnerships.enums import DocumentKind
from partnerships.models import (
    Agreement,
    AgreementAnnex,
    AgreementVersion,
    CeremonyPhoto,
    Cycle,
    Document,
    Mandate,
    Partner,
    Signature,
)
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import content_of, page
from tests.partnerships.signing.test_ceremonies import ceremony, photo  # noqa: F401  fixture
from tests.partnerships.signing.test_paper import on_paper


def plan_of(park, at, **more):
    return file_rendered(
        park, b"%PDF-1.7 plan", filename="plan.pdf", kind=DocumentKind.PLAN, title="Plan", at=at, **more
    )


def annexed(agreement, document):
    return AgreementAnnex.objects.create(
        partnership_id=agreement.partnership_id, agreement=agreement, document=document, position=1,
        title=document.title, sha256=document.sha256,
    )  # fmt: skip


@pytest.mark.feature("F16")
def test_a_scan_is_read_by_who_leads_and_not_by_every_partner(full_park, signature, ann, bert, now):
    on_paper(signature, ann, now)
    with member_door(full_park):
        scan = Document.objects.get()
        open_one = plan_of(full_park, now)
        assert scan.confidential
        assert scan not in possible_annexes(signature.agreement)
        assert open_one in possible_annexes(signature.agreement)
    slug = {"partnership": full_park.slug}
    file = reverse("partnerships:document", kwargs={**slug, "uuid": scan.uuid})
    lists = [reverse(f"partnerships:{name}", kwargs=slug) for name in ("documents", "documents-csv")]
    for url in lists:
        assert str(scan.title) in client_of(ann).get(url).content.decode()
        partners = client_of(bert).get(url).content.decode()
        assert str(scan.title) not in partners
        assert open_one.title in partners
    assert client_of(bert).get(lists[0]).context["total"] == 1
    assert content_of(client_of(ann).get(file)).startswith(b"%PDF-")
    assert client_of(bert).get(file).status_code == 403


@pytest.mark.feature("F11")
def test_the_proof_of_a_mandate_is_confidential(full_park, ann, bert, now):
    with member_door(full_park):
        partner = Partner.objects.filter(contacts__signs=True)[0]
        contact = partner.contacts.filter(signs=True)[0]
    kwargs = {"partnership": full_park.slug, "pk": partner.pk}
    given = {
        "contact": contact.pk, "basis": "Besluit", "valid_from": now.date().isoformat(),
        "upload": SimpleUploadedFile("besluit.pdf", b"%PDF-1.7 besluit"),
    }  # fmt: skip
    answer = client_of(ann).post(reverse("partnerships:mandate-add", kwargs=kwargs), given)
    assert answer.status_code == 302
    with member_door(full_park):
        proof = Mandate.objects.select_related("document").get(document__isnull=False).document
    assert proof is not None
    assert proof.confidential
    listed = reverse("partnerships:mandates", kwargs=kwargs)
    assert str(proof.uuid) in client_of(ann).get(listed).content.decode()
    assert str(proof.uuid) not in client_of(bert).get(listed).content.decode()


@pytest.mark.feature("F17")
def test_a_newer_text_claims_no_more_signatures_than_it_has(sent, sign_all, ann, now):
    old = sign_all()
    seal_complete_agreements()
    with member_door(old.partnership):
        keeps = [one.partner_id for one in old.signatures.all()][:4]
        Agreement.objects.filter(pk=old.pk).update(scheme_document="before", party_ids=keeps)
        document = plan_of(old.partnership, now)
        newer = Agreement.objects.create(
            partnership=old.partnership, cycle=old.cycle, kind=old.kind, replaces=old, round=2, text="x",
            scheme_document="after", title="Ronde 2", created_at=now, sent_at=now, completed_at=now,
            document_number="BN-X", document=document,
        )  # fmt: skip
        for number, partner in enumerate(keeps):
            Signature.objects.create(
                partnership=old.partnership, agreement=newer, partner_id=partner, email=f"a{number}@example.org",
                name="A", nonce="n", expires_at=now, signed_at=now, method="link",
            )  # fmt: skip
    known = known_document(old.document_number, on=now.date())
    assert known is not None
    assert "4" in known.ended
    assert "6" in known.ended
    with member_door(old.partnership):
        for number, one in enumerate(old.signatures.exclude(partner__in=keeps)):
            Signature.objects.create(
                partnership=old.partnership, agreement=newer, partner_id=one.partner_id, email=f"b{number}@example.org",
                name="B", nonce="n", expires_at=now, signed_at=now, method="link",
            )  # fmt: skip
    again = known_document(old.document_number, on=now.date())
    assert again is not None
    assert "6" not in again.ended.replace("2026", "")


@pytest.mark.feature("F17")
def test_a_renewal_keeps_a_version_its_template_and_its_annexes(sent, sign_all, ann, now):
    old = sign_all()
    with member_door(old.partnership):
        document = plan_of(old.partnership, now)
        annexed(old, document)
        cycle = Cycle.objects.select_related("partnership").get()
        made = renew_agreement(old, cycle=cycle, by=ann, at=now)
        made.refresh_from_db()
        assert AgreementVersion.objects.get(agreement=made).text == made.text
        assert made.template == old.template
        assert list(AgreementAnnex.objects.filter(agreement=made).values_list("document", flat=True)) == [document.pk]
        assert document.sha256 in made.text


@pytest.mark.feature("F79")
def test_a_photo_is_no_annex_and_one_that_is_stays_with_a_sentence(full_park, ceremony, draft, ann):  # noqa: F811
    client = client_of(ann)
    client.post(
        reverse("partnerships:photo-add", kwargs={"partnership": full_park.slug, "uuid": ceremony.uuid}), photo()
    )
    with member_door(full_park):
        kept = CeremonyPhoto.objects.select_related("document").get()
        assert kept.document not in possible_annexes(draft)
        annexed(draft, kept.document)
    url = reverse("partnerships:photo-remove", kwargs={"partnership": full_park.slug, "pk": kept.pk})
    assert client.post(url).status_code == 302
    with member_door(full_park):
        assert CeremonyPhoto.objects.filter(pk=kept.pk).exists()


@pytest.mark.feature("F16")
def test_an_annex_goes_with_the_link_that_ended(full_park, signature, now):
    with member_door(full_park):
        annex = annexed(signature.agreement, plan_of(full_park, now))
    url = reverse(
        "partnerships:signature-annex",
        kwargs={"uuid": signature.uuid, "token": page(signature).rstrip("/").split("/")[-1], "pk": annex.pk},
    )
    assert content_of(Client().get(url)).startswith(b"%PDF-")
    with member_door(full_park):
        Signature.objects.filter(pk=signature.pk).update(expires_at=now - timedelta(days=1))
    assert Client().get(url).status_code == 410
    with member_door(full_park):
        Signature.objects.filter(pk=signature.pk).update(expires_at=now + timedelta(days=9))
        Agreement.objects.filter(pk=signature.agreement_id).update(withdrawn_at=now, withdrawn_reason="Fout")
    answer = Client().get(url)
    assert answer["Content-Type"].startswith("text/html")
    assert "Fout" in answer.content.decode()
