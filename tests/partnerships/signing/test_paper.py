"""Ink on paper: recorded with a scan by the leader, said as what it is, and taken back when it is not so."""

import hashlib
import io
import re
import subprocess
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from partnerships.documents.verify import examine_pdf
from partnerships.domain.paper_objections import object_to_paper, undo_paper
from partnerships.domain.paper_signatures import record_paper
from partnerships.domain.signatories import replace_signatory
from partnerships.domain.signing import request_code, sign
from partnerships.domain.signing_tables import open_table
from partnerships.enums import CodeFor, DocumentKind, SignatureMethod
from partnerships.exceptions import (
    AlreadyAnswered,
    CodeExpired,
    ReasonNeeded,
    Refused,
    SigningStopped,
    StaleState,
    TextChanged,
)
from partnerships.models import Activity, Agreement, Document, Outbox, Partnership, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, bytes_of, code_to, content_of, mailed_code, page, sign_as
from tests.partnerships.signing.test_sealing import text_of
from tests.partnerships.signing.test_table import address, answer_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
pytestmark = [pytest.mark.feature("F79"), pytest.mark.feature("F16")]


def scan(content=PDF, name="scan.pdf"):
    return SimpleUploadedFile(name, content)


def picture(kind="JPEG"):
    written = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(written, kind)
    return written.getvalue()


def read(signature):
    with member_door(signature.partnership_id):
        return Signature.objects.select_related(*READ, "agreement__cycle__partnership", "partnership").get(
            pk=signature.pk
        )


def on_paper(signature, ann, now, **different):
    signature = read(signature)
    given = {
        "signed_on": timezone.localdate(now), "name": "Jan Inkt", "function": "teamchef",
        "mark": signature.agreement.text_sha256[:8], "text_sha256": signature.agreement.text_sha256, "scan": scan(),
        "by": ann, "at": now, **different,
    }  # fmt: skip
    with member_door(signature.partnership_id):
        record_paper(signature, **given)


def here(park, row, name):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, "uuid": row.uuid})


def typed(signature, **different):
    return {
        "seen": signature.agreement.text_sha256, "mark": signature.agreement.text_sha256[:12].upper(),
        "name": "Jan Inkt", "function": "teamchef", "signed_on": timezone.localdate().isoformat(), "scan": scan(),
        **different,
    }  # fmt: skip


def test_the_printed_text_has_number_mark_and_a_place_for_everybody(full_park, sent, ann, tmp_path):
    pdf = client_of(ann).get(here(full_park, sent, "paper-print"))
    words = text_of(pdf.content, tmp_path)
    assert sent.text_sha256 in words
    assert sent.document_number in words
    with member_door(full_park):
        for one in Signature.objects.select_related("partner__organisation"):
            assert one.partner.organisation.name.replace(" ", "") in words
    assert examine_pdf(pdf.content).verdict not in {"ours_unchanged", "ours_changed"}  # it is not sealed, nor a copy


def test_the_paper_names_the_partnership_as_it_was_when_the_text_was_sent(full_park, sent, ann, tmp_path):
    was = full_park.name.replace(" ", "")
    Partnership.objects.filter(pk=full_park.pk).update(name="Vereniging Anders")
    words = text_of(client_of(ann).get(here(full_park, sent, "paper-print")).content, tmp_path)
    assert (was in words, "VerenigingAnders" in words) == (True, False)


@pytest.mark.parametrize(("content", "name"), [(PDF, "a.pdf"), (picture(), "a.jpg"), (picture("PNG"), "a.png")])
def test_the_leader_records_ink_with_a_scan(full_park, signature, ann, content, name):
    client = client_of(ann)
    url = here(full_park, signature, "paper-record")
    assert client.get(url).status_code == 200
    answer = client.post(url, typed(signature, scan=scan(content, name)))
    assert answer.status_code == 302
    with member_door(full_park):
        kept = Signature.objects.select_related("scan").get(pk=signature.pk)
        filed = bytes_of(kept.scan)
        mail = Outbox.objects.get(template="paper_recorded")
        acts = dict(Activity.objects.filter(verb__contains="signed").values_list("verb", "actor"))
        told = Activity.objects.get(verb="recorded_paper_signature")
    assert (kept.method, kept.recorded_by, kept.signed_name) == (SignatureMethod.PAPER, ann, "Jan Inkt")
    assert (kept.signed_on_paper, kept.ip) == (timezone.localdate(), None)
    assert str(ann) in kept.statement
    assert kept.scan is not None
    assert (kept.scan.kind, kept.scan.sha256) == (DocumentKind.EVIDENCE, hashlib.sha256(filed).hexdigest())
    assert (mail.to, mail.token_for) == (signature.email, signature.link)
    assert set(acts.values()) == {ann.pk}
    assert told.details["sha256"] == kept.scan.sha256


def test_it_is_shown_as_what_it_is(full_park, signature, ann, now):
    on_paper(signature, ann, now)
    statement = read(signature).statement
    for url in (here(full_park, signature.agreement, "agreement"), here(full_park, signature.agreement, "paper")):
        shown = client_of(ann).get(url).content.decode()
        assert str(ann) in shown
    assert statement in client_of(ann).get(here(full_park, signature.agreement, "agreement")).content.decode()
    link = Client().get(page(signature)).content.decode()
    assert statement in link
    assert page(signature, "paper-object") in link


def test_a_paper_of_another_text_is_refused(full_park, signature, ann, now):
    for wrong in ({"mark": "0" * 8}, {"mark": signature.agreement.text_sha256[:7]}, {"text_sha256": "0" * 64}):
        with pytest.raises(TextChanged):
            on_paper(signature, ann, now, **wrong)
    with member_door(full_park):
        Agreement.objects.filter(pk=signature.agreement_id).update(text="Iets anders")
    with pytest.raises(TextChanged):
        on_paper(signature, ann, now)
    assert client_of(ann).get(here(full_park, signature.agreement, "paper-print")).status_code == 302
    with member_door(full_park):
        assert not Document.objects.exists()


@pytest.mark.parametrize("days", [1, -1])
def test_a_day_that_cannot_be_is_refused(signature, ann, now, days):
    with pytest.raises(Refused):
        on_paper(signature, ann, now, signed_on=timezone.localdate(now) + timedelta(days=days))


def test_a_scan_must_be_a_picture_or_a_pdf(full_park, signature, ann):
    client, url = client_of(ann), here(full_park, signature, "paper-record")
    for wrong in (scan(b"hello", "a.pdf"), scan(b"", "a.pdf"), scan(picture("WEBP"), "a.webp")):
        assert client.post(url, typed(signature, scan=wrong)).context["form"].errors
    without = typed(signature)
    del without["scan"]
    assert client.post(url, without).context["form"].errors["scan"]
    assert read(signature).signed_at is None


def test_a_signature_that_is_there_is_never_written_over(signature, ann, now, full_park):
    stale = read(signature)
    with member_door(full_park):
        sign_as(read(signature), now)
    with pytest.raises(AlreadyAnswered):
        on_paper(signature, ann, now)
    with member_door(full_park), pytest.raises(StaleState):  # both were on screen at once: one wins
        record_paper(
            stale, signed_on=timezone.localdate(now), name="Jan", function="chef", mark=stale.agreement.text_sha256,
            text_sha256=stale.agreement.text_sha256, scan=scan(), by=ann, at=now,
        )  # fmt: skip
    kept = read(signature)
    assert (kept.method, kept.scan_id) == (SignatureMethod.LINK, None)
    with member_door(full_park):
        assert not Document.objects.exists()


def test_a_refused_record_leaves_no_file(signature, ann, now, full_park, settings):
    stale = read(signature)
    with member_door(full_park):
        sign_as(read(signature), now)
        with pytest.raises(StaleState):
            record_paper(
                stale, signed_on=timezone.localdate(now), name="Jan", function="chef",
                mark=stale.agreement.text_sha256, text_sha256=stale.agreement.text_sha256, scan=scan(), by=ann, at=now,
            )  # fmt: skip
    assert [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()] == []


def test_the_paper_of_who_was_replaced_meanwhile_is_not_the_signature_of_the_other(full_park, signature, ann, now):
    stale = read(signature)
    with member_door(full_park):
        replace_signatory(
            read(signature), name="Een ander", function="Chef", email="ander@example.org", mandate="", by=ann, at=now
        )
        with pytest.raises(StaleState):
            record_paper(
                stale, signed_on=timezone.localdate(now), name="Jan", function="chef",
                mark=stale.agreement.text_sha256, text_sha256=stale.agreement.text_sha256, scan=scan(), by=ann, at=now,
            )  # fmt: skip
    assert read(signature).signed_at is None


def test_a_mistake_is_taken_back_with_a_reason(full_park, signature, ann, now):
    on_paper(signature, ann, now)
    client, url = client_of(ann), here(full_park, signature, "paper-undo")
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert read(signature).signed_at
    assert client.post(url, {"reason": "Verkeerde persoon"}).status_code == 302
    kept = read(signature)
    assert (kept.signed_at, kept.method, kept.scan_id, kept.statement) == (None, SignatureMethod.LINK, None, "")
    with member_door(full_park):
        assert Activity.objects.get(verb="undid_paper_signature").details["why"] == "Verkeerde persoon"
        assert Outbox.objects.get(template="paper_undone").to == signature.email
        assert Document.objects.filter(kind=DocumentKind.EVIDENCE).count() == 1  # the scan stays
        sign_as(read(signature), now)  # and the link works again
        with pytest.raises(StaleState):
            undo_paper(read(signature), reason="Nog eens", by=ann, at=now)
    assert client.post(url, {"reason": "Nog eens"}).status_code == 302
    assert read(signature).signed_at


def test_the_person_says_that_it_is_not_so(full_park, signature, ann, now):
    on_paper(signature, ann, now)
    url = page(signature, "paper-object")
    assert Client().get(url).status_code == 200
    assert read(signature).signed_at  # looking changes nothing
    assert Client().post(url, {"reason": ""}).status_code == 200
    assert Client().post(url, {"reason": "Ik was er niet bij"}).status_code == 200
    assert read(signature).signed_at  # a link alone takes nothing back
    with member_door(full_park):
        code = mailed_code(signature)
    wrong = Client().post(url, {"reason": "Ik was er niet bij", "code": "00000"})
    assert wrong.context["form"].errors["code"]
    assert Client().post(url, {"reason": "Ik was er niet bij", "code": code}).status_code == 302
    assert read(signature).signed_at is None
    assert Client().get(url).status_code == 302  # nothing to object to any more
    with member_door(full_park):
        assert Outbox.objects.get(template="paper_objected").to == ann.email
        assert Activity.objects.get(verb="objected_to_paper_signature").details["why"] == "Ik was er niet bij"
        with pytest.raises(ReasonNeeded):
            object_to_paper(read(signature), reason=" ", code="000000", at=now)
        with pytest.raises(StaleState):
            object_to_paper(read(signature), reason="Nee", code="000000", at=now)


def test_after_the_last_signature_a_record_stays_and_the_leaders_hear_of_it(full_park, signature, ann, now):
    on_paper(signature, ann, now)
    with member_door(full_park):
        for one in Signature.objects.select_related(*READ).filter(signed_at=None):
            sign_as(one, now)
        code = code_to(CodeFor.OBJECT, read(signature), now)
        assert object_to_paper(read(signature), reason="Toch niet", code=code, at=now) is False
        assert read(signature).signed_at
        with pytest.raises(StaleState):
            undo_paper(read(signature), reason="Te laat", by=ann, at=now)
        assert Outbox.objects.get(template="paper_objected", to=ann.email).context["ended"] is False


def test_a_round_that_stopped_takes_no_paper(signature, ann, now, full_park):
    with member_door(full_park):
        Agreement.objects.filter(pk=signature.agreement_id).update(withdrawn_at=now)
    with pytest.raises(SigningStopped):
        on_paper(signature, ann, now)


def test_link_table_and_paper_together_end_in_one_sealed_document(full_park, sent, ann, now, tmp_path):
    """One on paper, one at the table, the others by link: complete, sealed, and each method in words."""
    with member_door(full_park):
        rows = list(Signature.objects.select_related(*READ))
        table = open_table(sent, by=ann, at=now)
    inked, seated, *others = rows
    on_paper(inked, ann, now)
    device = Client()
    device.post(address(table, seated, "table-read"), {"read": "on"})
    device.post(address(table, seated, "table-sign"), answer_of(seated))
    with member_door(full_park):
        for one in others:
            sign_as(one, now)
    assert seal_complete_agreements() == 1
    assert "Iemand" not in device.get(address(table)).content.decode()
    with member_door(full_park):
        done = Agreement.objects.select_related("document").get(pk=sent.pk)
        pdf = bytes_of(done.document)
        methods = set(Signature.objects.values_list("method", flat=True))
        labels = [str(SignatureMethod(one).label).replace(" ", "") for one in SignatureMethod]
    assert methods == set(SignatureMethod)
    words = text_of(pdf, tmp_path)
    assert all(label in words for label in labels)
    assert read(inked).statement.replace(" ", "") in words
    assert examine_pdf(pdf).verdict == "ours_unchanged"
    said = subprocess.run(["pdfsig", tmp_path / "agreement.pdf"], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in said


def test_who_may_not_or_asks_in_the_wrong_way(full_park, sent, signature, bert, carla, ann, now):
    on_paper(signature, ann, now)
    pages = [(sent, "paper"), (sent, "paper-print"), (signature, "paper-record"), (signature, "paper-undo")]
    for row, name in pages:
        url = here(full_park, row, name)
        assert client_of(bert).get(url).status_code == 403
        assert client_of(carla).get(url).status_code == 404
        assert client_of(ann).delete(url).status_code == 405
    assert Client().delete(page(signature, "paper-object")).status_code == 405
    stranger = reverse("partnerships:paper-object", kwargs={"uuid": signature.uuid, "token": "x" * 43})
    assert Client().post(stranger, {"reason": "Nee"}).status_code == 404


def test_the_scan_is_opened_by_members_only(full_park, signature, ann, carla, now):
    on_paper(signature, ann, now)
    with member_door(full_park):
        document = Document.objects.get(kind=DocumentKind.EVIDENCE)
    url = reverse("partnerships:document", kwargs={"partnership": full_park.slug, "uuid": document.uuid})
    assert content_of(client_of(ann).get(url)) == PDF
    assert client_of(carla).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_ink_and_a_link_at_the_same_moment_one_wins(signature, ann, now, full_park):
    """The leader records the paper while the same person signs by link."""
    with member_door(full_park):
        request_code(read(signature), at=now)
        code = mailed_code(signature)
    by_link, by_leader, gate, outcomes = read(signature), read(signature), threading.Barrier(2), []
    text = signature.agreement.text_sha256

    def link():
        sign(
            by_link, name="Zelf", function="chef", statement_accepted=True, code=code, ip=None, text_sha256=text, at=now
        )

    def ink():
        record_paper(
            by_leader, signed_on=timezone.localdate(now), name="Inkt", function="chef", mark=text, text_sha256=text,
            scan=scan(), by=ann, at=now,
        )  # fmt: skip

    def at_once(act):
        try:
            gate.wait(10)
            with member_door(full_park):
                act()
            outcomes.append("signed")
        except (StaleState, CodeExpired):  # the paper took the code away, or somebody was first
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=at_once, args=[act]) for act in (link, ink)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["signed", "stale"]
    kept = read(signature)
    assert (kept.signed_name, kept.method) in {("Zelf", SignatureMethod.LINK), ("Inkt", SignatureMethod.PAPER)}
    with member_door(full_park):
        assert Document.objects.count() == (1 if kept.scan_id else 0)
        assert Activity.objects.filter(verb="signed_agreement").count() == 1


def test_the_scan_opens_from_the_list_so_that_who_recorded_it_can_look(signature, ann, now):
    on_paper(signature, ann, now)
    row = read(signature)
    listed = client_of(ann).get(here(row.partnership, row.agreement, "paper")).content.decode()
    link = re.search(r'href="([^"]+/documents/[^"]+show=1)"', listed)
    assert link
    answer = client_of(ann).get(link[1])
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert content_of(answer)
