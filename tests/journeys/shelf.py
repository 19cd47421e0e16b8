"""Pages as Django answers them, laid out for a browser that asks nobody else: no server, no session, no clock of its own.

The test client renders inside the test (its rollback, its day), the browser gets the answer under the same address, with
its headers; style sheets and scripts come from where they lie.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

HOST = "http://testserver"
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
    """The pages to look at, by address, and what belongs to them (a theme).

    All is fetched beforehand: the browser asks from another context, where the test's transaction does not exist.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)

    def put(self, url: str, answer: Any, client: Client) -> None:
        self.answers[url] = answer
        for part in set(THEME.findall(answer.content.decode())) - set(self.parts):
            self.parts[part] = client.get(part)

    def give(self, route: Route) -> None:
        """Answer one question of the browser."""
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=str(found)) if found else route.fulfill(status=404)
        answer = self.answers.get(path) or self.parts.get(path)
        if answer is None:
            return route.fulfill(status=404)
        headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
        return route.fulfill(status=200, body=answer.content, headers=headers)

    def open(self, browser: Browser) -> Iterator[tuple[str, Page]]:
        """Every page in turn, in one window of 1280 wide."""
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.route("**/*", self.give)
        for url in self.answers:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(HOST + url, wait_until="load")
            yield url, page
        context.close()


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
