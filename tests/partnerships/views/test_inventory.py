"""The inventory of allies: ticked at once, narrowed, counted, invited in one press (F06, F08, F12, F100)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.parties import add_party, decline_party
from partnerships.enums import Commitment, PartyKind
from partnerships.models import (
    Activity,
    Contact,
    Invitation,
    Organisation,
    Partner,
    Partnership,
    PartyType,
    User,
    WantedParty,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, client_of

# S002 1.5: who may belong to a partnership.
SOURCES = {
    PartyKind.MUNICIPALITY, PartyKind.POLICE, PartyKind.FIRE, PartyKind.CUSTOMS, PartyKind.TRADE_ASSOCIATION,
    PartyKind.PROVINCE, PartyKind.ENTREPRENEURS, PartyKind.ENVIRONMENT_SERVICE, PartyKind.OTHER, PartyKind.PROSECUTION,
    PartyKind.TFOC, PartyKind.RESIDENTS,
}  # fmt: skip


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


@pytest.mark.feature("F08")
def test_the_list_of_the_source_is_ticked_at_once(park: Partnership, leader: Client) -> None:
    form = leader.get(url("parties-wanted", park)).context["form"]
    offered = {kind for name in ("required", "expected", "other") for kind, _label in form.fields[name].choices}
    assert SOURCES - {PartyKind.POLICE} <= offered  # the police are a party already
    sent = {name: [kind for kind, _label in form.fields[name].choices if kind in SOURCES] for name in form.fields}
    leader.post(url("parties-wanted", park), sent)
    with member_door(park):
        assert set(WantedParty.objects.values_list("kind", flat=True)) == SOURCES - {PartyKind.POLICE}
    page = leader.get(url("parties", park), {"state": "wanted"})
    shown = {row.kind.kind for _title, rows in page.context["groups"] for row in rows}
    assert shown == SOURCES - {PartyKind.POLICE}
    leader.post(url("parties-wanted", park), {})
    with member_door(park):
        assert not WantedParty.objects.exists()
        verbs = set(Activity.objects.values_list("verb", flat=True))
    assert {"ticked_party", "unticked_party"} <= verbs


@pytest.mark.feature("F08")
def test_the_leader_adds_a_kind_of_party(park: Partnership, leader: Client) -> None:
    leader.post(url("party-types", park), {"name": "Buurtpreventie"})
    for taken in ("Buurtpreventie", "police", "Politie"):
        assert leader.post(url("party-types", park), {"name": taken}).context["form"].non_field_errors(), taken
    leader.post(url("parties-wanted", park), {"other": ["Buurtpreventie"]})
    assert "Buurtpreventie" in leader.get(url("parties", park)).content.decode()
    with member_door(park):
        own = PartyType.objects.get()
    leader.post(url("party-type-remove", park, pk=own.pk))
    with member_door(park):
        assert PartyType.objects.exists()  # in use
    add = f"{url('party-add', park)}?kind=Buurtpreventie"
    assert leader.post(add, {"new_name": "Buurt Oost", "joined": "yes"}).status_code == 302
    with member_door(park):
        partner = Partner.objects.get(kind="Buurtpreventie")
        assert not WantedParty.objects.exists()
    assert partner.organisation.kind == PartyKind.OTHER
    assert "Buurtpreventie" in leader.get(url("party", park, pk=partner.pk)).content.decode()
    assert "Buurtpreventie" in leader.get(url("parties-csv", park)).content.decode("utf-8-sig")


@pytest.mark.feature("F08")
def test_an_own_kind_that_nobody_uses_is_removed(park: Partnership, leader: Client) -> None:
    leader.post(url("party-types", park), {"name": "Buurtpreventie"})
    with member_door(park):
        own = PartyType.objects.get()
    leader.post(url("party-type-remove", park, pk=own.pk))
    with member_door(park):
        assert not PartyType.objects.exists()


@pytest.mark.feature("F06")
def test_parties_are_listed_counted_and_narrowed(park: Partnership, leader: Client, ann: User) -> None:
    today, now = timezone.localdate(), timezone.now()
    with member_door(park):
        for name, kind in (("Brandweer Oost", PartyKind.FIRE), ("Provincie Oost", PartyKind.PROVINCE)):
            organisation = Organisation.objects.create(name=name, kind=kind)
            partner = add_party(park, organisation, kind=kind, by=ann, on=today, at=now, joined=False)
        decline_party(partner, reason="Geen capaciteit", by=ann, on=today, at=now)
    page = leader.get(url("parties", park))
    counts = {key: count for _label, count, key in page.context["counts"]}
    assert counts == {
        Commitment.JOINED: 1, Commitment.INVITED: 1, Commitment.DECLINED: 1, Commitment.LEFT: 0, "wanted": 0,
    }  # fmt: skip
    declined = leader.get(url("parties", park), {"state": "declined"}).content.decode()
    assert "Geen capaciteit" in declined
    assert "Brandweer Oost" not in declined
    assert "Brandweer Oost" in leader.get(url("parties", park), {"q": "weer"}).content.decode()
    one = leader.get(url("parties", park), {"kind": "province"})
    assert [row.kind.kind for _title, rows in one.context["groups"] for row in rows] == [PartyKind.PROVINCE]
    lines = leader.get(url("parties-csv", park), {"state": "declined"}).content.decode("utf-8-sig")
    assert "Geen capaciteit" in lines
    assert "Brandweer" not in lines
    missing = leader.get(url("parties", park), {"state": "missing"})
    empty = [row for _title, rows in missing.context["groups"] for row in rows]
    assert empty
    assert missing.context["shown"] == len(empty)
    everything = leader.get(url("parties", park))
    assert everything.context["shown"] == everything.context["total"] == everything.content.count(b'scope="row"')


@pytest.mark.feature("F12")
def test_a_missing_party_we_can_reach_is_invited_in_one_press(park: Partnership, leader: Client) -> None:
    leader.post(url("parties-wanted", park), {"required": ["fire"]})
    with member_door(park):
        wanted = WantedParty.objects.get()
    known = {f"name_{wanted.pk}": "Brandweer Oost", f"email_{wanted.pk}": "post@brandweer.example.org"}
    leader.post(url("parties-wanted", park), {"required": ["fire"], **known})
    now = f"{url('party-invite-now', park)}?kind=fire"
    assert now in leader.get(url("parties", park)).content.decode()
    leader.post(now)
    assert [message.to for message in mail.outbox] == [["Brandweer Oost <post@brandweer.example.org>"]]
    with member_door(park):
        fire = Partner.objects.get(kind=PartyKind.FIRE)
        assert fire.commitment == Commitment.INVITED
        assert Invitation.objects.get().partner == fire
        assert not WantedParty.objects.exists()


@pytest.mark.feature("F12")
def test_who_declined_is_asked_again_in_one_press(park: Partnership, leader: Client, ann: User) -> None:
    with member_door(park):
        Partner.objects.update(joined_on=None)
        partner = Partner.objects.get()
        decline_party(partner, reason="Druk", by=ann, on=timezone.localdate(), at=timezone.now())
    leader.post(f"{url('party-invite-now', park)}?kind=police")
    with member_door(park):
        assert Partner.objects.get().commitment == Commitment.INVITED
    assert len(mail.outbox) == 1


@pytest.mark.feature("F12")
def test_a_missing_party_nobody_knows_takes_one_form(
    park: Partnership, leader: Client, municipality: Organisation
) -> None:
    form = f"{url('party-invite', park)}?kind=municipality"
    assert leader.post(f"{url('party-invite-now', park)}?kind=municipality")["Location"] == form
    person = {"name": "N", "function": "F", "email": "veiligheid@gemeente.example.org"}
    assert leader.post(form, {"organisation": municipality.pk}).context["form"].errors
    leader.post(form, {"organisation": municipality.pk, **person})
    assert [message.to for message in mail.outbox] == [["N <veiligheid@gemeente.example.org>"]]
    with member_door(park):
        contact = Contact.objects.get(email="veiligheid@gemeente.example.org")
        assert contact.partner.organisation == municipality
        assert contact.partner.commitment == Commitment.INVITED
    assert leader.get(f"{url('party-invite', park)}?kind=nonsens").status_code == 404


@pytest.mark.feature("F06")
def test_who_is_to_be_approached_says_no_before_an_invitation(park: Partnership, leader: Client) -> None:
    leader.post(url("parties-wanted", park), {"required": ["fire"]})
    with member_door(park):
        wanted = WantedParty.objects.get()
    leader.post(url("parties-wanted", park), {"required": ["fire"], f"name_{wanted.pk}": "Brandweer Oost"})
    declines = f"{url('party-declines', park)}?kind=fire"
    assert declines in leader.get(url("parties", park)).content.decode()
    form = leader.get(declines).context["form"]
    assert form.initial["new_name"] == "Brandweer Oost"
    today = timezone.localdate().isoformat()
    assert "reason" in leader.post(declines, {"new_name": "Brandweer Oost", "on": today}).context["form"].errors
    leader.post(declines, {"new_name": "Brandweer Oost", "on": today, "reason": "Geen mensen"})
    with member_door(park):
        fire = Partner.objects.get(kind=PartyKind.FIRE)
        assert not WantedParty.objects.exists()
    assert (fire.commitment, fire.decline_reason) == (Commitment.DECLINED, "Geen mensen")
    assert not mail.outbox


def test_who_was_asked_without_a_mail_gets_it_from_the_list(park: Partnership, leader: Client) -> None:
    with member_door(park):
        Partner.objects.update(joined_on=None, invited_on=timezone.localdate())
        contact = Contact.objects.get()
    send = url("contact-invite", park, pk=contact.pk)
    assert send in leader.get(url("parties", park)).content.decode()
    leader.post(send)
    assert send not in leader.get(url("parties", park)).content.decode()


@pytest.mark.feature("F12")
def test_the_page_of_parties_asks_the_same_for_many(
    park: Partnership, leader: Client, django_assert_max_num_queries
) -> None:
    for number in range(12):
        add_partner(park, f"Bedrijf {number}", PartyKind.COMPANY, email=f"b{number}@example.org")
    with django_assert_max_num_queries(12):
        assert leader.get(url("parties", park), {"kind": "company"}).status_code == 200
