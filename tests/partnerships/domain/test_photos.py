"""A picture is kept without place, camera and maker (B20; design section 4)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from partnerships.domain.filing import file_upload
from partnerships.enums import DocumentKind
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW

pytestmark = pytest.mark.feature("B20")
MAKER, MODEL, GPS = 0x010F, 0x0110, 0x8825


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_writes_along_is_gone(park, ann, settings, tmp_path, picture_format):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[MAKER], exif[MODEL] = "Merk van Jan", "Toestel"
    exif[GPS] = {1: "N", 2: (52.0, 12.0, 0.0), 3: "E", 4: (6.0, 24.0, 0.0)}
    written = BytesIO()
    Image.new("RGB", (20, 10), "green").save(written, format=picture_format, exif=exif)
    assert b"Merk van Jan" in written.getvalue()
    with member_door(park):
        document = file_upload(
            park, SimpleUploadedFile("foto.jpg", written.getvalue()), kind=DocumentKind.EVIDENCE, title="Foto", by=ann,
            at=NOW,
        )  # fmt: skip
    with document.file.open("rb") as file:
        kept = file.read()
    assert b"Merk van Jan" not in kept
    picture = Image.open(BytesIO(kept))
    assert dict(picture.getexif()) == {}
    assert picture.size == (20, 10)
