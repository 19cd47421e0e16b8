"""Somebody is forgotten, what they signed is not (issue of the wish: signed evidence stays intact)."""

import subprocess
from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.utils import timezone, translation

from actionplans.models import Measure
from certification.models import RecognitionCopy
from oversight.domain.erasing import erase, erasure_of
from oversight.domain.own_data import models_of_persons, own_data
from oversight.models import DigestReader
from oversight.tasks import confirm_erasures
from partnerships.documents.verify import examine_pdf
from partnerships.enums import PartyKind
from partnerships.exceptions import Refused
from partnerships.models import (
    Activity,
    Agreement,
    CeremonyGuest,
    Contact,
    DutyHolder,
    Invitation,
    KickOffInvitee,
    Membership,
    Officer,
    Outbox,
    PulseAsk,
    Reminder,
    Signature,
    SignatureHandOver,
    User,
    WantedParty,
)
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, TODAY, client_of, make_user
from tests.partnerships.signing.conftest import bytes_of
from tests.world import World

pytestmark = pytest.mark.feature("B20")


def everywhere(text: str) -> list[str]:
    """Every row of the database, of any table of ours, in which a text stands; the trail and signatures apart."""
    found = []
    models: list[type[Model]] = [*models_of_persons(), User]
    for model in models:
        if model in {Activity, Signature}:
            continue
        with sweep_door(model):
            rows = list(model._default_manager.order_by().values())
        found += [
            f"{model.__name__}.{key}" for row in rows for key, value in row.items() if text in str(value).casefold()
        ]
    return sorted(found)


def test_a_member_is_forgotten_everywhere(park, bert):
    with member_door(park):
        partner = Membership.objects.get(user=bert).partner
        assert partner
        Contact.objects.create(
            partnership=park, partner=partner, user=bert, name="Bert", function="agent", email=bert.email, phone="06-1"
        )
        Outbox.objects.create(partnership=park, template="invitation", to=bert.email, to_name="Bert", created_at=NOW)
        Reminder.objects.create(
            partnership=park, kind="task", subject="x", recipient=bert.email, due_on=TODAY, created_at=NOW
        )
        Invitation.objects.create(
            partnership=park, email=bert.email.upper(), name="Bert", role="chair", nonce="x", invited_by=bert,
            invited_at=NOW, expires_at=NOW,
        )  # fmt: skip
    told = erasure_of(bert.email, on=TODAY)
    assert told.blocked == ()
    assert erase(bert.email, by=bert, on=TODAY, at=NOW) == told
    assert everywhere("bert") == ["ErasureNotice.email"]  # until the mail about it has left
    assert confirm_erasures() == 1
    assert [message.to for message in mail.outbox] == [[bert.email]]
    assert everywhere("bert") == []
    bert.refresh_from_db()
    assert not bert.is_active
    with member_door(park):
        assert Membership.objects.get(user=bert).valid_until == TODAY
        assert Activity.objects.filter(verb="forgot_person").count() == 1
        assert Outbox.objects.filter(sent_at=None, failed_at=None, to="deleted@invalid").count() == 0


def test_others_are_left_alone(world: World, other_world: World, bert):
    with member_door(world.partnership):
        before = list(Contact.objects.values()) + list(Outbox.objects.values())
    erase(bert.email, by=bert, on=TODAY, at=NOW)
    with member_door(world.partnership):
        assert list(Contact.objects.values()) + list(Outbox.objects.values()) == before
    assert User.objects.filter(is_active=False).count() == 1


def test_the_only_project_leader_stays_until_there_is_another(park, ann, bert):
    with translation.override("en"):
        (reason,) = erasure_of(ann.email, on=TODAY).blocked
        assert park.name in reason
        assert "only project leader" in reason
    with pytest.raises(Refused):
        erase(ann.email, by=ann, on=TODAY, at=NOW)
    ann.refresh_from_db()
    assert ann.is_active
    with member_door(park):
        Membership.objects.create(partnership=park, user=bert, role="project_leader", valid_from=date(2025, 6, 1))
    erase(ann.email, by=ann, on=TODAY, at=NOW)


def test_an_auditor_at_work_and_an_administrator_wait(world: World, otto, db):
    assert len(erasure_of(otto.email, on=TODAY).blocked) >= 1
    admin = User.objects.create_superuser("admin@example.org", "een lang wachtwoord", name="beheer")
    assert len(erasure_of(admin.email, on=TODAY).blocked) == 1


def test_an_overseer_loses_the_office(mona, municipality):
    erase(mona.email, by=mona, on=TODAY, at=NOW)
    assert Officer.objects.get(user=mona).valid_until == TODAY
    assert not mona.groups.exists()


def test_what_was_signed_stays_valid(sign_all, tmp_path):
    agreement = sign_all()
    assert seal_complete_agreements() == 1
    with member_door(agreement.partnership):
        signature = Signature.objects.select_related("agreement__document").get(partner__kind=PartyKind.FIRE)
        before = Signature.objects.filter(pk=signature.pk).values().get()
        trail = list(Activity.objects.order_by("pk").values())
        document = Agreement.objects.get(pk=agreement.pk).document
        assert document
        pdf = bytes_of(document)
    told = erase(signature.email, by=None, on=timezone.localdate(), at=timezone.now())
    assert any("1" in line for line in told.kept)
    with member_door(agreement.partnership):
        assert Signature.objects.filter(pk=signature.pk).values().get() == before
        assert list(Activity.objects.exclude(verb="forgot_person").order_by("pk").values()) == trail
        assert not Contact.objects.filter(email__iexact=signature.email).exists()
        assert bytes_of(document) == pdf
    assert examine_pdf(pdf).verdict == "ours_unchanged"
    (tmp_path / "signed.pdf").write_bytes(pdf)
    said = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in said


def test_who_was_asked_and_did_not_answer_is_forgotten_and_the_link_ends(sent):
    with member_door(sent.partnership):
        asked = Signature.objects.get(partner__kind=PartyKind.INSURER)
        email, nonce = asked.email, asked.nonce
    erase(email, by=None, on=timezone.localdate(), at=timezone.now())
    with member_door(sent.partnership):
        asked.refresh_from_db()
    assert asked.email.endswith("@invalid")
    assert asked.nonce != nonce


def test_the_command_looks_first_and_then_does(full_park, capsys):
    email = "fire@example.org"
    call_command("erase_person", "--email", email, "--dry-run")
    assert "Nothing was changed." in capsys.readouterr().out
    with member_door(full_park):
        assert Contact.objects.filter(email=email).exists()
    call_command("erase_person", "--email", email)
    with member_door(full_park):
        assert not Contact.objects.filter(email=email).exists()
    assert [message.to for message in mail.outbox] == [[email]]
    with pytest.raises(CommandError):
        call_command("erase_person", "--email", email)
    with pytest.raises(CommandError):
        call_command("erase_person", "--email", "nobody@example.org")


def test_nobody_signs_in_afterwards(park, bert):
    client = client_of(bert)
    assert client.get("/").status_code == 200
    erase(bert.email, by=bert, on=TODAY, at=NOW)
    assert client.get("/").status_code == 302


def test_a_download_holds_ones_own_rows_only(world: World, other_world: World, ann):
    sections = own_data(ann)
    text = str(sections)
    assert world.partnership.name in text
    assert other_world.partnership.name not in text
    assert "carla" not in text
    assert ann.email in text
    assert world.signature.nonce not in text
    assert ann.password not in text


def test_every_kind_of_row_of_a_person_is_looked_in(db):
    names = {model.__name__ for model in models_of_persons()}
    assert names >= {
        "User", "Membership", "Contact", "Signature", "Activity", "Outbox", "Invitation", "Reminder", "Officer", "Document",
    }  # fmt: skip
    assert [one.rows for one in own_data(make_user("new")) if one.rows and "new@example.org" not in str(one.rows)] == []


def written_everywhere(world: World, user: User, *, other: Contact) -> None:
    """The person is a contact who is asked to come and to answer, a guest, a wanted party, and passed a request on."""
    park = world.partnership
    own = {"partnership": park}
    with member_door(park):
        contact = Contact.objects.create(
            **own, partner=world.partner, user=user, name="Bert", function="a", email=user.email
        )
        KickOffInvitee.objects.create(**own, kick_off=world.kick_off, contact=contact, nonce="q" * 32, invited_at=NOW)
        PulseAsk.objects.create(
            **own, pulse=world.pulse, contact=contact, nonce="q" * 32, asked_on=TODAY, answered=True
        )
        CeremonyGuest.objects.create(
            **own, ceremony=world.ceremony, name="Bert", email=user.email.upper(), nonce="q" * 32
        )
        WantedParty.objects.create(**own, kind="bank", name="Bank Oost", email=user.email, ticked_on=TODAY)
        SignatureHandOver.objects.create(
            **own, signature=world.signature, from_name="Bert", from_function="a", from_email=user.email,
            to_name=other.name, to_function=other.function, to_email=other.email, at=NOW,
        )  # fmt: skip
        Measure.objects.filter(pk=world.measure.pk).update(owner_contact=contact)
        DutyHolder.objects.filter(pk=world.duty.pk).update(contact=contact)
    DigestReader.objects.create(email=user.email, nonce="q" * 32, created_at=NOW)


def test_a_download_holds_invitations_guest_lists_weekly_mail_and_yearly_questions(world: World, bert):
    written_everywhere(world, bert, other=world.contact)
    with translation.override("en"):
        found = {one.name: [dict(zip(one.header, row, strict=True)) for row in one.rows] for one in own_data(bert)}
    for model in (KickOffInvitee, PulseAsk, CeremonyGuest, WantedParty, SignatureHandOver, DigestReader):
        with translation.override("en"):
            assert len(found[str(model._meta.verbose_name_plural)]) == 1, model
    assert found["requests to answer a pulse"][0]["answered"] == "yes"
    assert found["invitees of the kick-off"][0]["contact"] == "yes"
    passed_on = found["hand-overs of requests to sign"][0]
    assert passed_on["from"] == "Bert"
    assert (passed_on["to"], passed_on["address of who signs instead"]) == (
        "",
        "",
    )  # a colleague's name is not theirs to have
    assert world.contact.email not in str(found)
    assert "q" * 32 not in str(found)


def test_whoever_is_forgotten_is_no_longer_asked_to_come_to_answer_or_to_join(world: World, bert):
    written_everywhere(world, bert, other=world.contact)
    told = erasure_of(bert.email, on=TODAY)
    assert len(told.removed) >= 5
    erase(bert.email, by=bert, on=TODAY, at=NOW)
    confirm_erasures()
    assert everywhere("bert") == []
    with member_door(world.partnership):
        assert Contact.objects.filter(email__endswith="@invalid").count() == 1  # a measure names it: emptied, not gone
        assert not KickOffInvitee.objects.filter(nonce="q" * 32).exists()
        assert not PulseAsk.objects.filter(nonce="q" * 32).exists()
        assert DutyHolder.objects.get(pk=world.duty.pk).contact is None
        wanted = WantedParty.objects.get(kind="bank")
        assert (wanted.name, wanted.email) == ("Bank Oost", "")  # the party stays on the list
        passed_on = SignatureHandOver.objects.get(from_email__endswith="@invalid")
        assert passed_on.to_email == world.contact.email
        said = Activity.objects.get(verb="forgot_person").details
        assert (said["wanted"], said["hand_overs"]) == (1, 1)
    assert not DigestReader.objects.filter(email=bert.email).exists()


def test_a_recognition_in_ones_name_and_a_request_that_was_answered_stay(world: World, bert, ann):
    written_everywhere(world, bert, other=world.contact)
    with member_door(world.partnership):
        Signature.objects.filter(pk=world.signature.pk).update(signed_at=NOW)
        RecognitionCopy.objects.filter(pk=world.recognition_copy.pk).update(email=bert.email, user=bert)
    told = erase(bert.email, by=bert, on=TODAY, at=NOW)
    assert len([line for line in told.kept if line.startswith("1 ")]) >= 1
    with member_door(world.partnership):
        assert SignatureHandOver.objects.get(from_email=bert.email).from_name == "Bert"
        assert RecognitionCopy.objects.get(pk=world.recognition_copy.pk).email == bert.email
