"""What the page of security measures says of sizes is what the settings and the code say."""

import re

from django.conf import settings

from partnerships.domain import filing
from tests.sources import ROOT, text

PAGE = text(ROOT / "docs" / "security" / "measures.md")


def test_the_sizes_on_the_page_are_those_of_the_code():
    megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    line = next(line for line in PAGE.splitlines() if line.startswith("| documents, minutes"))
    assert f"{megabytes} MB; {filing.MAX_PIXELS // 10**6} megapixels" in line
    assert f"{filing.MAX_PARTS:,} parts and {filing.MAX_UNPACKED // (1024 * 1024)} MB unpacked" in line
    for kind in ("PDF", "Word", "Excel", "PowerPoint", *filing.IMAGES):
        assert kind.lower() in line.lower()


def test_every_algorithm_and_every_kept_key_has_its_line():
    keys = PAGE.partition("## Keys and algorithms")[2].partition("## ")[0]
    for name in (
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "SEAL_PKCS12",
        "P-256",
        "SHA-256",
        "PBKDF2",
        "secrets",
        "Fernet",
    ):
        assert re.search(rf"\b{re.escape(name)}\b", keys), name
