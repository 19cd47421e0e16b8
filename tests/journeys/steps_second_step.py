"""The second step as a person takes it: an app with a code, codes on paper."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from tests.journeys.hands import fill, go, press, sees

PERIOD = 30


def code_of(secret: str) -> str:
    """What the app shows now; waits a moment when the code is about to change."""
    left = PERIOD - time.time() % PERIOD
    if left < 3:
        time.sleep(left + 0.1)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


def add_app(page: Page) -> tuple[str, list[str]]:
    """From the page that asks for it to the recovery codes. Returns the secret and the codes."""
    press(page, "Use an app on my telephone")
    secret = confirm_app(page)
    sees(page, "Recovery codes")
    return secret, re.findall(r"\b\d{8}\b", page.inner_text("main"))


def confirm_app(page: Page) -> str:
    """On the page with the picture for the app: prove that the app works. Returns the secret."""
    secret = page.locator(".bn-secret").inner_text().strip()
    fill(page, {"Authenticator code": code_of(secret)})
    press(page, "Add the app")
    return secret


def sign_out(page: Page) -> None:
    go(page, "/account/logout/")
    press(page, "Sign out")
