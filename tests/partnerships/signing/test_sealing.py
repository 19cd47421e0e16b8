"""The document of a completed agreement: made once, whatever happens to the worker (F16, B12)."""

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings as house
from django.core import mail
from django.db import connection
from pyhanko.pdf_utils.reader import PdfFileReader

from partnerships.documents.render import render_pdf
from partnerships.documents.verify import examine_pdf
from partnerships.domain import sealing
from partnerships.domain.agreements import send_agreement
from partnerships.domain.sealing import LEASE, seal_agreement, unsealed
from partnerships.domain.sheets import short_address, template_words
from partnerships.enums import AgreementKind, AgreementState, PartyKind
from partnerships.models import Activity, Agreement, Document, Outbox, Partner, PartnershipArea, Signature
from partnerships.tasks import seal_complete_agreements, send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.partnerships.documents.authority import open_authority
from tests.partnerships.signing.conftest import READ, bytes_of, drafted, sign_as

ROOT = Path(__file__).parents[3]


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "agreement.pdf"
    path.write_bytes(pdf)
    words = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    return "".join(words.split())  # a name may be broken over two lines of its cell


@pytest.mark.feature("F16")
@pytest.mark.feature("B12")
def test_six_parties_sign_and_a_sealed_document_with_evidence_appears(sign_all, tmp_path):
    agreement = sign_all()
    assert seal_complete_agreements() == 1
    with member_door(agreement.partnership):
        agreement.refresh_from_db()
        document = agreement.document
        assert agreement.state == AgreementState.SEALED
        pdf = bytes_of(document)
        words = text_of(pdf, tmp_path)
        for signature in Signature.objects.select_related("partner__organisation"):
            assert signature.signed_name.replace(" ", "") in words
            assert signature.partner.organisation.name.replace(" ", "") in words
    assert (document.sealed_id, document.size) == (agreement.document_number, len(pdf))
    for evidence in (agreement.text_sha256[:16], "192.0.2.*", "directeur", agreement.document_number):
        assert evidence in words
    found = examine_pdf(pdf)
    assert (found.verdict, found.document_id) == ("ours_unchanged", agreement.document_number)
    said = subprocess.run(["pdfsig", tmp_path / "agreement.pdf"], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.feature("F16")
def test_a_new_name_of_a_party_an_area_or_the_partnership_does_not_change_what_was_sent(sign_all, sent, tmp_path):
    """Renamed between sending and sealing: the sheet says what stood above the text when people read it."""
    park = sent.partnership
    with member_door(park):
        police = Partner.objects.get(kind=PartyKind.POLICE).organisation
        areas = [one.area for one in PartnershipArea.objects.select_related("area")]
    assert areas
    before = [police.name, park.name, *(one.name for one in areas)]
    for one in (police, park, *areas):
        one.name = f"Nieuw {one.pk}"
        one.save()
    agreement = sign_all()
    assert seal_complete_agreements() == 1
    with member_door(park):
        agreement.refresh_from_db()
        words = text_of(bytes_of(agreement.document), tmp_path)
    sheet = words[words.index("Tekenblad") :]
    assert before[0].replace(" ", "") in sheet
    assert not re.search(rf"(?<!Tekenaar)Nieuw{police.pk}", sheet)
    head = words[: words.index("Kenmerkvandetekst")]
    for name in before[1:]:
        assert name.replace(" ", "") in head
    assert "Nieuw" not in head


def test_everybody_gets_one_mail_with_the_document(sign_all, ann):
    agreement = sign_all()
    seal_complete_agreements()
    assert seal_complete_agreements() == 0
    with member_door(agreement.partnership):
        told = list(Outbox.objects.filter(template="agreement_complete").values_list("to", flat=True))
        asked = set(Signature.objects.values_list("email", flat=True))
    assert sorted(told) == sorted({*asked, ann.email})
    send_waiting_mail()
    complete = [one for one in mail.outbox if one.attachments]
    assert len(complete) == 7
    name, content, media = complete[0].attachments[0]
    assert (name[-4:], content[:5], media) == (".pdf", b"%PDF-", "application/pdf")


@pytest.mark.feature("F17")
def test_a_witness_stands_under_witnesses(full_park, ann, now, tmp_path):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        send_agreement(covenant, by=ann, at=now, witnesses=[insurer])
        for one in Signature.objects.select_related(*READ):
            sign_as(one, now)
    seal_complete_agreements()
    with member_door(full_park):
        words = text_of(bytes_of(Document.objects.get()), tmp_path)
    assert words.rindex("VerzekeraarDeBrug") > words.index("Getuigen" if "Getuigen" in words else "Witnesses")


def test_a_text_that_waits_for_a_signature_is_not_sealed(sent, now):
    assert seal_complete_agreements() == 0
    with member_door(sent.partnership):
        assert list(unsealed(at=now)) == []


def test_a_worker_that_dies_while_drawing_leaves_the_work_to_the_next(sign_all, now, monkeypatch):
    agreement = sign_all()

    def power_cut(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as cut, member_door(agreement.partnership):
        cut.setattr(sealing, "render_pdf", power_cut)
        with pytest.raises(SystemExit):
            seal_agreement(agreement, at=now)
        assert seal_agreement(agreement, at=now + timedelta(minutes=1)) is None  # the lease still stands
        assert Document.objects.count() == 0
    with member_door(agreement.partnership):
        assert seal_agreement(agreement, at=now + LEASE + timedelta(minutes=1)) is not None
        assert (Document.objects.count(), Activity.objects.filter(verb="sealed_agreement").count()) == (1, 1)


def test_a_slow_worker_whose_lease_was_taken_over_files_nothing(sign_all, now, monkeypatch):
    """The first draws for six minutes; meanwhile the second claims, draws and files."""
    agreement = sign_all()
    drawing = render_pdf

    def slow(*args, **kwargs):
        monkeypatch.setattr(sealing, "render_pdf", drawing)
        assert seal_agreement(agreement, at=now + LEASE + timedelta(seconds=1)) is not None
        return drawing(*args, **kwargs)

    monkeypatch.setattr(sealing, "render_pdf", slow)
    with member_door(agreement.partnership):
        same = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=agreement.pk)
        assert seal_agreement(same, at=now) is None
        assert Document.objects.count() == 1
        assert Outbox.objects.filter(template="agreement_complete").count() == 7


@pytest.mark.parametrize(
    ("address", "short"),
    [("192.0.2.17", "192.0.2.*"), ("2001:db8:1::7", "2001:0db8:0001:*"), (None, ""), ("", "")],
)
def test_an_address_is_shortened(address, short):
    assert short_address(address) == short


@pytest.fixture
def authority():
    with open_authority() as opened:
        yield opened


@pytest.fixture
def stamped(settings, authority, tmp_path):
    """An installation whose documents get a timestamp."""
    (tmp_path / "trust.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    settings.SEAL_LEVEL, settings.TIMESTAMP_URL = "B-T", f"{authority.address}/tsa"
    settings.SEAL_TRUST = str(tmp_path / "trust.pem")
    return authority


@pytest.mark.feature("B12")
def test_a_document_carries_a_timestamp_when_the_installation_asks_one(sign_all, stamped):
    agreement = sign_all()
    assert seal_complete_agreements() == 1
    with member_door(agreement.partnership):
        document = Document.objects.get()
        found = examine_pdf(bytes_of(document))
    assert (document.seal_level, found.verdict, found.stamped_at is not None) == ("B-T", "ours_unchanged", True)


@pytest.mark.feature("B12")
def test_an_authority_that_is_away_makes_the_document_wait_and_never_stops_the_others(sign_all, stamped, settings, now):
    agreement, stamped.stopped, settings.SEAL_TRIES = sign_all(), True, 3
    with member_door(agreement.partnership):
        assert seal_agreement(agreement, at=now) is None
        assert Agreement.objects.get().state == AgreementState.COMPLETE  # it is being made
        assert seal_agreement(agreement, at=now + timedelta(minutes=1)) is None  # it pauses
        assert Agreement.objects.get().sealing_tries == 1
        assert seal_agreement(agreement, at=now + timedelta(minutes=3)) is None
        assert Agreement.objects.get().sealing_tries == 2
        stamped.stopped = False
        document = seal_agreement(agreement, at=now + timedelta(minutes=8))
        assert document is not None
        assert document.seal_level == "B-T"
        assert not Activity.objects.filter(verb="sealed_without_timestamp").exists()


@pytest.mark.feature("B12")
def test_after_the_last_try_it_is_sealed_without_timestamp_and_says_so(sign_all, stamped, settings, now):
    agreement, stamped.stopped, settings.SEAL_TRIES = sign_all(), True, 2
    with member_door(agreement.partnership):
        assert seal_agreement(agreement, at=now) is None
        settings.TIMESTAMP_REQUIRED = True
        assert seal_agreement(agreement, at=now + timedelta(minutes=3)) is None  # rather none than one without
        settings.TIMESTAMP_REQUIRED = False
        document = seal_agreement(agreement, at=now + timedelta(hours=1))
        assert document is not None
        assert document.seal_level == "B-B"
        assert Activity.objects.filter(verb="sealed_without_timestamp").count() == 1
        pdf = bytes_of(document)
    assert examine_pdf(pdf).verdict == "ours_unchanged"
    reason = PdfFileReader(BytesIO(pdf)).embedded_signatures[0].sig_object["/Reason"]
    assert re.search("tijdstempel|timestamp", reason)


def test_a_key_that_does_not_open_makes_every_document_wait(sign_all, settings, now, tmp_path):
    agreement, settings.SEAL_PKCS12 = sign_all(), str(tmp_path / "gone.p12")
    assert seal_complete_agreements() == 0
    settings.SEAL_PKCS12 = ""
    with member_door(agreement.partnership):
        assert seal_agreement(agreement, at=now + timedelta(minutes=5)) is not None


WORKER = """
import sys, time
import django
django.setup()
from partnerships.domain import sealing
from partnerships.domain.agreements import send_agreement
from partnerships import tasks
drawing = sealing.render_pdf
def slow(*args, **kwargs):
    pdf = drawing(*args, **kwargs)
    print("drawn", flush=True)
    if "sleep" in sys.argv: time.sleep(60)
    return pdf
sealing.render_pdf = slow
print(tasks.seal_complete_agreements(), flush=True)
"""


def environment_of_worker(tmp_path: Path) -> dict[str, Any]:
    """How a process of its own reaches the database of this test."""
    given = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}",
        "DATA_DIR": str(tmp_path), "SECRET_KEY": house.SECRET_KEY, "ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return {"cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "text": True}


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_document_with_one_number_and_one_round_of_mail(sign_all, tmp_path):
    """Two real processes start together; the second finds the lease of the first."""
    if connection.vendor != "postgresql":
        pytest.fail("Two processes need PostgreSQL; script/heavy starts it.")
    agreement, run = sign_all(), environment_of_worker(tmp_path)
    both = [subprocess.Popen([sys.executable, "-c", WORKER], **run) for _ in range(2)]
    told = sorted(worker.communicate(timeout=180)[0] for worker in both)
    assert [worker.returncode for worker in both] == [0, 0]
    assert told == ["0\n", "drawn\n1\n"]
    with member_door(agreement.partnership):
        document = Document.objects.get()
        assert Agreement.objects.get().document == document
        assert document.sealed_id == agreement.document_number
        assert Outbox.objects.filter(template="agreement_complete").count() == 7
        assert Activity.objects.filter(verb="sealed_agreement").count() == 1


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(sign_all, tmp_path):
    """A real process on the same database, killed with signal 9 between drawing and filing; then a second one."""
    if connection.vendor != "postgresql":
        pytest.fail("Two processes need PostgreSQL; script/heavy starts it.")
    agreement = sign_all()
    run = environment_of_worker(tmp_path)
    with subprocess.Popen([sys.executable, "-c", WORKER, "sleep"], **run) as first:
        assert first.stdout
        assert first.stdout.readline() == "drawn\n"
        os.kill(first.pid, signal.SIGKILL)
        first.wait(10)
    with member_door(agreement.partnership):
        assert Document.objects.count() == 0
        lease = Agreement.objects.get().sealing_until
        assert lease is not None
        Agreement.objects.update(sealing_until=lease - 2 * LEASE)  # instead of waiting for five minutes
    second = subprocess.run([sys.executable, "-c", WORKER], check=True, timeout=120, **run)
    assert second.stdout == "drawn\n1\n"
    with member_door(agreement.partnership):
        assert Agreement.objects.get().document == Document.objects.get()
        assert Outbox.objects.filter(template="agreement_complete").count() == 7
        assert Activity.objects.filter(verb="sealed_agreement").count() == 1


def test_the_sheet_names_the_template_in_words():
    assert template_words("declaration-1").endswith(
        ("Intentieverklaring, versie 1", "Declaration of intent, version 1")
    )
    assert "gone-9" in template_words("gone-9")
    assert template_words("") == ""
