"""Drafting, sending, reminding, replacing and withdrawing: the verbs of the project leader."""

from datetime import timedelta

import pytest

from partnerships.documents.blocks import parse_blocks
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import (
    discard_draft,
    draft_agreement,
    revise_draft,
    send_agreement,
    why_not_send,
    withdraw_agreement,
)
from partnerships.domain.signatories import remind_signatory, replace_signatory, standings_closely
from partnerships.domain.signers import possible_witnesses
from partnerships.enums import AgreementKind, AgreementState, PartyKind, SignatureState
from partnerships.exceptions import (
    AlreadyAnswered,
    AlreadySent,
    LinkExpired,
    LiveRoundExists,
    PartiesMissing,
    ReasonNeeded,
    Refused,
    RemindedRecently,
    SignatoriesMissing,
    SigningStopped,
    StaleState,
)
from partnerships.models import Activity, Agreement, Contact, Outbox, Partner, Signature
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import drafted, sign_as

NEW = {"name": "Plaatsvervanger", "function": "Chef", "email": "plaatsvervanger@example.org", "mandate": ""}


def verbs() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.feature("F14")
def test_the_draft_names_ground_and_parties_and_holds_their_own_words(full_park, ann, now):
    with member_door(full_park):
        Partner.objects.filter(kind=PartyKind.POLICE).update(expectation="Minder inbraak.\n## En licht\n1. overal")
    draft = drafted(full_park, ann, now)
    assert "$" not in draft.text
    assert "De Wetering" in draft.text
    assert "Gemeente Oosterveen" in draft.text
    assert "Wat wij verwachten: Minder inbraak. ## En licht 1. overal" in draft.text or (
        "What we expect: Minder inbraak. ## En licht 1. overal" in draft.text
    )
    blocks = parse_blocks(draft.text)
    typed = [block.text for block in blocks if block.kind == "paragraph" and "Minder inbraak" not in block.text]
    assert [text for text in typed if "\n" in text] == []  # lines the scheme file wrapped are joined again
    assert draft.state == AgreementState.DRAFT
    with member_door(full_park):
        assert Outbox.objects.count() == 0


@pytest.mark.sqlite
def test_a_second_draft_waits_for_the_first_and_a_discarded_one_leaves_a_trace(draft, ann, now):
    with member_door(draft.partnership):
        with pytest.raises(LiveRoundExists):
            draft_agreement(draft.cycle, scheme_document=draft.scheme_document, by=ann, at=now)
        discard_draft(draft, by=ann, at=now)
        assert list(Agreement.objects.all()) == []
        assert verbs()[-2:] == ["drafted_agreement", "discarded_agreement"]


def test_a_document_the_scheme_does_not_sign_is_no_agreement(draft, ann, now):
    with member_door(draft.partnership), pytest.raises(KeyError):
        draft_agreement(draft.cycle, scheme_document="no-such-document", by=ann, at=now)


@pytest.mark.feature("F16")
def test_sending_freezes_the_text_and_mails_every_signatory_once(draft, ann, now):
    with member_door(draft.partnership):
        sent = send_agreement(draft, by=ann, at=now)
        assert sent.text_sha256 == text_hash(sent.text)
        assert sent.document_number.startswith("BN-")
        asked = set(Signature.objects.values_list("email", flat=True))
        mails = Outbox.objects.all()
        assert {mail.to for mail in mails} == asked
        assert len(mails) == 6
        assert all("/sign/" not in str(mail.context) + mail.token_for for mail in mails)
        with pytest.raises(AlreadySent):
            send_agreement(draft, by=ann, at=now)
        with pytest.raises(AlreadySent):
            revise_draft(sent, text="Iets anders", by=ann, at=now)
        with pytest.raises(AlreadySent):
            discard_draft(sent, by=ann, at=now)
        assert Outbox.objects.count() == 6


def test_a_text_changed_after_it_was_read_is_not_sent(draft, ann, now):
    with member_door(draft.partnership):
        seen = text_hash(draft.text)
        revise_draft(draft, text="## Een andere tekst", by=ann, at=now)
        with pytest.raises(StaleState):
            send_agreement(draft, by=ann, at=now, seen_sha256=seen)
        assert Outbox.objects.count() == 0


def test_an_empty_text_is_refused(draft, ann, now):
    with member_door(draft.partnership), pytest.raises(Refused, match=r"empty|leeg"):
        revise_draft(draft, text="  \n ", by=ann, at=now)


@pytest.mark.feature("F11")
def test_a_party_without_signatory_holds_the_sending_back(draft, ann, now):
    with member_door(draft.partnership):
        Contact.objects.filter(partner__kind=PartyKind.FIRE).update(signs=False)
        with pytest.raises(SignatoriesMissing, match="Brandweer Oost"):
            send_agreement(draft, by=ann, at=now)
        assert "Brandweer Oost" in why_not_send(draft)
        draft.refresh_from_db()
        assert (draft.sent_at, Signature.objects.count()) == (None, 0)


def test_a_required_party_that_does_not_take_part_holds_a_declaration_back(draft, ann, now):
    with member_door(draft.partnership):
        Partner.objects.filter(kind=PartyKind.FIRE).update(joined_on=None)
        with pytest.raises(PartiesMissing, match="Brandweer"):
            send_agreement(draft, by=ann, at=now)


@pytest.mark.feature("F17")
def test_an_insurer_may_witness_a_covenant_and_no_other_party_may(full_park, ann, now):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        police = Partner.objects.get(kind=PartyKind.POLICE)
        assert {one.kind for one in possible_witnesses(covenant)} == {PartyKind.INSURER, PartyKind.PARK_MANAGEMENT}
        with pytest.raises(Refused):
            send_agreement(covenant, by=ann, at=now, witnesses=[police])
        send_agreement(covenant, by=ann, at=now, witnesses=[insurer])
        assert [one.partner for one in Signature.objects.filter(as_witness=True)] == [insurer]
        assert Signature.objects.filter(as_witness=False).count() == 5


def test_a_declaration_knows_no_witnesses(draft, ann, now):
    with member_door(draft.partnership):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        with pytest.raises(Refused):
            send_agreement(draft, by=ann, at=now, witnesses=[insurer])


@pytest.mark.feature("F17")
def test_a_covenant_needs_no_party_twice_and_every_joined_party_once(full_park, ann, now):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        send_agreement(covenant, by=ann, at=now)
        assert Signature.objects.filter(as_witness=False).values("partner").distinct().count() == 6


def test_a_reminder_goes_at_most_once_a_day_and_says_so(signature, ann, now):
    with member_door(signature.partnership):
        with pytest.raises(RemindedRecently):
            remind_signatory(signature, by=ann, at=now + timedelta(hours=23))
        remind_signatory(signature, by=ann, at=now + timedelta(hours=25))
        with pytest.raises(RemindedRecently):
            remind_signatory(signature, by=ann, at=now + timedelta(hours=26))
        reminder = Outbox.objects.get(template="signature_reminder")
        assert (reminder.to, reminder.token_for) == (signature.email, signature.link)
        with pytest.raises(LinkExpired):
            remind_signatory(signature, by=ann, at=now + timedelta(days=400))


def test_another_signatory_gets_a_new_link_and_the_old_mail_is_not_sent(signature, ann, now):
    with member_door(signature.partnership):
        old = signature.link
        replace_signatory(signature, **NEW, by=ann, at=now)
        fresh = Signature.objects.get(pk=signature.pk)
        assert (fresh.name, fresh.email) == (NEW["name"], NEW["email"])
        assert fresh.link != old
        assert Outbox.objects.get(token_for=old).failed_at is not None
        assert Outbox.objects.get(token_for=fresh.link).to == NEW["email"]
        trail = Activity.objects.get(verb="replaced_signatory")
        assert (trail.details["old"], trail.details["new"]) == (signature.name, NEW["name"])
        with pytest.raises(StaleState):
            replace_signatory(signature, **NEW, by=ann, at=now)


def test_an_expired_link_can_be_renewed_for_the_same_person(signature, ann, now):
    late = now + timedelta(days=400)
    with member_door(signature.partnership):
        assert signature.state(at=late) == SignatureState.EXPIRED
        same = {"name": signature.name, "function": signature.function, "email": signature.email, "mandate": ""}
        replace_signatory(signature, **same, by=ann, at=late)
        assert Signature.objects.get(pk=signature.pk).state(at=late) == SignatureState.ASKED


def test_a_person_who_is_asked_already_is_not_asked_twice(signature, ann, now):
    with member_door(signature.partnership):
        Signature.objects.create(
            partnership=signature.partnership, agreement=signature.agreement, partner=signature.partner,
            email=NEW["email"], name="Al gevraagd", function="Chef", nonce="x", expires_at=signature.expires_at,
        )  # fmt: skip
        with pytest.raises(Refused, match=r"already|al gevraagd"):
            replace_signatory(signature, **NEW, by=ann, at=now)


def test_nobody_is_replaced_or_reminded_after_signing(signature, ann, now):
    with member_door(signature.partnership):
        sign_as(signature, now)
        with pytest.raises(AlreadyAnswered):
            replace_signatory(signature, **NEW, by=ann, at=now)
        with pytest.raises(AlreadyAnswered):
            remind_signatory(signature, by=ann, at=now + timedelta(days=2))


@pytest.mark.feature("F16")
def test_withdrawing_needs_a_reason_mails_everybody_and_opens_the_way_to_a_new_round(sent, ann, now):
    with member_door(sent.partnership):
        with pytest.raises(ReasonNeeded):
            withdraw_agreement(sent, reason="  ", by=ann, at=now)
        withdraw_agreement(sent, reason="De grens klopt niet.", by=ann, at=now)
        assert Outbox.objects.filter(template="agreement_withdrawn").count() == 6
        with pytest.raises(SigningStopped):
            withdraw_agreement(sent, reason="Nog eens", by=ann, at=now)
        again = draft_agreement(sent.cycle, scheme_document=sent.scheme_document, by=ann, at=now, text="## Nieuw")
        old = Agreement.objects.get(pk=sent.pk)
        assert (old.state, old.round, old.text) == (AgreementState.WITHDRAWN, 1, sent.text)
        assert (again.round, again.text) == (2, "## Nieuw")


def test_a_failed_mail_shows_at_the_signatory(sent, now):
    with member_door(sent.partnership):
        Outbox.objects.filter(to="police@example.org").update(failed_at=now, last_error="550")
        rows = list(sent.signatures.select_related("partner__organisation"))
        failed = {one.signature.email: one.mail and one.mail.failed_at for one in standings_closely(sent, rows, at=now)}
        assert failed["police@example.org"] == now
        assert failed["fire@example.org"] is None
