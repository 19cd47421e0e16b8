"""A transaction that takes the files along: what was put in the storage inside it goes with its rows when it fails.

A database forgets the rows of a verb that was refused; a disk forgets nothing by itself, and a photo without a row is
one that nobody can find, show or remove any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models.fields.files import FieldFile

_stored: ContextVar[list[FieldFile] | None] = ContextVar("stored", default=None)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Use it as ``transaction.atomic``, also as a decorator: ``@all_or_nothing()``. Blocks may stand in each other."""
    mine: list[FieldFile] = []
    token, kept = _stored.set(mine), False
    try:
        with transaction.atomic():
            yield
        kept = True
    finally:
        _stored.reset(token)
        for file in () if kept else mine:
            file.storage.delete(str(file.name))
    around = _stored.get()
    if around is not None:
        around.extend(mine)


def stored(file: FieldFile) -> None:
    """Say that this file was just put away, so that it goes when the block around it fails."""
    mine = _stored.get()
    if mine is not None:
        mine.append(file)
