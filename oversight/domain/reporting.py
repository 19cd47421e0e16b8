"""Telling by link how far a measure or a task is. The trail names who said so, and for which organisation.

The verbs of the measure and the task do the work; here stands only what is different without an account.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.domain.measure_progress import complete_measure, report_progress
from actionplans.enums import MeasureState
from actionplans.models import Measure
from oversight.enums import ProgressNews
from oversight.models import ProgressLink
from partnerships.domain.tasks import tick_task
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Task


def report_measure(link: ProgressLink, measure: Measure, *, news: str, note: str, at: datetime) -> None:
    """Tell that a measure was started, is done, or how it goes.

    Without a note the choice itself is the news. Raises ``Refused`` when a note is needed: for a measure that is late
    and not done, and for any other news; ``StaleState`` when it was done before, or this was told before.
    """
    on, note = timezone.localdate(at), note.strip()
    if not measure.is_open:
        raise StaleState(_("This was reported before. Nothing has changed."))
    if news == ProgressNews.DONE:
        result = note or _("Reported as done from a mail.")
        complete_measure(measure, result=result, by=None, on=on, at=at, actor_name=link.name)
        return
    if not note and measure.state_on(on) == MeasureState.LATE:
        raise Refused(_("The deadline has passed. Write why it is later, and when it will be done."))
    if not note and news == ProgressNews.NEWS:
        raise Refused(_("Write in a few words what the news is."))
    words = note if news == ProgressNews.NEWS else " ".join([_("We have started."), note]).strip()
    with transaction.atomic():
        same = Measure.objects.select_for_update().filter(pk=measure.pk, progress_note=words, progress_on=on)
        if same.exists():
            raise StaleState(_("This was reported before. Nothing has changed."))
        report_progress(measure, note=words, by=None, on=on, at=at, actor_name=link.name)


@transaction.atomic
def tick_by_link(link: ProgressLink, task: Task, *, remark: str, at: datetime) -> None:
    """Tell that a task is done. Raises ``StaleState`` when it was done before, ``Refused`` for one that facts decide."""
    held: Task = Task.objects.select_for_update().get(pk=task.pk)
    if held.done_on is not None:
        raise StaleState(_("This was reported before. Nothing has changed."))
    tick_task(
        task.cycle, task.task_id, done_on=timezone.localdate(at), by=None, at=at,
        remark=remark.strip() or held.remark, actor_name=link.name,
    )  # fmt: skip
