"""From the mappings of a template's file to an AgreementTemplate."""

import re
from pathlib import Path

from partnerships.scheme_lines import load_lines
from partnerships.scheme_reading import Book, Fields
from partnerships.scheme_words import AGREEMENT_KINDS, PARTY_KINDS
from partnerships.template_parts import AgreementTemplate, Clause

ID = re.compile(r"[a-z][a-z0-9_]*")


def read_template(path: Path) -> AgreementTemplate:
    """The template in one file. Raises SchemeFileError with every mistake in it."""
    book = Book(path)
    fields = Fields(load_lines(path), book)
    template = _template(fields, path)
    fields.close()
    book.close()
    return template


def _template(fields: Fields, path: Path) -> AgreementTemplate:
    name, version = fields.text("id", needed=True), fields.whole("version", needed=True, least=1) or 1
    if name and not ID.fullmatch(name):
        fields.wrong("“id” may hold small letters, digits and underscores", "id")
    if name and path.stem != f"{name}-{version}":
        fields.wrong(f"this file should be called {name}-{version}.yaml", "id")
    everyone = fields.found.get("signed_by") == "all"
    if everyone:
        fields.asked.add("signed_by")
    template = AgreementTemplate(
        id=name,
        version=version,
        kind=fields.word("kind", AGREEMENT_KINDS, needed=True),
        name=fields.label("name"),
        summary=fields.label("summary", needed=False),
        opening=fields.label("opening", needed=False),
        signed_by="all" if everyone else fields.words("signed_by", PARTY_KINDS, needed=True),
        witnesses=fields.yes("witnesses"),
        anytime=fields.yes("anytime"),
        clauses=fields.each("clauses", _clause, needed=True),
        path=path,
    )
    _check_choices(fields, template)
    return template


def _clause(fields: Fields) -> Clause:
    title = fields.label("title")
    return Clause(
        id=fields.define("clause"),
        name=fields.label("name", needed=False) or title,
        title=title,
        text=fields.label("text"),
        optional=fields.yes("optional"),
        default=fields.yes("default", default=True),
        choice=fields.text("choice"),
        help=fields.label("help", needed=False),
    )


def _check_choices(fields: Fields, template: AgreementTemplate) -> None:
    for choice, clauses in template.choices.items():
        if len(clauses) < 2:
            fields.wrong(f"only one clause has the choice “{choice}”; there is nothing to choose", "clauses")
        if sum(clause.default for clause in clauses) != 1:
            fields.wrong(f"of the clauses with the choice “{choice}” exactly one must be the default", "clauses")
