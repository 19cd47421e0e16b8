"""Whose mailbox is it? What an organisation confirmed, and what everybody sees of a signatory it did not confirm."""

from datetime import timedelta

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse

from certification.evidence import ask_one
from oversight.domain.erasing import erase
from partnerships.domain.agreements import send_agreement
from partnerships.domain.mail_confirmations import (
    ask_as_administrator,
    ask_as_party,
    confirm_mail,
    confirmed_by,
    end_confirmation,
    public_domains,
)
from partnerships.domain.sending_warnings import warnings_for
from partnerships.domain.sheets import sheet_context
from partnerships.domain.signatories import replace_signatory
from partnerships.enums import ConfirmedBy, PartyKind
from partnerships.exceptions import Refused, StaleState
from partnerships.mail import compose, link_for
from partnerships.models import (
    Activity,
    Cycle,
    MailConfirmation,
    Outbox,
    Partner,
    Signature,
    SignOn,
    SignOnDomain,
    User,
)
from partnerships.scheme import FactIs
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, hand_over_as, page, sign_as

pytestmark = pytest.mark.feature("F16")
NOT_CONFIRMED = "adres niet bevestigd"


@pytest.fixture
def police(inside):
    return Partner.objects.select_related("organisation").get(kind=PartyKind.POLICE)


@pytest.fixture
def unknown(police):
    """Nothing of the police is confirmed."""
    MailConfirmation.objects.filter(organisation=police.organisation).delete()
    return police


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("beheer@example.org", "x" * 20, name="Beheerder")


def ask_for_police(police, administrator, now):
    return ask_as_administrator(
        police.organisation, email="post@politie.example", domain="politie.example", by=administrator, at=now
    )


def test_unconfirmed_stands_before_everybody_who_signs(unknown, draft, client, ann, now):
    warned = " ".join(one.text for one in warnings_for(draft, on=now.date()))
    assert "police@example.org" in warned
    assert "fire@example.org" not in warned
    sent = send_agreement(draft, by=ann, at=now)
    rows = {one.partner.kind: one for one in Signature.objects.select_related(*READ)}
    assert (rows["police"].confirmed_by, rows["fire"].confirmed_by) == ("", ConfirmedBy.DOMAIN)
    shown = client.get(page(rows["fire"], "signature-open")).content.decode()
    assert shown.count(NOT_CONFIRMED) == 1
    led = client_of(ann).get(sent.get_absolute_url()).content.decode()
    assert led.count(NOT_CONFIRMED) == 1


def test_the_sheet_says_by_whom_and_whether_confirmed(unknown, sent):
    rows = {row["organisation"]: row["mailbox"] for row in sheet_context(sent)["signatures"]}
    said = [words for name, words in rows.items() if name == str(unknown)]
    assert said == ["via …@example.org; adres niet door de organisatie bevestigd"]
    assert "via …@example.org; adres door de organisatie bevestigd" in rows.values()
    assert said[0] in render_to_string("documents/agreement.html", sheet_context(sent))


def test_what_was_frozen_stays_and_what_is_new_counts_for_what_is_sent_later(
    unknown, signature, ann, now, administrator
):
    assert signature.is_unconfirmed
    row = ask_as_administrator(
        unknown.organisation, email="post@politie.example", domain="politie.example", by=administrator, at=now
    )
    assert confirmed_by(unknown, "agent@politie.example") == ""  # asked is not confirmed
    confirm_mail(row, at=now)
    assert Signature.objects.get(pk=signature.pk).is_unconfirmed
    replace_signatory(signature, name="A", function="F", email="agent@Politie.example", mandate="", by=ann, at=now)
    again = Signature.objects.select_related(*READ).get(pk=signature.pk)
    assert again.confirmed_by == ConfirmedBy.DOMAIN
    end_confirmation(row, at=now)
    assert Signature.objects.get(pk=signature.pk).confirmed_by == ConfirmedBy.DOMAIN
    assert confirmed_by(unknown, "agent@politie.example") == ""


def test_whoever_leads_and_types_an_address_of_their_own_asks_an_unconfirmed_person(inside, signature, ann, now):
    assert signature.confirmed_by == ConfirmedBy.DOMAIN
    replace_signatory(signature, name="A", function="F", email="agent@eigen.example", mandate="", by=ann, at=now)
    assert Signature.objects.get(pk=signature.pk).is_unconfirmed


@pytest.mark.parametrize(("to", "how"), [("collega@example.org", ConfirmedBy.DOMAIN), ("collega@elders.example", "")])
def test_handing_over_freezes_it_anew(inside, signature, to, how, now):
    hand_over_as(signature, name="Collega", function="F", email=to, at=now)
    assert Signature.objects.get(pk=signature.pk).confirmed_by == how


def test_a_sign_in_of_the_organisation_counts_and_only_for_that_organisation(unknown, inside, now):
    sign_on = SignOn.objects.create(
        organisation=unknown.organisation, slug="politie", server_url="https://id.example", client_id="x",
        secret_variable="SIGN_ON_X",
    )  # fmt: skip
    SignOnDomain.objects.create(sign_on=sign_on, domain="politie.example")
    assert confirmed_by(unknown, "agent+x@POLITIE.example") == ConfirmedBy.SIGN_ON
    assert confirmed_by(unknown, "agent@sub.politie.example") == ""
    other = Partner.objects.select_related("organisation").get(kind=PartyKind.FIRE)
    assert confirmed_by(other, "agent@politie.example") == ""
    SignOn.objects.update(is_active=False)
    assert confirmed_by(unknown, "agent@politie.example") == ""


@pytest.mark.parametrize(
    "domain", ["gmail.com", "Outlook.com", "ziggo.nl", "telenet.be", "skynet.be", "proximus.be", "icloud.com"]
)
def test_a_public_provider_is_nobodys_domain_there_only_a_mailbox(unknown, administrator, domain, now):
    email = f"agent@{domain}"
    with pytest.raises(Refused):
        ask_as_administrator(unknown.organisation, email=email, domain=domain, by=administrator, at=now)
    row = ask_as_administrator(unknown.organisation, email=email, by=administrator, at=now)
    confirm_mail(row, at=now)
    assert confirmed_by(unknown, f"Agent+x@{domain}") == ConfirmedBy.MAILBOX
    assert confirmed_by(unknown, f"ander@{domain}") == ""


def test_the_list_of_providers_is_a_list_of_domains():
    assert len(public_domains()) > 60
    assert all(one == one.lower().strip() and "." in one and "@" not in one for one in public_domains())


def test_the_mail_reaches_the_mailbox_and_its_link_shows_before_it_confirms(unknown, administrator, client, now):
    row = ask_as_administrator(
        unknown.organisation, email="post@politie.example", domain="politie.example", by=administrator, at=now
    )
    assert mail.outbox[-1].to == ["post@politie.example"]
    link = link_for(row.link)
    assert link in str(mail.outbox[-1].body)
    path = link[link.index("/confirm/") :]
    assert "politie.example" in client.get(path).content.decode()
    client.head(path)
    assert not MailConfirmation.objects.filter(pk=row.pk, confirmed_at__isnull=False).exists()
    client.post(path)
    assert MailConfirmation.objects.filter(pk=row.pk, confirmed_at__isnull=False).exists()
    assert client.get(path).status_code == 200
    assert client.get(path.replace(str(row.uuid), "00000000-0000-4000-8000-000000000000")).status_code == 404
    with pytest.raises(StaleState):
        confirm_mail(row, at=now)


def test_a_link_that_is_too_old_confirms_nothing(unknown, administrator, client, now):
    row = ask_as_administrator(
        unknown.organisation, email="post@politie.example", domain="politie.example", by=administrator, at=now
    )
    MailConfirmation.objects.filter(pk=row.pk).update(expires_at=now - timedelta(days=1))
    path = link_for(row.link).partition("/confirm/")[2]
    assert client.post(f"/confirm/{path}").status_code == 410
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_the_domain_of_the_mailbox_we_write_to_is_the_domain_that_is_confirmed(unknown, administrator, now):
    with pytest.raises(Refused):
        ask_as_administrator(
            unknown.organisation, email="post@elders.example", domain="politie.example", by=administrator, at=now
        )
    assert not MailConfirmation.objects.filter(organisation=unknown.organisation).exists()


def test_a_party_confirms_a_further_domain_through_a_colleague_on_a_confirmed_one(inside, police, bert, ann, now):
    url = reverse("partnerships:confirmation-ask", kwargs={"partnership": inside.slug, "pk": police.pk})
    assert client_of(ann).post(url, {"domain": "oost.example", "email": "x@example.org"}).status_code == 403
    for wrong in ({"email": "x@elders.example"}, {"domain": "gmail.com"}, {"domain": "geen domein"}):
        assert (
            client_of(bert)
            .post(url, {"domain": "oost.example", "email": "x@example.org", **wrong})
            .context["form"]
            .errors
        )
    assert not Outbox.objects.filter(template="mail_confirmation").exists()
    client_of(bert).post(url, {"domain": "Oost.example", "email": "collega@example.org"})
    row = MailConfirmation.objects.get(domain="oost.example")
    written = Outbox.objects.get(template="mail_confirmation")
    assert (written.to, written.token_for) == ("collega@example.org", row.link)
    assert "oost.example" in str(compose(written).body)
    assert Activity.objects.filter(verb="asked_mail_confirmation").count() == 1
    confirm_mail(row, at=now)
    assert confirmed_by(police, "a@oost.example") == ConfirmedBy.DOMAIN
    shown = client_of(ann).get(reverse("partnerships:party", kwargs={"partnership": inside.slug, "pk": police.pk}))
    assert "@oost.example" in shown.content.decode()


def test_a_mailbox_alone_lets_nobody_confirm_a_domain(unknown, administrator, bert, now):
    row = ask_as_administrator(unknown.organisation, email="agent@gmail.com", by=administrator, at=now)
    confirm_mail(row, at=now)
    with pytest.raises(Refused):
        ask_as_party(unknown, email="agent@gmail.com", domain="eigen.example", by=bert, at=now)


def test_the_administrator_asks_and_ends_in_the_administration(police, administrator, now):
    client, there = client_of(administrator), reverse("admin:partnerships_mailconfirmation_add")
    wrong = {"organisation": police.organisation_id, "email": "a@gmail.com", "domain": "gmail.com"}
    assert client.post(there, wrong).context["adminform"].form.errors["domain"]
    right = {"organisation": police.organisation_id, "email": "A@Politie.example", "domain": "Politie.example"}
    answer = client.post(there, right)
    assert answer.status_code == 302, answer.context["errors"]
    row = MailConfirmation.objects.get(domain="politie.example")
    assert (row.email, row.asked_by) == ("a@politie.example", administrator)
    assert mail.outbox[-1].to == [row.email]
    confirm_mail(row, at=now)
    chosen = {"action": "end", "_selected_action": [row.pk]}
    client.post(reverse("admin:partnerships_mailconfirmation_changelist"), chosen)
    row.refresh_from_db()
    assert row.ended_at is not None


def test_a_mail_server_that_is_away_is_said_and_nothing_typed_is_lost(unknown, administrator, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1  # nobody listens there
    client, there = client_of(administrator), reverse("admin:partnerships_mailconfirmation_add")
    given = {"organisation": unknown.organisation_id, "email": "a@politie.example", "domain": "politie.example"}
    answer = client.post(there, given, follow=True)
    assert "Er is niets bewaard" in " ".join(str(one) for one in answer.context["messages"])
    assert {name: str(answer.context["adminform"].form[name].value()) for name in given} == {
        name: str(value) for name, value in given.items()
    }
    assert not MailConfirmation.objects.filter(domain="politie.example").exists()


def test_a_scheme_may_ask_that_everybody_is_confirmed(inside, sent, now):
    cycle = Cycle.objects.select_related("partnership").get()
    asked = FactIs("signatories.confirmed", {})

    def is_met():
        return ask_one(cycle, on=now.date(), also=[asked]).meets(asked)

    assert is_met()
    Signature.objects.filter(partner__kind=PartyKind.POLICE).update(confirmed_by="")
    assert not is_met()
    Signature.objects.all().delete()
    assert not is_met()


def test_small_firms_sign_all_the_same(unknown, signature, now):
    sign_as(signature, now)
    assert Signature.objects.get(pk=signature.pk).signed_at


def test_somebody_who_asks_to_be_forgotten_leaves_no_address_behind(unknown, administrator, now):
    whole = ask_for_police(unknown, administrator, now)
    own = ask_as_administrator(unknown.organisation, email="Post+x@politie.example", by=administrator, at=now)
    for row in (whole, own):
        confirm_mail(row, at=now)
    erase("post@politie.example", by=administrator, on=now.date(), at=now)
    assert not MailConfirmation.objects.filter(email__mailbox="post@politie.example").exists()
    assert confirmed_by(unknown, "agent@politie.example") == ConfirmedBy.DOMAIN
    own.refresh_from_db()
    assert own.ended_at is not None
