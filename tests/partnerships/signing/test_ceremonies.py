"""Planning the day on which is signed: date, place, guests, signing list, photos with consent (F79)."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from oversight.domain.erasing import erase
from partnerships.domain.ceremonies import cancel_ceremony, plan_ceremony
from partnerships.domain.ceremony_guests import add_guest, answer_invitation, invite_guests
from partnerships.enums import Coming
from partnerships.exceptions import Refused, StaleState
from partnerships.mail import compose
from partnerships.models import Activity, Ceremony, CeremonyGuest, CeremonyPhoto, Cycle, Document, Outbox
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, content_of, sign_as

pytestmark = [pytest.mark.django_db, pytest.mark.feature("F79")]


@pytest.fixture
def ceremony(full_park, ann, now):
    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        return plan_ceremony(
            cycle, title="Feestelijke ondertekening", starts_at=now + timedelta(days=14), location="Raadszaal",
            programme="15.00 Inloop", press_note="Fotomoment om 15.30", by=ann, at=now,
        )  # fmt: skip


@pytest.fixture
def guest(ceremony, ann, now):
    return listed(ceremony, ann, now)


def listed(ceremony, by, at, **different):
    given = {
        "name": "Wethouder", "organisation": "Gemeente", "email": "wethouder@example.org", "is_press": False,
        "coming": Coming.UNKNOWN, **different,
    }  # fmt: skip
    with member_door(ceremony.partnership):
        return add_guest(ceremony, **given, by=by, at=at)


def here(park, name, **row):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **row})


def link(guest, name="guest-open"):
    token = make_token("guest", str(guest.uuid), guest.nonce)
    return reverse(f"partnerships:{name}", kwargs={"uuid": guest.uuid, "token": token})


def fresh(guest):
    with member_door(guest.partnership_id):
        return CeremonyGuest.objects.get(pk=guest.pk)


def plan(**different):
    soon = timezone.localtime(timezone.now() + timedelta(days=9))
    return {
        "title": "Ondertekening", "starts_at": soon.strftime("%Y-%m-%dT%H:%M"), "location": "Stadhuis",
        "programme": "15.00 Inloop\n15.30 Tekenen", "press_note": "", **different,
    }  # fmt: skip


def picture():
    """A photo that says where it was taken and with what."""
    image, exif, written = Image.new("RGB", (30, 20), "blue"), Image.Exif(), io.BytesIO()
    exif[0x010F] = "Geheime camera"
    image.save(written, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", written.getvalue())


def photo(**different):
    return {
        "photo": picture(), "caption": "De handtekeningen", "consent": "on", "consent_asked_by": "De secretaris",
        "consent_on": timezone.localdate().isoformat(), **different,
    }  # fmt: skip


def test_a_ceremony_is_planned_with_its_text_and_the_signing_list_follows(full_park, sent, ann, now):
    client = client_of(ann)
    assert client.get(here(full_park, "ceremonies")).status_code == 200
    assert client.get(here(full_park, "ceremony-add")).status_code == 200
    answer = client.post(here(full_park, "ceremony-add"), plan(agreement=sent.pk))
    assert answer.status_code == 302
    with member_door(full_park):
        made = Ceremony.objects.get()
        first, *_rest = sent.signatures.select_related(*READ)
        sign_as(first, now)
        everybody = list(sent.signatures.values_list("partner__organisation__name", flat=True))
    assert made.title in client.get(here(full_park, "ceremonies")).content.decode()
    for name in ("ceremony", "ceremony-day"):
        shown = client.get(here(full_park, name, uuid=made.uuid))
        assert [one.signed_at is not None for one in shown.context["signing"]].count(True) == 1
        words = shown.content.decode()
        for expected in ("Stadhuis", "15.30 Tekenen", *everybody):
            assert expected in words


def test_guests_are_invited_once_and_answer_by_link_without_an_account(full_park, ceremony, ann, now, guest):
    listed(ceremony, ann, now, name="Buur", email="")
    press = listed(ceremony, ann, now, name="Krant", email="krant@example.org", is_press=True)
    client, url = client_of(ann), here(full_park, "guests-invite", uuid=ceremony.uuid)
    client.post(url)
    client.post(url)  # a second press invites nobody twice
    with member_door(full_park):
        mails = {mail.to: mail for mail in Outbox.objects.filter(template="ceremony_invitation")}
        assert set(mails) == {guest.email, press.email}
        assert link(guest) in compose(mails[guest.email]).body
        assert "Fotomoment" not in compose(mails[guest.email]).body
        assert "Fotomoment" in compose(mails[press.email]).body
    visitor = Client()
    for _twice in range(2):  # a mail scanner looks first
        assert visitor.get(link(guest)).status_code == 200
        assert visitor.head(link(guest)).status_code == 200
    assert fresh(guest).coming == Coming.UNKNOWN
    assert visitor.post(link(guest, "guest-answer"), {"coming": "yes"}).status_code == 302
    assert fresh(guest).coming == Coming.YES
    visitor.post(link(guest, "guest-answer"), {"coming": "no"})
    assert fresh(guest).coming == Coming.NO
    visitor.post(link(guest, "guest-answer"), {"coming": "perhaps"})
    assert fresh(guest).coming == Coming.NO
    with member_door(full_park):
        acts = Activity.objects.filter(verb__endswith="ed_ceremony", actor=None).order_by("pk")
        assert list(acts.values_list("verb", flat=True)) == ["accepted_ceremony", "declined_ceremony"]
        assert {act.actor_name for act in acts} == {guest.name}


def test_the_page_of_a_guest_shows_nothing_else_of_the_partnership(full_park, ceremony, guest, ann, now):
    listed(ceremony, ann, now, name="Iemand Anders", email="ander@example.org")
    words = Client().get(link(guest)).content.decode()
    for private in ("Iemand Anders", "Fotomoment", f"/p/{full_park.slug}/", ann.email):
        assert private not in words


def test_moving_tells_the_invited_and_asks_again(full_park, ceremony, guest, ann, now):
    uninvited = listed(ceremony, ann, now, name="Later", email="later@example.org")
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
        answer_invitation(guest, coming=Coming.YES, at=now)
        CeremonyGuest.objects.filter(pk=uninvited.pk).update(invited_at=None)
    client, url = client_of(ann), here(full_park, "ceremony-edit", uuid=ceremony.uuid)
    same = timezone.localtime(ceremony.starts_at).strftime("%Y-%m-%dT%H:%M:%S.%f")
    assert client.get(url).status_code == 200
    client.post(url, plan(title="Andere naam", location="Raadszaal", starts_at=same))
    with member_door(full_park):
        assert not Outbox.objects.filter(template="ceremony_moved").exists()  # another name moves nothing
    assert fresh(guest).coming == Coming.YES
    assert client.post(url, plan(location="Kerk")).status_code == 302
    with member_door(full_park):
        mail = Outbox.objects.get(template="ceremony_moved")
        assert mail.to == guest.email
        assert "Kerk" in compose(mail).body
    assert fresh(guest).coming == Coming.UNKNOWN
    past = plan(starts_at="2020-01-01T10:00")
    assert client.post(url, past).context["form"].errors


def test_cancelling_tells_the_invited_with_the_reason_and_ends_it(full_park, ceremony, guest, ann, now):
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
    client, url = client_of(ann), here(full_park, "ceremony-cancel", uuid=ceremony.uuid)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Storm"}).status_code == 302
    with member_door(full_park):
        assert "Storm" in compose(Outbox.objects.get(template="ceremony_cancelled")).body
        with pytest.raises(StaleState):
            cancel_ceremony(ceremony, reason="Nog eens", by=ann, at=now)
        with pytest.raises(Refused):
            answer_invitation(guest, coming=Coming.YES, at=now)
    Client().post(link(guest, "guest-answer"), {"coming": "yes"})
    assert fresh(guest).coming == Coming.UNKNOWN
    for name in ("ceremony-edit", "guest-add"):
        client.post(here(full_park, name, uuid=ceremony.uuid), {**plan(), "name": "X", "coming": "unknown"})
    client.post(here(full_park, "guests-invite", uuid=ceremony.uuid))
    with member_door(full_park):
        assert CeremonyGuest.objects.count() == 1
        assert Ceremony.objects.get().title == "Feestelijke ondertekening"


def test_a_guest_is_put_right_and_taken_off(full_park, ceremony, guest, ann, now):
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
    client, old = client_of(ann), link(guest)
    url = here(full_park, "guest-edit", pk=guest.pk)
    assert client.get(url).status_code == 200
    data = {"name": "Wethouder", "organisation": "Gemeente", "email": "nieuw@example.org", "coming": "yes"}
    assert client.post(url, data).status_code == 302
    kept = fresh(guest)
    assert (kept.coming, kept.invited_at) == (Coming.YES, None)
    assert Client().get(old).status_code == 404
    with member_door(full_park):
        assert Outbox.objects.get(template="ceremony_invitation").failed_at  # not sent to the old address
    assert client.post(here(full_park, "guest-add", uuid=ceremony.uuid), data).context["form"].errors  # twice
    client.post(here(full_park, "guest-remove", pk=guest.pk))
    assert Client().get(link(kept)).status_code == 404


def test_the_guest_list_filters_and_leaves_as_a_file(full_park, ceremony, guest, ann, bert, now):
    listed(ceremony, ann, now, name="Krant", email="krant@example.org", is_press=True)
    page = client_of(ann).get(here(full_park, "ceremony", uuid=ceremony.uuid), {"is_press": "True"})
    assert [one.name for one in page.context["page_obj"]] == ["Krant"]
    words = client_of(ann).get(here(full_park, "guests-csv", uuid=ceremony.uuid), {"q": "wethouder"}).content.decode()
    assert guest.email in words
    assert "krant@" not in words
    partner = client_of(bert).get(here(full_park, "ceremony", uuid=ceremony.uuid)).content.decode()
    assert guest.name in partner
    assert guest.email not in partner  # addresses are for who leads


def test_a_photo_needs_consent_and_loses_its_metadata(full_park, ceremony, ann, settings):
    client, url = client_of(ann), here(full_park, "photo-add", uuid=ceremony.uuid)
    assert client.get(url).status_code == 200
    without = photo()
    del without["consent"]
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = [without, photo(consent_asked_by=""), photo(consent_on=tomorrow)]
    wrong += [photo(photo=SimpleUploadedFile("a.jpg", b"%PDF-1.7\n%%EOF"))]
    for data in wrong:
        assert client.post(url, data).context["form"].errors
    with member_door(full_park):
        assert not Document.objects.exists()
    assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert client.post(url, photo()).status_code == 302
    with member_door(full_park):
        kept = CeremonyPhoto.objects.select_related("document").get()
    assert (kept.consent_asked_by, kept.consent_on, kept.added_by_id) == ("De secretaris", timezone.localdate(), ann.pk)
    file = client.get(here(full_park, "document", uuid=kept.document.uuid))
    assert b"Geheime camera" not in content_of(file)
    assert "De secretaris" in client.get(here(full_park, "ceremony", uuid=ceremony.uuid)).content.decode()


def test_a_photo_goes_with_its_file_when_consent_is_withdrawn(
    full_park, ceremony, ann, settings, django_capture_on_commit_callbacks
):
    client = client_of(ann)
    client.post(here(full_park, "photo-add", uuid=ceremony.uuid), photo())
    with member_door(full_park):
        kept = CeremonyPhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(here(full_park, "photo-remove", pk=kept.pk)).status_code == 302
    with member_door(full_park):
        assert not Document.objects.exists()
    assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert client.post(here(full_park, "photo-remove", pk=kept.pk)).status_code == 404


def test_who_may_not_or_asks_in_the_wrong_way(full_park, ceremony, guest, bert, carla, ann):
    one, row = {"uuid": ceremony.uuid}, {"pk": guest.pk}
    pages = [
        ("ceremony-add", {}, "get"), ("ceremony-edit", one, "get"), ("ceremony-cancel", one, "get"),
        ("guests-csv", one, "get"), ("guest-add", one, "get"), ("guests-invite", one, "post"),
        ("guest-edit", row, "get"), ("guest-remove", row, "post"), ("photo-add", one, "get"),
        ("photo-remove", {"pk": 1}, "post"),
    ]  # fmt: skip
    for name, given, method in pages:
        url = here(full_park, name, **given)
        assert getattr(client_of(bert), method)(url).status_code == 403
        assert getattr(client_of(carla), method)(url).status_code == 404
        assert client_of(ann).delete(url).status_code == 405
    for name, given in (("ceremonies", {}), ("ceremony", one), ("ceremony-day", one)):
        url = here(full_park, name, **given)
        assert client_of(bert).get(url).status_code == 200
        assert client_of(carla).get(url).status_code == 404
        assert client_of(ann).post(url).status_code == 405
    assert Client().post(link(guest)).status_code == 405
    assert Client().get(link(guest, "guest-answer")).status_code == 405
    stranger = reverse("partnerships:guest-open", kwargs={"uuid": guest.uuid, "token": "x" * 43})
    assert Client().get(stranger).status_code == 404


def test_a_guest_who_asks_for_it_is_forgotten(full_park, ceremony, guest, ann, now):
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
    erase(guest.email, by=ann, on=now.date(), at=now)
    assert Client().get(link(guest)).status_code == 404
    with member_door(full_park):
        assert not CeremonyGuest.objects.exists()
        assert not Outbox.objects.filter(to=guest.email).exists()
