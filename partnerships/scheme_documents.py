"""Reading what a process puts on paper: documents, the survey, the plan."""

from partnerships.scheme_parts import DocumentDef, DocumentPart, PlanDef, PlanElement, SurveyDef
from partnerships.scheme_reading import Fields
from partnerships.scheme_words import (
    AUDIENCES,
    COVENANT_STAGES,
    DOCUMENT_KINDS,
    ELEMENT_ANSWERS,
    MEASURE_CALENDARS,
    OBJECTIVE_BASES,
    PARTY_KINDS,
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
        template=fields.text("template"),
        signed_when=fields.word("signed_when", COVENANT_STAGES, default="anytime"),
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
