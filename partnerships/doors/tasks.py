"""Base class for tasks: ids in, the scope around the work, one verb, a line in the log."""

import logging
from typing import Any

from celery import Task

from partnerships.models import Partnership
from partnerships.tenancy.doors import member_door


class PartnershipTask(Task):  # type: ignore[type-arg]
    """Takes ``partnership_id`` and runs inside its scope."""

    abstract = True

    def __call__(self, *args: Any, partnership_id: int, **kwargs: Any) -> Any:
        logging.getLogger(self.name).info("for partnership %s", partnership_id)
        with member_door(partnership_id):
            return super().__call__(*args, partnership=Partnership.objects.get(pk=partnership_id), **kwargs)
