"""What happens in a signing round besides signing: witnesses, handing over, refusing, another text, ink on paper."""

import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.conftest import Mails, Open
from tests.journeys.hands import fill, go, press, row, sees, text_of, upload
from tests.journeys.steps_signing import press_send

SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def words_in(pdf: bytes, folder: Path) -> str:
    """The words of a PDF without the blanks: a cell may break a name in the middle."""
    path = folder / "words.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return "".join(told.split())


def draft_text(page: Page, slug: str, title: str) -> None:
    """A draft of the scheme as it comes."""
    go(page, f"/p/{slug}/agreements/")
    press(page, "Make a draft", within=row(page, title))
    press(page, "Save draft")
    sees(page, "Draft: nobody has been mailed yet.")


def send_draft(page: Page, *, witnesses: Iterable[str] = ()) -> None:
    """Tick who witnesses and send, also past what warns against it."""
    for name in witnesses:
        page.get_by_role("checkbox", name=name, exact=True).check()
    press_send(page)
    sees(page, "Who signs")


def hand_over(page: Page, link: str, *, name: str, email: str, mails: Mails, asked: str) -> None:
    """Somebody who may not sign names a colleague, and shows with a code that it is them. ``asked``: their address."""
    go(page, link)
    press(page, "I am not the one who signs")
    fill(page, {"Name of your colleague": name, "Function": "Treasurer", "E-mail address": email})
    press(page, "Hand over to this colleague")
    fill(page, {"Code": mails()[asked][-1].code})
    press(page, "Hand over to this colleague")
    sees(page, f"{name} ({email}) now gets a mail with a link.")


def refuse(page: Page, link: str, *, reason: str, mails: Mails, asked: str) -> None:
    """First the reason, then the code that came in the mail."""
    go(page, link)
    press(page, "I do not sign")
    fill(page, {"Reason": reason})
    press(page, "Refuse to sign")
    fill(page, {"Code": mails()[asked][-1].code})
    press(page, "Refuse to sign")
    sees(page, "Your refusal has been passed on, with your reason.")


def write_on(page: Page, words: str) -> None:
    """Behind the text in the editor, a paragraph more; and keep it."""
    page.locator("trix-editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    press(page, "Save draft")
    sees(page, words)


def compare(page: Page, old: str, new: str) -> str:
    """From the page of a draft: what the page says about two of its versions."""
    press(page, "All versions, and what changed")
    fill(page, {"Compare this text": old, "With this text": new})
    press(page, "Compare")
    return text_of(page.locator(".bn-diff"))


def record_ink(page: Page, *, whom: str, written: str, mark: str, on: date) -> None:
    """From the page of the text: record that somebody signed the printed text."""
    press(page, "Sign on paper")
    press(page, f"Record the signature of {whom}")
    fill(
        page,
        {
            "Mark on the paper": mark,
            "Name as written": written,
            "Function as written": "Owner",
            "Signed on paper on": on,
            "Scan of the signed paper": upload("scan.pdf", SCAN, "application/pdf"),
        },
    )
    press(page, "Record this signature")
    sees(page, f"Recorded. {whom} gets a mail about it.")


def take_table(page: Page, mails: Mails, *, whom: str, email: str) -> None:
    """Pick a name on the device that goes round, read, and sign with the code of one's own mail."""
    press(page, f"I am {whom}")
    page.get_by_role("checkbox").check()
    press(page, "Mail me the code")
    fill(page, {"Code from the mail": mails()[email][-1].code})
    page.get_by_role("checkbox").check()
    press(page, "Sign")
    sees(page, "The next person may sign.")


def by_password(page: Page, email: str, password: str) -> None:
    """Sign in as somebody who needs no second step."""
    go(page, "/account/login/")
    fill(page, {"Email": email, "Password": password})
    press(page, "Sign in")


def dead(fresh_page: Open, link: str) -> None:
    """Nobody gets anything at this address any more."""
    answer = fresh_page().goto(link)
    assert answer is not None
    assert answer.status in {404, 410}, answer.status
