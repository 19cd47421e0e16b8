"""The day on which all sign: a ceremony with one device that goes round, and the recognition in everybody's name."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.models import RecognitionCopy
from partnerships.domain.agreements import send_agreement
from partnerships.domain.granting import regrant
from partnerships.enums import AgreementKind, Coming, PartyKind, Role, SignatureMethod
from partnerships.models import Agreement, CeremonyGuest, Membership, Partner, Signature
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, found, make_user, newest_scheme
from tests.journeys import steps_round as rounds
from tests.journeys import steps_signing as signing
from tests.journeys.hands import file_behind, fill, go, press, row, sees, text_of
from tests.journeys.looking import listen, look
from tests.partnerships.signing.conftest import FIVE_MORE, READ, drafted, sign_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "een lang wachtwoord"
GUEST, TOWN, POLICE = "Guest of honour", "Gemeente Oosterveen", "Politie Basisteam Oost"
OWN = re.compile("^The one in your name")
PROGRAMME = "15:00 Welcome\n15:30 Signing\n16:00 Drinks"


@pytest.fixture
def out(park, ann, server):
    """A declaration of two parties that waits to be signed."""
    now = timezone.now()
    add_partner(park, TOWN, PartyKind.MUNICIPALITY)
    agreement = drafted(park, ann, now, AgreementKind.COVENANT)
    with member_door(park):
        return send_agreement(agreement, by=ann, at=now)


@pytest.fixture
def recognised(ann, bert, municipality, server):
    """A park whose recognition is signed by six and sealed, with nine people in it."""
    now, day = timezone.now(), timezone.localdate()
    park = found("De Marke", ann, municipality, newest_scheme("recognition"))
    for kind, name in {PartyKind.POLICE: POLICE, **FIVE_MORE}.items():
        add_partner(park, name, kind)
    with member_door(park):
        police = Partner.objects.get(kind=PartyKind.POLICE)
        for user in (bert, make_user("dora")):
            Membership.objects.create(
                partnership=park, user=user, role=Role.REPRESENTATIVE, partner=police, valid_from=day
            )
            regrant(user, park, on=day)
    agreement = drafted(park, ann, now, AgreementKind.RECOGNITION)
    with member_door(park):
        send_agreement(agreement, by=ann, at=now)
        for one in Signature.objects.select_related(*READ):
            sign_as(one, now, signed_at=now)
    seal_complete_agreements()
    with member_door(park):
        return Agreement.objects.select_related("partnership", "cycle").get()


def plan_the_day(leader, park, agreement):
    """From the page of the text to a planned ceremony with one guest on the list, who is invited."""
    go(leader, agreement.get_absolute_url())
    press(leader, "Plan a ceremony")
    day = timezone.localtime() + timedelta(days=14)
    fill(
        leader,
        {
            "Name of the ceremony": "Signing at the town hall",
            "Day and time": day.strftime("%Y-%m-%dT15:00"),
            "Place": "Town hall, Plein 1",
            "Programme": PROGRAMME,
        },
    )
    assert leader.get_by_label("What is signed?").evaluate("one => one.selectedOptions[0].text") == agreement.title
    press(leader, "Plan this ceremony")
    press(leader, "Add a guest")
    fill(leader, {"Name": GUEST, "Organisation": "Neighbours", "E-mail address": "guest@example.org"})
    press(leader, "Keep")
    press(leader, "Invite by mail who was not invited yet")
    sees(leader, "1 guest gets a mail.")
    return leader.url


def come(guest, park, mails):
    """The guest says yes by the link in the mail; looking alone says nothing."""
    link = mails()["guest@example.org"][-1].link
    go(guest, link)
    sees(guest, "16:00 Drinks")
    with member_door(park):
        assert CeremonyGuest.objects.get().coming == Coming.UNKNOWN
    look(guest, "guest")
    press(guest, "I come")
    sees(guest, "You come")


def nothing_left(device, *words):
    """Nothing of who signed before stands on the device: no words, no field filled in, no cookie of a person."""
    html = device.content()
    for one in words:
        assert one not in html, one
    assert {one["name"] for one in device.context.cookies()} <= {"csrftoken", "messages", "language"}


@pytest.mark.feature("F79")
def test_a_ceremony_on_one_device(park, out, ann, page_of, fresh_page, mails, work, tmp_path):
    leader, device = page_of(ann), fresh_page()
    heard = [listen(leader), listen(device)]
    ceremony = plan_the_day(leader, park, out)
    come(fresh_page(), park, mails)
    go(leader, ceremony)
    sees(leader, "1 of 1 come.")
    look(leader, "ceremony")

    go(leader, out.get_absolute_url())
    press(leader, "Sign at the table")
    press(leader, "Open the table")
    look(leader, "table-leader")
    address = leader.locator("code").inner_text()
    go(device, address)
    look(device, "table")
    first, second = f"Vertegenwoordiger {TOWN}", f"Vertegenwoordiger {POLICE}"
    press(device, f"I am {first}")
    look(device, "table-read")
    go(device, address)
    rounds.take_table(device, mails, whom=first, email="municipality@example.org")
    nothing_left(device, "municipality@example.org", first)
    device.go_back()
    nothing_left(device, "municipality@example.org")
    go(device, address)
    sees(device, "1 of 2 have signed.")
    rounds.take_table(device, mails, whom=second, email="police@example.org")
    sees(device, "Everybody has signed.")

    go(leader, ceremony)
    look(leader, "ceremony-signed")
    go(leader, f"{out.get_absolute_url()}table/")
    press(leader, "Close the table")
    sees(leader, "The table is closed. The link no longer works.")
    rounds.dead(fresh_page, address)
    work()
    go(leader, out.get_absolute_url())
    signing.is_sealed(file_behind(leader, "Download the sealed document"), tmp_path)
    with member_door(park):
        assert {one.method for one in Signature.objects.all()} == {SignatureMethod.DEVICE}
    assert heard == [[], []]


@pytest.mark.feature("F80")
def test_a_recognition_for_nine_people(recognised, ann, bert, page_of, fresh_page, mails, work, tmp_path):
    park = recognised.partnership
    leader, member, reader = page_of(ann), fresh_page(), fresh_page()
    heard = listen(leader)
    go(leader, f"/p/{park.slug}/certificates/")
    press(leader, OWN)
    sees(leader, "9 people have none yet.")
    press(leader, "Make and mail what is missing")
    assert leader.get_by_role("progressbar").count() or "Waiting for its turn" in text_of(leader)
    look(leader, "hand-out")
    work()
    leader.get_by_text("Ready.").wait_for()
    press(leader, "To the result")
    sees(leader, "Everybody has theirs.")
    look(leader, "recognitions")
    with member_door(park):
        numbers = dict(RecognitionCopy.objects.values_list("email", "document__sealed_id"))
    assert len(set(numbers.values())) == 9
    for email, number in numbers.items():
        assert row(leader, email).inner_text().count(str(number)) == 1
    assert leader.locator("main p").filter(has_text=re.compile("^ann$")).count()  # no organisation: no comma behind it

    rounds.by_password(member, bert.email, PASSWORD)
    go(member, f"/p/{park.slug}/certificates/")
    press(member, OWN)
    assert ann.email not in text_of(member)
    own = file_behind(member, "Download your recognition")
    signing.is_sealed(own, tmp_path)
    assert "bert" in rounds.words_in(own, tmp_path)

    go(reader, mails()["police@example.org"][-1].link)
    look(reader, "recognition-link")
    theirs = file_behind(reader, "Download your recognition")
    signing.is_sealed(theirs, tmp_path)
    assert f"Tekenaar{POLICE}".replace(" ", "") in rounds.words_in(theirs, tmp_path)
    assert theirs != own
    assert signing.says_of(reader, theirs) == "Genuine and unchanged"
    assert heard == []
