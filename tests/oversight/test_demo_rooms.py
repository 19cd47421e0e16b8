"""The youngest parks of the demonstration: their new rooms hold what people would find there."""

import pytest
from django.utils import timezone, translation

from oversight.demo.cast import gather_cast
from oversight.demo.parks import just_started, signing
from oversight.demo.rooms import one_page
from partnerships.documents.blocks import parse_parts
from partnerships.domain.mandates import MandateRegister
from partnerships.enums import AgreementState
from partnerships.models import (
    Agreement,
    Ceremony,
    KickOffInvitee,
    Partnership,
    ProblemRecord,
    Signature,
    SoundingOut,
    WantedParty,
)
from partnerships.periods import add_months
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.test_sealing import text_of


@pytest.fixture
def cast(db):
    with translation.override("nl"):
        return gather_cast(on=add_months(timezone.localdate(), -60))


def test_the_youngest_park_planned_its_kick_off(cast):
    with translation.override("nl"):
        just_started(cast, timezone.localdate())
    park = Partnership.objects.get()
    with member_door(park):
        assert {row.basis for row in ProblemRecord.objects.all()} == {"objective", "subjective"}
        assert {row.commitment for row in SoundingOut.objects.all()} == {"firm", "soft", "none"}
        assert WantedParty.objects.count() == 2
        answers = {str(row.answer) for row in KickOffInvitee.objects.all()}
        assert answers == {"comes", "open"}


def test_the_shopping_area_goes_on_after_a_refusal_with_a_ceremony_to_come(cast):
    today = timezone.localdate()
    with translation.override("nl"):
        signing(cast, today)
    park = Partnership.objects.get()
    with member_door(park):
        first, second = Agreement.objects.order_by("round").prefetch_related("signatures")
        assert (first.state, second.state) == (AgreementState.REFUSED, AgreementState.OUT)
        assert second.replaces == first
        assert parse_parts(second.text)
        rows = list(Signature.objects.filter(agreement=second).select_related("partner", "agreement"))
        assert sum(row.signed_at is not None for row in rows) == 2
        register = MandateRegister(row.partner_id for row in rows)
        assert sum(not register.words_of(row, on=today) for row in rows) == 1
        ceremony = Ceremony.objects.get()
        assert ceremony.agreement == second
        assert {row.coming for row in ceremony.guests.all()} == {"yes", "no", "unknown"}
        address = second.get_absolute_url()
    assert client_of(cast.people["projectleider-rietmeer"]).get(address).status_code == 200


def test_the_paper_of_the_demonstration_is_a_page_that_opens(tmp_path):
    assert "Coördinatie:éénregel" in text_of(one_page(["Verslag", "Coördinatie: één regel"]), tmp_path)
