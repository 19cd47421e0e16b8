"""Days no calendar can count on from, and the same choice sent twice: a sentence or the one thing meant, never a fault."""

import pytest
from django import forms
from django.urls import reverse

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.annexes import annexes_of
from partnerships.domain.filing import file_rendered
from partnerships.enums import AgreementKind, DocumentKind
from partnerships.forms.draft import ClausesForm
from partnerships.models import Ceremony, Contact, KickOff, Mandate, Partner, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import draft, drafted, full_park, now, own_files, sent, sign_all
from tests.walk import OURS, all_addresses

__all__ = ["draft", "full_park", "now", "own_files", "sent", "sign_all"]
pytestmark = pytest.mark.django_db
DAYS = ("9999-12-31", "0001-01-01")


def here(park, name, **row):
    room = "certification" if name == "agreement-send" else "partnerships"
    return reverse(f"{room}:{name}", kwargs={"partnership": park.slug, **row})


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("field", ["last_day", "sign_by", "sign_by_{party}"])
def test_sending_with_a_day_that_is_too_far_away(full_park, draft, ann, field, day):
    with member_door(full_park):
        name = field.format(party=Partner.objects.all()[0].pk)
    given = {"seen": text_hash(draft.text), name: day}
    answer = client_of(ann).post(here(full_park, "agreement-send", uuid=draft.uuid), given)
    assert answer.status_code == 200
    with member_door(full_park):
        assert not Signature.objects.exists()


@pytest.mark.parametrize("day", DAYS)
def test_a_mandate_with_a_day_that_is_too_far_away(full_park, ann, now, day):
    with member_door(full_park):
        contact = Contact.objects.all()[0]
        row = Mandate.objects.create(
            partnership=full_park, partner=contact.partner, contact=contact, basis="x", valid_from=now.date()
        )
    client, add = client_of(ann), here(full_park, "mandate-add", pk=contact.partner_id)
    assert client.post(here(full_park, "mandate-end", pk=row.pk), {"last_day": day}).context["form"].errors
    for first, last in ((day, ""), ("2020-01-01", day)):
        given = {"contact": contact.pk, "basis": "x", "valid_from": first, "last_day": last}
        assert client.post(add, given).context["form"].errors


@pytest.mark.parametrize("day", DAYS)
def test_an_occasion_on_a_day_that_is_too_far_away(full_park, ann, day):
    client = client_of(ann)
    words = {"title": "x", "location": "x", "place": "x", "agenda": "x", "starts_at": f"{day}T23:59"}
    assert client.post(here(full_park, "ceremony-add"), words).status_code == 200
    meeting = {**words, "planned_on": day, "starts_at": "23:00"}
    assert client.post(here(full_park, "kick-off-plan"), meeting).status_code == 200
    with member_door(full_park):
        assert not Ceremony.objects.exists()
        assert not KickOff.objects.exists()


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("way", ["link", "paper"])
def test_a_notice_of_a_day_that_is_too_far_away(sign_all, ann, day, way):
    signed = sign_all()
    with member_door(signed.partnership):
        contact = Contact.objects.get(email="fire@example.org")
    given = {
        "party": contact.partner_id, "reason": "x", "counts_from": day, "way": way, "contact": contact.pk,
        "given_on": day,
    }  # fmt: skip
    answer = client_of(ann).post(here(signed.partnership, "agreement-leave", uuid=signed.uuid), given)
    assert answer.context["form"].errors["counts_from"]


def test_no_form_of_ours_takes_a_bare_day():
    """A field that is not ``Day`` lets a year of four nines in, and every sum with it is a fault."""
    assert all_addresses()  # every view, and with it every form, is imported
    bare = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in below(forms.BaseForm)
        if form.__module__.split(".")[0] in OURS and ".forms." in form.__module__
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) in (forms.DateField, forms.MultipleChoiceField)
    ]
    assert bare == []


def below(kind):
    return {one for child in kind.__subclasses__() for one in (child, *below(child))}


def test_who_is_named_twice_as_a_witness_is_asked_once(full_park, ann, now):
    agreement = drafted(full_park, ann, now, kind=AgreementKind.COVENANT)
    with member_door(full_park):
        insurer = Partner.objects.get(kind="insurer")
        other = Contact.objects.create(
            partnership=full_park, partner=Partner.objects.get(kind="park_management"), name="Twee", function="x",
            email="twee@example.org", represents=False, signs=False,
        )  # fmt: skip
    given = {
        "seen": text_hash(agreement.text), "witnesses": [insurer.pk, insurer.pk], "also": [other.pk, other.pk],
        "despite": "1", "reason": "x",
    }  # fmt: skip
    assert client_of(ann).post(here(full_park, "agreement-send", uuid=agreement.uuid), given).status_code == 302
    with member_door(full_park):
        asked = list(Signature.objects.filter(as_witness=True).values_list("email", flat=True))
    assert sorted(asked) == ["insurer@example.org", "twee@example.org"]


def test_a_document_that_is_chosen_twice_is_one_annex(full_park, draft, now, ann):
    with member_door(full_park):
        document = file_rendered(
            full_park, b"%PDF-1.4", filename="a.pdf", kind=DocumentKind.EVIDENCE, title="A", at=now
        )
    given = {"documents": [document.pk, document.pk]}
    assert client_of(ann).post(here(full_park, "agreement-annexes", uuid=draft.uuid), given).status_code == 302
    with member_door(full_park):
        assert len(annexes_of(draft)) == 1


def test_one_party_named_twice_is_not_everybody(full_park):
    with member_door(full_park):
        partners = list(Partner.objects.select_related("organisation")[:2])
    form = ClausesForm({"chosen": "1", "parties": [partners[0].pk] * 2}, template=None, partners=partners)
    assert form.is_valid()
    assert form.party_ids() == [partners[0].pk]
