"""Finding the templates of agreements.

A process reads them once. With `DEBUG`, for whoever writes one, it looks at every asking whether a file changed; so does the
start-up check.
"""

import logging
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from partnerships.scheme_files import all_schemes
from partnerships.scheme_lines import Mistake, SchemeFileError
from partnerships.template_parts import AgreementTemplate
from partnerships.template_rules import read_template

log = logging.getLogger(__name__)
TEMPLATES = Path(__file__).parent / "agreement_templates"
KEY = re.compile(r"([a-z][a-z0-9_]*)-(\d+)")


def all_templates() -> tuple[AgreementTemplate, ...]:
    """Every template that can be read, by id and then from old to new; a file with mistakes is left out and logged."""
    return _look_into(TEMPLATES) if settings.DEBUG else _found_in(TEMPLATES)


@lru_cache(maxsize=16)
def _found_in(folder: Path) -> tuple[AgreementTemplate, ...]:
    return _look_into(folder)


def _look_into(folder: Path) -> tuple[AgreementTemplate, ...]:
    found = []
    for path in sorted(folder.glob("*.yaml")):
        template, mistakes = _read_cached(path, *_stamp(path))
        for mistake in mistakes:
            log.error("Template left out: %s", mistake)
        if template is not None:
            found.append(template)
    return tuple(sorted(found, key=lambda one: (one.id, one.version)))


def newest_template(template_id: str) -> AgreementTemplate:
    """The version a new draft gets. KeyError when there is no such template."""
    versions = [one for one in all_templates() if one.id == template_id]
    if not versions:
        raise KeyError(template_id)
    return versions[-1]


def anytime_templates() -> tuple[AgreementTemplate, ...]:
    """The newest version of each template that can be drafted in every partnership."""
    newest = {one.id: one for one in all_templates()}
    return tuple(one for one in newest.values() if one.anytime)


def template_mistakes() -> list[Mistake]:
    """Everything wrong with the templates, and every scheme document that names one that is not there."""
    mistakes: list[Mistake] = []
    for path in sorted(TEMPLATES.glob("*.yaml")):
        mistakes.extend(_read_cached(path, *_stamp(path))[1])
    known = {one.id for one in all_templates()}
    for scheme in all_schemes():
        mistakes += [
            Mistake(scheme.path, 1, f"document “{one.id}” names the template “{one.template}”, which is not there")
            for one in scheme.documents
            if one.template and one.template not in known
        ]
    return mistakes


def _stamp(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=64)
def _read_cached(path: Path, changed: int, size: int) -> tuple[AgreementTemplate | None, tuple[Mistake, ...]]:
    try:
        return read_template(path), ()
    except SchemeFileError as error:
        return None, tuple(error.mistakes)
