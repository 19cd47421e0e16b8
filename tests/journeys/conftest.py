"""A real browser against a real server on its own port, and the worker and the post as functions to call."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.celery import app
from oversight.domain.projecting import refresh_marked
from partnerships.models import User
from partnerships.tasks import run_waiting_jobs, seal_complete_agreements, send_waiting_mail
from tests.conftest import client_of
from tests.walks.conftest import body, ines, today, world  # noqa: F401  the filled partnership of the walks

# Playwright's own loop runs in this thread, and Django's guard would take our queries for ones made inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^\s*(\d{3} ?\d{3})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """A mail as its reader sees it."""

    subject: str
    text: str

    @property
    def link(self) -> str:
        found = LINK.search(self.text)
        assert found, f"no link in: {self.text}"
        return found[0]

    @property
    def code(self) -> str:
        found = CODE.search(self.text)
        assert found, f"no code in: {self.text}"
        return found[1].replace(" ", "")


Mails = Callable[[], dict[str, list[Letter]]]


@pytest.fixture
def mails() -> Mails:
    """Send what waits in the outbox, then give all mail sent so far: address → letters, oldest first."""

    def read() -> dict[str, list[Letter]]:
        while send_waiting_mail():
            pass
        found: dict[str, list[Letter]] = {}
        for message in mail.outbox:
            for to in message.to:
                address = to.rpartition("<")[2].rstrip(">")
                found.setdefault(address, []).append(Letter(str(message.subject), str(message.body)))
        return found

    return read


Work = Callable[[], None]


@pytest.fixture
def work() -> Iterator[Work]:
    """One turn of the worker: jobs, seals, projections. Nothing of that is done before somebody calls it."""
    before = app.conf.task_always_eager
    app.conf.task_always_eager = False

    def turn() -> None:
        while run_waiting_jobs():
            pass
        while seal_complete_agreements():
            pass
        while refresh_marked():
            pass

    yield turn
    app.conf.task_always_eager = before


@pytest.fixture
def own_files(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for files and for the key of the seal."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
    return tmp_path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module, no longer: while Playwright's loop runs, Django keeps connections of its own for it."""
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=FLAGS
        )
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def server(live_server: Any, settings: Any, own_files: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the running server; links in mails lead there too."""
    # Its threads outlive a question of the browser; what they keep open would stand in the way of tidying up.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    settings.BASE_URL = live_server.url
    return str(live_server.url)


Open = Callable[[], Page]


@pytest.fixture
def fresh_page(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Call it for a page of somebody else: a fresh browser without cookies, in English. A failure shows what they saw."""
    contexts: list[BrowserContext] = []

    def fresh() -> Page:
        context = chromium.new_context(
            locale="en-GB",
            extra_http_headers={"Accept-Language": "en-GB"},  # files asked for beside the page are in English too
            base_url=server,
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    failed = request.session.testsfailed
    yield fresh
    for context in contexts:
        for page in context.pages if request.session.testsfailed > failed else []:
            print(f"\n--- {page.url}\n{page.inner_text('body')}")  # noqa: T201  pytest shows it with the failure
        context.close()


OpenFor = Callable[[User], Page]


@pytest.fixture
def page_of(fresh_page: Open, server: str) -> OpenFor:
    """Call it for a page of somebody who signed in before, second step and all.

    What one sees on the way in is proven in test_sign_in.py, and once more in the round of test_kvo_2015.py.
    """

    def opened(user: User) -> Page:
        page, cookie = fresh_page(), client_of(user).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": server}])
        return page

    return opened
