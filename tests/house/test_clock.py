"""The clock: every line of it names work that exists, and every task says its name."""

from config.celery import app
from tests.sources import python, text


def test_every_line_of_the_clock_names_a_task():
    app.loader.import_default_modules()
    assert {line["task"] for line in app.conf.beat_schedule.values()} - set(app.tasks) == set()


def test_every_task_has_a_name_of_its_own():
    """A name that is not the path of a module: moving the function then loses no message."""
    app.loader.import_default_modules()
    ours = [path for path in python() if path.name == "tasks.py" and path.parent.name != "domain"]
    assert [path for path in ours if "@shared_task\n" in text(path) or "@app.task\n" in text(path)] == []
