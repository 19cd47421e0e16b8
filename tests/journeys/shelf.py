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
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_ADDRESS = "/axe.min.js"  # asked from the shelf: the browser keeps it, and what it made of it, for the next page
THEME = re.compile(r'"(/p/[^"?]+/theme\.css)')
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
# What differs between two answers that look the same: the word against forgery, where something leads to, numbers.
ONLY_HERE = re.compile(r'(name="(?:csrfmiddlewaretoken|next)"\s+value="|\b(?:href|action|hx-get|hx-post)=")[^"]*')
NUMBER = re.compile(r"\d+")
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
    """The pages to look at, by address, and what belongs to them (a theme): all fetched before a browser looks.

    A page that says the same in the same tags as one that is already here is not kept a second time: only the word
    against forgery, where links lead to and numbers may differ. Many a form sent empty gives the page as it was.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def put(self, url: str, answer: Any, client: Client) -> None:
        if (words := what_is_seen(answer.content.decode())) in self.seen:
            return
        self.seen.add(words)
        self.answers[url] = answer
        for part in set(THEME.findall(answer.content.decode())) - set(self.parts):
            self.parts[part] = client.get(part)

    def open(self, browser: Browser) -> Iterator[tuple[str, Page]]:
        """Every page in turn, in one window, which stays as wide as whoever looks leaves it; at first 1280."""
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Counter, self)) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}", viewport=WIDE)  # type: ignore[arg-type]
            page = context.new_page()
            for url in self.answers:
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
        answer = self.shelf.answers.get(self.path) or self.shelf.parts.get(path)
        if path == AXE_ADDRESS:
            self.give({"Content-Type": "text/javascript", "Cache-Control": "max-age=600"}, AXE.read_bytes())
        elif found:
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


def what_is_seen(html: str) -> str:
    """A page without what nobody sees and numbers: two answers of which this is the same need one look."""
    return NUMBER.sub("0", ONLY_HERE.sub(r"\1", html))


def faults_of(shelf: Shelf, browser: Browser) -> str:
    """What axe finds on any of the pages, and what sticks out of a window of 320: a line for each, "" for nothing.

    Half of the pages are opened wide and half narrow: the window then changes once for a page, which lays it out again.
    """
    found: list[tuple[str, str]] = []
    sizes = cycle([(WIDE, NARROW), (NARROW, WIDE)])
    for (url, page), (first, then) in zip(shelf.open(browser), sizes, strict=False):
        for size in (first, then):
            if size is then:
                page.set_viewport_size(size)  # type: ignore[arg-type]
            if size is NARROW:
                found += [(url, f"320: {fault}") for fault in page.evaluate(STICKS_OUT)]
            else:
                page.add_script_tag(url=AXE_ADDRESS)
                found += [(url, fault) for fault in page.evaluate(RUN_AXE, TAGS)]
    return "\n".join(f"{url}  {fault}" for url, fault in found)
