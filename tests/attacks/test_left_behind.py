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

from partnerships.domain import ceremony_photos
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.ceremonies import plan_ceremony
from partnerships.domain.ceremony_photos import add_photo
from partnerships.domain.filing import file_upload
from partnerships.domain.mandates import add_mandate
from partnerships.enums import DocumentKind
from partnerships.models import CeremonyPhoto, Contact, Cycle, Document, Mandate
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
