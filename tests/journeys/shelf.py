"""Pages as Django answers them, laid out for a browser that asks nobody else: no session, no database, no clock of its own.

The test client renders inside the test (its rollback, its day), the browser gets the answer under the same address, with
its headers; style sheets and scripts come from where they lie.
"""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
THEME = re.compile(r'"(/p/[^"?]+/theme\.css)')
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 200)}`)))"""
# What sticks out to the right of a narrow window, when the page as a whole can be moved sideways.
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= wide) return [];
    const scrolls = one => one && (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
    return ["page is " + document.scrollingElement.scrollWidth + " wide"].concat([...document.body.querySelectorAll("*")]
        .filter(one => one.getBoundingClientRect().right > wide + 1 && !scrolls(one.parentElement))
        .slice(-2).map(one => one.outerHTML.slice(0, 160)));
}"""


@dataclass
class Shelf:
    """The pages to look at, by address, and what belongs to them (a theme): all fetched before a browser looks."""

    answers: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)

    def put(self, url: str, answer: Any, client: Client) -> None:
        self.answers[url] = answer
        for part in set(THEME.findall(answer.content.decode())) - set(self.parts):
            self.parts[part] = client.get(part)

    def open(self, browser: Browser) -> Iterator[tuple[str, Page]]:
        """Every page in turn, in one window of 1280 wide."""
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Counter, self)) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
            page = context.new_page()
            for url in self.answers:
                page.set_viewport_size({"width": 1280, "height": 900})
                page.goto(url, wait_until="load")
                yield url, page
            context.close()
            server.shutdown()


class Counter(BaseHTTPRequestHandler):
    """Hands out what is on the shelf, and the files of the house, which the browser may keep."""

    def __init__(self, shelf: Shelf, *args: Any) -> None:
        self.shelf = shelf
        super().__init__(*args)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        answer = self.shelf.answers.get(path) or self.shelf.parts.get(path)
        if found:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            self.give({"Content-Type": kind, "Cache-Control": "max-age=600"}, Path(str(found)).read_bytes())
        elif answer is not None:
            headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
            self.give(headers, answer.content)
        else:
            self.send_error(404)

    def give(self, headers: dict[str, str], body: bytes) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing: the faults are the report."""


def is_page(answer: Any) -> bool:
    """A whole page in HTML, not a file, a redirect or the part of a page that htmx asks for."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content[:500]


def faults_of(shelf: Shelf, browser: Browser) -> str:
    """What axe finds on any of the pages, and what sticks out of a window of 320: a line for each, "" for nothing."""
    script, found = AXE.read_text(encoding="utf-8"), []
    for url, page in shelf.open(browser):
        page.evaluate(script)
        found += [(url, fault) for fault in page.evaluate(RUN_AXE, TAGS)]
        page.set_viewport_size({"width": 320, "height": 800})
        found += [(url, f"320: {fault}") for fault in page.evaluate(STICKS_OUT)]
    return "\n".join(f"{url}  {fault}" for url, fault in found)
