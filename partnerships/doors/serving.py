"""Handing out a file after the door and the right were checked: by ourselves, or by the proxy on our word.

No file has an address. With ``SENDFILE`` the answer holds only the file's place, and the proxy sends what stands there.
"""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from partnerships.models import Document

SHOWN_IN_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
BOXED_IN = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
PROTECTED = "/protected-files/"  # what the proxy of docs/operations.md answers to us alone


def served(document: Document, *, shown: bool = False) -> HttpResponseBase:
    """A document as a download, or in the page with ``shown`` when that is safe; never kept by a shared cache."""
    in_page = shown and document.media_type in SHOWN_IN_PAGE
    return served_file(document.file, name=document.filename, media_type=document.media_type, in_page=in_page)


def served_file(file: FieldFile, *, name: str, media_type: str, in_page: bool) -> HttpResponseBase:
    """The file, boxed in: the browser runs nothing in it and takes it for nothing but ``media_type``."""
    answer = body_of(file, media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(not in_page, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = BOXED_IN
    answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer


def body_of(file: FieldFile, media_type: str) -> HttpResponseBase:
    if settings.SENDFILE == "nginx":
        return HttpResponse(headers={"X-Accel-Redirect": PROTECTED + quote(str(file.name)), "Content-Type": media_type})
    if settings.SENDFILE == "apache":
        place = Path(settings.MEDIA_ROOT) / str(file.name)
        return HttpResponse(headers={"X-Sendfile": str(place), "Content-Type": media_type})
    return FileResponse(file.open("rb"), content_type=media_type)
