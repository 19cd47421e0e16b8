"""Marks planted in every text of a partnership, so that one that turns up elsewhere tells what leaked and from where."""

import functools
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from partnerships.domain.activity import record
from partnerships.models import Activity, TenantModel, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW
from tests.world import World

MARK = re.compile(rb"zq\d{5}z", re.IGNORECASE)
# Words of the machine or of a scheme: the same in every partnership, or read by a program.
MACHINE = re.compile(
    r"(task|gate|topic|element|requirement|phase)_id|(\w+_)?kind|scheme_\w+|urn|version|template|language|media_type|file|token_for"
    r"|subject|verb|category|level|light|source|theme|hash|(\w+_)?(sha256|nonce|hash|checksum|urn)|result_url|country"
)

APPEND_ONLY = {Activity}  # what was written there stays as it is: a marked row is added


class Marks:
    """Mark → where it was planted: ``{"zq00007z": "Contact.name"}``."""

    def __init__(self) -> None:
        self.origin: dict[str, str] = {}

    def new(self, place: str) -> str:
        mark = f"zq{len(self.origin):05d}z"
        self.origin[mark] = place
        return mark

    def found_in(self, *contents: bytes) -> set[str]:
        """Where the marks in these bytes come from."""
        marks = {match.decode().lower() for content in contents for match in MARK.findall(content)}
        return {self.origin.get(mark, mark) for mark in marks}


def plant(world: World, people: list[User]) -> Marks:
    """Put a mark in every text of every row of this partnership, in its files, and in the names of its people."""
    marks = Marks()
    with member_door(world.partnership):
        for model in apps.get_models():
            if issubclass(model, TenantModel) and model not in APPEND_ONLY:
                for row in model._default_manager.order_by("pk"):
                    mark_row(marks, model._default_manager, row)
        record(
            world.partnership, "recorded_meeting", by=None, at=NOW, cycle=world.cycle, about=world.meeting,
            actor_name=marks.new("Activity.actor_name"), note=marks.new("Activity.details"),
        )  # fmt: skip
    for shared in (world.address, *people):
        mark_row(marks, type(shared)._default_manager, shared, only=("street", "name", "email"))
    park = world.partnership
    park.name, park.slug = marks.new("Partnership.name"), marks.new("Partnership.slug")
    park.save()
    for one in (world.certificate, world.invitation, world.signature, world.mail, world.task):
        with member_door(park):
            one.refresh_from_db()
            one.partnership = park
    return marks


def mark_row(marks: Marks, rows: Any, row: models.Model, *, only: tuple[str, ...] = ()) -> None:
    """Give every text of one row a mark of its own; what stands in its file too."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        place = f"{type(row).__name__}.{field.name}"
        if only and field.name not in only:
            continue
        if isinstance(field, models.FileField):
            if getattr(row, field.name):
                overwrite(getattr(row, field.name).path, marks.new(place))
        elif isinstance(field, models.JSONField):
            values[field.name] = marked(getattr(row, field.name), marks, place)
        elif is_text(field):
            values[field.name] = marks.new(place) + ("@example.org" if isinstance(field, models.EmailField) else "")
    if values:
        rows.filter(pk=row.pk).update(**values)


def is_text(field: Any) -> bool:
    """Can people put words in it, and is there room for a mark?"""
    if not isinstance(field, models.CharField | models.TextField) or field.choices or MACHINE.fullmatch(field.name):
        return False
    return not field.max_length or field.max_length >= 8


def marked(value: Any, marks: Marks, place: str) -> Any:
    """The same value with a mark for every text in it."""
    if isinstance(value, dict):
        return {key: marked(one, marks, f"{place}.{key}") for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one, marks, place) for one in value]
    return marks.new(place) if isinstance(value, str) else value


def overwrite(path: str, mark: str) -> None:
    Path(path).write_bytes(f"%PDF-1.7\n{mark}\n%%EOF\n".encode())


@functools.lru_cache(maxsize=64)
def text_of_pdf(content: bytes) -> bytes:
    """What stands in a PDF; the same file is read by many people."""
    return subprocess.run(["pdftotext", "-q", "-", "-"], input=content, capture_output=True, check=False).stdout


def layers(content: bytes) -> Iterator[bytes]:
    """What can be read in an answer or an attachment: itself, the text of a PDF, all that is in a zip or sheet."""
    yield content
    if content.startswith(b"%PDF-") and not MARK.search(content):
        yield text_of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            for name in box.namelist():
                yield name.encode()
                yield from layers(box.read(name))
