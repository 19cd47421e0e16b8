"""YAML that remembers on which line everything stands, so that a mistake can be pointed at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a scheme file; prints as `file:line: text`, as compilers do."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


class SchemeFileError(Exception):
    """A scheme file could not be read; `mistakes` holds every reason that was found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class LinedDict(dict[str, Any]):
    """A mapping with its own line and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class LinedList(list[Any]):
    """A list with its own line and the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


class LinedLoader(yaml.CSafeLoader):
    """The safe loader, with lines kept; a key that is given twice is an error instead of a silent choice."""


def _mapping(loader: LinedLoader, node: yaml.MappingNode) -> LinedDict:
    found = LinedDict(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}” is given twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
    return found


def _sequence(loader: LinedLoader, node: yaml.SequenceNode) -> LinedList:
    found = LinedList(node.start_mark.line + 1)
    for item in node.value:
        found.append(loader.construct_object(item, deep=True))
        found.lines.append(item.start_mark.line + 1)
    return found


LinedLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
LinedLoader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def load_lines(path: Path) -> LinedDict:
    """The content of one file.

    Raises SchemeFileError when the file cannot be opened, is not YAML or holds no mapping.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LinedLoader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeFileError([Mistake(path, 1, f"this file cannot be read: {error}")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SchemeFileError([Mistake(path, line, f"this is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise SchemeFileError([Mistake(path, 1, f"this is not YAML: {error}")]) from error
    if not isinstance(content, LinedDict):
        raise SchemeFileError([Mistake(path, 1, "a scheme file starts with keys such as “urn:” and “version:”")])
    return content
