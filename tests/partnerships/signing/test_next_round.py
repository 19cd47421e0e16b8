"""A new round after a refusal: the witnesses of before, who signed in somebody's place, and the words that were refused."""

import pytest
from django.urls import reverse

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import draft_agreement, send_agreement
from partnerships.domain.rounds import RoundPlan
from partnerships.domain.term_texts import notice_in
from partnerships.enums import AgreementKind, PartyKind
from partnerships.models import Contact, Partner, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, drafted, hand_over_as, refuse_as, sign_as
from tests.partnerships.signing.test_rounds import url

WHY = "De looptijd is te lang"


@pytest.fixture
def second(full_park, ann, now):
    """A covenant with two kinds of witnesses; a colleague of the police signed, the fire brigade refused; drafted again."""
    first = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        manager = Partner.objects.select_related("organisation").get(kind=PartyKind.PARK_MANAGEMENT)
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        beside = Contact.objects.create(
            partnership=full_park, partner=insurer, name="Getuige", function="Adviseur", email="getuige@example.org"
        )
        send_agreement(first, by=ann, at=now, witnesses=[manager], plan=RoundPlan(also=[beside]))
        police = Signature.objects.select_related(*READ).get(email="police@example.org")
        hand_over_as(police, name="Nieuwe Chef", function="Teamchef", email="nieuw@example.org", at=now)
        sign_as(Signature.objects.select_related(*READ).get(pk=police.pk), now)
        refuse_as(Signature.objects.select_related(*READ).get(email="fire@example.org"), reason=f"{WHY}.", at=now)
        first.refresh_from_db()
        text = first.text
        return draft_agreement(first.cycle, scheme_document=first.scheme_document, by=ann, at=now, text=text)


@pytest.mark.feature("F17")
def test_the_witnesses_of_before_are_ticked_and_the_colleague_is_named(second, ann):
    page = client_of(ann).get(second.get_absolute_url())
    form = page.context["send_form"]
    assert len(form.initial["witnesses"]) == len(form.initial["also"]) == 1
    assert page.content.decode().count("checked") >= 3  # both, and everybody at once
    with member_door(second.partnership):
        assert str(Contact.objects.get(email="getuige@example.org").pk) == form.initial["also"][0]
        police = Partner.objects.get(kind=PartyKind.POLICE)
    (row,) = [one for one in page.context["planned"] if one["before"]]
    assert row["before"][0].stood_in_for == row["contact"].name
    kwargs = {"partnership": second.partnership.slug, "pk": police.pk}
    assert reverse("partnerships:contact-add", kwargs=kwargs) in page.content.decode()


@pytest.mark.feature("F16")
def test_the_same_words_that_were_refused_are_asked_about_with_the_reason(second, ann, now):
    client, given = client_of(ann), {"seen": text_hash(second.text)}
    asked = client.post(url(second, "agreement-send"), given)
    assert WHY in asked.context["warnings"][0].text
    with member_door(second.partnership):
        type(second).objects.filter(pk=second.pk).update(text=second.text + "\n\nAnders.")
    page = client.get(second.get_absolute_url())
    assert not any(WHY in one.text for one in page.context["warnings"])


def test_a_first_round_has_nobody_of_before(draft, ann):
    page = client_of(ann).get(draft.get_absolute_url())
    assert not any(one["before"] or one["witnessed"] for one in page.context["planned"])


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("1. Een nieuwe partij doet mee.\n2. Een partij zegt schriftelijk op, met een termijn van drie maanden.", 90),
        ("De opzegtermijn is 30 dagen.", 30),
        ("A party leaves in writing, at three months' notice.", 90),
        ("De politie zegt een partij binnen twee weken wat zij weet.", None),
        ("Een partij die wil stoppen, zegt schriftelijk op. Wij komen elke drie maanden bij elkaar.", None),
    ],
)
def test_the_notice_a_text_speaks_of_in_days(words, days):
    assert notice_in(words) == days


def test_the_sending_form_fills_in_the_term_of_the_text_and_says_how_to_add_a_witness(full_park, ann, now, draft):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    client, add = client_of(ann), reverse("partnerships:party-add", kwargs={"partnership": full_park.slug})
    page = client.get(covenant.get_absolute_url())
    assert page.context["send_form"].initial["notice_days"] == 90
    assert page.context["send_form"].initial["last_day"]
    assert add in page.content.decode()
    assert add not in client.get(draft.get_absolute_url()).content.decode()  # a declaration has no witnesses
