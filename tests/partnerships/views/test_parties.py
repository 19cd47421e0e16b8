"""Parties, contacts, statements and roles on screen (F06, F11, F12, F13, F14)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.domain.memberships import appoint
from partnerships.domain.trail_changes import changes_of
from partnerships.enums import PartyKind, Role
from partnerships.models import Activity, Contact, Invitation, Membership, Organisation, Partner, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import add_partner, client_of


def url(name: str, park: Partnership, **more: object) -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **more})


@pytest.fixture
def leader(ann: User) -> Client:
    return client_of(ann)


@pytest.fixture
def police(park: Partnership) -> Partner:
    with member_door(park):
        return Partner.objects.get()


@pytest.mark.feature("F12")
def test_a_missing_required_party_is_red_and_one_press_away(park: Partnership, leader: Client, bert: User) -> None:
    page = leader.get(url("parties", park))
    assert PartyKind.FIRE in {kind.kind for kind in page.context["missing"]}
    assert f"{url('party-invite', park)}?kind=fire" in page.content.decode()
    assert "bn-state--late" in page.content.decode()
    reader = client_of(bert).get(url("parties", park)).content.decode()
    assert "bn-state--late" in reader
    for name in ("party-add", "parties-wanted", "party-invite", "party-declines"):  # never theirs: left out
        assert url(name, park) not in reader
    assert "bn-reason" not in reader


def test_a_party_that_was_asked_is_not_invited_again(park: Partnership, leader: Client) -> None:
    leader.post(f"{url('party-add', park)}?kind=fire", {"new_name": "Brandweer Oost", "joined": "no"})
    page = leader.get(url("parties", park))
    assert PartyKind.FIRE not in {kind.kind for kind in page.context["missing"]}
    assert [kind.kind for kind in page.context["asked"]] == [PartyKind.FIRE]
    assert "?kind=fire" not in page.content.decode()


@pytest.mark.feature("F12")
def test_the_municipality_of_the_ground_is_offered_first(
    park: Partnership, leader: Client, municipality: Organisation
) -> None:
    for name in ("party-add", "party-invite"):
        form = leader.get(url(name, park), {"kind": "municipality"}).context["form"]
        assert form.initial["organisation"] == municipality


@pytest.mark.feature("F06")
def test_a_party_is_added_found_again_and_declines(park: Partnership, leader: Client) -> None:
    Organisation.objects.create(name="Brandweer Oost", kind=PartyKind.FIRE)
    add = f"{url('party-add', park)}?kind=fire&q=oost"
    assert "Brandweer Oost" in leader.get(add).content.decode()
    assert leader.post(add, {"joined": "no"}).context["form"].errors
    leader.post(add, {"new_name": "brandweer oost", "joined": "no"})
    with member_door(park):
        fire = Partner.objects.get(kind=PartyKind.FIRE)
    assert Organisation.objects.filter(kind=PartyKind.FIRE).count() == 1
    day = timezone.localdate().isoformat()
    assert leader.post(url("party-decline", park, pk=fire.pk), {"on": day}).context["decline_form"].errors
    leader.post(url("party-decline", park, pk=fire.pk), {"on": day, "reason": "Geen mensen"})
    assert "Geen mensen" in leader.get(url("party", park, pk=fire.pk)).content.decode()
    leader.post(url("party-join", park, pk=fire.pk))
    leader.post(url("party-leave", park, pk=fire.pk), {"on": day, "reason": "Klaar"})
    lines = leader.get(url("parties-csv", park)).content.decode("utf-8-sig")
    assert "Brandweer Oost" in lines


@pytest.mark.feature("F06")
def test_the_kind_that_is_chosen_is_the_kind_that_is_kept(
    park: Partnership, leader: Client, municipality: Organisation
) -> None:
    add = url("party-add", park)
    offered = {"kind": "company", "organisation": municipality.pk, "joined": "yes"}
    refused = leader.post(add, offered).context["form"]  # ticked in the list that was shown before
    assert "organisation" in refused.errors
    leader.post(add, {**offered, "new_name": "Metaal Oost"})
    with member_door(park):
        company = Partner.objects.get(kind=PartyKind.COMPANY)
    assert (str(company), company.organisation.kind) == ("Metaal Oost", PartyKind.COMPANY)
    both = {"kind": "municipality", "organisation": municipality.pk, "joined": "yes", "new_name": "Een andere"}
    assert "new_name" in leader.post(add, both).context["form"].errors


@pytest.mark.feature("F06")
def test_searching_shows_the_other_kind_and_keeps_what_was_typed(
    park: Partnership, leader: Client, municipality: Organisation
) -> None:
    typed = {"kind": "municipality", "q": "", "search": "yes", "new_name": "", "joined": "yes"}
    page = leader.post(url("party-add", park), typed)
    assert str(municipality) in page.content.decode()
    assert page.context["form"].initial["joined"] == "yes"
    assert not page.context["form"].errors
    with member_door(park):
        assert not Partner.objects.filter(kind="municipality").exists()


@pytest.mark.feature("F06")
def test_a_wrong_kind_and_name_are_put_right(park: Partnership, leader: Client, bert: User) -> None:
    wrong = add_partner(park, "Metaal Ost", PartyKind.MUNICIPALITY)
    change = url("party-change", park, pk=wrong.pk)
    assert change in leader.get(url("party", park, pk=wrong.pk)).content.decode()
    leader.post(change, {"kind": "company", "name": "Metaal Oost"})
    with member_door(park):
        right = Partner.objects.select_related("organisation").get(pk=wrong.pk)
        assert (right.kind, str(right), right.organisation.kind) == ("company", "Metaal Oost", "company")
        line = Activity.objects.get(verb="changed_party")
    assert [(one.old, one.new) for one in changes_of(line)][1] == ("Metaal Ost", "Metaal Oost")
    assert client_of(bert).get(change).status_code == 403


@pytest.mark.feature("F06")
def test_an_organisation_of_others_keeps_its_name(
    park: Partnership, other_park: Partnership, leader: Client, police: Partner
) -> None:
    with member_door(other_park):
        Partner.objects.create(partnership=other_park, organisation=police.organisation, kind=PartyKind.POLICE)
    change = url("party-change", park, pk=police.pk)
    assert "name" not in leader.get(change).context["form"].fields
    leader.post(change, {"kind": "company", "name": "Anders"})
    with member_door(park):
        kept = Partner.objects.select_related("organisation").get(pk=police.pk)
    assert (kept.kind, kept.organisation.name, kept.organisation.kind) == ("company", str(police), PartyKind.POLICE)


@pytest.mark.feature("F11")
def test_contacts_are_named_changed_and_removed(park: Partnership, leader: Client, police: Partner) -> None:
    data = {"name": "N", "function": "F", "email": "wijk@example.org", "represents": "on"}
    leader.post(url("contact-add", park, pk=police.pk), data)
    assert leader.post(url("contact-add", park, pk=police.pk), data).context["form"].non_field_errors()
    with member_door(park):
        contact = Contact.objects.get(email="wijk@example.org")
    leader.post(url("contact", park, pk=contact.pk), {**data, "function": "Teamchef", "signs": "on"})
    assert "Teamchef" in leader.get(url("party", park, pk=police.pk)).content.decode()
    leader.post(url("contact-remove", park, pk=contact.pk))
    assert "wijk@example.org" not in leader.get(url("party", park, pk=police.pk)).content.decode()


@pytest.mark.feature("F14")
def test_a_party_writes_its_own_statement_and_the_leader_on_its_behalf(
    park: Partnership, leader: Client, bert: User, police: Partner
) -> None:
    other = add_partner(park, "Ondernemers", PartyKind.ENTREPRENEURS)
    words = {"expectation": "Minder inbraken", "desired_environment": "Schoon", "own_role": "Surveilleren"}
    own = client_of(bert)
    assert own.post(url("statement", park, pk=police.pk), words).status_code == 302
    assert own.post(url("statement", park, pk=other.pk), words).status_code == 403
    assert leader.get(url("statement", park, pk=other.pk)).context["on_behalf"]
    leader.post(url("statement", park, pk=other.pk), {**words, "own_role": "Verlichten"})
    page = own.get(url("statements", park)).content.decode()
    assert "Surveilleren" in page
    assert "Verlichten" in page
    with member_door(park):
        verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["wrote_statement", "recorded_statement"]
    assert "Verlichten" in own.get(url("statements-csv", park)).content.decode()


@pytest.mark.feature("F13")
def test_roles_show_since_when_and_end_on_a_press(
    park: Partnership, leader: Client, ann: User, bert: User, police: Partner
) -> None:
    today = timezone.localdate()
    data = {"person": f"user:{bert.pk}", "role": Role.CHAIR, "partner": police.pk, "since": today.isoformat()}
    leader.post(url("role-appoint", park), data)
    assert leader.post(url("role-appoint", park), data).context["form"].non_field_errors()
    late = {**data, "role": Role.SECRETARY, "since": "2199-01-01"}
    assert "since" in leader.post(url("role-appoint", park), late).context["form"].errors
    with member_door(park):
        chair = Membership.objects.get(role=Role.CHAIR)
        leading = Membership.objects.get(user=ann)
    leader.post(url("role-end", park, pk=chair.pk))
    page = leader.get(url("roles", park))
    assert chair in [one for one, _name in page.context["before"]]
    last = leader.post(url("role-end", park, pk=leading.pk), follow=False)
    assert last.status_code == 302
    with member_door(park):
        assert Membership.objects.get(user=ann).valid_until is None
    assert str(bert) in leader.get(url("roles-csv", park)).content.decode()


@pytest.mark.feature("F13")
def test_only_a_project_leader_names_a_project_leader(park: Partnership, ann: User, carla: User) -> None:
    with member_door(park):
        today = timezone.localdate()
        until = today + timedelta(days=365)
        appoint(park, carla, role=Role.PROCESS_GUIDE, by=ann, on=today, at=timezone.now(), until=until)
    data = {"person": f"user:{carla.pk}", "role": Role.PROJECT_LEADER, "since": timezone.localdate().isoformat()}
    assert "role" in client_of(carla).post(url("role-appoint", park), data).context["form"].errors
    sent = {"name": "X", "email": "x@example.org", "role": Role.PROJECT_LEADER}
    assert "role" in client_of(carla).post(url("invitation-add", park), sent).context["form"].errors
    assert client_of(ann).post(url("invitation-add", park), sent).status_code == 302
    with member_door(park):
        invitation = Invitation.objects.get()
    assert client_of(carla).post(url("invitation-resend", park, pk=invitation.pk)).status_code == 403


@pytest.mark.feature("F13")
def test_a_contact_without_an_account_is_invited_to_a_role(park: Partnership, leader: Client) -> None:
    with member_door(park):
        contact = Contact.objects.get()
    data = {"person": f"contact:{contact.pk}", "role": Role.CHAIR, "since": timezone.localdate().isoformat()}
    leader.post(url("role-appoint", park), data)
    leader.post(url("contact-invite", park, pk=contact.pk))
    assert [message.to for message in mail.outbox] == [[f"{contact.name} <{contact.email}>"]] * 2


@pytest.mark.feature("F12")
def test_a_contact_says_until_when_it_is_invited_and_is_not_asked_after_a_no(park: Partnership, leader: Client) -> None:
    asked = add_partner(park, "Brandweer Oost", PartyKind.FIRE)
    with member_door(park):
        Partner.objects.filter(pk=asked.pk).update(joined_on=None, invited_on=timezone.localdate())
        contact = Contact.objects.get(partner=asked)
    invite, page = url("contact-invite", park, pk=contact.pk), url("party", park, pk=asked.pk)
    assert invite in leader.get(page).content.decode()
    leader.post(invite)
    with member_door(park):
        invitation = Invitation.objects.get()
    shown = leader.get(page).content.decode()
    assert date_format(timezone.localdate(invitation.expires_at)) in shown
    assert invite not in shown
    with member_door(park):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert invite in leader.get(page).content.decode()
    leader.post(url("party-decline", park, pk=asked.pk), {"on": timezone.localdate().isoformat(), "reason": "Druk"})
    assert invite not in leader.get(page).content.decode()
