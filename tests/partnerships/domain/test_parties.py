"""Parties join, decline and leave; their people are named; roles have dates (F06, F11, F12, F13, F14)."""

from datetime import date, timedelta
from typing import Any, cast

import pytest

from partnerships.access import access_of
from partnerships.domain.contacts import add_contact, change_contact, remove_contact
from partnerships.domain.invitations import invite
from partnerships.domain.memberships import appoint, end_membership, role_states
from partnerships.domain.parties import (
    add_party,
    decline_party,
    join_party,
    leave_party,
    organisation_named,
    write_statement,
)
from partnerships.domain.party_overview import commitment_counts, party_kinds
from partnerships.enums import Commitment, PartyKind, Role
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Contact, Cycle, Invitation, Membership, Partner, Partnership, User
from partnerships.scheme import Scheme
from partnerships.scheme_files import all_schemes
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, newest_scheme


def new_party(park: Partnership, name: str, kind: str, *, by: User, joined: bool = False) -> Partner:
    organisation = organisation_named(name, kind=kind, country="NL")
    return add_party(park, organisation, kind=kind, by=by, on=TODAY, at=NOW, joined=joined)


def hallmark() -> Scheme:
    return cast("Scheme", newest_scheme("certificate"))


def answer_of(partner: Partner) -> Commitment:
    partner.refresh_from_db()
    return partner.commitment


@pytest.mark.feature("F06")
def test_a_party_is_asked_declines_comes_back_and_leaves(park: Partnership, ann: User) -> None:
    with member_door(park):
        partner = new_party(park, "Brandweer Oost", PartyKind.FIRE, by=ann)
        assert answer_of(partner) == Commitment.INVITED
        with pytest.raises(Refused):
            decline_party(partner, reason="  ", by=ann, on=TODAY, at=NOW)
        decline_party(partner, reason="Geen mensen", by=ann, on=TODAY, at=NOW)
        assert answer_of(partner) == Commitment.DECLINED
        with pytest.raises(StaleState):
            decline_party(partner, reason="Nog eens", by=ann, on=TODAY, at=NOW)
        join_party(partner, by=ann, on=TODAY, at=NOW)
        with pytest.raises(StaleState):
            join_party(partner, by=ann, on=TODAY, at=NOW)
        partner.refresh_from_db()
        with pytest.raises(Refused):
            leave_party(partner, by=ann, on=TODAY - timedelta(days=1), at=NOW)
        leave_party(partner, by=ann, on=TODAY, at=NOW, reason="Ander gebied")
        assert answer_of(partner) == Commitment.LEFT
        counts = dict(commitment_counts(Partner.objects.all()))
        assert (counts[Commitment.JOINED], counts[Commitment.LEFT]) == (1, 1)
        verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs[-4:] == ["added_party", "declined", "joined", "left"]


def test_an_organisation_is_reused_and_stands_once_in_a_partnership(
    park: Partnership, other_park: Partnership, ann: User
) -> None:
    with member_door(park):
        here = new_party(park, "Brandweer Oost", PartyKind.FIRE, by=ann)
        with pytest.raises(Refused):
            new_party(park, " brandweer oost", PartyKind.FIRE, by=ann)
    with member_door(other_park):
        assert new_party(other_park, "Brandweer Oost", PartyKind.FIRE, by=ann).organisation == here.organisation


def test_who_speaks_for_a_party_that_leaves_loses_the_role(park: Partnership, ann: User, bert: User) -> None:
    with member_door(park):
        partner = Partner.objects.get()
        invite(park, email="x@example.org", name="X", role=Role.REPRESENTATIVE, partner=partner, by=ann, at=NOW)
        leave_party(partner, by=ann, on=TODAY, at=NOW)
        assert Invitation.objects.get().withdrawn_at == NOW
    assert access_of(bert, park, on=TODAY) is None


@pytest.mark.feature("F12")
def test_missing_kinds_are_seen_and_a_party_that_only_was_asked_still_misses(park: Partnership, ann: User) -> None:
    scheme = hallmark()
    with member_door(park):
        new_party(park, "Brandweer Oost", PartyKind.FIRE, by=ann)
        kinds = party_kinds(scheme, Partner.objects.prefetch_related("contacts"))
    missing = {kind.kind: kind.group for kind in kinds if kind.missing}
    assert missing[PartyKind.FIRE] == "required"
    assert PartyKind.POLICE not in missing
    assert "expected" in missing.values()


@pytest.mark.feature("F11")
def test_a_party_lacks_a_representative_and_a_signatory_until_named(park: Partnership, ann: User) -> None:
    scheme = hallmark()
    with member_door(park):
        partner = new_party(park, "Brandweer Oost", PartyKind.FIRE, by=ann, joined=True)

        def line():
            kinds = party_kinds(scheme, Partner.objects.prefetch_related("contacts"))
            return next(line for kind in kinds for line in kind.lines if line.partner == partner)

        assert line().lacks_representative
        assert line().lacks_signatory
        words: dict[str, Any] = {"name": "N", "function": "Commandant", "by": ann, "at": NOW}
        contact = add_contact(partner, email="C@example.org", represents=True, signs=False, **words)
        assert (line().lacks_representative, line().lacks_signatory) == (False, True)
        with pytest.raises(Refused):
            add_contact(partner, email="c@example.org", represents=True, signs=False, **words)
        change_contact(contact, email="c@example.org", represents=True, signs=True, **words)
        assert not line().lacks_signatory
        remove_contact(contact, by=ann, at=NOW)
        assert not Contact.objects.filter(partner=partner).exists()


@pytest.mark.feature("F14")
def test_a_statement_says_who_wrote_it_and_for_whom(park: Partnership, ann: User, bert: User) -> None:
    words: dict[str, Any] = {"expectation": "Samen", "desired_environment": "Schoon", "own_role": "Surveilleren"}
    with member_door(park):
        partner = Partner.objects.get()
        write_statement(partner, **words, by=bert, at=NOW)
        write_statement(partner, **words, by=ann, at=NOW, on_behalf=True)
        partner.refresh_from_db()
        assert partner.own_role == "Surveilleren"
        trail = Activity.objects.order_by("pk").values_list("verb", "actor")
        assert list(trail)[-2:] == [("wrote_statement", bert.pk), ("recorded_statement", ann.pk)]
        assert Cycle.objects.get().changed_at == NOW  # the projection is made again


@pytest.mark.feature("F13")
def test_a_role_has_a_period_and_gives_its_rights_in_it_only(park: Partnership, ann: User, carla: User) -> None:
    with member_door(park):
        membership = appoint(park, carla, role=Role.SECRETARY, by=ann, on=TODAY, at=NOW, until=date(2026, 4, 1))
        with pytest.raises(Refused):
            appoint(park, carla, role=Role.SECRETARY, by=ann, on=TODAY, at=NOW)
        with pytest.raises(Refused):
            appoint(park, carla, role=Role.CHAIR, by=ann, on=TODAY, at=NOW, until=TODAY)
    access = access_of(carla, park, on=TODAY)
    assert access
    assert access.may("run_process")
    assert access_of(carla, park, on=date(2026, 4, 1)) is None
    with member_door(park):
        end_membership(membership, by=ann, on=TODAY, at=NOW)
        with pytest.raises(StaleState):
            end_membership(membership, by=ann, on=TODAY, at=NOW)
    assert access_of(carla, park, on=TODAY) is None


@pytest.mark.feature("F13")
def test_the_last_project_leader_stays(park: Partnership, ann: User, carla: User) -> None:
    with member_door(park):
        leading = Membership.objects.get(user=ann)
        with pytest.raises(Refused):
            end_membership(leading, by=ann, on=TODAY, at=NOW)
        appoint(park, carla, role=Role.PROJECT_LEADER, by=ann, on=TODAY, at=NOW)
        end_membership(leading, by=ann, on=TODAY, at=NOW)
    assert access_of(ann, park, on=TODAY) is None


@pytest.mark.feature("F13")
def test_a_role_of_another_side_is_seen(park: Partnership, ann: User, bert: User) -> None:
    """One scheme gives chair and secretary to one side, another advises against a leading municipality."""
    city = add_partner(park, "Gemeente Oosterveen", PartyKind.MUNICIPALITY)
    with member_door(park):
        police = Partner.objects.get(kind=PartyKind.POLICE)
        now = [
            Membership(user=bert, role=Role.CHAIR, partner=police),
            Membership(user=ann, role=Role.PROJECT_LEADER, partner=city),
        ]
        states = {
            (scheme.urn, state.need.role): state for scheme in all_schemes() for state in role_states(scheme, now)
        }
    supplied = [state for (_urn, role), state in states.items() if role == Role.CHAIR and state.need.supplied_by]
    assert supplied
    assert all(state.other_side == (now[0],) for state in supplied)
    assert any(state.discouraged == (now[1],) for state in states.values())


@pytest.mark.feature("F13")
def test_a_required_role_nobody_has_is_missing() -> None:
    states = role_states(hallmark(), [])
    assert any(state.missing for state in states)
