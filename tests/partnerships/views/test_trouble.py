"""A disk without room: a clear page, nothing half kept, and what was typed can be sent once more."""

import html
import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from psycopg.errors import DiskFull

from partnerships.models import Document
from partnerships.tenancy.doors import member_door
from partnerships.views.trouble import is_no_room, no_room
from tests.conftest import client_of

TITLE = 'Verslag van de schouw, "noord" & zuid'


@contextmanager
def full_disk() -> Iterator[None]:
    """The system really refuses every write to a file beyond its first bytes, in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files_in(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_full_disk_is_said_and_what_was_typed_can_be_sent_again(park, ann, tmp_path):
    client, address = client_of(ann), reverse("partnerships:document-add", kwargs={"partnership": park.slug})
    client.raise_request_exception = False

    def given() -> dict[str, object]:
        content = b"%PDF-1.4\n" + b"x" * 100_000
        return {"kind": "evidence", "title": TITLE, "file": SimpleUploadedFile("schouw.pdf", content)}

    with full_disk():
        answer = client.post(address, given())
    assert answer.status_code == 507
    assert answer["Cache-Control"] == "private, no-store"
    page = answer.content.decode()
    assert f'action="{address}"' in page
    again = {
        html.unescape(n): html.unescape(v) for n, v in re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', page)
    }
    assert again["title"] == TITLE
    with member_door(park):
        assert not Document.objects.exists()
    assert files_in(tmp_path) == []
    shown = client.post(address, again)  # without the file: the form once more, with the words
    assert shown.status_code == 200
    assert html.escape(TITLE) in shown.content.decode().replace("&#x27;", "'")
    assert client.post(address, given()).status_code == 302
    with member_door(park):
        assert Document.objects.get().title == TITLE


def test_half_a_file_never_stands_under_its_name(tmp_path):
    with full_disk(), pytest.raises(OSError, match="File too large"):
        default_storage.save("documents/half.pdf", ContentFile(b"x" * 100_000))
    assert files_in(tmp_path) == []
    assert default_storage.save("documents/half.pdf", ContentFile(b"x" * 100_000)) == "documents/half.pdf"
    assert [one.name for one in files_in(tmp_path)] == ["half.pdf"]


def test_two_who_save_one_name_at_one_moment_both_keep_their_file(tmp_path, monkeypatch):
    first = default_storage.save("imports/cijfers.csv", ContentFile(b"een"))
    monkeypatch.setattr(default_storage, "get_available_name", take_once(default_storage.get_available_name))
    second = default_storage.save("imports/cijfers.csv", ContentFile(b"twee"))
    assert first != second
    assert {(tmp_path / name).read_bytes() for name in (first, second)} == {b"een", b"twee"}


def take_once(after):
    """The name as it was asked, as for who looked before the other wrote; later what the storage says."""
    asked = iter([True])
    return lambda name, max_length=None: name if next(asked, False) else after(name, max_length=max_length)


def test_a_page_that_only_shows_says_so_too(rf):
    answer = no_room(rf.get("/p/park/"))
    assert answer.status_code == 507
    assert "<form" not in answer.content.decode()


def test_a_password_is_never_repeated(rf):
    sent = {"login": "ann@example.org", "password": "geheim-1", "new_password2": "geheim-2"}
    page = no_room(rf.post("/account/login/", sent)).content.decode()
    assert "ann@example.org" in page
    assert "geheim" not in page


def test_the_word_of_each_database_is_known():
    full = sqlite3.connect(":memory:")
    full.execute("PRAGMA max_page_count = 2")
    full.execute("CREATE TABLE words (word)")
    with pytest.raises(sqlite3.OperationalError) as refused:
        full.execute("INSERT INTO words VALUES (zeroblob(100000))")
    full.close()
    for cause in (refused.value, DiskFull("could not extend file")):
        error = OperationalError("no room")
        error.__cause__ = cause
        assert is_no_room(error)
    assert not is_no_room(OperationalError("database is locked"))
    assert not is_no_room(OSError(13, "Permission denied"))


def test_any_other_error_has_the_ordinary_page(client, db, monkeypatch):
    monkeypatch.setattr("partnerships.views.pages.page", lambda *_given: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(reverse("partnerships:help"))
    assert answer.status_code == 500
    assert "<h1" in answer.content.decode()
