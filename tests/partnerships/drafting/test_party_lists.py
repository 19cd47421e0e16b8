"""Who signs a text stands in it, and who stands in it is asked; one button puts the list right and nothing else."""

import pytest
from django.urls import reverse

from partnerships.domain.agreement_texts import proposed_text, text_hash, without_empty_parts
from partnerships.domain.agreements import draft_agreement, send_agreement, why_not_send
from partnerships.domain.attachments import ask_notice, invite_to_join
from partnerships.domain.drafting import revise_draft, versions_of
from partnerships.domain.party_lists import party_list, renew_party_list
from partnerships.enums import AgreementKind, PartyKind
from partnerships.exceptions import AlreadySent, PartyNotInText, StaleState
from partnerships.models import Agreement, Cycle, Organisation, Partner, Signature
from partnerships.template_files import all_templates
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, client_of
from tests.partnerships.drafting.conftest import signed
from tests.partnerships.signing.conftest import document_of, sent

__all__ = ["sent"]
pytestmark = pytest.mark.feature("F16")
LATER = "Stichting Buurtwacht"


def url(name, agreement):
    room = "certification" if name == "agreement-send" else "partnerships"
    return reverse(f"{room}:{name}", kwargs={"partnership": agreement.partnership.slug, "uuid": agreement.uuid})


@pytest.fixture
def later(draft, inside):
    """Somebody who joined after the draft was written."""
    add_partner(inside, LATER, PartyKind.ENTREPRENEURS)
    return Partner.objects.get(organisation__name=LATER)


def test_a_party_that_joined_after_the_draft_does_not_sign_it(draft, later, ann, now):
    assert LATER in why_not_send(draft)
    with pytest.raises(PartyNotInText, match=LATER):
        send_agreement(draft, by=ann, at=now)
    assert not Signature.objects.exists()


def test_a_party_in_the_sentences_only_is_not_in_the_list(draft, later, ann, now):
    revise_draft(draft, text=f"{draft.text}\n\n## Toch\n\nWij bellen {LATER} elke week.", by=ann, at=now)
    assert LATER in why_not_send(draft)


@pytest.mark.parametrize("gone", ["left_on", "declined_on"])
def test_a_party_that_left_after_the_draft_is_not_in_what_the_others_sign(draft, inside, ann, now, gone):
    Partner.objects.filter(kind=PartyKind.PARK_MANAGEMENT).update(**{gone: now.date(), "joined_on": None})
    assert "Stichting Parkmanagement" in why_not_send(draft)
    with pytest.raises(PartyNotInText, match="Stichting Parkmanagement"):
        send_agreement(draft, by=ann, at=now)


def test_a_party_that_is_called_otherwise_now_is_put_right(draft, inside, ann, now):
    police = Partner.objects.select_related("organisation").get(kind=PartyKind.POLICE)
    old = police.organisation.name
    Organisation.objects.filter(pk=police.organisation_id).update(name="Politie Eenheid Oost")
    assert old in why_not_send(draft)
    assert "Politie Eenheid Oost" in why_not_send(draft)
    renew_party_list(draft, by=ann, at=now)
    assert why_not_send(draft) == ""
    assert old not in draft.text


def test_one_button_renews_the_list_and_keeps_every_other_edit(draft, later, ann, now):
    lines = draft.text.split("\n")
    place = next(number for number, line in enumerate(lines) if "Gemeente Oosterveen (" in line)
    lines[place] += ", vertegenwoordigd door de burgemeester"
    own = "\n".join([*lines, "", "## Van onszelf", "", "1. Wij komen elke maand bij elkaar.", "2. Wij houden vol."])
    revise_draft(draft, text=own, by=ann, at=now)
    Partner.objects.filter(kind=PartyKind.INSURER).update(left_on=now.date())
    client = client_of(ann)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert url("agreement-renew-list", draft) in page
    assert LATER in page
    before = text_hash(draft.text)
    assert client.post(url("agreement-renew-list", draft), {"seen": before}).status_code == 302
    draft.refresh_from_db()
    listed = party_list(draft.text, {LATER})
    assert listed
    assert LATER in [one.split(" (")[0] for one in listed.entries]
    assert not any("Verzekeraar De Brug" in one for one in listed.entries)
    assert any(one.endswith(", vertegenwoordigd door de burgemeester") for one in listed.entries)
    assert draft.text.endswith("1. Wij komen elke maand bij elkaar.\n2. Wij houden vol.")
    assert [one.split(".")[0] for one in draft.text.split("\n")[listed.first : listed.end]] == list("123456")
    assert own in [one.text for one in versions_of(draft)]
    assert why_not_send(draft) == ""
    assert send_agreement(draft, by=ann, at=now).signatures.filter(partner=later).exists()


def test_a_list_that_somebody_else_changed_meanwhile_stays(draft, later, ann, now):
    seen = text_hash(draft.text)
    revise_draft(draft, text=f"{draft.text}\n\nMeer.", by=ann, at=now)
    with pytest.raises(StaleState):
        renew_party_list(draft, by=ann, at=now, seen_sha256=seen)


def test_a_text_that_went_out_keeps_its_list(sent, inside, ann, now):
    with pytest.raises(AlreadySent):
        renew_party_list(Agreement.objects.get(pk=sent.pk), by=ann, at=now)


def test_a_text_without_a_list_names_its_parties_in_its_sentences_or_gets_one(draft, inside, ann, now):
    names = [one.organisation.name for one in Partner.objects.joined().select_related("organisation")]
    revise_draft(draft, text=f"Wij, {', '.join(names)}, doen mee.", by=ann, at=now)
    assert why_not_send(draft) == ""
    revise_draft(draft, text=f"Wij, {', '.join(names[1:])}, doen mee.", by=ann, at=now)
    assert names[0] in why_not_send(draft)
    renew_party_list(draft, by=ann, at=now)
    assert why_not_send(draft) == ""
    assert draft.text.startswith("Wij, ")


def test_who_may_still_become_a_witness_does_not_hold_back_the_button(full_park, ann, now):
    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        covenant = draft_agreement(cycle, scheme_document=document_of(cycle, AgreementKind.COVENANT).id, by=ann, at=now)
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        lines = [one for one in covenant.text.split("\n") if "Verzekeraar De Brug (" not in one]
        revise_draft(covenant, text="\n".join(lines), by=ann, at=now)
    client = client_of(ann)
    assert client.get(covenant.get_absolute_url()).context["why_not_send"] == ""
    given = {"seen": text_hash(covenant.text), "despite": "1"}
    refused = client.post(url("agreement-send", covenant), given)
    assert "Verzekeraar De Brug" in str(refused.context["send_form"].non_field_errors())
    assert client.post(url("agreement-send", covenant), {**given, "witnesses": [insurer.pk]}).status_code == 302


def test_whoever_joins_or_leaves_later_signs_a_sheet_about_themselves(draft, ann, now, monkeypatch):
    whole = signed(draft, ann, now)
    with member_door(whole.partnership):
        add_partner(whole.partnership, LATER, PartyKind.ENTREPRENEURS)
        partner = Partner.objects.select_related("organisation").get(organisation__name=LATER)
        assert invite_to_join(whole, partner, consented=True, by=ann, at=now).signatures.count() == 1
        monkeypatch.setattr("partnerships.domain.attachments.notice_text", lambda *_a, **_k: "Iemand gaat weg.")
        police = Partner.objects.select_related("organisation").get(kind=PartyKind.POLICE)
        with pytest.raises(PartyNotInText):
            ask_notice(whole, police, reason="Wij gaan.", counts_from=now.date().replace(year=2099), by=ann, at=now)
        assert not Agreement.objects.filter(kind=AgreementKind.NOTICE).exists()


@pytest.mark.feature("F14")
def test_a_text_never_says_that_nothing_is_there_yet(inside, ann, now):
    cycle = Cycle.objects.select_related("partnership").get()
    Partner.objects.update(expectation="", desired_environment="", own_role="")
    document = document_of(cycle, AgreementKind.DECLARATION)
    silent = proposed_text(cycle, document)
    Partner.objects.filter(kind=PartyKind.POLICE).update(expectation="Dat bedrijven aangifte doen.")
    spoken = proposed_text(cycle, document)
    heading = next(one for one in spoken.split("\n## ") if "Dat bedrijven aangifte doen." in one).split("\n")[0]
    assert f"## {heading}" in spoken
    assert heading not in silent
    assert "nog niet" not in silent


@pytest.mark.parametrize("template", all_templates(), ids=str)
def test_no_template_speaks_of_what_is_not_there_yet(template):
    words = [template.opening, *(one.text for one in template.clauses)]
    assert not [one for one in words for part in ("nog niet opgeschreven", "not yet written") if part in str(one)]


def test_headings_without_words_go_and_the_title_stays():
    assert (
        without_empty_parts("## Titel\n\n## Leeg\n\n## Vol\n\nWoorden.\n\n## Ook leeg")
        == "## Titel\n\n## Vol\n\nWoorden."
    )
