"""The second step: who needs it, what is shut until it is taken, and setting it up."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.doors.factors import FactorAdapter
from partnerships.doors.second_factor import MARK, needs_second_factor
from partnerships.enums import OfficerRole
from partnerships.models import Membership, Officer, User
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of, make_user

PASSWORD = "een lang wachtwoord"
NEEDED = reverse("account_second_factor")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = [pytest.mark.django_db, pytest.mark.feature("F13")]


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


def code_of(secret, *, later=0):
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + later))


def sign_in(email, **more):
    client = Client(**more)
    answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return client, answer


def with_app(user):
    cache.clear()
    TOTP.activate(user, SECRET)
    return user


def needs(user, on=TODAY):
    return needs_second_factor(user, on=on)


def test_who_needs_it(park, ann, bert, otto, mona):
    admin = User.objects.create_superuser("root@example.org", PASSWORD)
    found = {user.email: needs(user) for user in (ann, bert, otto, mona, admin, make_user("nobody"))}
    assert [email.partition("@")[0] for email, needed in found.items() if needed] == ["ann", "otto", "mona", "root"]


def test_it_ends_with_the_role(park, ann, mona):
    with member_door(park):
        Membership.objects.filter(user=ann).update(valid_until=TODAY)
    Officer.objects.filter(user=mona).update(valid_until=TODAY)
    assert not needs(ann)
    assert not needs(mona)
    assert needs(ann, TODAY - timedelta(days=1))
    assert needs(mona, TODAY - timedelta(days=1))


def test_it_costs_one_query_and_none_once_taken(park, ann, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert needs(ann)
    client = client_of(ann)
    assert MARK in client.session
    url = reverse("partnerships:parties", kwargs={"partnership": park.slug})
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["ann", "otto", "mona"])
def test_no_page_before_it(name, park, request):
    client, _answer = sign_in(request.getfixturevalue(name).email)
    pages = [
        reverse("partnerships:parties", kwargs={"partnership": park.slug}),
        reverse("oversight:work"),
        reverse("oversight:portfolio"),
        reverse("admin:index"),
        reverse("account_change_password"),
        reverse("account_security"),
    ]
    answers = [client.get(page) for page in pages]
    assert {answer.get("Location") for answer in answers} == {NEEDED}
    assert client.post(pages[0]).get("Location") == NEEDED
    page = client.get(NEEDED)
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()


def test_who_needs_none_is_not_asked(park, bert):
    client, answer = sign_in(bert.email)
    assert answer["Location"] == reverse("oversight:work")
    assert client.get(reverse("partnerships:parties", kwargs={"partnership": park.slug})).status_code == 200
    assert client.get(reverse("account_security")).status_code == 200


def set_up(user, callbacks):
    """Sign in and add an app. Returns the client and the secret."""
    client, _answer = sign_in(user.email)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200  # just signed in: no second question for the password
    secret = page.context["form"].secret
    with callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return client, secret


def test_setting_up_an_app_opens_the_page_one_was_on_the_way_to(park, ann):
    client, _answer = sign_in(ann.email)
    wanted = reverse("partnerships:parties", kwargs={"partnership": park.slug})
    assert client.get(wanted)["Location"] == NEEDED
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert client.get(wanted)["Location"] == NEEDED
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert wanted in codes.content.decode()
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(wanted).status_code == 200


def test_a_new_step_is_told_by_mail(park, ann, django_capture_on_commit_callbacks):
    set_up(ann, django_capture_on_commit_callbacks)
    assert [one.to for one in mail.outbox][-1] == [ann.email]
    assert "tweede stap" in mail.outbox[-1].body or "second step" in mail.outbox[-1].body


def test_the_secrets_are_not_readable_in_the_database(park, ann, django_capture_on_commit_callbacks):
    set_up(ann, django_capture_on_commit_callbacks)
    kept = {one.type: str(one.data) for one in Authenticator.objects.filter(user=ann)}
    codes = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()
    secret = Authenticator.objects.get(user=ann, type="totp")
    assert "gAAAA" in kept["totp"]
    assert "gAAAA" in kept["recovery_codes"]
    assert not any(code in kept["recovery_codes"] for code in codes)
    assert secret.wrap().validate_code("000000") is False


def test_signing_in_asks_for_the_code_and_takes_each_once(park, ann):
    with_app(ann)
    client, answer = sign_in(ann.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    code = code_of(SECRET)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer["Location"] == reverse("oversight:work")
    assert client.get(reverse("oversight:work")).status_code == 200
    other, _answer = sign_in(ann.email)
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_code_is_not_taken_again_when_the_library_has_forgotten_it(park, ann, monkeypatch):
    """The library remembers a code for half a minute; one of the next half minute would still be right."""
    with_app(ann)
    code = code_of(SECRET, later=1)
    client, _answer = sign_in(ann.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    monkeypatch.setattr(TOTP, "_mark_code_used", lambda self, code: True)
    other, _answer = sign_in(ann.email)
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_a_recovery_code_lets_in_once(park, ann, django_capture_on_commit_callbacks):
    set_up(ann, django_capture_on_commit_callbacks)
    code = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()[0]
    client, _answer = sign_in(ann.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == reverse("oversight:work")
    again, _answer = sign_in(ann.email)
    assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_guessing_codes_is_stopped(park, ann):
    with_app(ann)
    client, _answer = sign_in(ann.email)
    for number in range(6):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_without_the_step_goes_to_the_step(park, ann):
    """Somebody who came in another way (an invitation) while there is an app already."""
    with_app(ann)
    client = Client()
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("oversight:work"))["Location"] == NEEDED
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "account_reauthenticate"):
        assert client.get(reverse(name))["Location"] == NEEDED
    page = client.get(NEEDED).content.decode()
    way = f"{reverse('mfa_reauthenticate')}?next={NEEDED}"
    assert way in page
    answer = client.post(way, {"code": code_of(SECRET)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("oversight:work")


def test_the_mark_of_a_demonstration_counts(municipality, settings):
    settings.DEMO = True
    user = User.objects.create_user("leider@demo.example.org", name="Projectleider")
    Officer.objects.create(user=user, organisation=municipality, role=OfficerRole.OVERSEER, valid_from=date(2020, 1, 1))
    client = Client()
    client.post(reverse("partnerships:demo-login"), {"email": user.email})
    assert client.get(reverse("oversight:work")).status_code == 200
    session = Session.objects.get()
    assert session.get_decoded()[MARK] == "demonstration"


def test_a_lost_step_is_taken_away_by_another_administrator(park, ann):
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    with_app(ann)
    with_app(root)
    client = client_of(root)
    url = reverse("admin:partnerships_user_changelist")
    assert client.get(url).status_code == 200
    theirs, _answer = sign_in(ann.email)
    theirs.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    mail.outbox.clear()
    client.post(url, {"action": "take_lost_step_away", "_selected_action": [ann.pk, root.pk]})
    assert not Authenticator.objects.filter(user=ann).exists()
    assert Authenticator.objects.filter(user=root).exists()
    assert [one.to for one in mail.outbox] == [[ann.email]]
    assert theirs.get(reverse("oversight:work")).status_code == 302
    fresh, _answer = sign_in(ann.email)
    assert fresh.get(reverse("oversight:work"))["Location"] == NEEDED


def test_secrets_open_with_an_older_key(ann, settings):
    before = settings.SECRET_KEY
    with_app(ann)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "een andere sleutel", [before]
    assert Authenticator.objects.get(user=ann).wrap().validate_code(code_of(SECRET))


def test_a_made_secret_is_long_enough():
    assert len(generate_totp_secret()) >= 32


def test_who_came_by_an_invitation_says_the_password_first(park, ann):
    """Their session says nothing of how they came in."""
    client = Client()
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    again = client.get(reverse("mfa_activate_totp"))["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert client.get(again).status_code == 200
    assert client.post(again, {"password": "fout"}).status_code == 200
    assert client.post(again, {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_account_without_a_password_sets_it_up_too(park, ann):
    ann.set_unusable_password()
    ann.save()
    client = Client()
    client.post(reverse("account_request_login_code"), {"login": ann.email})
    code = mail.outbox[0].body.splitlines()[2].strip()
    client.post(reverse("account_confirm_login_code"), {"code": code, "action": "verify"})
    assert client.get(reverse("oversight:work"))["Location"] == NEEDED
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_last_factor_of_who_needs_one_stays(park, ann, bert):
    for user, stays in ((ann, True), (bert, False)):
        passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
        client = client_of(user)
        client.post(reverse("mfa_remove_webauthn", kwargs={"pk": passkey.pk}))
        assert FactorAdapter().can_delete_authenticator(passkey) is not stays
        assert Authenticator.objects.filter(pk=passkey.pk).exists() or not stays
    with_app(ann)
    assert FactorAdapter().can_delete_authenticator(Authenticator.objects.get(user=ann, type="webauthn"))
