"""What the words of an agreement are made of: a template with clauses. All frozen: a template is never a state."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from partnerships.scheme_parts import NO_LABEL, DocumentDef, Label


@dataclass(frozen=True)
class Clause:
    """One part of a text, under its own heading.

    ``optional`` ones can be ticked, with ``default`` for a start; of the clauses with the same ``choice`` exactly one
    is taken. ``name`` is what the list of clauses calls it, ``help`` says when it is of use.
    """

    id: str
    name: Label
    title: Label
    text: Label
    optional: bool = False
    default: bool = True
    choice: str = ""
    help: Label = NO_LABEL


@dataclass(frozen=True)
class AgreementTemplate:
    """One version of a template (domain.md 3.1, 3.2; F16, F17). A later version is another file."""

    id: str
    version: int
    kind: str
    name: Label
    summary: Label
    opening: Label
    signed_by: Literal["all"] | tuple[str, ...]
    witnesses: bool
    anytime: bool  # may be drafted in every partnership, also when its scheme knows no such document
    clauses: tuple[Clause, ...]
    path: Path

    def __str__(self) -> str:
        return f"{self.id}-{self.version}"

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id. KeyError when the template has none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    @property
    def choices(self) -> dict[str, tuple[Clause, ...]]:
        """Clauses of which exactly one is taken, by the name of the choice."""
        found: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            if clause.choice:
                found[clause.choice] = (*found.get(clause.choice, ()), clause)
        return found

    @property
    def optional(self) -> tuple[Clause, ...]:
        """The clauses that may be left out."""
        return tuple(clause for clause in self.clauses if clause.optional and not clause.choice)

    @property
    def defaults(self) -> tuple[str, ...]:
        """The clauses taken when nobody chooses."""
        return tuple(clause.id for clause in self.clauses if clause.default or not (clause.optional or clause.choice))

    def chosen(self, ids: Collection[str]) -> tuple[Clause, ...]:
        """The clauses of a text in which ``ids`` were ticked: those, and what always stands in it."""
        always = {clause.id for clause in self.clauses if not (clause.optional or clause.choice)}
        return tuple(clause for clause in self.clauses if clause.id in always or clause.id in ids)

    def as_document(self, document_id: str) -> DocumentDef:
        """The template as a document of a scheme that does not name it: never required."""
        return DocumentDef(
            id=document_id, name=self.name, kind=self.kind, required=False, signed_by=self.signed_by,
            witnesses=self.witnesses, template=self.id,
        )  # fmt: skip
