"""Room two: drafting and sending a text, signing it by the link in the mail, checking what came out."""

import re
import subprocess
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.journeys.conftest import Mails, Open
from tests.journeys.hands import fill, go, press, row, sees, upload


def send_text(page: Page, slug: str, title: str) -> str:
    """Draft a text of the scheme as it comes and send it. Returns the address of its page."""
    go(page, f"/p/{slug}/agreements/")
    press(page, "Make a draft", within=row(page, title))
    press(page, "Save draft")
    sees(page, "Draft: nobody has been mailed yet.")
    at = page.url
    press_send(page)
    return at


def press_send(page: Page) -> None:
    """Send, also past what the page says first."""
    press(page, "Send to the signatories")
    if page.get_by_role("heading", level=1, name="Before you send").count():
        if page.get_by_label("Why do you send it now?").count():
            fill(page, {"Why do you send it now?": "The parties asked for it."})
        warned = page.get_by_role("button", name="Send all the same").count()
        press(page, "Send all the same" if warned else "Send to the signatories")


def sign_by_mail(fresh_page: Open, mails: Mails, emails: Iterable[str]) -> None:
    """Everybody opens the link of their own mail in their own browser, asks for a code and signs with it."""
    for email in emails:
        page = fresh_page()
        go(page, mails()[email][-1].link)
        press(page, "Mail me the code")
        fill(
            page,
            {
                "Your name": f"Signatory {email}",
                "Your function": "Mandated",
                "Code from the mail": mails()[email][-1].code,
            },
        )
        page.get_by_role("checkbox").check()
        press(page, "Sign")
        sees(page, "Thank you, you have signed")


def is_sealed(pdf: bytes, folder: Path) -> None:
    """Poppler finds one good signature over the whole file."""
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told, told
    assert "Total document signed" in told, told


def with_a_flipped_bit(pdf: bytes) -> bytes:
    """One bit changed inside the signed range."""
    found = re.search(rb"/ByteRange \[0 (\d+) ", pdf)
    assert found
    place = pdf.index(b"stream", 0, int(found[1])) + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def with_a_revision(pdf: bytes) -> bytes:
    """The same file with a revision behind it that turns the first page."""
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    first = writer.root["/Pages"]["/Kids"][0]
    first[pdf_name("/Rotate")] = NumberObject(90)
    writer.mark_update(first.container_ref)
    writer.write(out)
    return out.getvalue()


def unknown_pdf() -> bytes:
    """A PDF that never was here."""
    objects = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def says_of(page: Page, pdf: bytes) -> str:
    """What the page for everybody says about a file."""
    go(page, "/check/")
    fill(page, {"The file": upload("copy.pdf", pdf, "application/pdf")})
    press(page, "Check")
    return page.get_by_role("status").get_by_role("heading").first.inner_text()
