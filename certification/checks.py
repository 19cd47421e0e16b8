"""Red when a scheme names a fact that is not in the vocabulary, or asks it in a way it cannot be asked."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from certification.evidence import FACTS
from certification.rooms import TASK_PAGES
from partnerships.scheme import FactIs, Scheme
from partnerships.scheme_files import all_schemes


def check_facts(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One error with file and line for every fact that is unknown, wrongly asked, or bounded where it has no number."""
    return [
        Error(f"{scheme.path}:{asked.line}: {problem}", id="certification.E001")
        for scheme in all_schemes()
        for asked in scheme.facts()
        for problem in problems_of(asked, scheme)
    ]


def problems_of(asked: FactIs, scheme: Scheme) -> Iterator[str]:
    fact = FACTS.get(asked.name)
    if fact is None:
        yield f'there is no fact "{asked.name}"; known are {", ".join(sorted(FACTS))}'
        return
    given = set(asked.params)
    for name in sorted(fact.required - given):
        yield f'fact "{asked.name}" needs the parameter "{name}"'
    for name in sorted(given - fact.allowed):
        yield f'fact "{asked.name}" has no parameter "{name}"'
    if fact.kind == "yes" and (asked.at_least is not None or asked.at_most is not None):
        yield f'fact "{asked.name}" is true or false, it takes no at_least or at_most'
    if fact.kind == "rate" and not all(
        0 <= bound <= 1 for bound in (asked.at_least, asked.at_most) if bound is not None
    ):
        yield f'fact "{asked.name}" is a rate: a bound lies between 0 and 1'
    if asked.name == "task.done":
        yield from problems_of_tick(asked, scheme)


def problems_of_tick(asked: FactIs, scheme: Scheme) -> Iterator[str]:
    """A tick by hand never satisfies a gate whose fact exists."""
    task = next((task for task in scheme.tasks if task.id == asked.params.get("task")), None)
    if task is None:
        yield f'there is no task "{asked.params.get("task")}" in this scheme'
    elif task.done_when is not None:
        yield f'task "{task.id}" is decided by facts; name those instead of the tick'


def check_pages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for every task that names a page which is not there."""
    return [
        Error(
            f'{scheme.path}: task "{task.id}" names the page "{task.page}"; known are {", ".join(TASK_PAGES)}',
            id="certification.E002",
        )
        for scheme in all_schemes()
        for task in scheme.tasks
        if task.page is not None and task.page not in TASK_PAGES
    ]
