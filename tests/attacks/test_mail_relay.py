"""A partnership is no post office: what it may mail to people who never took up a role has an end each day."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from oversight.domain.mail_log import retry_mail
from partnerships.domain import ceremony_guests, kick_offs
from partnerships.domain.agreements import send_agreement, withdraw_agreement
from partnerships.domain.ceremonies import plan_ceremony
from partnerships.domain.ceremony_guests import add_guest, invite_guests, remove_guest
from partnerships.domain.commenting import comment_on
from partnerships.domain.contacts import add_contact
from partnerships.domain.founding import why_not_found
from partnerships.domain.invitations import invite
from partnerships.domain.kick_offs import invite_to_kick_off, plan_kick_off
from partnerships.enums import Coming, Role
from partnerships.exceptions import Refused
from partnerships.models import (
    Agreement,
    AgreementComment,
    CeremonyGuest,
    Contact,
    Cycle,
    Invitation,
    Outbox,
    Partner,
    Signature,
)
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of, found, newest_scheme
from tests.partnerships.signing.conftest import draft, full_park, now, own_files

__all__ = ["draft", "full_park", "now", "own_files"]
pytestmark = pytest.mark.django_db
ENOUGH = r"mail at most|mensen zonder account mailen"


@pytest.fixture
def ceremony(full_park, ann, now):
    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        made = plan_ceremony(
            cycle, title="Feest", starts_at=now + timedelta(days=9), location="Raadszaal", by=ann, at=now
        )
        for number in range(4):
            guest_of(made, f"vreemde{number}@example.net", ann, now)
    return made


def guest_of(ceremony, email, by, at):
    return add_guest(
        ceremony, name="Gast", organisation="", email=email, is_press=False, coming=Coming.UNKNOWN, by=by, at=at
    )


def here(park, name, **row):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, **row})


def says(answer):
    return re.search(ENOUGH, answer) is not None


def mails(park, **which):
    with member_door(park):
        return Outbox.objects.filter(**which).count()


def test_a_guest_list_stops_at_the_end_of_the_day_and_nothing_of_it_is_kept(full_park, ceremony, ann, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 3
    answer = client_of(ann).post(here(full_park, "guests-invite", uuid=ceremony.uuid), follow=True)
    assert says(answer.content.decode())
    assert mails(full_park) == 0
    with member_door(full_park):
        assert not CeremonyGuest.objects.filter(invited_at__isnull=False).exists()
    settings.MAIL_OUTSIDERS_PER_DAY = 4
    assert not says(
        client_of(ann).post(here(full_park, "guests-invite", uuid=ceremony.uuid), follow=True).content.decode()
    )
    assert mails(full_park) == 4
    moved = {
        "title": "Feest", "starts_at": (ceremony.starts_at).strftime("%Y-%m-%dT%H:%M"), "location": "Elders",
        "agreement": "", "programme": "Koop nu", "press_note": "",
    }  # fmt: skip
    assert says(client_of(ann).post(here(full_park, "ceremony-edit", uuid=ceremony.uuid), moved).content.decode())
    assert mails(full_park) == 4


def test_what_one_room_mailed_counts_in_another_and_the_next_day_is_new(full_park, ceremony, ann, now, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 4
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
        with pytest.raises(Refused, match=ENOUGH):
            invite(full_park, email="nog.een@example.net", name="x", role=Role.CHAIR, by=ann, at=now)
        assert not Invitation.objects.exists()
        invite(full_park, email="nog.een@example.net", name="x", role=Role.CHAIR, by=ann, at=now + timedelta(days=1))


def test_people_with_a_role_here_do_not_count(full_park, ceremony, ann, bert, now, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 4
    with member_door(full_park):
        guest_of(ceremony, bert.email.upper(), ann, now)
        assert invite_guests(ceremony, by=ann, at=now) == 5


def test_a_text_is_not_half_sent(full_park, draft, ann, now, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 4  # there are six parties
    with member_door(full_park):
        with pytest.raises(Refused, match=ENOUGH):
            send_agreement(draft, by=ann, at=now)
        assert Agreement.objects.get().sent_at is None
        assert not Signature.objects.exists()
        settings.MAIL_OUTSIDERS_PER_DAY = 6
        sent = send_agreement(draft, by=ann, at=now)
        withdraw_agreement(sent, reason="Fout", by=ann, at=now)  # nobody is kept from saying that it stops


def test_a_kick_off_counts_contacts_for_anybody_types_them(full_park, ann, now, settings):
    settings.MAIL_OUTSIDERS_PER_DAY = 2
    with member_door(full_park):
        cycle = Cycle.objects.select_related("partnership").get()
        day = now.date() + timedelta(days=9)
        plan = plan_kick_off(
            cycle, planned_on=day, starts_at=now.time(), ends_at=None, place="x", agenda="Koop nu", by=ann,
            on=now.date(), at=now,
        )  # fmt: skip
        party = Partner.objects.all()[0]
        for number in range(3):
            add_contact(
                party, name="x", function="x", email=f"c{number}@example.net", represents=False, signs=False, by=ann,
                at=now,
            )  # fmt: skip
        chosen = {"contacts": list(Contact.objects.filter(email__endswith="@example.net").values_list("pk", flat=True))}
    answer = client_of(ann).post(here(full_park, "kick-off-invite", pk=plan.pk), chosen)
    assert says(answer.content.decode())
    assert mails(full_park) == 0


def test_lists_have_an_end(full_park, ceremony, ann, now, monkeypatch):
    monkeypatch.setattr(ceremony_guests, "MOST_GUESTS", 4)
    monkeypatch.setattr(kick_offs, "MOST_INVITED", 1)
    with member_door(full_park):
        with pytest.raises(Refused, match=r"on this list|op deze lijst"):
            guest_of(ceremony, "vijfde@example.net", ann, now)
        cycle = Cycle.objects.select_related("partnership").get()
        plan = plan_kick_off(
            cycle, planned_on=now.date() + timedelta(days=9), starts_at=now.time(), ends_at=None, place="x",
            agenda="x", by=ann, on=now.date(), at=now,
        )  # fmt: skip
        with pytest.raises(Refused, match=r"one kick-off|één kick-off"):
            invite_to_kick_off(plan, Contact.objects.all()[:2], by=ann, at=now)


@pytest.mark.parametrize(
    ("name", "field"), [("kick-off-plan", "agenda"), ("ceremony-add", "programme"), ("ceremony-add", "press_note")]
)
def test_words_that_are_mailed_have_an_end(full_park, ann, name, field):
    answer = client_of(ann).post(here(full_park, name), {field: "x" * 4001})
    assert "4001" in answer.content.decode()


def test_comments_mail_a_reader_once_an_hour(full_park, draft, bert, now):
    with member_door(full_park):
        for minute in (0, 1, 59):
            comment_on(draft, text="Koop nu", by=bert, at=now + timedelta(minutes=minute))
        assert Outbox.objects.filter(template="agreement_comment").count() == 1
        comment_on(draft, text="Weer", by=bert, at=now + timedelta(minutes=61))
        assert AgreementComment.objects.count() == 4
        assert Outbox.objects.filter(template="agreement_comment").count() == 2


def test_nobody_starts_partnership_after_partnership(ann, municipality):
    for number in range(5):
        found(f"Park {number}", ann, municipality, newest_scheme("certificate"))
    assert why_not_found(ann, on=date(2025, 5, 1)) != ""
    assert why_not_found(ann, on=TODAY) == ""  # that was another day


def test_a_mail_to_who_was_taken_off_the_list_is_not_sent_after_all(full_park, ceremony, ann, now):
    with member_door(full_park):
        invite_guests(ceremony, by=ann, at=now)
        guest = ceremony.guests.all()[0]
        remove_guest(guest, by=ann, at=now)
        stopped = Outbox.objects.get(to=guest.email)
        with pytest.raises(Refused):
            retry_mail(stopped, by=ann, at=now)
        assert Outbox.objects.get(pk=stopped.pk).failed_at is not None
