"""Behind https: cookies for this host alone, sent over https alone; read from a house that was started that way."""

import json
import os
import subprocess
import sys

import pytest

from tests.sources import ROOT

ASK = """
import json, sys, django
django.setup()
from django.test import Client
from django.urls import reverse
from django.conf import settings
ask = Client(headers={"host": "park.example.org"})
page = ask.get(reverse("partnerships:check"), secure=True)
token = page.cookies[settings.CSRF_COOKIE_NAME].value
words = ask.post(reverse("partnerships:language"), {"language": "en", "next": "/check/"}, secure=True)
plain = ask.get(reverse("partnerships:check"))
cookies = {**page.cookies, **words.cookies}
print(json.dumps({
    "cookies": {name: {k: str(v) for k, v in one.items()} for name, one in cookies.items()},
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME],
    "headers": dict(page.headers), "plain": [plain.status_code, plain.headers.get("Location", ""), dict(plain.headers)],
    "message": __import__("partnerships.doors.cookies", fromlist=["x"]).MessageCookie.cookie_name,
}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """What a house behind https answers."""
    folder = tmp_path_factory.mktemp("https")
    (folder / "static").mkdir()
    more = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "BASE_URL": "https://park.example.org", "DEBUG": "0",
        "ALLOWED_HOSTS": "park.example.org", "SECRET_KEY": "s" * 60, "DATA_DIR": str(folder), "DATABASE_URL": "",
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage", "SECRET_KEY_FALLBACKS": "old,older",
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LD_LIBRARY_PATH"}}
    del more["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env={**kept, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_cookie_is_of_this_host_and_over_https_alone(house):
    assert len(house["cookies"]) >= 2
    assert all(name.startswith("__Host-") for name in [*house["names"], house["message"], *house["cookies"]])
    for name, cookie in house["cookies"].items():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("True", "True", "Lax"), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_a_browser_comes_back_over_https_for_a_year(house):
    assert house["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "upgrade-insecure-requests" in house["headers"]["Content-Security-Policy"]


def test_a_visit_without_https_is_sent_on_with_the_headers(house):
    status, place, headers = house["plain"]
    assert (status, place) == (301, "https://park.example.org/check/")
    assert {"Content-Security-Policy", "Permissions-Policy"} <= set(headers)
