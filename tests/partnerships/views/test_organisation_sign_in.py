"""Signing in with one's own organisation, against a real OpenID Connect server on loopback."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as house
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.admin.sign_on import SignOnAdmin
from partnerships.domain.invitations import invite
from partnerships.enums import OfficerRole, Role
from partnerships.models import Officer, Organisation, SignOn, SignOnDomain, User
from partnerships.tenancy.doors import member_door
from tests.conftest import TODAY, client_of
from tests.provider import DOMAIN, person, provider, sign_on_at

PASSWORD = "een lang wachtwoord"
WORD = "stil-woord-8f2"
CHOOSE = reverse("account_organisation")
pytestmark = [pytest.mark.django_db, pytest.mark.feature("F13")]


@pytest.fixture(autouse=True)
def _no_attempts_yet(monkeypatch):
    monkeypatch.setenv("SIGN_ON_TEST", WORD)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module")
def server():
    people = [
        person("mona"),
        person("stranger"),
        person("doubt", verified=False),
        person("words", verified="true"),
        person("outside", email="ann@example.org"),
        person("second", email=f"mona@{DOMAIN}"),
        person("below", email=f"mona@sub.{DOMAIN}"),
    ]
    with provider(*people) as address:
        yield address


@pytest.fixture
def sign_on(server, municipality):
    return sign_on_at(server, municipality)


@pytest.fixture
def overseer(municipality):
    """Mona as her municipality knows her; she needs a second step when she comes with a password."""
    user = User.objects.create_user(f"mona@{DOMAIN}", PASSWORD, name="mona")
    Officer.objects.create(user=user, organisation=municipality, role=OfficerRole.OVERSEER, valid_from=TODAY)
    return user


def way(client, email, **more):
    """The address of the provider that the page leads to."""
    page = client.post(CHOOSE, {"login": email, **more})
    assert page.status_code == 200
    return page.context["way"]


def come_back(client, address, sub):
    """What a browser does: press at the provider, follow it back."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = answer.headers["Location"]
    assert back.startswith(f"{house.BASE_URL}/account/organisation/oosterveen/callback/")
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(sub, email="x@" + DOMAIN, **more):
    client = Client()
    return client, come_back(client, way(client, email, **more), sub)


def test_the_person_with_that_address_comes_in_without_a_second_step(sign_on, overseer):
    client, answer = sign_in("mona")
    assert answer["Location"] == reverse("oversight:work")
    assert client.session["_auth_user_id"] == str(overseer.pk)
    assert client.get(reverse("oversight:portfolio")).status_code == 200
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid) == (overseer, "oosterveen", "mona")
    assert linked.extra_data == {"email": overseer.email}  # no more than that is kept
    overseer.refresh_from_db()
    assert overseer.check_password(PASSWORD)
    assert {tuple(one.to) for one in mail.outbox} == {(overseer.email,)}


def test_own_app_is_not_asked_for_either(sign_on, overseer):
    TOTP.activate(overseer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    _client, answer = sign_in("mona")
    assert answer["Location"] == reverse("oversight:work")
    assert Authenticator.objects.filter(user=overseer).count() == 1


def test_the_second_time_the_link_counts(sign_on, overseer):
    sign_in("mona")
    _client, answer = sign_in("mona", next="/help/")
    assert answer["Location"] == "/help/"
    assert SocialAccount.objects.count() == 1


def test_nobody_without_an_account_or_invitation(sign_on, park):
    client, answer = sign_in("stranger")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email__contains=DOMAIN).exists()
    assert not SocialAccount.objects.exists()


def test_who_was_invited_gets_an_account(sign_on, park, ann):
    with member_door(park):
        invite(park, email=f"stranger@{DOMAIN}", name="Nieuw", role=Role.CHAIR, by=ann, at=timezone.now())
    client, answer = sign_in("stranger")
    assert answer["Location"] == reverse("oversight:work")
    made = User.objects.get(email=f"stranger@{DOMAIN}")
    assert not made.has_usable_password()
    assert client.session["_auth_user_id"] == str(made.pk)


@pytest.mark.parametrize("who", ["doubt", "words", "outside", "below"])
def test_only_a_verified_address_of_its_own_domain(who, sign_on, overseer, ann):
    """Not an address that is not verified, not one of another domain, not one of a domain below it."""
    for name in ("doubt", "words"):
        User.objects.create_user(f"{name}@{DOMAIN}", PASSWORD)
    client, answer = sign_in(who)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_a_provider_that_never_verifies_can_be_trusted_for_its_own_domain_only(sign_on, ann):
    SignOn.objects.update(trusts_addresses=True)
    doubt = User.objects.create_user(f"doubt@{DOMAIN}", PASSWORD)
    client, _answer = sign_in("doubt")
    assert client.session["_auth_user_id"] == str(doubt.pk)
    assert sign_in("outside")[1].status_code == 403


def test_another_person_with_the_same_address_does_not_come_in(sign_on, overseer):
    sign_in("mona")
    client, answer = sign_in("second")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_link_ends_with_the_domain(sign_on, overseer):
    sign_in("mona")
    SignOnDomain.objects.all().delete()
    SignOnDomain.objects.create(sign_on=sign_on, domain="elders.example.org")
    client, answer = sign_in("mona", email="x@elders.example.org")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_person_who_may_no_longer_come_in(sign_on, overseer):
    User.objects.filter(pk=overseer.pk).update(is_active=False)
    client, answer = sign_in("mona")
    assert answer["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_a_domain_says_something_and_a_person_nothing(sign_on, overseer):
    """With and without an account: the same page, word for word."""
    pages = [Client().post(CHOOSE, {"login": f"{who}@{DOMAIN}"}) for who in ("mona", "nobody")]
    assert {page.status_code for page in pages} == {200}
    words = {
        re.sub(r'value="\w{64}"', "", page.content.decode().replace(page.context["way"].replace("&", "&amp;"), ""))
        for page in pages
    }
    assert len(words) == 1
    unknown = [Client().post(CHOOSE, {"login": f"{who}@example.org"}) for who in ("ann", "nobody")]
    assert all("way" not in page.context for page in unknown)


def test_the_way_there_is_a_link_and_carries_a_proof(sign_on):
    client = Client()
    asked = parse_qs(urlsplit(way(client, f"a@{DOMAIN}")).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{house.BASE_URL}/account/organisation/oosterveen/callback/"]
    assert len(asked["state"][0]) >= 16


def test_an_answer_nobody_asked_for_is_refused(sign_on, overseer):
    client = Client()
    there = way(client, f"a@{DOMAIN}")
    assert come_back(Client(), there, "mona").status_code == 403  # in another browser
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "oosterveen"})
    for query in ({}, {"code": "x"}, {"code": "x", "state": "y"}, {"error": "access_denied"}):
        answer = client.get(callback, query)
        assert answer.status_code == 403
    assert client.post(callback).status_code == 405
    assert client.get(reverse("openid_connect_callback", kwargs={"provider_id": "nobody"})).status_code == 404


def test_stopping_at_the_provider(sign_on):
    client = Client()
    state = parse_qs(urlsplit(way(client, f"a@{DOMAIN}")).query)["state"][0]
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "oosterveen"})
    answer = client.get(callback, {"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert CHOOSE in answer.content.decode()


def test_a_provider_that_does_not_answer(municipality):
    sign_on_at("http://localhost:9", municipality)
    page = Client().post(CHOOSE, {"login": f"a@{DOMAIN}"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_one_not_in_use_does_not_exist(sign_on):
    SignOn.objects.update(is_active=False)
    page = Client().post(CHOOSE, {"login": f"a@{DOMAIN}"})
    assert page.context["form"].errors
    assert Client().get("/account/organisation/oosterveen/callback/").status_code == 404


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_it_leads_nowhere_else(target, sign_on, overseer):
    _client, answer = sign_in("mona", next=target)
    assert answer["Location"] == reverse("oversight:work")


def test_asking_over_and_over_is_stopped(sign_on):
    answers = [Client().post(CHOOSE, {"login": f"a@{number}.example.org"}).status_code for number in range(22)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_who_is_in_already_goes_on(ann):
    assert client_of(ann).get(CHOOSE)["Location"] == reverse("oversight:work")


def test_a_domain_belongs_to_one_provider(sign_on):
    other = Organisation.objects.create(name="Gemeente Westerveen", kind="municipality")
    elsewhere = SignOn.objects.create(organisation=other, slug="westerveen", server_url="https://x.example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOnDomain.objects.create(sign_on=elsewhere, domain=DOMAIN)


@pytest.mark.parametrize(
    ("field", "value"),
    [("secret_variable", "SECRET_KEY"), ("server_url", "http://provider.example.org"), ("slug", "met spatie")],
)
def test_what_a_row_may_not_say(field, value, municipality):
    """No other secret of the installation can be sent to a provider, and none is asked without encryption."""
    row = SignOn(
        organisation=municipality,
        slug="x",
        server_url="https://x.example.org",
        client_id="c",
        secret_variable="SIGN_ON_X",
    )
    row.full_clean()
    setattr(row, field, value)
    with pytest.raises(ValidationError):
        row.full_clean()


def test_the_administration_shows_where_to_come_back_and_never_the_secret(sign_on):
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    page = client_of(root).get(reverse("admin:partnerships_signon_change", args=[sign_on.pk])).content.decode()
    assert f"{house.BASE_URL}/account/organisation/oosterveen/callback/" in page
    assert WORD not in page
    assert SignOnAdmin.inlines
    assert client_of(root).get(reverse("admin:partnerships_signon_changelist")).status_code == 200


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_an_address_that_serves_every_organisation_is_refused(tenant):
    with pytest.raises(ValidationError) as refused:
        SignOn(server_url=f"https://login.microsoftonline.com/{tenant}/v2.0").clean()
    assert "server_url" in refused.value.message_dict
