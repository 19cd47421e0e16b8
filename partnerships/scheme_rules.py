"""From the mappings of a scheme file to a Scheme: one function per noun, in the order of the file."""

import re
from pathlib import Path

from partnerships.scheme import Scheme
from partnerships.scheme_checksum import checksum_of
from partnerships.scheme_ending import read_ending, read_renewal
from partnerships.scheme_lines import load_lines
from partnerships.scheme_parts import (
    DocumentDef,
    DocumentPart,
    IntakeQuestion,
    PartyNeed,
    Pillar,
    PlanDef,
    PlanElement,
    RoleNeed,
    SourceDef,
    SurveyDef,
    Theme,
    Topic,
)
from partnerships.scheme_phases import read_gate, read_phase, read_rhythm
from partnerships.scheme_reading import Book, Fields
from partnerships.scheme_words import (
    AREA_KINDS,
    AUDIENCES,
    COUNTRIES,
    DOCUMENT_KINDS,
    ELEMENT_ANSWERS,
    EVIDENCE_KINDS,
    MEASURE_CALENDARS,
    OBJECTIVE_BASES,
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
    assert scheme is not None  # a file without a plan or an ending has a mistake, and is refused above
    return scheme


def _scheme(fields: Fields, path: Path) -> Scheme | None:
    urn, version = _identity(fields, path)
    known = {
        "name": fields.label("name"),
        "summary": fields.label("summary"),
        "country": fields.word("country", COUNTRIES, needed=True),
        "area_kinds": fields.words("area_kinds", AREA_KINDS, needed=True),
        "intake": fields.each("intake", read_question),
        "required_parties": fields.each("required_parties", read_party, needed=True),
        "expected_parties": fields.each("expected_parties", read_party),
        "other_parties": fields.each("other_parties", read_party),
        "roles": fields.each("roles", read_role, needed=True),
        "sources": fields.each("sources", read_source),
        "pillars": fields.each("pillars", read_pillar),
        "themes": fields.each("themes", read_theme),
        "topics": fields.each("topics", read_topic),
        "documents": fields.each("documents", read_document, needed=True),
        "survey": fields.one("survey", read_survey),
        "rounds": fields.words("rounds", ROUND_KINDS),
        "rhythms": fields.each("rhythms", read_rhythm),
        "gates": fields.each("gates", read_gate),
        "phases": fields.each("phases", read_phase, needed=True),
        "renewal": fields.one("renewal", read_renewal),
        "recalibration_months": fields.whole("recalibration_months", least=1),
    }
    plan, ending = fields.one("plan", read_plan), fields.one("ending", read_ending)
    if plan is None or ending is None:
        fields.wrong("a scheme needs a “plan” and an “ending”")
        return None
    return Scheme(
        urn=urn, version=version, plan=plan, ending=ending, checksum=checksum_of(fields.found), path=path, **known
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


def read_document(fields: Fields) -> DocumentDef:
    everyone = fields.found.get("signed_by") == "all"
    if everyone:
        fields.asked.add("signed_by")
    return DocumentDef(
        id=fields.define("document"),
        name=fields.label("name"),
        kind=fields.word("kind", DOCUMENT_KINDS, needed=True),
        required=fields.yes("required", default=True),
        signed_by="all" if everyone else fields.words("signed_by", PARTY_KINDS),
        witnesses=fields.yes("witnesses"),
        text=fields.label("text", needed=False) or None,
        parts=fields.each("parts", _document_part),
    )


def _document_part(fields: Fields) -> DocumentPart:
    return DocumentPart(fields.define("part of a document"), fields.label("name"))


def read_survey(fields: Fields) -> SurveyDef:
    return SurveyDef(fields.label("name"), fields.words("audiences", AUDIENCES, needed=True))


def read_plan(fields: Fields) -> PlanDef:
    return PlanDef(
        name=fields.label("name"),
        months=fields.whole("months", needed=True, least=1) or 1,
        elements=fields.each("elements", read_element, needed=True),
        renewal_elements=fields.each("renewal_elements", _renewal_element),
        needs_objective_on=fields.word("needs_objective_on", OBJECTIVE_BASES) or None,
        calendar=fields.word("calendar", MEASURE_CALENDARS, default="deadline"),
    )


def read_element(fields: Fields, kind: str = "plan element") -> PlanElement:
    return PlanElement(
        id=fields.define(kind),
        name=fields.label("name"),
        hint=fields.label("hint", needed=False),
        answered_by=fields.word("answered_by", ELEMENT_ANSWERS, default="text"),
        under=fields.refer("under", kind),
    )


def _renewal_element(fields: Fields) -> PlanElement:
    return read_element(fields, "element of the new plan")
