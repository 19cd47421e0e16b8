"""Two witnesses under one covenant, and an organisation that is a party and also supplies a witness (S004)."""

import pytest

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import send_agreement
from partnerships.domain.rounds import RoundPlan
from partnerships.domain.signers import possible_witness_people
from partnerships.enums import AgreementKind, PartyKind
from partnerships.exceptions import Refused, SignatoriesMissing
from partnerships.models import Contact, Partner, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import drafted
from tests.partnerships.signing.test_rounds import url


@pytest.fixture
def covenant(full_park, ann, now):
    return drafted(full_park, ann, now, AgreementKind.COVENANT)


@pytest.fixture
def second(covenant):
    """Somebody else of the insurer."""
    with member_door(covenant.partnership):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        return Contact.objects.create(
            partnership=covenant.partnership, partner=insurer, name="Getuige", function="Adviseur",
            email="getuige@example.org",
        )  # fmt: skip


@pytest.mark.feature("F105")
def test_an_organisation_is_a_party_and_supplies_a_witness(covenant, second, ann):
    client = client_of(ann)
    page = client.get(covenant.get_absolute_url())
    assert str(second.pk) in page.context["send_form"].people
    client.post(url(covenant, "agreement-send"), {"seen": text_hash(covenant.text), "also": [second.pk]})
    with member_door(covenant.partnership):
        of_insurer = Signature.objects.filter(partner=second.partner).order_by("as_witness")
        assert [(one.email, one.as_witness) for one in of_insurer] == [
            ("insurer@example.org", False), ("getuige@example.org", True),
        ]  # fmt: skip


@pytest.mark.feature("F17")
def test_two_witnesses_sign_one_covenant(covenant, ann, now):
    with member_door(covenant.partnership):
        witnesses = list(Partner.objects.filter(kind__in=[PartyKind.INSURER, PartyKind.PARK_MANAGEMENT]))
        assert len(witnesses) == 2
        send_agreement(covenant, by=ann, at=now, witnesses=witnesses, plan=RoundPlan(in_order=True))
        rows = Signature.objects.filter(as_witness=True)
        assert {one.partner_id for one in rows} == {one.pk for one in witnesses}
        assert len({one.turn for one in rows}) == 1  # together, after every party
        assert rows[0].turn > max(one.turn for one in Signature.objects.filter(as_witness=False))


def test_the_only_signatory_of_a_party_cannot_be_its_witness_too(covenant, ann, now):
    with member_door(covenant.partnership):
        only = Contact.objects.select_related("partner__organisation").get(email="insurer@example.org")
        with pytest.raises(SignatoriesMissing):
            send_agreement(covenant, by=ann, at=now, plan=RoundPlan(also=[only]))
        fire = Contact.objects.select_related("partner__organisation").get(email="fire@example.org")
        with pytest.raises(Refused):
            send_agreement(covenant, by=ann, at=now, plan=RoundPlan(also=[fire]))


def test_a_text_without_witnesses_offers_none(draft, second):
    with member_door(draft.partnership):
        assert possible_witness_people(draft) == []
