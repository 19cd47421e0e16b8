"""Looking at a page where it stands: axe finds nothing, nothing sticks out of a narrow window, no policy was broken."""

import os
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

from tests.journeys.shelf import AXE, NARROW, RUN_AXE, STICKS_OUT, TAGS, WIDE

PICTURES = os.environ.get("PICTURES", "")  # a folder: what was looked at is kept there


def listen(page: Page) -> list[str]:
    """What the browser complains about from now on: scripts that fail, things our policy forbids."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def look(page: Page, name: str) -> None:
    """Raises ``AssertionError`` with what is wrong with the page that is open."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE, TAGS)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += page.evaluate(STICKS_OUT)
    picture(page, f"{name}-320")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    picture(page, name)
    assert not found, f"{name}: {found}"


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
