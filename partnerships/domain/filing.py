"""Putting files away: what we rendered, and what people upload. A filed document never changes."""

import hashlib
import struct
import zlib
from datetime import date, datetime
from io import BytesIO
from itertools import count
from pathlib import PurePath
from zipfile import is_zipfile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image

from partnerships.domain.all_or_nothing import all_or_nothing, stored
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, Partnership, User
from partnerships.office_files import MAIN, Limits, office_media

PDF = "application/pdf"
WORD, EXCEL, POWERPOINT = OFFICE = tuple(MAIN.values())
# How names of these end; the first is added to a name that ends otherwise.
ENDINGS = {
    PDF: (".pdf",), WORD: (".docx",), EXCEL: (".xlsx",), POWERPOINT: (".pptx",),
    "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/webp": (".webp",),
}  # fmt: skip
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MAX_PIXELS = 60_000_000
MAX_PARTS, MAX_UNPACKED = 10_000, 20 * settings.UPLOAD_MAX_BYTES  # of an office file, which is a zip
# What Pillow raises on a damaged or hostile picture.
UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, ArithmeticError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip


def sniff(content: bytes) -> str:
    """The media type by content, never by name; "" for anything we do not accept."""
    try:
        return media_of(content)
    except Refused:
        return ""


def media_of(content: bytes) -> str:
    """The media type by content: PDF, an office file or an image. Raises ``Refused`` with what is wrong with it."""
    if content.startswith(b"%PDF-"):
        if is_zipfile(BytesIO(content)):  # a program to one reader, a PDF to another
            raise Refused(_("There is a second file behind this PDF. Print it to a new PDF, and send that."))
        return PDF
    media = office_media(content, Limits(MAX_PARTS, MAX_UNPACKED))
    if not media:
        try:
            media = IMAGES.get(Image.open(BytesIO(content), formats=tuple(IMAGES)).format or "", "")
        except UNREADABLE:
            media = ""
    if not media:
        raise Refused(_("We accept PDF, Word, Excel, PowerPoint, JPEG, PNG and WebP. This file is none of these."))
    return media


def clean_image(content: bytes) -> bytes:
    """The picture drawn again without its metadata (place, camera, name). Raises ``Refused`` when it is too large."""
    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            raise Refused(_("This picture is too large. Send one of at most 60 megapixels."))
        picture_format = image.format
        image.load()
    except UNREADABLE as error:
        raise Refused(_("This picture is damaged. Save it again and send it once more.")) from error
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    written = BytesIO()
    plain.save(written, format=picture_format)
    return written.getvalue()


def label_of(name: str, media_type: str) -> str:
    """The person's own name for a file, without folders, that ends as its content asks: no program in disguise."""
    label = PurePath(name).name or "bestand"
    endings = ENDINGS[media_type]
    return (label if label.lower().endswith(endings) else f"{label}{endings[0]}")[-160:]


def file_upload(
    partnership: Partnership,
    upload: "UploadedFile[bytes]",
    *,
    kind: DocumentKind,
    title: str,
    by: User | None,
    at: datetime,
    cycle: Cycle | None = None,
    scheme_document: str = "",
    confidential: bool = False,
) -> Document:
    """File what somebody sent. Raises ``Refused`` with a sentence for an empty, too large or unknown kind of file."""
    if not upload.size:
        raise Refused(_("This file is empty. Choose another file."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise Refused(_("This file is too large. At most %(limit)s MB is allowed.") % {"limit": limit})
    content = upload.read()
    media_type = media_of(content)
    if media_type.startswith("image/"):
        content = clean_image(content)
    return file_rendered(
        partnership, content, filename=label_of(upload.name or "", media_type), media_type=media_type, kind=kind,
        title=title, by=by, at=at, cycle=cycle, scheme_document=scheme_document,
        confidential=confidential,
    )  # fmt: skip


@all_or_nothing()
def file_rendered(
    partnership: Partnership,
    content: bytes,
    *,
    filename: str,
    kind: DocumentKind,
    title: str,
    at: datetime,
    by: User | None = None,
    media_type: str = PDF,
    cycle: Cycle | None = None,
    scheme_document: str = "",
    sealed_id: str | None = None,
    sealed_at: datetime | None = None,
    seal_level: str = "",
    confidential: bool = False,
) -> Document:
    """File what the house made itself. ``sealed_id`` is the number that can be read in the PDF and checked by anybody.

    ``confidential``: only who manages such things reads it, not every partner.
    ``seal_level``: that of the seal when it differs from what the installation always does (``SEAL_LEVEL``).
    """
    level = seal_level or (settings.SEAL_LEVEL if sealed_id else "")
    title, filename = _told_apart(partnership, title[:200], filename, on=timezone.localtime(at).date())
    document = Document(
        partnership=partnership, cycle=cycle, kind=kind, scheme_document=scheme_document, title=title,
        filename=filename, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        sealed_id=sealed_id, sealed_at=sealed_at, seal_level=level, created_at=at,
        created_by=by, confidential=confidential,
    )  # fmt: skip
    document.file.save(filename, ContentFile(content), save=False)
    stored(document.file)
    document.save()
    return document


def _told_apart(partnership: Partnership, title: str, filename: str, *, on: date) -> tuple[str, str]:
    """The title and the file name; with the day behind it, and then a number, where a document has that title already."""
    stem = title[:160]
    taken = set(
        Document.objects.filter(partnership=partnership, title__startswith=stem).values_list("title", flat=True)
    )
    if title not in taken:
        return title, filename
    name, _dot, ending = filename.rpartition(".")
    day = date_format(on, "j F Y")
    names = ((number, f"{stem} ({day})" if number == 1 else f"{stem} ({day}, {number})") for number in count(1))
    number, told = next(one for one in names if one[1] not in taken)
    return told, f"{name}-{on:%Y-%m-%d}{'' if number == 1 else f'-{number}'}.{ending}"
