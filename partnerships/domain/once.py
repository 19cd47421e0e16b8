"""What may be there once: the refusal of the database becomes the refusal of the verb.

A verb that looks whether something is there and then writes it, can be passed by somebody who does the same at that
moment: neither sees what the other has not committed yet. A unique constraint lets one of them through. The other
gets what the check would have said, not a page that something went wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction

from partnerships.exceptions import Refused


@contextmanager
def once(model: type[models.Model], refusal: Refused) -> Iterator[Refused]:
    """Raise ``refusal`` when the block writes a row of ``model`` that a unique constraint of its table refuses.

    Gives the refusal to the block, so that the check there says the same::

        with once(Area, Refused(_("This area is there already."))) as refusal:
            if Area.objects.filter(name__iexact=name).exists():
                raise refusal
            area = Area.objects.create(name=name)

    Whatever else the database refuses, a double in another table too, stays an ``IntegrityError``. The block has a
    savepoint: who catches the refusal can go on in the same transaction.
    """
    try:
        with transaction.atomic():
            yield refusal
    except IntegrityError as error:
        if not _is_double(error, model):
            raise
        raise refusal from error


def _is_double(error: IntegrityError, model: type[models.Model]) -> bool:
    """Did a unique constraint of this table refuse the row? PostgreSQL tells it in parts, SQLite in a sentence."""
    table, told = model._meta.db_table, getattr(error.__cause__, "diag", None)
    if told is not None:
        return bool(told.sqlstate == "23505" and told.table_name == table)  # unique_violation
    said = str(error)
    names = [constraint.name for constraint in model._meta.constraints]
    return said.startswith(f"UNIQUE constraint failed: {table}.") or said in {
        f"UNIQUE constraint failed: index '{name}'" for name in names
    }
