"""A covenant of six parties and two witnesses, from the draft to the seal, and a party that joins a year later."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from partnerships.domain.agreements import send_agreement
from partnerships.domain.granting import regrant
from partnerships.enums import AgreementKind, PartyKind, Role, SignatureMethod
from partnerships.models import Agreement, Membership, Partner, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, make_user
from tests.journeys import steps_round as rounds
from tests.journeys import steps_signing as signing
from tests.journeys.hands import file_behind, go, press, sees
from tests.journeys.http_steps import sign_all_by_mail
from tests.journeys.looking import listen, look
from tests.journeys.steps_founding import bring_party
from tests.partnerships.signing.conftest import READ, drafted, sign_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "een lang wachtwoord"
MORE = {
    PartyKind.MUNICIPALITY: "Gemeente Oosterveen",
    PartyKind.FIRE: "Brandweer Oost",
    PartyKind.ENTREPRENEURS: "Vereniging De Wetering",
    PartyKind.COLLECTIVE_SECURITY: "Beveiliging Oost",
    PartyKind.OWNER: "Vastgoed De Wetering",
}
WITNESSES = {PartyKind.INSURER: "Verzekeraar De Brug", PartyKind.PARK_MANAGEMENT: "Stichting Parkmanagement"}
BY_LINK = ("municipality", "police", "fire", "collective_security", "insurer", "park_management")
REASON = "The fire brigade wants the width of the roads in the text."
ADDED = "Fire engines find every road four metres wide."
COLLEAGUE, TREASURER = "Toos van de Kas", "treasurer@example.org"


@pytest.fixture
def six(park):
    """Park A with six parties that sign and two organisations that may witness."""
    for kind, name in {**MORE, **WITNESSES}.items():
        add_partner(park, name, kind)
    return park


@pytest.fixture
def vera(six):
    """Somebody of the insurer with an account."""
    user = make_user("vera")
    with member_door(six):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        day = timezone.localdate()
        Membership.objects.create(partnership=six, user=user, role=Role.INSURER, partner=insurer, valid_from=day)
        regrant(user, six, on=day)
    return user


def newest(park):
    with member_door(park):
        return Agreement.objects.select_related("partnership", "document").order_by("-round", "-pk").first()


def handed_over_and_refused(park, fresh_page, mails):
    """Round one: a colleague takes over, the old link is dead, the fire service refuses and everybody hears it."""
    page, letters = fresh_page(), mails()
    old = letters["entrepreneurs@example.org"][-1].link
    go(page, old)
    look(page, "sign-open")
    rounds.hand_over(page, old, name=COLLEAGUE, email=TREASURER, mails=mails, asked="entrepreneurs@example.org")
    rounds.dead(fresh_page, old)
    theirs = mails()[TREASURER][-1].link
    assert theirs != old
    go(page, theirs)
    sees(page, "Handed over to you by Vertegenwoordiger Vereniging De Wetering")
    before = {address: len(got) for address, got in mails().items()}
    rounds.refuse(page, letters["fire@example.org"][-1].link, reason=REASON, mails=mails, asked="fire@example.org")
    look(page, "sign-refused")
    heard = {address: got[-1].text for address, got in mails().items() if len(got) > before.get(address, 0)}
    asked = {f"{kind}@example.org" for kind in BY_LINK} | {"owner@example.org", TREASURER, "ann@example.org"}
    assert {address for address, text in heard.items() if REASON in text} >= asked - {"fire@example.org"}
    with member_door(park):
        assert not Signature.objects.filter(signed_at__isnull=False).exists()


def second_round(leader, at):
    """Another text as a new version, laid beside the one that went out."""
    go(leader, at)
    sees(leader, f"Reason: {REASON}")
    press(leader, "Start a new round")
    sees(leader, "The text below is that of round 1.")
    rounds.write_on(leader, ADDED)
    draft = leader.url
    said = rounds.compare(leader, "Version 2, round 1", "Version 3, round 2")  # as sent, with its term; as it is now
    assert f"[+{ADDED}+]" in said
    look(leader, "versions")
    go(leader, draft)
    rounds.send_draft(leader, witnesses=WITNESSES.values())
    return leader.url


def ink_of_the_owner(leader, park, mails, folder):
    """The owner signs the printed text; the leader records it with the mark that stands on the paper."""
    agreement = newest(park)
    press(leader, "Sign on paper")
    printed = rounds.words_in(file_behind(leader, "Print the text with places to sign"), folder)
    found = re.search(r"[0-9a-f]{64}", printed)
    assert found
    go(leader, agreement.get_absolute_url())
    whom = f"Vertegenwoordiger {MORE[PartyKind.OWNER]}"
    rounds.record_ink(leader, whom=whom, written="Olga Inkt", mark=found[0][:8], on=timezone.localdate())
    sees(leader, "Nobody has to sign any more.")
    sees(leader, f"{timezone.localdate():%-d %B %Y}")
    look(leader, "paper")
    assert "paper" in mails()["owner@example.org"][-1].text or "papier" in mails()["owner@example.org"][-1].text


@pytest.fixture
def sealed(six, ann, server):
    """A covenant signed by all and sealed, for what comes after it: how one gets there is the journey in two rounds."""
    now = timezone.now()
    agreement = drafted(six, ann, now, AgreementKind.COVENANT)
    with member_door(six):
        witnesses = list(Partner.objects.filter(kind__in=WITNESSES))
        assert len(witnesses) == len(WITNESSES)
        send_agreement(agreement, by=ann, at=now, witnesses=witnesses)
        for one in Signature.objects.select_related(*READ):
            sign_as(one, now, signed_at=now)
    seal_complete_agreements()
    covenant = newest(six)
    assert covenant.document
    return covenant


@pytest.mark.feature("F17", "F11", "F16")
def test_six_parties_and_two_witnesses_in_two_rounds(six, ann, page_of, fresh_page, mails, work, tmp_path):
    leader = page_of(ann)
    heard = listen(leader)
    rounds.draft_text(leader, six.slug, "Covenant")
    look(leader, "covenant-draft")
    rounds.send_draft(leader, witnesses=WITNESSES.values())
    first = leader.url
    handed_over_and_refused(six, fresh_page, mails)

    second = second_round(leader, first)
    look(leader, "covenant-sent")
    asked = "entrepreneurs@example.org"
    rounds.hand_over(fresh_page(), mails()[asked][-1].link, name=COLLEAGUE, email=TREASURER, mails=mails, asked=asked)
    # A party, a witness and the colleague in browsers, the others over HTTP.
    signing.sign_by_mail(fresh_page, mails, ["municipality@example.org", "insurer@example.org", TREASURER])
    sign_all_by_mail(mails, [f"{kind}@example.org" for kind in BY_LINK if kind not in {"municipality", "insurer"}])
    go(leader, second)
    sees(leader, "7 of 8 have signed.")
    ink_of_the_owner(leader, six, mails, tmp_path)

    work()
    go(leader, second)
    look(leader, "covenant-sealed")
    sealed = file_behind(leader, "Download the sealed document")
    signing.is_sealed(sealed, tmp_path)
    sheet = rounds.words_in(sealed, tmp_path)
    for words in (f"Signatory {TREASURER}", "Olga Inkt", ADDED, *MORE.values(), *WITNESSES.values()):
        assert words.replace(" ", "") in sheet, words
    assert "onpaper" in sheet or "oppapier" in sheet
    assert signing.says_of(fresh_page(), sealed) == "Genuine and unchanged"
    with member_door(six):
        rows = Signature.objects.filter(signed_at__isnull=False)
        assert rows.filter(as_witness=True).count() == 2
        assert [one.partner.kind for one in rows.filter(method=SignatureMethod.PAPER)] == [PartyKind.OWNER]
    assert heard == []


@pytest.mark.feature("F105")
def test_the_insurer_sees_what_it_witnesses_and_nothing_else(six, sealed, vera, fresh_page):
    at = sealed.get_absolute_url()
    page = fresh_page()
    rounds.by_password(page, vera.email, PASSWORD)
    go(page, f"/p/{six.slug}/")
    look(page, "insurer-home")
    title = newest(six).title
    press(page, re.compile(re.escape(title)))
    sees(page, "You are a witness of this text")
    look(page, "insurer-text")
    assert file_behind(page, "Download the sealed document")
    home = f"/p/{six.slug}/"
    for name in ("agreements", "parties", "documents", "areas", "meetings", "obligations", "ceremonies", "history"):
        answer = page.goto(f"{home}{name}/")
        assert answer is not None
        assert answer.status == 403, f"{answer.status} at {name}"
    assert page.goto(at).status == 403


@pytest.mark.feature("F17")
def test_a_party_joins_a_year_later(six, sealed, ann, page_of, fresh_page, mails, work, tmp_path):
    at = sealed.get_absolute_url()
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=True):
        page = page_of(ann)
        bring_party(page, six.slug, kind="Company", name="Drukkerij Oost", email="press@example.org", function="Owner")
        go(page, at)
        press(page, "Let a party join")
        page.get_by_label("Which party?").select_option(label="Drukkerij Oost")
        page.get_by_role("checkbox").check()
        look(page, "join")
        press(page, "Send the declaration of accession")
        sheet = page.url
        signing.sign_by_mail(fresh_page, mails, ["press@example.org"])
        work()
        go(page, sheet)
        sees(page, "This belongs to:")
        sheet_pdf = file_behind(page, "Download the sealed document")
        signing.is_sealed(sheet_pdf, tmp_path)
        assert "DrukkerijOost" in rounds.words_in(sheet_pdf, tmp_path)
        assert signing.says_of(fresh_page(), sheet_pdf) == "Genuine and unchanged"
        go(page, at)
        sees(page, "joined on")
        assert page.get_by_role("link", name=newest_attachment(six).title).count()
        look(page, "covenant-joined")


def newest_attachment(park):
    with member_door(park):
        return Agreement.objects.filter(parent__isnull=False).get()
