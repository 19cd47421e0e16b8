"""The recognition is signed, and every member downloads their own, in their own name (F80)."""

import hashlib
import subprocess
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.domain.recognition_copies import receivers, start_hand_out
from certification.models import RecognitionCopy
from partnerships.documents.verify import examine_pdf
from partnerships.domain.agreements import send_agreement
from partnerships.domain.granting import regrant
from partnerships.enums import AgreementKind, PartyKind, Role
from partnerships.exceptions import Refused
from partnerships.mail import compose
from partnerships.models import Activity, Agreement, Document, Job, Membership, Outbox, Partner, Signature
from partnerships.tasks import run_waiting_jobs, seal_complete_agreements
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import add_partner, client_of, found, make_user, newest_scheme
from tests.partnerships.signing.conftest import (  # noqa: F401  fixtures
    FIVE_MORE,
    READ,
    bytes_of,
    content_of,
    drafted,
    now,
    own_files,
    sign_as,
)
from tests.partnerships.signing.test_sealing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.feature("F80")]


def number_of(copy: RecognitionCopy) -> str:
    assert copy.document is not None
    assert copy.document.sealed_id
    return copy.document.sealed_id


@pytest.fixture
def members(ann, bert):
    """Besides the six who sign: the leader, and two more of the working group."""
    return [ann, bert, make_user("dora")]


@pytest.fixture
def recognised(ann, municipality, members, now):  # noqa: F811
    """A park whose recognition is signed by all and sealed, with nine people in it."""
    park = found("De Marke", ann, municipality, newest_scheme("recognition"))
    for kind, name in {PartyKind.POLICE: "Politie Basisteam Oost", **FIVE_MORE}.items():
        add_partner(park, name, kind)
    day = now.date()
    with member_door(park):
        police = Partner.objects.get(kind=PartyKind.POLICE)
        for user in members[1:]:
            Membership.objects.create(
                partnership=park, user=user, role=Role.REPRESENTATIVE, partner=police, valid_from=day
            )
            regrant(user, park, on=day)
    agreement = drafted(park, ann, now, AgreementKind.RECOGNITION)
    with member_door(park):
        send_agreement(agreement, by=ann, at=now)
        for one in Signature.objects.select_related(*READ):
            sign_as(one, now)
    seal_complete_agreements()
    with member_door(park):
        return Agreement.objects.select_related("partnership", "cycle").get()


def here(agreement, name):
    return reverse(f"certification:{name}", kwargs={"partnership": agreement.partnership.slug, "pk": agreement.pk})


def link(copy, name="recognition-copy"):
    token = make_token("recognition", str(copy.uuid), copy.nonce)
    return reverse(f"certification:{name}", kwargs={"uuid": copy.uuid, "token": token})


def given(agreement, by):
    """The leader presses, the worker works."""
    answer = client_of(by).post(here(agreement, "recognition-hand-out"))
    run_waiting_jobs()
    return answer


def test_nine_people_get_their_own_in_one_go_and_a_second_time_nothing_double(recognised, members, ann, tmp_path):
    client = client_of(ann)
    assert len(client.get(here(recognised, "recognition-copies")).context["missing"]) == 9
    bar = given(recognised, ann)
    assert client.get(bar["Location"]).status_code == 200  # the page with the bar
    with member_door(recognised.partnership):
        job = Job.objects.get()
        assert (job.done, job.total, job.error) == (9, 9, "")
        copies = list(RecognitionCopy.objects.select_related("document"))
        numbers = {number_of(one) for one in copies}
        assert (len(copies), len(numbers)) == (9, 9)
        mails = list(Outbox.objects.filter(template="recognition_copy"))
        assert sorted(mail.to for mail in mails) == sorted(one.email for one in copies)
        assert all(mail.attachment_id for mail in mails)
        copy = copies[0]
        pdf, words = bytes_of(copy.document), text_of(bytes_of(copy.document), tmp_path)
        signed = list(Signature.objects.select_related("partner__organisation"))
        document_number = recognised.document_number
    for expected in (copy.name, copy.organisation, "De Marke", document_number, *(one.signed_name for one in signed)):
        assert expected.replace(" ", "") in words
    checked = examine_pdf(pdf)
    assert (checked.verdict, checked.document_id) == ("ours_unchanged", number_of(copy))
    said = subprocess.run(["pdfsig", tmp_path / "agreement.pdf"], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in said
    page = Client().post(reverse("partnerships:check"), {"file": SimpleUploadedFile("w.pdf", pdf)})
    assert page.context["outcome"].verdict == "genuine"
    given(recognised, ann)
    with member_door(recognised.partnership):
        assert RecognitionCopy.objects.count() == 9
        assert Outbox.objects.filter(template="recognition_copy").count() == 9
        assert Activity.objects.filter(verb="made_recognition_copy").count() == 9
    assert client.get(here(recognised, "recognition-copies")).context["missing"] == []
    with member_door(recognised.partnership):
        Agreement.objects.filter(pk=recognised.pk).update(valid_until=timezone.localdate())
    page = Client().post(reverse("partnerships:check"), {"file": SimpleUploadedFile("w.pdf", pdf)})
    assert page.context["outcome"].known.ended  # with the recognition it was made of


def test_each_member_downloads_their_own_and_nobody_elses(recognised, members, ann):
    for user in members:
        assert client_of(user).get(here(recognised, "recognition-own")).status_code == 404
    given(recognised, ann)
    with member_door(recognised.partnership):
        rows = RecognitionCopy.objects.select_related("document")
        own = {one.email: hashlib.sha256(bytes_of(one.document)).hexdigest() for one in rows}
    files = set()
    for user in members:
        page = client_of(user).get(here(recognised, "recognition-copies"))
        assert page.context["own"].email == user.email
        files.add(content_of(client_of(user).get(here(recognised, "recognition-own"))))
        if user != ann:  # names and addresses of the others are for who leads
            assert not page.context["copies"]
            assert ann.email not in page.content.decode()
    assert len(files) == 3
    assert len(set(own.values())) == 9
    open_by_link(recognised)
    take_the_list(recognised, members)


def open_by_link(recognised):
    """A signatory without an account; looking twice, as a mail scanner does, changes nothing."""
    with member_door(recognised.partnership):
        copy = RecognitionCopy.objects.select_related("document").get(email="police@example.org")
        mail = Outbox.objects.get(template="recognition_copy", to=copy.email)
        assert link(copy) in compose(mail).body
        expected = bytes_of(copy.document)
    for _twice in range(2):
        assert Client().get(link(copy)).status_code == 200
        assert Client().head(link(copy)).status_code == 200
    assert number_of(copy) in Client().get(link(copy)).content.decode()
    assert content_of(Client().get(link(copy, "recognition-copy-pdf"))) == expected
    assert Client().post(link(copy)).status_code == 405
    assert Client().post(link(copy, "recognition-copy-pdf")).status_code == 405
    stranger = reverse("certification:recognition-copy", kwargs={"uuid": copy.uuid, "token": "x" * 43})
    assert Client().get(stranger).status_code == 404


def test_who_joins_later_gets_theirs_and_the_others_keep_theirs(recognised, ann, now):  # noqa: F811
    given(recognised, ann)
    later = make_user("emil")
    with member_door(recognised.partnership):
        Membership.objects.create(
            partnership=recognised.partnership, user=later, role=Role.SECRETARY, valid_from=now.date()
        )
        regrant(later, recognised.partnership, on=now.date())
        before = set(RecognitionCopy.objects.values_list("document", flat=True))
    given(recognised, ann)
    with member_door(recognised.partnership):
        after = set(RecognitionCopy.objects.values_list("document", flat=True))
    assert before < after
    assert len(after) == 10
    assert content_of(client_of(later).get(here(recognised, "recognition-own")))


def test_a_job_that_died_halfway_goes_on_where_it_stopped(recognised, ann, now, monkeypatch):  # noqa: F811
    from certification.domain import recognition_copies  # noqa: PLC0415  changed for a moment

    drawing = recognition_copies.draw
    drawn: list[int] = []

    def power_cut(*args, **kwargs):
        if len(drawn) == 4:
            raise SystemExit
        drawn.append(1)
        return drawing(*args, **kwargs)

    client_of(ann).post(here(recognised, "recognition-hand-out"))
    with monkeypatch.context() as cut:
        cut.setattr(recognition_copies, "draw", power_cut)
        with pytest.raises(SystemExit):
            run_waiting_jobs()
    with member_door(recognised.partnership):
        assert RecognitionCopy.objects.filter(document__isnull=False).count() == 4
        Job.objects.update(claimed_until=now - timedelta(minutes=1))  # instead of waiting for the lease
    run_waiting_jobs()
    with member_door(recognised.partnership):
        assert RecognitionCopy.objects.filter(document__isnull=False).count() == 9
        assert Outbox.objects.filter(template="recognition_copy").count() == 9
        assert Document.objects.filter(sealed_id__isnull=False).count() == 10  # and the recognition itself


def test_two_presses_at_once_start_one_job(recognised, ann, now):  # noqa: F811
    with member_door(recognised.partnership):
        first = start_hand_out(recognised, by=ann, on=now.date(), at=now)
        assert start_hand_out(recognised, by=ann, on=now.date(), at=now) == first


def test_nothing_is_given_before_it_is_sealed(recognised, ann, now):  # noqa: F811
    with member_door(recognised.partnership):
        Agreement.objects.filter(pk=recognised.pk).update(document=None)
        recognised.document = None
        with pytest.raises(Refused):
            start_hand_out(recognised, by=ann, on=now.date(), at=now)
    assert client_of(ann).post(here(recognised, "recognition-hand-out")).status_code == 302
    with member_door(recognised.partnership):
        assert not Job.objects.exists()
        assert len(receivers(recognised, on=now.date())) == 9


def take_the_list(recognised, members):
    ann = members[0]
    assert "police@example.org" in client_of(ann).get(here(recognised, "recognition-copies-csv")).content.decode()


def test_who_may_not_or_asks_in_the_wrong_way(recognised, ann, bert, carla):
    for name, method in (("recognition-copies-csv", "get"), ("recognition-hand-out", "post")):
        url = here(recognised, name)
        assert getattr(client_of(bert), method)(url).status_code == 403
        assert getattr(client_of(carla), method)(url).status_code == 404
        assert client_of(ann).delete(url).status_code == 405
    for name in ("recognition-copies", "recognition-own"):
        assert client_of(carla).get(here(recognised, name)).status_code == 404
        assert client_of(ann).post(here(recognised, name)).status_code == 405
