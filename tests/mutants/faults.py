"""The list of seeded faults: one small, realistic mistake each, in code that keeps tenancy, signing, rights, money or dates."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LIST = Path(__file__).with_name("faults.yaml")
AREAS = ("tenancy", "signing", "rights", "money", "dates")


@dataclass(frozen=True)
class Fault:
    """``old`` stands once in ``file`` and becomes ``new``; ``breaks`` says in a sentence what goes wrong then.

    ``near``, ``database`` and ``sqlite`` are explained at the head of the list.
    """

    name: str
    area: str
    breaks: str
    file: str
    old: str
    new: str
    near: tuple[str, ...] = ()
    database: bool = False
    sqlite: bool = False

    def seeded(self, text: str) -> str:
        """The text of its file with the fault in it. Raises ``ValueError`` unless ``old`` stands in it once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} holds the text of {self.name} {text.count(self.old)} times.")
        return text.replace(self.old, self.new)


@cache
def all_faults() -> tuple[Fault, ...]:
    lines = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return tuple(Fault(**{**line, "near": tuple(line.get("near", ()))}) for line in lines)
