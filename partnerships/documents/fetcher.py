"""What a document may load while it is drawn: our own static files and data inside the text, nothing else.

Imported by render.py only, when a document is drawn, because WeasyPrint is slow to import.
"""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = "static:"
_KINDS = {".css", ".woff2", ".woff", ".ttf", ".otf", ".svg", ".png", ".jpg", ".jpeg"}


class OwnFilesFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type hints
    """Serves `static:<path>` and `data:`. Every other address (http, file, ftp) is refused and left out."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The content behind an address; ValueError, which WeasyPrint logs and survives, when refused."""
        if not url.startswith(STATIC):
            return super().fetch(url, headers)
        path = static_file(url.removeprefix(STATIC))
        if path is None:
            raise ValueError(f"No such static file: {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _content_type(path)})


def static_file(name: str) -> Path | None:
    """The static file with this name, from the sources or else from the collected files; None if there is none."""
    if Path(name).suffix not in _KINDS:
        return None
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    if found:
        return Path(found)
    root = Path(settings.STATIC_ROOT).resolve()
    path = (root / name).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None


def _content_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
