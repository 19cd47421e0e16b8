"""Telling by link how far a measure or a task is. The trail names who said so, and for which organisation.

The verbs of the measure and the task do the work; here stands only what is different without an account. What was told by
link can be told again, and then counts as it was told last; what somebody with an account recorded stays.
"""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from actionplans.domain.measure_progress import complete_measure, reopen_measure, report_progress
from actionplans.enums import MeasureState
from actionplans.models import Measure
from oversight.enums import ProgressNews, TaskNews
from oversight.models import ProgressLink
from partnerships.content import is_hollow
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.evidence_files import add_evidence
from partnerships.domain.tasks import tick_task, untick_task
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Cycle, Document, Task

ENDINGS = ("completed_measure", "dropped_measure", "reopened_measure")


def may_tell_again(thing: Measure | Task) -> bool:
    """Was it told by link that this is done? Then a link may correct it."""
    if isinstance(thing, Task):
        return thing.done_on is not None and thing.done_by_id is None
    last = Activity.objects.filter(subject=f"measure:{thing.pk}", verb__in=ENDINGS).order_by("-pk").first()
    return last is not None and last.verb == "completed_measure" and last.actor_id is None


@all_or_nothing()
def report_measure(
    link: ProgressLink,
    measure: Measure,
    *,
    news: str,
    note: str,
    at: datetime,
    photo: "UploadedFile[bytes] | None" = None,
) -> None:
    """Tell that a measure was started, is done, or how it goes; or correct what was told by link before.

    ``photo``: of the result. Raises ``Refused`` when words are needed: for a measure that is done (a sentence, or a
    photo), one that is late and not done, and any other news; for a file we do not take; and ``StaleState`` when it was
    done before, or this was told before.
    """
    on, note = timezone.localdate(at), note.strip()
    held: Measure = Measure.objects.select_for_update(of=("self",)).select_related("plan__cycle").get(pk=measure.pk)
    if not held.is_open and (
        not may_tell_again(held) or (news == ProgressNews.DONE and not photo and note == held.result)
    ):
        raise StaleState(_("This was reported before. Nothing has changed."))
    if news == ProgressNews.DONE:
        _needs_result(note, photo)
    if not held.is_open:
        reopen_measure(held, by=None, at=at, actor_name=link.name)
    if news == ProgressNews.DONE:
        evidence = _filed(held.plan.cycle, photo, title=held.title, at=at)
        result = note or _("See the photo.")
        complete_measure(held, result=result, by=None, on=on, at=at, actor_name=link.name, evidence=evidence)
        return
    if not note and held.state_on(on) == MeasureState.LATE:
        raise Refused(_("The deadline has passed. Write why it is later, and when it will be done."))
    if not note and news == ProgressNews.NEWS:
        raise Refused(_("Write in a few words what the news is."))
    words = note if news == ProgressNews.NEWS else " ".join([_("We have started."), note]).strip()
    if (held.progress_note, held.progress_on) == (words, on):
        raise StaleState(_("This was reported before. Nothing has changed."))
    report_progress(held, note=words, by=None, on=on, at=at, actor_name=link.name)


@all_or_nothing()
def tick_by_link(
    link: ProgressLink, task: Task, *, remark: str, at: datetime, news: str = TaskNews.DONE,
    photo: "UploadedFile[bytes] | None" = None,
) -> None:  # fmt: skip
    """Tell that a task is done, or (``TaskNews.OPEN``) that it is not after all.

    Raises ``StaleState`` when this was told before or somebody with an account recorded it, ``Refused`` for a task that
    facts decide, for done without a sentence or a photo, and for a file we do not take.
    """
    held: Task = Task.objects.select_for_update().get(pk=task.pk)
    remark, done = remark.strip(), held.done_on is not None
    same = not photo and remark == held.remark if news == TaskNews.DONE else not done
    if (done and not may_tell_again(held)) or (same and (done or news == TaskNews.OPEN)):
        raise StaleState(_("This was reported before. Nothing has changed."))
    if news == TaskNews.OPEN:
        untick_task(task.cycle, task.task_id, by=None, at=at, actor_name=link.name)
        return
    _needs_result(remark, photo)
    evidence = _filed(task.cycle, photo, title=str(task.cycle.scheme.task(task.task_id).name), at=at)
    tick_task(
        task.cycle, task.task_id, done_on=timezone.localdate(at), by=None, at=at, remark=remark or held.remark,
        evidence=evidence, actor_name=link.name,
    )  # fmt: skip


def _needs_result(words: str, photo: "UploadedFile[bytes] | None") -> None:
    if photo is None and is_hollow(words):
        raise Refused(_("Write in one sentence what was done (at least 20 letters), or add a photo of it."))


def _filed(cycle: Cycle, photo: "UploadedFile[bytes] | None", *, title: str, at: datetime) -> Document | None:
    if photo is None:
        return None
    return add_evidence(cycle, photo, title=_("Photo: %(what)s") % {"what": title}, by=None, at=at)
