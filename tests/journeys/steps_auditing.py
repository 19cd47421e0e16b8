"""Room five: ready or not, the audit in two browsers, the decision, and what anybody sees of the certificate."""

import re
from datetime import date

from playwright.sync_api import Locator, Page

from tests.journeys.conftest import Work
from tests.journeys.hands import choose, file_behind, fill, go, press, row, rows_of, sees, text_of


def is_ready(page: Page, slug: str) -> None:
    """Every condition before the audit is met, and the page says so."""
    go(page, f"/p/{slug}/ready/")
    sees(page, "Before the audit is requested 9 of 9 met")
    sees(page, "Nothing holds you back.")


def request_audit(page: Page, slug: str, *, body: str, work: Work) -> None:
    go(page, f"/p/{slug}/audit/")
    fill(page, {"Certification body": body})
    press(page, "Request the audit")
    work()
    go(page, f"/p/{slug}/audit/")
    sees(page, "Frozen dossier")


def take_audit(page: Page, *, park: str, auditor: str, first: date, last: date) -> None:
    """The officer of the body gives the audit to the auditor, here to herself."""
    go(page, "/audits/")
    press(page, re.compile("^Assign"), within=row(page, park))
    fill(page, {"Auditor": auditor, "First day": first, "Last day": last})
    press(page, "Assign")
    press(page, re.compile("^Open the dossier"), within=row(page, park))


def requirements(page: Page) -> Locator:
    """The panels in which the auditor judges, one for each requirement, in the order of the page."""
    return page.locator("section.bn-panel:has(button[formaction*='/requirements/'])")


def judge(page: Page, number: int, *, verdict: str, remark: str = "") -> None:
    """Judge one requirement, counted from 0."""
    panel = requirements(page).nth(number)
    choose(panel, "Verdict", verdict)
    if remark:
        fill(panel, {"Remark": remark})
    press(page, re.compile("^Save the verdict"), within=panel)


def answer_finding(page: Page, slug: str) -> None:
    """The project leader says what was done about the one finding."""
    go(page, f"/p/{slug}/audit/")
    page.get_by_role("link", name="Write what you did").first.click()
    fill(page, {"What did you do about it?": "The missing minutes were found and filed."})
    page.locator("main form").get_by_role("button").last.click()
    sees(page, "The missing minutes were found and filed.")


def resolve(page: Page, room: str) -> None:
    go(page, room)
    press(page, "Call it resolved")


def decide_positively(page: Page) -> None:
    press(page, "Decide")
    choose(page, "Decision", "Positive")
    fill(page, {"Motivation": "The cooperation works and the dossier is complete."})
    press(page, "Next")


def confirm_decision(page: Page) -> None:
    sees(page, "Do you want to close this audit?")
    press(page, "Yes, close the audit")


def public_page_says(page: Page, number: str, *words: str) -> None:
    """What anybody sees who opens the page of the certificate."""
    go(page, f"/certificates/{number}/")
    for one in words:
        sees(page, one)


def certificate_pdf(page: Page, slug: str) -> bytes:
    go(page, f"/p/{slug}/certificates/")
    return file_behind(page, re.compile("^Download the PDF"))


def mail_log(page: Page, slug: str) -> str:
    go(page, f"/p/{slug}/mail/")
    return text_of(page)


def portfolio_shows(page: Page, park: str, *words: str) -> None:
    """The list of the municipality and its CSV both hold the partnership."""
    go(page, "/portfolio/")
    shown = text_of(row(page, park))
    assert all(word in shown for word in words), shown
    assert [one[0] for one in rows_of(file_behind(page, re.compile("^Export")))[1:]] == [park]
