"""Finding scheme files: those of the house and those of `SCHEME_DIRS`.

A process reads them once. With `DEBUG`, for whoever writes one, it looks at every asking whether a file changed; so does the
start-up check.
"""

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from partnerships.exceptions import UnknownScheme
from partnerships.scheme import Scheme
from partnerships.scheme_lines import Mistake, SchemeFileError
from partnerships.scheme_rules import read_scheme

log = logging.getLogger(__name__)
OWN_DIR = Path(__file__).parent / "schemes"
Reading = tuple[Scheme | None, tuple[Mistake, ...]]
_kept: dict[Path, tuple[tuple[int, int], Reading]] = {}  # file → its time and size, and what stood in it


def all_schemes() -> tuple[Scheme, ...]:
    """Every scheme that can be read, by urn and then from old to new.

    A file with mistakes is left out and logged: the start-up check is red, but a running house stays open.
    """
    folders = (OWN_DIR, *_extra_dirs())
    return _look_into(folders) if settings.DEBUG else _found_in(folders)


@lru_cache(maxsize=16)
def _found_in(folders: tuple[Path, ...]) -> tuple[Scheme, ...]:
    return _look_into(folders)


def _look_into(folders: tuple[Path, ...]) -> tuple[Scheme, ...]:
    found: dict[tuple[str, str], Scheme] = {}
    for path in scheme_paths(folders):
        scheme, mistakes = _read_cached(path)
        for mistake in mistakes:
            log.error("Scheme file left out: %s", mistake)
        if scheme is not None:
            found.setdefault((scheme.urn, scheme.version), scheme)
    return tuple(sorted(found.values(), key=lambda one: (one.urn, version_key(one.version))))


def get_scheme(urn: str, version: str) -> Scheme:
    """The version of a scheme a cycle has pinned. Raises UnknownScheme."""
    for scheme in all_schemes():
        if (scheme.urn, scheme.version) == (urn, version):
            return scheme
    raise UnknownScheme(f"There is no scheme file for {urn} {version}.")


def newest(urn: str) -> Scheme:
    """The version a new cycle gets. Raises UnknownScheme."""
    versions = [scheme for scheme in all_schemes() if scheme.urn == urn]
    if not versions:
        raise UnknownScheme(f"There is no scheme file for {urn}.")
    return versions[-1]


def schemes_for(area_kinds: set[str]) -> tuple[Scheme, ...]:
    """What a new partnership may choose from: of each scheme the newest version, if it fits all kinds of area (F01)."""
    newest_of = {scheme.urn: scheme for scheme in all_schemes()}
    return tuple(scheme for scheme in newest_of.values() if area_kinds <= set(scheme.area_kinds))


def scheme_mistakes() -> list[Mistake]:
    """Everything wrong with the scheme files, for the start-up check."""
    mistakes = [Mistake(folder, 0, "SCHEME_DIRS names this folder, but it is not there") for folder in _missing_dirs()]
    first_of: dict[tuple[str, str], Path] = {}
    for path in scheme_paths((OWN_DIR, *_extra_dirs())):
        scheme, wrong = _read_cached(path)
        mistakes.extend(wrong)
        if scheme is not None:
            first = first_of.setdefault((scheme.urn, scheme.version), path)
            if first != path:
                mistakes.append(Mistake(path, 1, f"{scheme.urn} {scheme.version} stands in {first} too"))
    return mistakes


def scheme_paths(folders: tuple[Path, ...]) -> Iterator[Path]:
    """Every scheme file, folder after folder and by name; the first folder is that of the house."""
    for folder in folders:
        yield from sorted(folder.glob("*.yaml"))


def version_key(version: str) -> tuple[int, ...]:
    """Orders versions as people do: 2015, 2025, 2025-1, 2025-10."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def clear_cache() -> None:
    """Looks into the folders again, and reads those of `SCHEME_DIRS` again; for tests that write files.

    The files of the house change with the program only.
    """
    _found_in.cache_clear()
    for path in [path for path in _kept if path.parent != OWN_DIR]:
        del _kept[path]


def _extra_dirs() -> list[Path]:
    return [Path(folder) for folder in getattr(settings, "SCHEME_DIRS", ())]


def _missing_dirs() -> list[Path]:
    return [folder for folder in _extra_dirs() if not folder.is_dir()]


def _stamp(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size


def _read_cached(path: Path) -> Reading:
    """What stands in a file, read anew when its time or its size is another."""
    stamp = _stamp(path)
    if path not in _kept or _kept[path][0] != stamp:
        _kept[path] = stamp, _read(path)
    return _kept[path][1]


def _read(path: Path) -> Reading:
    try:
        return read_scheme(path), ()
    except SchemeFileError as error:
        return None, tuple(error.mistakes)
