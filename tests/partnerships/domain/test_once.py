"""What may be there once is there once, also for those who press at the same moment; who is second reads why.

``together``: real connections side by side (PostgreSQL). ``blind``: the check of the verb sees nothing, as it does when
the other has not committed yet; then the database refuses, on SQLite as well, in the words of the check.
"""

import re
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from actionplans.domain.plans import start_plan
from assessments.domain.priorities import change_priority, choose_priority
from assessments.models import Priority
from partnerships.admin.officer import OfficerForm
from partnerships.domain.adviser import ask_adviser
from partnerships.domain.areas import cover_area, make_area, municipality_named
from partnerships.domain.contacts import add_contact, change_contact
from partnerships.domain.coordination import duties_of, give_duty
from partnerships.domain.deputies import appoint_deputy
from partnerships.domain.founding import found_partnership, founding_key, open_cycle
from partnerships.domain.granting import overseer_group
from partnerships.domain.invitations import invite, open_account, resend_invitation, withdraw_invitation
from partnerships.domain.memberships import appoint, end_membership
from partnerships.domain.officers import appoint_officer
from partnerships.domain.once import once
from partnerships.domain.parties import add_party, organisation_named
from partnerships.domain.party_changing import change_party
from partnerships.domain.party_types import add_party_type
from partnerships.doors.sign_on import invited
from partnerships.enums import AreaKind, OfficerRole, PartyKind, Role
from partnerships.exceptions import AlreadyFounded, Refused, StaleState
from partnerships.models import (
    Activity,
    AdviserQuestion,
    Area,
    AreaAddress,
    Contact,
    Cycle,
    Invitation,
    Membership,
    Officer,
    Organisation,
    Outbox,
    Partner,
    Partnership,
    PartnershipArea,
    PartyType,
    User,
)
from partnerships.tenancy.doors import member_door
from tests import database
from tests.conftest import NOW, TODAY, add_partner, make_user, newest_scheme
from tests.together import together

HANDS = 4
settle_doubles = import_module("partnerships.migrations.0026_once").settle_doubles
INVITED = "This person already has an invitation for this role. You can send it again."
CONTACT = "This party already has a contact with this e-mail address."
PRIORITY = "There is already a focus area with this title."
ORGANISATION = "There is already an organisation of this kind with this name."
KIND = "This kind of party is already in the list."
AREA = "This municipality already has an area with this name. Choose it from the list."
COVERED = "This area already belongs to the partnership."
ROUND = "There is still an open round. Close it first."
PLAN = "This round has a plan already."
ACCOUNT = "You already have an account. Sign in first, then open the link again."
ROLE = "%(name)s already has this role."
PARTY = "%(name)s is already a party of this partnership."


@pytest.fixture
def blind(monkeypatch):
    """The rows of somebody who has not committed yet: no query finds them, the database knows them."""
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)


@pytest.fixture
def inside(park: Partnership):
    with member_door(park):
        yield park


def refused(sentence, **words):
    """The refusal with this sentence, in the language of the tests."""
    return pytest.raises(Refused, match=f"^{re.escape(gettext(sentence) % words)}$")


def through(park, act):
    """The act as a request does it: through the door of the partnership."""

    def run():
        with member_door(park):
            act()

    return run


def offer(park, ann, **more):
    given = {"email": "nieuw@example.org", "name": "N", "role": Role.SECURITY_FIRM, "by": ann, "at": NOW, **more}
    return invite(park, **given)


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F13")
def test_four_invitations_at_once_make_one(park, ann):
    spellings = ("nieuw@example.org", "Nieuw@Example.org", "nieuw+bp@example.org", "nieuw@example.org")
    ends = together(*(through(park, lambda email=email: offer(park, ann, email=email)) for email in spellings))
    assert ends.count("done") == 1
    assert ends.count(gettext(INVITED)) == 3, ends
    with member_door(park):
        assert Invitation.objects.count() == 1
        assert Outbox.objects.filter(template="invitation").count() == 1
        assert Activity.objects.filter(verb="invited").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F13")
def test_an_invitation_that_ran_out_is_replaced_once(park, ann):
    with member_door(park):
        later = offer(park, ann).expires_at
    ends = together(*[through(park, lambda: offer(park, ann, at=later))] * HANDS)
    assert sorted(ends) == sorted(["done"] + [gettext(INVITED)] * 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F13")
@pytest.mark.parametrize("until", [None, date(2026, 12, 1)])
def test_one_role_given_by_many_at_once_is_had_once(park, ann, until):
    """A role with a last day is held by the lock alone: no constraint of both databases knows overlapping periods."""
    nora = make_user("nora")
    with member_door(park):
        leading = Membership.objects.select_related("user", "partnership").get(user=ann)

    def give(first):
        return lambda: appoint(park, nora, role=Role.PROJECT_LEADER, by=None, on=first, at=NOW, until=until)

    acts = [give(TODAY + timedelta(days=n)) for n in range(3)]
    acts.append(lambda: appoint_deputy(leading, nora, by=ann, on=TODAY, at=NOW))
    ends = together(*(through(park, act) for act in acts))
    assert ends.count("done") == 1
    assert ends.count(gettext(ROLE) % {"name": "nora"}) == 3, ends
    with member_door(park):
        assert Membership.objects.filter(user=nora).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("until", [None, date(2026, 12, 1)])
def test_one_office_given_by_many_at_once_is_held_once(municipality, until):
    nora = make_user("nora")

    def give():
        appoint_officer(nora, municipality, role=OfficerRole.OVERSEER, on=TODAY, until=until)

    assert together(*[give] * HANDS) == ["done"] * HANDS
    assert Officer.objects.filter(user=nora).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F06")
def test_one_organisation_named_by_many_at_once_is_one_and_one_party(park, ann):
    def name(written):
        def act():
            organisation = organisation_named(written, kind=PartyKind.FIRE, country="NL")
            add_party(park, organisation, kind=PartyKind.FIRE, by=ann, on=TODAY, at=NOW)

        return through(park, act)

    ends = together(
        *(name(written) for written in ("Brandweer Oost", "brandweer oost", "BRANDWEER OOST", "Brandweer Oost"))
    )
    organisation = Organisation.objects.get(name__iexact="brandweer oost")
    assert ends.count("done") == 1
    assert ends.count(gettext(PARTY) % {"name": organisation}) == 3, ends


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F11")
def test_one_person_written_down_by_many_at_once_is_one_contact(park, ann):
    with member_door(park):
        police = Partner.objects.select_related("partnership", "organisation").get()
    person = {"name": "N", "function": "F", "represents": True, "signs": False, "by": ann, "at": NOW}

    def add(email):
        return through(park, lambda: add_contact(police, email=email, **person))

    ends = together(*(add(email) for email in ("n@example.org", "N@example.org", "N@EXAMPLE.org", "n@example.org")))
    assert ends.count("done") == 1
    assert ends.count(gettext(CONTACT)) == 3, ends


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F27")
def test_one_focus_area_chosen_by_many_at_once_stands_once(park, ann):
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
    topic = cycle.scheme.topics[0].id

    def choose():
        choose_priority(cycle, topic_id=topic, title="Licht", reason="Donker", by=ann, at=NOW)

    ends = together(*[through(park, choose)] * HANDS)
    assert ends.count("done") == 1
    assert ends.count(gettext(PRIORITY)) == 3, ends


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F01")
def test_the_same_form_founds_once_and_the_same_name_twice(ann, municipality):
    scheme = newest_scheme("certificate")
    ground = make_area("De Hoek", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
    others = [make_user("nora"), make_user("olga")]

    def found(by):
        form = {"scheme": scheme, "areas": [ground], "by": by, "on": TODAY}
        key = founding_key("De Hoek", **form)
        return lambda: found_partnership("De Hoek", **form, at=NOW, key=key)

    ends = together(found(ann), found(ann), *(found(by) for by in others))
    assert sorted(ends) == sorted(["done"] * 3 + [str(AlreadyFounded.default)])
    assert sorted(Partnership.objects.values_list("slug", flat=True)) == ["de-hoek", "de-hoek-2", "de-hoek-3"]


# Held by a lock: the check of the second waits for the first


@pytest.mark.django_db(transaction=True)
@pytest.mark.feature("F09")
def test_areas_added_by_many_at_once_are_all_added_and_give_overseers_their_rights_once(park, ann):
    town = Organisation.objects.create(name="Hengelo", kind=PartyKind.MUNICIPALITY)
    overseer_group(town)  # there already: making it would let the second wait
    grounds = [make_area(f"Hoek {n}", kind=AreaKind.BUSINESS_PARK, municipality=town) for n in range(3)]
    areas = [*grounds, grounds[0]]
    ends = together(*(through(park, lambda area=area: cover_area(park, area, by=ann, at=NOW)) for area in areas))
    assert sorted(ends) == sorted(["done"] * 3 + [gettext(COVERED)])


@pytest.mark.django_db(transaction=True)
def test_one_question_to_the_adviser_asked_twice_at_once_is_asked_once(park, ann, monkeypatch):
    adviser = add_partner(park, "PVO Oost", PartyKind.BUSINESS_PLATFORM)
    monkeypatch.setattr("partnerships.domain.adviser.adviser_of", lambda _cycle: adviser)
    monkeypatch.setattr("partnerships.domain.adviser.why_not_ask", lambda *_given: "")
    with member_door(park):
        cycle = Cycle.objects.select_related("partnership").get()
    ends = together(*[through(park, lambda: ask_adviser(cycle, question="Komt u?", by=ann, at=NOW))] * HANDS)
    assert sorted(ends) == sorted(["done"] + [str(StaleState.default)] * 3)
    with member_door(park):
        assert AdviserQuestion.objects.count() == 1


# A check that saw nothing


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_the_database_refuses_a_second_open_invitation_in_the_words_of_the_check(inside, ann, blind):
    offer(inside, ann)
    with refused(INVITED):
        offer(inside, ann, email="Nieuw+werk@example.org")
    assert offer(inside, ann, role=Role.REPRESENTATIVE, partner=Partner.objects.get())
    with refused(INVITED):
        offer(inside, ann, role=Role.REPRESENTATIVE, partner=Partner.objects.get())


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_an_invitation_makes_room_when_it_was_withdrawn_or_ran_out(inside, ann):
    withdraw_invitation(offer(inside, ann), by=ann, at=NOW)
    old = offer(inside, ann)
    later = old.expires_at
    new = offer(inside, ann, at=later)
    old.refresh_from_db()
    assert (old.withdrawn_at, new.withdrawn_at) == (later, None)
    assert Activity.objects.filter(verb="withdrew_invitation", subject=f"invitation:{old.pk}").count() == 1
    with pytest.raises(StaleState):
        resend_invitation(old, by=ann, at=later)


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_the_database_refuses_a_role_without_end_twice(inside, ann, blind):
    nora = make_user("nora")
    police = Partner.objects.get()
    for party, role in ((None, Role.SECURITY_FIRM), (police, Role.REPRESENTATIVE)):
        had = appoint(inside, nora, role=role, partner=party, by=ann, on=TODAY, at=NOW)
        with refused(ROLE, name="nora"):
            appoint(inside, nora, role=role, partner=party, by=ann, on=TODAY, at=NOW)
        end_membership(had, by=ann, on=TODAY, at=NOW)
        assert appoint(inside, nora, role=role, partner=party, by=ann, on=TODAY, at=NOW).pk != had.pk


@pytest.mark.django_db
@pytest.mark.sqlite
def test_the_database_refuses_an_office_without_end_twice(municipality):
    office = {"user": make_user("nora"), "organisation": municipality, "role": OfficerRole.OVERSEER}
    Officer.objects.create(**office, valid_from=TODAY, valid_until=TODAY)
    Officer.objects.create(**office, valid_from=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.create(**office, valid_from=TODAY)


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F06")
def test_the_database_refuses_a_party_twice_and_an_organisation_in_other_capitals(inside, ann, blind):
    police = Partner.objects.select_related("organisation", "partnership").get()
    with refused(PARTY, name=police):
        add_party(inside, police.organisation, kind=PartyKind.POLICE, by=ann, on=TODAY, at=NOW)
    other = add_party(
        inside, organisation_named("X", kind=PartyKind.POLICE, country="NL"), kind=PartyKind.POLICE, by=ann, on=TODAY,
        at=NOW,
    )  # fmt: skip
    with refused(ORGANISATION):
        change_party(
            other, kind=PartyKind.POLICE, register_kind=PartyKind.POLICE, name=police.organisation.name.upper(),
            scheme=Cycle.objects.get().scheme, by=ann, at=NOW,
        )  # fmt: skip
    assert Partner.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F11")
def test_the_database_refuses_a_contact_twice(inside, ann, blind):
    police = Partner.objects.select_related("organisation", "partnership").get()
    person = {"name": "N", "function": "F", "represents": True, "signs": False, "by": ann, "at": NOW}
    add_contact(police, email="n@example.org", **person)
    other = add_contact(police, email="o@example.org", **person)
    with refused(CONTACT):
        add_contact(police, email="N@example.org", **person)
    with refused(CONTACT):
        change_contact(other, email="N@EXAMPLE.org", **person)
    assert Contact.objects.filter(partner=police, email__mailbox="n@example.org").count() == 1


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F08")
def test_the_database_refuses_a_kind_of_party_twice(inside, ann, blind):
    scheme = Cycle.objects.get().scheme
    add_party_type(inside, "Kerkbestuur", scheme=scheme, by=ann, on=TODAY, at=NOW)
    with refused(KIND):
        add_party_type(inside, "kerkbestuur", scheme=scheme, by=ann, on=TODAY, at=NOW)
    assert PartyType.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F09")
def test_the_database_refuses_ground_twice(inside, ann, municipality, blind):
    area = make_area("De Punt", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
    with refused(AREA):
        make_area("de punt", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
    cover_area(inside, area, by=ann, at=NOW)
    with refused(COVERED):
        cover_area(inside, area, by=ann, at=NOW)
    assert PartnershipArea.objects.filter(area=area).count() == 1


@pytest.mark.django_db
@pytest.mark.sqlite
def test_an_organisation_that_somebody_made_just_now_is_found(monkeypatch):
    """The first look finds nothing; the database knows better, and the second look finds it."""
    there = Organisation.objects.create(name="Brandweer Oost", kind=PartyKind.FIRE)
    place = Organisation.objects.create(name="Hengelo", kind=PartyKind.MUNICIPALITY)
    asked, first = [], QuerySet.first

    def late(rows):
        asked.append(1)
        return first(rows) if len(asked) % 2 == 0 else None

    monkeypatch.setattr(QuerySet, "first", late)
    assert organisation_named("brandweer oost", kind=PartyKind.FIRE, country="NL") == there
    assert municipality_named("hengelo", country="NL") == place


@pytest.mark.django_db
@pytest.mark.sqlite
def test_the_database_refuses_a_round_a_plan_and_a_focus_area_twice(inside, ann, blind):
    cycle = Cycle.objects.get()
    with refused(ROUND):
        open_cycle(inside, cycle.scheme, by=ann, on=TODAY, at=NOW)
    period = {"title": "P", "starts_on": date(2026, 1, 1), "ends_on": date(2028, 1, 1), "by": ann, "at": NOW}
    start_plan(cycle, **period)
    with refused(PLAN):
        start_plan(cycle, **period)
    words = {"topic_id": cycle.scheme.topics[0].id, "reason": "R", "by": ann, "at": NOW}
    choose_priority(cycle, title="Licht", **words)
    with refused(PRIORITY):
        choose_priority(cycle, title="Licht", **words)
    other = choose_priority(cycle, title="Donker", **words)
    with refused(PRIORITY):
        change_priority(other, title="Licht", **words)
    assert list(Priority.objects.order_by("pk").values_list("title", flat=True)) == ["Licht", "Donker"]


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F20")
def test_a_duty_given_by_another_just_now_is_said(inside, ann, monkeypatch):
    duty, police = duties_of(Cycle.objects.get().scheme)[0], Partner.objects.select_related("organisation").get()
    given = {"partner": police, "contact": None, "by": ann, "on": TODAY, "at": NOW}
    give_duty(inside, duty, **given)
    monkeypatch.setattr("partnerships.domain.coordination.end_duty", lambda *_given, **_more: None)
    with pytest.raises(StaleState):
        give_duty(inside, duty, **given)


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_an_account_made_by_another_just_now_is_said_or_found(inside, ann, blind):
    invitation = offer(inside, ann, at=timezone.now())
    user = open_account(invitation, name="N", password="een lang wachtwoord")
    with refused(ACCOUNT):
        open_account(invitation, name="N", password="een lang wachtwoord")
    assert invited("nieuw@example.org") == user
    assert invited("nieuw+bp@example.org") is None  # the same box in another spelling is no other account
    assert User.objects.filter(email__mailbox="nieuw@example.org").count() == 1


@pytest.mark.django_db
def test_the_administration_says_that_somebody_holds_the_office(municipality):
    office = {"user": make_user("nora"), "organisation": municipality, "role": OfficerRole.OVERSEER}
    Officer.objects.create(**office, valid_from=TODAY)
    form = OfficerForm({name: getattr(value, "pk", value) for name, value in office.items()} | {"valid_from": TODAY})
    assert form.errors == {"__all__": [gettext("This person holds this office already.")]}


# The helper


@pytest.mark.django_db
@pytest.mark.sqlite
def test_what_else_the_database_refuses_stays_a_fault(municipality, ann):
    """Another table, and what is no double: nobody may read a sentence that is not true."""
    area = Area.objects.create(name="A", kind=AreaKind.BUSINESS_PARK, municipality=municipality)
    words = {"area": area, "postcode": "1", "house_number": "1", "street": "S"}
    AreaAddress.objects.create(**words)
    with pytest.raises(IntegrityError), once(Area, Refused("no")):
        AreaAddress.objects.create(**words)
    with pytest.raises(Refused, match="no"), once(AreaAddress, Refused("no")):
        AreaAddress.objects.create(**words)
    with pytest.raises(IntegrityError), once(Officer, Refused("no")):
        Officer.objects.create(
            user=ann, organisation=municipality, role=OfficerRole.OVERSEER, valid_from=TODAY,
            valid_until=TODAY - timedelta(days=1),
        )  # fmt: skip
    assert Organisation.objects.filter(pk=municipality.pk).exists()  # the transaction is whole


# The doubles of before


@contextmanager
def unconstrained(*names):
    """Without these constraints, as before the migration; what is done inside is done behind the wall, as always."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")  # the owner of the tables
        for name in names:
            cursor.execute(f"DROP INDEX {name}")
        if connection.vendor == "postgresql":
            cursor.execute(f"SET ROLE {database.ROLE}")
    yield


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_the_migration_keeps_the_invitation_that_works_longest(inside, ann):
    offered = {"partnership": inside, "name": "N", "role": Role.SECURITY_FIRM, "nonce": "x", "invited_by": ann}
    days = {"n@example.org": 9, "o@example.org": 1, "N+een@example.org": 2, "n+twee@example.org": 1}
    with unconstrained("one_open_invitation"):
        for email, day in days.items():
            Invitation.objects.create(
                **offered, email=email, invited_at=NOW, expires_at=NOW + timedelta(days=day)
            )  # fmt: skip
        settle_doubles(apps, None)
    still = Invitation.objects.filter(withdrawn_at__isnull=True).order_by("pk")
    assert list(still.values_list("email", flat=True)) == ["n@example.org", "o@example.org"]


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F13")
def test_the_migration_keeps_the_role_and_the_office_that_began_first(inside, ann, municipality):
    """Who stands in for the role that ended stands in for the one that stays."""
    nora, olga = make_user("nora"), make_user("olga")
    role = {"partnership": inside, "role": Role.SECURITY_FIRM}
    office = {"user": nora, "organisation": municipality, "role": OfficerRole.OVERSEER}
    with unconstrained("one_membership_without_end", "one_office_without_end"):
        later = Membership.objects.create(**role, user=nora, valid_from=TODAY + timedelta(days=1))
        first = Membership.objects.create(**role, user=nora, valid_from=TODAY)
        deputy = Membership.objects.create(**role, user=olga, valid_from=TODAY, deputy_for=later)
        Officer.objects.create(**office, valid_from=TODAY + timedelta(days=1))
        held = Officer.objects.create(**office, valid_from=TODAY)
        settle_doubles(apps, None)
    later.refresh_from_db()
    deputy.refresh_from_db()
    assert later.valid_until == later.valid_from
    assert (deputy.deputy_for, deputy.valid_until) == (first, None)
    assert list(Membership.objects.filter(user=nora, valid_until__isnull=True)) == [first]
    assert list(Officer.objects.filter(user=nora, valid_until__isnull=True)) == [held]
    assert Membership.objects.filter(user=ann, valid_until__isnull=True).count() == 1  # what was once stays


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.feature("F08")
def test_the_migration_numbers_names_in_other_capitals(inside, municipality):
    """Nothing is merged: a party of that kind keeps its kind."""
    ground = {"kind": AreaKind.BUSINESS_PARK, "municipality": municipality}
    with unconstrained("organisation_once", "area_once_per_municipality", "party_type_once"):
        for name in ("Brandweer Oost", "brandweer oost (2)", "brandweer oost"):
            Organisation.objects.create(name=name, kind=PartyKind.FIRE)
        Organisation.objects.create(name="brandweer oost", kind=PartyKind.OTHER)
        for name in ("P" * 160, "p" * 160):
            Area.objects.create(name=name, **ground)
        for name in ("Kerk", "kerk"):
            PartyType.objects.create(partnership=inside, name=name, added_on=TODAY)
        Partner.objects.update(kind="kerk")
        settle_doubles(apps, None)
    found = Organisation.objects.filter(name__istartswith="brandweer oost").order_by("pk")
    assert list(found.values_list("name", flat=True)) == [
        "Brandweer Oost", "brandweer oost (2)", "brandweer oost (3)", "brandweer oost"
    ]  # fmt: skip
    assert Area.objects.filter(name="p" * 156 + " (2)").exists()
    assert set(PartyType.objects.values_list("name", flat=True)) == {"Kerk", "kerk (2)"}
    assert Partner.objects.get().kind == "kerk (2)"
