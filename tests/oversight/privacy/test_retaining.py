"""What has been kept long enough goes, nothing else does, and it is said."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Model

from assessments.models import FigureImport
from oversight.domain.retaining import due_for_retention, retain
from oversight.enums import RetentionKind
from partnerships.domain.trail_words import sentence
from partnerships.models import (
    Activity,
    Contact,
    Invitation,
    Job,
    MailConfirmation,
    Membership,
    Outbox,
    Partner,
    Reminder,
    Signature,
    User,
)
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, make_user
from tests.world import World

pytestmark = pytest.mark.feature("B20")
LATER = NOW + timedelta(days=3000)


def everything() -> dict[str, int]:
    """How many rows there are of everything a person could be in."""
    tables: list[type[Model]] = [
        Activity, Contact, Invitation, Job, Membership, Outbox, Reminder, Signature, FigureImport,
    ]  # fmt: skip
    with sweep_door(*tables):
        return {table.__name__: table._default_manager.count() for table in tables}


def test_nothing_is_due_yet(world: World):
    assert [one for one in due_for_retention(at=NOW) if one.partnership_id] == []


def test_looking_changes_nothing_and_foretells_what_is_done(world: World, other_world: World):
    before = everything()
    foretold = due_for_retention(at=LATER)
    assert {one.partnership_id for one in foretold} >= {world.partnership.pk, other_world.partnership.pk}
    assert everything() == before
    assert retain(at=LATER) == foretold


def test_doing_it_twice_does_nothing_the_second_time(world: World):
    retain(at=LATER)
    before = everything()
    assert retain(at=LATER) == []
    assert everything() == before


def test_mails_lose_their_reader_and_contents(world: World):
    with member_door(world.partnership):
        Outbox.objects.filter(pk=world.mail.pk).update(sent_at=NOW, failed_at=None)
    retain(at=NOW + timedelta(days=364))
    with member_door(world.partnership):
        assert Outbox.objects.get(pk=world.mail.pk).to == world.mail.to
    retain(at=NOW + timedelta(days=366))
    with member_door(world.partnership):
        mail = Outbox.objects.get(pk=world.mail.pk)
    assert (mail.to, mail.to_name, mail.context, mail.token_for) == ("deleted@invalid", "", {}, "")
    assert (mail.template, mail.sent_at) == (world.mail.template, NOW)


def test_days_come_from_the_settings(world: World, settings):
    settings.RETENTION = {**settings.RETENTION, "invitations": {**settings.RETENTION["invitations"], "days": 4000}}
    assert RetentionKind.INVITATIONS not in {one.kind for one in due_for_retention(at=LATER)}


def test_each_partnership_reads_what_was_cleared_there(world: World):
    retain(at=LATER)
    with member_door(world.partnership):
        rows = list(Activity.objects.filter(verb="retained"))
    assert {row.details["retained_kind"] for row in rows} >= {"invitations"}
    assert all(row.details["count"] > 0 and row.actor is None for row in rows)
    assert str(rows[0].details["count"]) in sentence(rows[0])


def test_evidence_and_trail_stay(world: World):
    with member_door(world.partnership):
        Signature.objects.filter(pk=world.signature.pk).update(
            signed_at=NOW, signed_name="Jan", ip="192.0.2.7", expires_at=NOW
        )
        signed = Signature.objects.filter(pk=world.signature.pk).values().get()
        acts = list(Activity.objects.order_by("pk").values())
    retain(at=LATER)
    with member_door(world.partnership):
        after = Signature.objects.filter(pk=world.signature.pk).values().get()
        assert {**signed, "code_hash": "", "code_expires_at": None} == {
            **after,
            "code_hash": "",
            "code_expires_at": None,
        }
        assert list(Activity.objects.exclude(verb="retained").order_by("pk").values()) == acts


def test_a_request_nobody_answered_forgets_who_was_asked(world: World):
    with member_door(world.partnership):
        Signature.objects.filter(pk=world.signature.pk).update(signed_at=None, declined_at=None, expires_at=NOW)
    retain(at=NOW + timedelta(days=366))
    with member_door(world.partnership):
        after = Signature.objects.get(pk=world.signature.pk)
    assert after.email == f"deleted-{after.pk}@invalid"
    assert after.name != world.signature.name
    assert after.nonce != world.signature.nonce


def test_contacts_of_a_party_that_left(world: World):
    with member_door(world.partnership):
        Partner.objects.filter(pk=world.partner.pk).update(left_on=NOW.date())
        before = list(Contact.objects.exclude(partner=world.partner).values())
    retain(at=NOW + timedelta(days=367))
    with member_door(world.partnership):
        left = list(Contact.objects.filter(partner=world.partner))
        assert list(Contact.objects.exclude(partner=world.partner).values()) == before
    assert all(one.email.endswith("@invalid") and not one.phone and one.user is None for one in left)


def test_a_file_with_figures_goes_and_its_line_stays(world: World, django_capture_on_commit_callbacks):
    storage = world.figure_import.file.storage
    name = str(world.figure_import.file.name)
    assert storage.exists(name)
    with member_door(world.partnership):
        FigureImport.objects.filter(pk=world.figure_import.pk).update(uploaded_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        retain(at=NOW + timedelta(days=31))
    with member_door(world.partnership):
        row = FigureImport.objects.get(pk=world.figure_import.pk)
    assert not row.file
    assert row.preview is None
    assert row.confirmed_at or row.discarded_at
    assert not storage.exists(name)


def test_accounts_without_a_role_are_emptied_and_others_are_not(world: World, ann, otto):
    idle = make_user("idle")
    User.objects.filter(pk=idle.pk).update(date_joined=NOW - timedelta(days=600))
    User.objects.filter(pk__in=[ann.pk, otto.pk]).update(date_joined=NOW - timedelta(days=600))
    ended = make_user("ended")
    User.objects.filter(pk=ended.pk).update(date_joined=NOW - timedelta(days=900))
    with member_door(world.partnership):
        Membership.objects.create(
            partnership=world.partnership, user=ended, role="chair", valid_from=NOW.date() - timedelta(days=800),
            valid_until=NOW.date() - timedelta(days=30),
        )  # fmt: skip
    retain(at=NOW)
    idle.refresh_from_db()
    assert (idle.email, idle.is_active, idle.has_usable_password()) == (f"deleted-{idle.pk}@invalid", False, False)
    for user in (ann, otto, ended):
        user.refresh_from_db()
        assert user.is_active


def test_sign_in_attempts_and_sessions(db):
    AccessAttempt.objects.create(username="x@example.org", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=NOW)
    Session.objects.create(session_key="old", session_data="", expire_date=NOW)
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(days=60))
    assert {one.kind: one.count for one in retain(at=NOW + timedelta(days=31))} == {
        RetentionKind.SESSIONS: 1,
        RetentionKind.SIGN_IN_ATTEMPTS: 1,
    }


def test_questions_about_a_mailbox_that_nobody_answered_go_and_the_answered_stay(world: World):
    asked = {"asked_at": NOW - timedelta(days=120), "expires_at": NOW - timedelta(days=91)}
    MailConfirmation.objects.update(**asked, confirmed_at=NOW - timedelta(days=110))
    answered = MailConfirmation.objects.count()
    organisation = world.confirmation.organisation
    MailConfirmation.objects.create(organisation=organisation, email="a@example.org", nonce="a", **asked)
    still_open = {**asked, "expires_at": NOW}
    kept = MailConfirmation.objects.create(organisation=organisation, email="b@example.org", nonce="b", **still_open)
    assert {one.kind: one.count for one in retain(at=NOW)}[RetentionKind.MAIL_CONFIRMATIONS] == 1
    assert set(MailConfirmation.objects.filter(confirmed_at=None)) == {kept}
    assert MailConfirmation.objects.exclude(confirmed_at=None).count() == answered


def test_the_command_looks_unless_it_is_told_to_do(world: World, capsys):
    with member_door(world.partnership):
        Invitation.objects.update(expires_at=NOW - timedelta(days=200), invited_at=NOW - timedelta(days=220))
        Invitation.objects.filter(accepted_at__isnull=False).update(accepted_at=NOW - timedelta(days=200))
        number = Invitation.objects.count()
    call_command("retain")
    call_command("retain", "--dry-run")
    assert "nothing was changed" in capsys.readouterr().out
    assert everything()["Invitation"] == number
    call_command("retain", "--do")
    assert everything()["Invitation"] == 0
    assert world.partnership.name in capsys.readouterr().out
