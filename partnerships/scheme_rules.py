"""From the mappings of a scheme file to a Scheme: one function per noun, in the order of the file."""

import re
from pathlib import Path

from partnerships.scheme import Scheme
from partnerships.scheme_checksum import checksum_of
from partnerships.scheme_documents import read_document, read_plan, read_survey
from partnerships.scheme_ending import read_ending, read_renewal
from partnerships.scheme_lines import load_lines
from partnerships.scheme_parts import (
    NO_LABEL,
    AdviserDef,
    Ending,
    IntakeQuestion,
    PartyNeed,
    Pillar,
    PlanDef,
    RoleNeed,
    SourceDef,
    Theme,
    Topic,
)
from partnerships.scheme_phases import read_gate, read_phase, read_rhythm
from partnerships.scheme_reading import Book, Fields
from partnerships.scheme_words import (
    AREA_KINDS,
    COUNTRIES,
    EVIDENCE_KINDS,
    PARTY_KINDS,
    ROLES,
    ROUND_KINDS,
)

URN = re.compile(r"[a-z][a-z0-9-]*")
VERSION = re.compile(r"[0-9]+([.-][0-9]+)*")


def read_scheme(path: Path) -> Scheme:
    """The scheme in one file. Raises SchemeFileError with every mistake in it."""
    book = Book(path)
    fields = Fields(load_lines(path), book)
    scheme = _scheme(fields, path)
    fields.close()
    book.close()
    return scheme


def _scheme(fields: Fields, path: Path) -> Scheme:
    urn, version = _identity(fields, path)
    return Scheme(
        urn=urn,
        version=version,
        name=fields.label("name"),
        summary=fields.label("summary"),
        country=fields.word("country", COUNTRIES, needed=True),
        area_kinds=fields.words("area_kinds", AREA_KINDS, needed=True),
        intake=fields.each("intake", read_question),
        required_parties=fields.each("required_parties", read_party, needed=True),
        expected_parties=fields.each("expected_parties", read_party),
        other_parties=fields.each("other_parties", read_party),
        roles=fields.each("roles", read_role, needed=True),
        adviser=fields.one("adviser", read_adviser),
        sources=fields.each("sources", read_source),
        pillars=fields.each("pillars", read_pillar),
        themes=fields.each("themes", read_theme),
        topics=fields.each("topics", read_topic),
        documents=fields.each("documents", read_document, needed=True),
        plan=fields.one("plan", read_plan, needed=True) or PlanDef(NO_LABEL, 1, ()),
        survey=fields.one("survey", read_survey),
        rounds=fields.words("rounds", ROUND_KINDS),
        rhythms=fields.each("rhythms", read_rhythm),
        gates=fields.each("gates", read_gate),
        phases=fields.each("phases", read_phase, needed=True),
        ending=fields.one("ending", read_ending, needed=True) or Ending(""),
        renewal=fields.one("renewal", read_renewal),
        recalibration_months=fields.whole("recalibration_months", least=1),
        checksum=checksum_of(fields.found),
        path=path,
    )


def _identity(fields: Fields, path: Path) -> tuple[str, str]:
    urn, version = fields.text("urn", needed=True), fields.text("version", needed=True)
    if urn and not URN.fullmatch(urn):
        fields.wrong("“urn” may hold small letters, digits and hyphens", "urn")
    if version and not VERSION.fullmatch(version):
        fields.wrong("“version” is a year, if need be with a number: 2025 or 2025-1", "version")
    if urn and version and path.stem != f"{urn}-{version}":
        fields.wrong(f"this file should be called {urn}-{version}.yaml", "urn")
    return urn, version


def read_question(fields: Fields) -> IntakeQuestion:
    return IntakeQuestion(
        id=fields.define("question"),
        name=fields.label("name"),
        advice=fields.label("advice"),
        evidence=fields.words("evidence", EVIDENCE_KINDS),
    )


def read_party(fields: Fields) -> PartyNeed:
    kind = fields.word("kind", PARTY_KINDS, needed=True)
    fields.book.define("party", kind, fields.line("kind"))
    return PartyNeed(kind=kind, name=fields.label("name"), settled=fields.yes("settled", default=True))


def read_role(fields: Fields) -> RoleNeed:
    role = fields.word("role", ROLES, needed=True)
    fields.book.define("role", role, fields.line("role"))
    return RoleNeed(
        role=role,
        name=fields.label("name"),
        required=fields.yes("required"),
        supplied_by=fields.words("supplied_by", PARTY_KINDS),
        discouraged=fields.words("discouraged", PARTY_KINDS),
        months=fields.whole("months", least=1),
    )


def read_adviser(fields: Fields) -> AdviserDef:
    return AdviserDef(
        party=fields.word("party", PARTY_KINDS, needed=True),
        services=fields.refers("services", "task"),
    )


def read_source(fields: Fields) -> SourceDef:
    return SourceDef(fields.define("source"), fields.label("name"))


def read_pillar(fields: Fields) -> Pillar:
    return Pillar(fields.define("pillar"), fields.label("name"))


def read_theme(fields: Fields) -> Theme:
    return Theme(fields.define("theme"), fields.label("name"))


def read_topic(fields: Fields) -> Topic:
    return Topic(
        id=fields.define("topic"),
        name=fields.label("name"),
        hint=fields.label("hint", needed=False),
        required=fields.yes("required"),
        theme=fields.refer("theme", "theme"),
    )
