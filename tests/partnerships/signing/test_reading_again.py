"""Who answered reads the text again; who may not, reads nothing of it: by link, and signed in (F16)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import drop_refused, withdraw_agreement
from partnerships.domain.drafting import draft_agreement
from partnerships.domain.signatories import replace_signatory
from partnerships.models import Agreement, AgreementAnnex, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, content_of, drafted, hand_over_as, page, refuse_as, sign_as
from tests.partnerships.signing.test_ink_and_files import annexed, plan_of
from tests.partnerships.signing.test_sealing import text_of

pytestmark = pytest.mark.feature("F16")
TEXT = "signature-text"  # the text as a file
LAST_WORDS = "Wij komen hier twee keer per jaar op terug."


@pytest.fixture
def annex(full_park, sent, now) -> AgreementAnnex:
    """A plan that belongs to the text, as if it was chosen before sending."""
    with member_door(full_park):
        found: AgreementAnnex = annexed(sent, plan_of(full_park, now))
        return found


def of_kind(sent: Agreement, kind: str) -> Signature:
    with member_door(sent.partnership):
        found: Signature = Signature.objects.select_related(*READ).get(agreement=sent, partner__kind=kind)
        return found


def answered(signature: Signature, at, *, reason: str = "") -> None:
    """Signed, or with ``reason`` refused."""
    with member_door(signature.partnership):
        if reason:
            refuse_as(signature, reason=reason, at=at)
        else:
            sign_as(signature, at)


def to_annex(signature: Signature, annex: AgreementAnnex) -> str:
    token = page(signature).rstrip("/").split("/")[-1]
    return reverse("partnerships:signature-annex", kwargs={"uuid": signature.uuid, "token": token, "pk": annex.pk})


def reads(signature: Signature, annex: AgreementAnnex) -> set[str]:
    """What of the text this link gives: on its page, as its annex and, where the page shows nothing, as a file."""
    client, found = Client(), set()
    shown = client.get(page(signature))
    if 'class="bn-sheet"' in shown.content.decode():
        found.add("page")
    elif client.get(page(signature, TEXT)).get("Content-Type") == "application/pdf":
        found.add("file")
    answer = client.get(to_annex(signature, annex))
    if answer.status_code == 200 and answer.streaming:
        content_of(answer)
        found.add("annex")
    return found


EVERYTHING = {"page", "annex"}


def test_who_signed_reads_the_very_text_again_before_the_others_have_signed(signature, annex, client, now):
    before = client.get(page(signature))
    parts = before.context["parts"]
    answered(signature, now)
    after = client.get(page(signature))
    assert after.templates[0].name == "partnerships/signature_signed.html"
    assert after.context["parts"] == parts
    assert after.content.decode().count('<span id="part-') == len(parts) > 1
    assert to_annex(signature, annex) in after.content.decode()
    assert signature.agreement.text_sha256[:16] in after.content.decode()
    assert reads(signature, annex) == EVERYTHING


def test_the_text_to_keep_is_the_one_that_was_signed_and_says_that_it_is_not_sealed(signature, tmp_path, now):
    answered(signature, now)
    answer = Client().get(page(signature, TEXT))
    assert answer["Content-Disposition"].startswith("attachment")
    words = text_of(answer.content, tmp_path)
    with member_door(signature.partnership):
        text = Agreement.objects.get(pk=signature.agreement_id).text
    assert text_hash(text) == signature.agreement.text_sha256
    for said in (signature.agreement.text_sha256, signature.agreement.document_number, "nietverzegeld"):
        assert said in words
    last = text.strip().splitlines()[-1].split()
    assert "".join(last[-3:]).strip("*_#") in words  # to its end, not its first page


def test_a_newer_round_does_not_change_what_an_older_link_shows(sent, annex, ann, now):
    signed, refuses = of_kind(sent, "police"), of_kind(sent, "fire")
    answered(signed, now)
    answered(refuses, now, reason="Artikel 4 gaat te ver.")
    with member_door(sent.partnership):
        draft_agreement(sent.cycle, scheme_document=sent.scheme_document, by=ann, at=now, text=LAST_WORDS)
    shown = Client().get(page(signed))
    assert LAST_WORDS not in shown.content.decode()
    assert shown.context["agreement"].pk == sent.pk
    assert reads(signed, annex) == EVERYTHING


def test_who_refused_reads_what_they_refused_as_long_as_the_link_works(sent, annex, now):
    refuses, never = of_kind(sent, "fire"), of_kind(sent, "police")
    answered(refuses, now, reason="Artikel 4 gaat te ver.")
    assert reads(refuses, annex) == EVERYTHING
    assert reads(never, annex) == set()  # who did not answer has nothing to read again
    with member_door(sent.partnership):
        Signature.objects.filter(pk=refuses.pk).update(expires_at=now - timedelta(days=1))
    assert reads(refuses, annex) == set()
    assert "Artikel 4 gaat te ver." in Client().get(page(refuses)).content.decode()  # their own reason stays


def test_a_withdrawn_text_is_shown_to_nobody(sent, annex, ann, now):
    signed, never = of_kind(sent, "fire"), of_kind(sent, "police")
    answered(signed, now)
    with member_door(sent.partnership):
        withdraw_agreement(sent, reason="Er staat een naam in.", by=ann, at=now)
    assert reads(signed, annex) == reads(never, annex) == set()
    assert "Er staat een naam in." in Client().get(page(signed)).content.decode()


def test_a_refused_text_that_is_withdrawn_after_that_is_shown_to_nobody(sent, annex, ann, now):
    signed, refuses = of_kind(sent, "police"), of_kind(sent, "fire")
    answered(signed, now)
    answered(refuses, now, reason="Nee.")
    with member_door(sent.partnership):
        drop_refused(sent, reason="Wij stoppen ermee.", by=ann, at=now)
    assert reads(signed, annex) == reads(refuses, annex) == set()


def test_a_link_that_expired_was_handed_over_or_replaced_gives_nothing(sent, annex, ann, now):
    expired, moved, replaced = (of_kind(sent, kind) for kind in ("police", "fire", "municipality"))
    with member_door(sent.partnership):
        Signature.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(days=1))
        to = {"name": "Collega", "function": "Chef", "email": "collega@fire.example.org"}
        hand_over_as(moved, at=now, **to)
        replace_signatory(replaced, **{**to, "email": "ander@example.org"}, mandate="", by=ann, at=now)
        colleague = Signature.objects.select_related(*READ).get(pk=moved.pk)
    answered(colleague, now)
    for one in (expired, moved, replaced):
        assert reads(one, annex) == set()
    assert reads(colleague, annex) == EVERYTHING  # and who signed in their place does


def test_who_signed_in_time_reads_it_also_when_the_time_to_sign_is_over(signature, annex, now):
    answered(signature, now)
    with member_door(signature.partnership):
        Signature.objects.filter(pk=signature.pk).update(expires_at=now - timedelta(days=1))
    assert reads(signature, annex) == EVERYTHING


@pytest.mark.parametrize("name", ["signature-open", TEXT])
def test_the_text_stays_between_the_link_and_its_reader(signature, client, now, name):
    answered(signature, now)
    answer = client.get(page(signature, name))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert client.post(page(signature, TEXT)).status_code == 405
    assert client.get(page(signature, TEXT)[:-7] + "x/text/").status_code == 404


def test_a_text_that_was_changed_below_us_is_not_handed_out_as_the_signed_one(signature, client, now):
    answered(signature, now)
    with member_door(signature.partnership):
        Agreement.objects.filter(pk=signature.agreement_id).update(text="Iets heel anders.")
    assert client.get(page(signature, TEXT)).status_code == 302
    shown = client.get(page(signature)).content.decode()
    assert "Iets heel anders." not in shown


def test_a_member_keeps_the_text_of_a_running_round_from_its_page(sent, ann, bert, carla, tmp_path):
    url = reverse("partnerships:agreement-text", kwargs={"partnership": sent.partnership.slug, "uuid": sent.uuid})
    for member in (ann, bert):
        assert url in client_of(member).get(sent.get_absolute_url()).content.decode()
        answer = client_of(member).get(url)
        assert sent.text_sha256 in text_of(answer.content, tmp_path)
    assert client_of(carla).get(url).status_code == 404
    assert client_of(ann).post(url).status_code == 405


def test_there_is_no_copy_of_a_draft_and_the_sealed_one_comes_in_its_place(full_park, ann, now, sign_all, sent):
    def url(agreement: Agreement) -> str:
        here = {"partnership": full_park.slug, "uuid": agreement.uuid}
        return reverse("partnerships:agreement-text", kwargs=here)

    sign_all()
    seal_complete_agreements()
    assert url(sent) not in client_of(ann).get(sent.get_absolute_url()).content.decode()
    draft = drafted(full_park, ann, now, "covenant")
    assert client_of(ann).get(url(draft)).status_code == 404
