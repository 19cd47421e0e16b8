"""Versions, annexes and comments: the verbs around a draft."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from partnerships.documents.ids import new_document_id
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.domain.agreement_documents import document_of, find_document, general_documents
from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import send_agreement, withdraw_agreement
from partnerships.domain.annexes import annexes_of, choose_annexes, with_annexes, without_annexes
from partnerships.domain.commenting import comment_on, comments_warning, resolve_comment
from partnerships.domain.drafting import discard_draft, draft_agreement, restore_version, revise_draft, versions_of
from partnerships.domain.rounds import RoundPlan
from partnerships.domain.signers import planned_signers
from partnerships.domain.term_texts import with_term, without_term
from partnerships.enums import PartyKind
from partnerships.exceptions import AlreadySent, Refused, StaleState
from partnerships.models import Agreement, AgreementVersion, Cycle, Document, Outbox, Partner
from partnerships.tenancy.doors import member_door


def file(park, name, content=b"%PDF-1.7", kind="plan"):
    document = Document(
        partnership=park, kind=kind, title=f"{name} * 2026", filename=f"{name}.pdf", media_type="application/pdf",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), created_at="2026-03-10T10:00:00Z",
    )  # fmt: skip
    document.file.save("x.pdf", ContentFile(content))
    return document


def test_every_saved_text_is_a_version_and_can_be_put_back(covenant, ann, now):
    with member_door(covenant.partnership):
        first = covenant.text
        revise_draft(covenant, text="## Nieuw\n\nDe gemeente maait.", by=ann, at=now)
        revise_draft(covenant, text="## Nieuw\n\nDe gemeente maait.", by=ann, at=now)  # the same: no version
        kept = list(versions_of(covenant))
        assert [one.number for one in kept] == [1, 2]
        restore_version(covenant, kept[0], by=ann, at=now)
        assert Agreement.objects.get(pk=covenant.pk).text == first
        assert [one.number for one in versions_of(covenant)] == [1, 2, 3]


def test_two_people_at_once_lose_nothing(covenant, ann, now):
    with member_door(covenant.partnership):
        seen = text_hash(covenant.text)
        revise_draft(covenant, text="Een", by=ann, at=now, seen_sha256=seen)
        with pytest.raises(StaleState):
            revise_draft(covenant, text="Twee", by=ann, at=now, seen_sha256=seen)
        with pytest.raises(Refused):
            revise_draft(covenant, text=" \n", by=ann, at=now)


def test_a_change_after_sending_is_a_new_version_and_a_new_round(covenant, ann, now):
    park = covenant.partnership
    with member_door(park):
        sent = send_agreement(covenant, by=ann, at=now)
        with pytest.raises(AlreadySent):
            revise_draft(covenant, text="Anders", by=ann, at=now)
        with pytest.raises(AlreadySent):
            choose_annexes(covenant, documents=[file(park, "plan")], by=ann, at=now)
        withdraw_agreement(sent, reason="Een fout", by=ann, at=now)
        again = draft_agreement(
            Cycle.objects.select_related("partnership").get(), scheme_document=covenant.scheme_document, by=ann,
            at=now + timedelta(days=1), text="Anders",
        )  # fmt: skip
        assert (again.round, again.replaces_id) == (2, covenant.pk)
        assert [(one.number, one.agreement.round) for one in versions_of(again)] == [(1, 1), (2, 2)]


def test_a_file_that_passes_for_a_document_of_ours_is_no_annex(covenant, ann, now):
    """With our number, whether it was filed or not; the filed document itself may be one."""
    number = new_document_id()
    passing = b"%PDF-1.7 keywords " + number.encode()
    park = covenant.partnership
    with member_door(park):
        copy = file(park, "covenant", passing)
        with pytest.raises(Refused, match=r"covenant \* 2026"):
            choose_annexes(covenant, documents=[file(park, "plan"), copy], by=ann, at=now)
        assert annexes_of(covenant) == []
        filed = file(park, "filed", passing)
        Document.objects.filter(pk=filed.pk).update(sealed_id=number)
        filed.refresh_from_db()
        choose_annexes(covenant, documents=[filed, copy], by=ann, at=now)
        assert [one.document for one in annexes_of(covenant)] == [filed, copy]


def test_a_sealed_document_that_was_changed_is_no_annex(covenant, ann, now):
    context = {"document_id": "", "figures": [], "title": "x", "partnership": "y"}
    drawn = render_pdf("documents/figures.html", context, language="nl", title="x")
    sealed = seal_pdf(drawn, document_id="", reason="x", at=now)
    with member_door(covenant.partnership):
        for name, content in (("sealed", sealed), ("changed", sealed + b"\n")):
            with pytest.raises(Refused):
                choose_annexes(covenant, documents=[file(covenant.partnership, name, content)], by=ann, at=now)


def test_annexes_stand_in_the_text_that_is_signed_and_go_along_to_the_next_round(covenant, ann, now):
    park = covenant.partnership
    with member_door(park):
        plan, matrix = file(park, "plan"), file(park, "matrix", b"%PDF-1.7 m")
        before = covenant.text
        choose_annexes(covenant, documents=[plan, matrix], by=ann, at=now)
        draft = Agreement.objects.get(pk=covenant.pk)
        assert draft.text.endswith(f"2. matrix \\* 2026 (matrix.pdf), SHA-256 {matrix.sha256}")
        assert without_annexes(draft.text) == before
        assert with_annexes(draft.text, draft) == draft.text
        revise_draft(draft, text=draft.text + "\n\nEn meer.", by=ann, at=now)
        assert Agreement.objects.get(pk=covenant.pk).text.count(plan.sha256) >= 1
        sent = send_agreement(Agreement.objects.get(pk=covenant.pk), by=ann, at=now)
        assert sent.text_sha256 == text_hash(sent.text)
        assert plan.sha256 in sent.text
        withdraw_agreement(sent, reason="Een fout", by=ann, at=now)
        again = draft_agreement(
            Cycle.objects.select_related("partnership").get(), scheme_document=covenant.scheme_document, by=ann, at=now,
            text="Anders",
        )  # fmt: skip
        assert [one.sha256 for one in annexes_of(again)] == [plan.sha256, matrix.sha256]
        assert again.text.startswith("Anders\n\n## ")


def test_a_text_people_wrote_themselves_is_never_taken_for_the_list_of_annexes():
    text = "## Bijlagen\n\n1. Het plan\n2. De kaart"
    assert without_annexes(text) == text


def test_throwing_a_draft_away_takes_its_versions_along(covenant, ann, now):
    with member_door(covenant.partnership):
        comment_on(covenant, text="Wat?", by=ann, at=now)
        discard_draft(covenant, by=ann, at=now)
        assert not AgreementVersion.objects.exists()


def test_a_comment_reaches_the_leader_once_and_warns_until_it_is_dealt_with(covenant, ann, bert, now):
    with member_door(covenant.partnership):
        one = comment_on(covenant, text="Noem een datum.", heading="Geld", by=bert, at=now)
        mail = Outbox.objects.get(template="agreement_comment")
        assert (mail.to, mail.context["heading"]) == (ann.email, "Geld")
        assert comments_warning(covenant) != ""
        with pytest.raises(Refused):
            comment_on(covenant, text="Wat?", heading="Bestaat niet", by=bert, at=now)
        with pytest.raises(Refused):
            comment_on(covenant, text=" ", by=bert, at=now)
        resolve_comment(one, by=ann, at=now)
        with pytest.raises(StaleState):
            resolve_comment(one, by=ann, at=now)
        assert comments_warning(covenant) == ""
        comment_on(covenant, text="Ik zelf", by=ann, at=now)
        assert Outbox.objects.filter(template="agreement_comment").count() == 1
        send_agreement(covenant, by=ann, at=now)
        covenant.refresh_from_db()
        with pytest.raises(AlreadySent):
            comment_on(covenant, text="Te laat", by=bert, at=now)


def test_several_operational_agreements_live_side_by_side(full_park, ann, now):
    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        police = Partner.objects.get(kind=PartyKind.POLICE)
        ids = []
        for _number in range(2):
            document = next(one for one in general_documents(cycle) if one.kind == "operational_agreement")
            ids.append(document.id)
            made = draft_agreement(cycle, scheme_document=document.id, by=ann, at=now, party_ids=[police.pk])
        assert ids == ["operational_agreement", "operational_agreement-2"]
        assert made.template == "operational_agreement-1"
        assert document_of(made).id == "operational_agreement-2"
        assert "Politie Basisteam Oost" in made.text
        assert "Brandweer Oost" not in made.text
        assert [one.contact.partner for one in planned_signers(made)] == [police]
        with pytest.raises(KeyError):
            find_document(cycle, "oath-3")


def test_the_term_is_the_last_part_before_the_annexes_and_written_once():
    annexes = "## List of annexes\n\n1. Plan (plan.pdf), SHA-256 " + "a" * 64
    once = with_term(f"## One\n\nWords.\n\n{annexes}", valid_until=date(2027, 1, 1), notice_days=30)
    assert once.endswith(annexes)
    assert "31 " in once
    assert "2026" in once
    twice = with_term(once, valid_until=date(2028, 1, 1), notice_days=None)
    assert "2026" not in twice
    assert twice.startswith("## One\n\nWords.")
    assert with_term("Words.", valid_until=None, notice_days=None) == "Words."


@pytest.mark.parametrize(
    "written", [" Daarna praten wij.", "\n\nDaarna praten wij.", "\n\n## Slot\n\nDaarna praten wij."]
)
def test_what_was_written_at_the_term_of_an_earlier_round_stays(written):
    once = with_term("## Een\n\nWoorden.", valid_until=date(2027, 1, 1), notice_days=1)
    twice = with_term(once + written, valid_until=date(2028, 1, 1), notice_days=30)
    assert without_term(once) == "## Een\n\nWoorden."
    assert twice == with_term("## Een\n\nWoorden.\n\n" + written.strip(), valid_until=date(2028, 1, 1), notice_days=30)
    assert (twice.count("Daarna praten wij."), "2026" in twice) == (1, False)


def test_a_part_of_their_own_with_the_same_name_is_not_taken_for_the_term():
    heading = with_term("", valid_until=None, notice_days=30).partition("\n")[0]
    own = f"{heading}\n\nWij kijken elk jaar of het nog klopt."
    assert without_term(own) == own


def test_what_is_signed_contains_the_term(covenant, ann, now):
    with member_door(covenant.partnership):
        sent = send_agreement(covenant, by=ann, at=now, plan=RoundPlan(notice_days=77))
        assert "77" in sent.text
        assert [(one.number, "77" in one.text) for one in versions_of(sent)] == [(1, False), (2, True)]
        assert sent.text_sha256 == text_hash(sent.text)
