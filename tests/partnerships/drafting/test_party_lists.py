"""Who signs a text stands in it, and who stands in it is asked; one button puts the list right and nothing else."""

import json

import pytest
from django.urls import reverse

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.inline import plain_text
from partnerships.domain.agreement_texts import proposed_text, text_hash, without_empty_parts
from partnerships.domain.agreements import draft_agreement, send_agreement, why_not_send, withdraw_agreement
from partnerships.domain.attachments import ask_notice, invite_to_join
from partnerships.domain.drafting import revise_draft, versions_of
from partnerships.domain.listed_parties import party_list
from partnerships.domain.party_lists import renew_party_list
from partnerships.domain.renewals import renew_agreement
from partnerships.enums import AgreementKind, PartyKind
from partnerships.exceptions import AlreadySent, PartyNotInText, Refused, StaleState
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
    assert [one.split(".")[0] for one in draft.text.split("\n") if " (" in one and one[0].isdigit()] == list("123456")
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


ODD = ["Bakker", "Bakker, Smit en Co", "Bakker & Zn. (Oost) B.V.", "Café *De Ster*", "C*1000", "'t Hoekje", "$parties"]


@pytest.fixture
def odd(full_park):
    """Parties of which the name of one begins that of another, or has signs that mean something in a text."""
    for name in ODD:
        add_partner(full_park, name, PartyKind.ENTREPRENEURS, email=f"odd{ODD.index(name)}@example.org")
    with member_door(full_park):
        yield list(Partner.objects.filter(organisation__name__in=ODD).select_related("organisation"))


def begin(ann, now, scheme_document, **more):
    cycle = Cycle.objects.select_related("partnership").get()
    return draft_agreement(cycle, scheme_document=scheme_document, by=ann, at=now, **more)


DRAFTED = ["cooperation_protocol", "capacity_pledge", "operational_agreement"]


@pytest.mark.parametrize("scheme_document", DRAFTED)
def test_names_that_resemble_each_other_are_told_apart_in_every_text(odd, ann, now, scheme_document):
    made = begin(ann, now, scheme_document, party_ids=[one.pk for one in odd])
    assert why_not_send(made) == ""
    gone = next(one for one in odd if one.organisation.name == "Bakker, Smit en Co")
    Partner.objects.filter(pk=gone.pk).update(left_on=now.date())
    assert "Bakker, Smit en Co" in why_not_send(made)
    renew_party_list(made, by=ann, at=now)
    assert why_not_send(made) == ""
    assert "Bakker, Smit en Co" not in made.text
    line = next(one for one in made.text.split("\n") if one.endswith(". Bakker (Ondernemersvereniging)"))
    revise_draft(made, text=made.text.replace(line, ""), by=ann, at=now)
    assert why_not_send(made).endswith(": Bakker.")
    revise_draft(made, text=made.text.replace("Bakker & Zn.", "Bakker en Zn."), by=ann, at=now)
    assert ": Bakker, Bakker & Zn. (Oost) B.V. " in why_not_send(made)  # the point of the name ends the sentence
    assert why_not_send(made).endswith(": Bakker en Zn. (Oost) B.V.")
    assert send_agreement_refused(made, ann, now)


def send_agreement_refused(made, ann, now):
    with pytest.raises(PartyNotInText):
        send_agreement(made, by=ann, at=now)
    return not Signature.objects.filter(agreement=made).exists()


def test_what_the_editor_makes_of_a_list_changes_nothing(odd, ann, now):
    """It writes line ends of two signs, a backslash before a star, and a list with dots where one was chosen."""
    made = begin(ann, now, "cooperation_protocol", party_ids=[one.pk for one in odd])
    client = client_of(ann)
    page = client.get(url("agreement-revise", made))
    written = page.context["editor"]["json"]
    text = json.loads(written)["canonical"].replace("\n", "\r\n").replace("Bakker &", "**Bakker** &")
    given = {"text": text, "seen": text_hash(made.text), "personal_data_checked": "1"}
    assert client.post(url("agreement-revise", made), given).status_code == 302
    made.refresh_from_db()
    assert "**Bakker** &" in made.text
    assert why_not_send(made) == ""
    bulleted = "\n".join(
        f"- **{one.split('. ', 1)[1]}**" if one[:1].isdigit() and "(O" in one else one for one in made.text.split("\n")
    )
    revise_draft(made, text=bulleted, by=ann, at=now)
    assert "- **'t Hoekje (Ondernemersvereniging)**" in made.text
    assert why_not_send(made) == ""
    Partner.objects.filter(organisation__name="'t Hoekje").update(left_on=now.date())
    assert "'t Hoekje" in why_not_send(made)
    renew_party_list(made, by=ann, at=now)
    assert why_not_send(made) == ""
    assert "Hoekje" not in made.text
    assert "- **C\\*1000 (Ondernemersvereniging)**" in made.text


def test_a_name_with_stars_is_read_as_it_is_spelled(odd, ann, now):
    made = begin(ann, now, "capacity_pledge", party_ids=[one.pk for one in odd])
    shown = [words for block in parse_blocks(made.text) for words in map(plain_text, block.items)]
    assert "Café *De Ster* (Ondernemersvereniging)" in shown


def test_who_left_does_not_stand_in_the_sentence_that_names_the_parties(draft, inside, ann, now):
    names = [one.organisation.name for one in Partner.objects.joined().select_related("organisation")]
    revise_draft(draft, text=f"Wij, {', '.join(names)}, doen mee.\n\nMeer.", by=ann, at=now)
    Partner.objects.filter(kind=PartyKind.PARK_MANAGEMENT).update(left_on=now.date())
    assert "Stichting Parkmanagement" in why_not_send(draft)
    with pytest.raises(Refused, match="Stichting Parkmanagement"):  # a list beneath it would not mend the sentence
        renew_party_list(draft, by=ann, at=now)
    answer = client_of(ann).post(url("agreement-renew-list", draft), follow=True)
    assert "Stichting Parkmanagement" in answer.content.decode()
    here = ", ".join(name for name in names if name != "Stichting Parkmanagement")
    said = f"Wij, {here}, doen mee.\n\nStichting Parkmanagement heeft ons lang geholpen."
    revise_draft(draft, text=said, by=ann, at=now)
    assert why_not_send(draft) == ""


def test_a_renewal_goes_out_with_the_parties_of_then(draft, later, ann, now):
    renew_party_list(draft, by=ann, at=now)
    whole = signed(draft, ann, now)
    Partner.objects.filter(kind=PartyKind.INSURER).update(left_on=now.date())
    add_partner(whole.partnership, "Bewoners", PartyKind.ENTREPRENEURS, email="bewoners@example.org")
    renewed = renew_agreement(whole, cycle=whole.cycle, by=ann, at=now)
    assert why_not_send(renewed) == ""
    assert send_agreement(renewed, by=ann, at=now).signatures.filter(partner__organisation__name="Bewoners").exists()


def test_a_second_round_begins_with_the_words_of_the_first_and_is_held_to_the_parties_of_now(draft, later, ann, now):
    renew_party_list(draft, by=ann, at=now)
    withdraw_agreement(send_agreement(draft, by=ann, at=now), reason="Anders.", by=ann, at=now)
    Partner.objects.filter(pk=later.pk).update(left_on=now.date())
    client = client_of(ann)
    page = reverse("partnerships:agreement-draft", args=[draft.partnership.slug, draft.scheme_document])
    form = client.get(page).context["form"]
    assert client.post(page, {"text": form["text"].value()}).status_code == 302
    again = Agreement.objects.get(round=2)
    assert LATER in why_not_send(again)
    assert client.post(url("agreement-renew-list", again), {"seen": text_hash(again.text)}).status_code == 302
    again.refresh_from_db()
    assert why_not_send(again) == ""
    assert LATER not in again.text


@pytest.mark.parametrize("name", ODD)
def test_whoever_joins_or_leaves_with_an_odd_name_signs_its_own_sheet(draft, ann, now, name):
    whole = signed(draft, ann, now)
    with member_door(whole.partnership):
        for other in ODD:
            add_partner(whole.partnership, other, PartyKind.ENTREPRENEURS, email=f"odd{ODD.index(other)}@example.org")
        partner = Partner.objects.select_related("organisation").get(organisation__name=name)
        joined = invite_to_join(whole, partner, consented=True, by=ann, at=now)
        assert joined.signatures.count() == 1
