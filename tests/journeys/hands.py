"""What hands do on any page: fill in by label, press by name, open by address, look at a file behind a link."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page

Place = Page | Locator
Value = str | int | date | bool | Path | FilePayload


def upload(name: str, content: bytes, media_type: str = "application/octet-stream") -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


def go(page: Page, address: str) -> None:
    answer = page.goto(address, wait_until="domcontentloaded")
    assert answer is not None
    assert answer.status < 400, f"{answer.status} at {page.url}"


def control(place: Place, label: str) -> Locator:
    """The field with exactly this label; "(optional)" may stand behind it."""
    return place.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$"))


def fill(place: Place, values: Mapping[str, Value]) -> None:
    """Fill in fields by their label: text, day, choice (by its words), tick, or file."""
    for label, value in values.items():
        field = control(place, label)
        if isinstance(value, bool):
            field.set_checked(value)
        elif isinstance(value, dict | Path):
            field.set_input_files(value)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=str(value))
        else:
            field.fill(value.isoformat() if isinstance(value, date) else str(value))


def choose(place: Place, group: str, answer: str) -> None:
    """One of a group of round buttons."""
    place.get_by_role("radiogroup", name=group).get_by_label(answer, exact=True).check()


def press(page: Page, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
    """Press the button or follow the link with this name, and wait for the page it leads to."""
    place = within or page.locator("main")
    found = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))
    with page.expect_navigation(wait_until="domcontentloaded"):
        found.first.click()
    assert page.get_by_role("heading", level=1).count() >= 1, f"no heading at {page.url}"


def text_of(place: Place) -> str:
    """The words in a place in one line; of a page its main part."""
    found = place.locator("main") if isinstance(place, Page) else place
    return " ".join((found.text_content() or "").split())


def sees(page: Page, words: str) -> None:
    """These words stand on the page."""
    found = text_of(page)
    assert words in found, f"“{words}” does not stand at {page.url}: {found}"


def row(page: Page, words: str) -> Locator:
    """The row of a table that holds these words."""
    return page.get_by_role("row").filter(has_text=words).first


def file_behind(page: Page, name: str | re.Pattern[str]) -> bytes:
    """What the link with this name gives, asked with the page's own cookies."""
    link = page.get_by_role("link", name=name).first
    answer: Any = page.context.request.get(link.evaluate("link => link.href"))
    assert answer.ok, f"{answer.status} at {answer.url}"
    return bytes(answer.body())


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV file as our exports write it."""
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
