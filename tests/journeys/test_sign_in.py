"""Every way in, in a real browser: app, recovery code, passkey, mailed code, and the account of one's organisation."""

import re

import pytest
from playwright.sync_api import Page

from partnerships.enums import OfficerRole
from partnerships.models import Officer, User
from tests.conftest import TODAY
from tests.journeys.hands import fill, go, press, sees
from tests.journeys.looking import listen, look
from tests.journeys.steps_second_step import add_app, code_of, confirm_app, sign_out
from tests.provider import DOMAIN, person, provider, sign_on_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.feature("F13")]
PASSWORD = "een lang wachtwoord"


def by_password(page: Page, email: str) -> None:
    go(page, "/account/login/")
    fill(page, {"Email": email, "Password": PASSWORD})
    press(page, "Sign in")


def test_a_project_leader_sets_up_an_app_and_uses_it(park, ann, fresh_page):
    page = fresh_page()
    heard = listen(page)
    go(page, "/account/login/")
    look(page, "login")
    go(page, f"/p/{park.slug}/parties/")
    fill(page, {"Email": ann.email, "Password": PASSWORD})
    press(page, "Sign in")
    sees(page, "Protect your account with a second step")
    look(page, "step-needed")
    press(page, "Use an app on my telephone")
    look(page, "step-app")
    go(page, "/account/second-step/needed/")
    secret, codes = add_app(page)
    assert len(codes) == 10
    look(page, "recovery-codes")
    press(page, "Go on")
    assert page.url.endswith(f"/p/{park.slug}/parties/")
    sign_out(page)

    by_password(page, ann.email)
    sees(page, "The second step")
    fill(page, {"Code": "000000"})
    press(page, "Sign in")
    look(page, "step-wrong")
    fill(page, {"Code": code_of(secret)})
    press(page, "Sign in")
    sees(page, "My work")
    for step in ("again", "app/remove", "recovery-codes/new", "recovery-codes"):
        go(page, f"/account/second-step/{step}/")
        look(page, f"step-{step.replace('/', '-')}")
    for name in ("security", "reauthenticate", "password/change"):
        go(page, f"/account/{name}/")
        look(page, name.replace("/", "-"))
    sign_out(page)

    by_password(page, ann.email)
    fill(page, {"Code": codes[0]})
    press(page, "Sign in")
    sees(page, "My work")
    go(page, "/account/security/")
    sees(page, "9 recovery codes")
    assert heard == []


def test_all_of_it_without_javascript(park, ann, chromium, server):
    context = chromium.new_context(java_script_enabled=False, locale="en-GB", base_url=server)
    page = context.new_page()
    by_password(page, ann.email)
    secret, _codes = add_app(page)
    press(page, "Go on")
    sign_out(page)
    by_password(page, ann.email)
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    fill(page, {"Code": code_of(secret)})
    press(page, "Sign in")
    sees(page, "My work")
    context.close()


def with_authenticator(page: Page) -> None:
    """Chromium's own virtual device: it has a finger and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_passkey_is_made_and_opens_the_door(park, ann, fresh_page):
    page = fresh_page()
    with_authenticator(page)
    heard = listen(page)
    by_password(page, ann.email)
    press(page, "Make a passkey")
    look(page, "passkey-add")
    fill(page, {"Name of the passkey": "Telephone of Ann"})
    press(page, "Make the passkey")
    sees(page, "Recovery codes")
    go(page, "/account/security/")
    sees(page, "Telephone of Ann")
    look(page, "security-passkey")
    sign_out(page)

    go(page, "/account/login/")
    press(page, "Sign in with a passkey")
    sees(page, "My work")
    sign_out(page)

    by_password(page, ann.email)
    sees(page, "The second step")
    press(page, "Use a passkey")
    sees(page, "My work")
    go(page, "/account/security/")
    go(page, "/account/second-step/passkeys/again/")
    look(page, "passkey-again")
    press(page, "Use a passkey")
    go(page, "/account/security/")
    press(page, "Rename")
    look(page, "passkey-name")
    fill(page, {"Name": "Old telephone"})
    press(page, "Save")
    sees(page, "Old telephone")
    press(page, "Remove")
    sees(page, "This is your only second step")
    go(page, "/account/security/")
    press(page, "Add an app")
    confirm_app(page)
    go(page, "/account/security/")
    press(page, "Remove")
    look(page, "passkey-remove")
    press(page, "Remove the passkey")
    sees(page, "No passkey yet")
    assert heard == []


def test_a_stranger_with_a_passkey_page_gets_nothing(bert, fresh_page):
    """A device without a passkey for us: the page says so, and the other ways remain."""
    page = fresh_page()
    with_authenticator(page)
    go(page, "/account/login/")
    assert not page.get_by_text("That did not work").is_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="That did not work").wait_for()
    by_password(page, bert.email)
    sees(page, "My work")


def test_a_code_by_mail(park, bert, fresh_page, mails):
    page = fresh_page()
    heard = listen(page)
    go(page, "/account/login/")
    fill(page, {"Email": bert.email})
    press(page, "Mail me a code")
    sees(page, bert.email)
    look(page, "code")
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mails()[bert.email][-1].text, re.MULTILINE)
    assert found
    fill(page, {"Code": found[0]})
    press(page, "Sign in")
    sees(page, "My work")
    assert heard == []


@pytest.fixture
def overseer(municipality, monkeypatch) -> User:
    monkeypatch.setenv("SIGN_ON_TEST", "geheim")
    user = User.objects.create_user(f"mona@{DOMAIN}", PASSWORD, name="mona")
    Officer.objects.create(user=user, organisation=municipality, role=OfficerRole.OVERSEER, valid_from=TODAY)
    return user


def at_provider(page: Page, sub: str) -> None:
    page.locator("input[name=sub]").fill(sub)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name="Authorize", exact=True).click()


def test_the_account_of_the_municipality(park, municipality, overseer, fresh_page):
    with provider(person("mona"), person("stranger")) as address:
        sign_on_at(address, municipality)
        page = fresh_page()
        page.context.route(re.compile(r"^https?://(?!localhost)"), lambda route: route.abort())  # dress of the provider
        heard = listen(page)
        go(page, "/portfolio/")
        fill(page, {"Email": overseer.email})
        press(page, "Sign in with my organisation")
        look(page, "organisation-go")
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("link", name=f"Go on with {municipality}").click()
        assert page.url.startswith(address)
        at_provider(page, "mona")
        assert page.url.endswith("/portfolio/")  # where she was on the way to; nobody asks for a second step
        go(page, "/account/security/")
        sees(page, f"your account of {municipality}")
        sign_out(page)

        go(page, "/account/organisation/")
        look(page, "organisation")
        fill(page, {"Your e-mail address at work": f"stranger@{DOMAIN}"})
        press(page, "Go on")
        page.get_by_role("link", name=f"Go on with {municipality}").click()
        at_provider(page, "stranger")
        sees(page, "You have no account here yet")
        look(page, "organisation-refused")
        page.goto("/account/organisation/oosterveen/callback/?error=access_denied")
        look(page, "organisation-failed")
        assert [words for words in heard if "Security Policy" in words] == []


def test_the_password_of_an_overseer_is_not_enough(park, overseer, fresh_page):
    page = fresh_page()
    by_password(page, overseer.email)
    sees(page, "Protect your account with a second step")
    go(page, "/portfolio/")
    assert page.url.endswith("/account/second-step/needed/")
