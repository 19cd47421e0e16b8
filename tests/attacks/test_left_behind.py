"""What a verb that fails leaves behind: no file without a row, and no evidence that goes with a person."""

import contextlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from oversight.domain.forgetting import forget_mails
from partnerships.domain import ceremony_photos
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.attachment_news import tell_own_people
from partnerships.domain.attachments import record_notice
from partnerships.domain.ceremonies import plan_ceremony
from partnerships.domain.ceremony_photos import add_photo
from partnerships.domain.filing import file_upload
from partnerships.domain.mandates import add_mandate
from partnerships.domain.sending_warnings import WARNINGS, add_warning
from partnerships.enums import DocumentKind
from partnerships.models import (
    Activity,
    Agreement,
    CeremonyPhoto,
    Contact,
    Cycle,
    Document,
    Mandate,
    Organisation,
    Outbox,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import draft, full_park, now, own_files, sent, sign_all

__all__ = ["draft", "full_park", "now", "own_files", "sent", "sign_all"]
pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


def files(settings):
    folder = Path(settings.MEDIA_ROOT) / "documents"
    return sorted(folder.iterdir()) if folder.exists() else []


def picture():
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    return SimpleUploadedFile("foto.png", written.getvalue())


def test_a_photo_that_is_not_kept_leaves_no_file(full_park, ann, now, settings, monkeypatch):
    def breaks(*_args, **_more):
        raise RuntimeError("the power went")

    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        ceremony = plan_ceremony(cycle, title="Feest", starts_at=now + timedelta(days=9), location="x", by=ann, at=now)
        words = {"caption": "x", "consent": True, "consent_asked_by": "Ann", "consent_on": now.date(), "on": now.date()}
        monkeypatch.setattr(ceremony_photos, "record", breaks)
        with pytest.raises(RuntimeError):
            add_photo(ceremony, picture(), **words, by=ann, at=now)
        assert not CeremonyPhoto.objects.exists()
        assert not Document.objects.exists()
        assert files(settings) == []
        monkeypatch.undo()


def test_blocks_in_each_other_take_their_files_along(full_park, ann, now, settings):
    def put(name):
        return file_upload(
            full_park, SimpleUploadedFile(name, PDF), kind=DocumentKind.EVIDENCE, title=name, by=ann, at=now
        )

    @all_or_nothing()
    def fails(*names, inside=""):
        if inside:
            with all_or_nothing():
                put(inside)
        for name in names:
            put(name)
        raise ZeroDivisionError

    @all_or_nothing()
    def stays():
        put("blijft.pdf")
        with contextlib.suppress(ZeroDivisionError):
            fails("gaat.pdf")

    with member_door(full_park):
        with pytest.raises(ZeroDivisionError):
            fails("buiten.pdf", inside="binnen.pdf")
        assert files(settings) == []
        stays()
        assert [one.filename for one in Document.objects.all()] == ["blijft.pdf"]
        assert len(files(settings)) == 1


def test_a_letter_that_is_refused_leaves_no_file(sign_all, ann, now, settings):
    signed = sign_all()
    with member_door(signed.partnership):
        contact = Contact.objects.get(email="fire@example.org")
    before = files(settings)
    today = timezone.localdate(now)
    given = {
        "party": contact.partner_id, "reason": "Fusie", "way": "paper", "given_on": today, "counts_from": today,
        "contact": contact.pk, "upload": SimpleUploadedFile("brief.pdf", PDF),
    }  # fmt: skip
    address = reverse(
        "partnerships:agreement-leave", kwargs={"partnership": signed.partnership.slug, "uuid": signed.uuid}
    )
    assert client_of(ann).post(address, given).status_code == 200  # counts from today: refused
    assert files(settings) == before


def test_a_mandate_somebody_signed_on_stays(sent, ann, now):
    with member_door(sent.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        spare = Contact.objects.create(
            partnership=sent.partnership, partner=contact.partner, name="Reserve", function="x",
            email="reserve@example.org", represents=False, signs=False,
        )  # fmt: skip
        for one in (contact, spare):
            add_mandate(one, basis="Besluit", scope=[], valid_from=now.date(), valid_until=None, by=ann, at=now)
    client = client_of(ann)
    for one in (contact, spare):
        client.post(reverse("partnerships:contact-remove", kwargs={"partnership": sent.partnership.slug, "pk": one.pk}))
    with member_door(sent.partnership):
        assert Contact.objects.filter(pk=contact.pk).exists()
        assert Mandate.objects.get().contact == contact  # the other one never was asked anything


def test_a_text_that_did_not_go_left_no_word_that_it_went_in_spite_of_something(
    full_park, draft, ann, bert, now, settings
):
    settings.MAIL_OUTSIDERS_PER_DAY = 1
    add_warning(always)
    try:
        send = reverse("certification:agreement-send", kwargs={"partnership": full_park.slug, "uuid": draft.uuid})
        given = {"seen": text_hash(draft.text), "despite": "1", "reason": "Haast"}
        assert client_of(ann).post(send, given).status_code == 200
        with member_door(full_park):
            assert not Activity.objects.filter(verb="sent_despite_warning").exists()
        settings.MAIL_OUTSIDERS_PER_DAY = 100
        assert client_of(ann).post(send, given).status_code == 302
        with member_door(full_park):
            assert Activity.objects.filter(verb="sent_despite_warning").count() == 1
    finally:
        WARNINGS.remove(always)


def always(_agreement, _on):
    return "Het is nog te vroeg."


def test_a_party_hears_of_its_notice_on_paper_also_when_its_addresses_were_changed_first(sign_all, ann, now):
    signed = sign_all()
    today = timezone.localdate(now)
    with member_door(signed.partnership):
        Agreement.objects.filter(pk=signed.pk).update(notice_days=0)
        parent = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=signed.pk)
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        Contact.objects.filter(pk=contact.pk).update(email="alias@example.net", name="Iemand")
        contact.refresh_from_db()
        scan = file_upload(
            parent.partnership, SimpleUploadedFile("b.pdf", PDF), kind=DocumentKind.EVIDENCE, title="B", by=ann, at=now
        )
        record_notice(
            parent, contact, reason="Weg", counts_from=today + timedelta(days=1), given_on=today, scan=scan, by=ann,
            at=now,
        )  # fmt: skip
        told = set(Outbox.objects.filter(template="notice_recorded").values_list("to", flat=True))
        assert told == {"alias@example.net", "fire@example.org"}


def test_who_was_forgotten_hears_nothing_of_it(sign_all, ann, now):
    signed = sign_all()
    with member_door(signed.partnership):
        contact = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        forget_mails(Outbox.objects.filter(to="fire@example.org"))
        Contact.objects.filter(pk=contact.pk).update(email="nieuw@example.net")
        notice = Agreement(partnership=signed.partnership, parent=signed, title="x", counts_from=now.date())
        tell_own_people(notice, contact.partner, given_on=now.date(), by=ann, at=now)
        told = set(Outbox.objects.filter(template="notice_recorded").values_list("to", flat=True))
    assert told == {"nieuw@example.net"}


def test_an_organisation_goes_with_the_invitation_that_was_refused(full_park, ann, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 0
    address = reverse("partnerships:party-invite", kwargs={"partnership": full_park.slug})
    given = {"new_name": "Onbekend BV", "name": "Een Mens", "function": "Chef", "email": "mens@example.net"}
    assert client_of(ann).post(f"{address}?kind=company", given).status_code == 200
    assert not Organisation.objects.filter(name="Onbekend BV").exists()
