"""What can be drafted and signed: the documents of the scheme, and those every partnership may make (F16, F17)."""

import re

from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Cycle, Partner
from partnerships.scheme import DocumentDef, Label, Scheme
from partnerships.template_files import anytime_templates

NUMBERED = re.compile(r"([a-z][a-z0-9_]*?)(?:-(\d{1,3}))?")


def signable_documents(scheme: Scheme) -> list[DocumentDef]:
    """The documents of a scheme that are signed here: of an agreement's kind, and with words."""
    return [one for one in scheme.documents if one.kind in AgreementKind.values and (one.text or one.template)]


def find_document(cycle: Cycle, document_id: str) -> DocumentDef:
    """A document that can be signed in this round: of its scheme, or a general one ("operational_agreement-2").

    KeyError when there is none with this id.
    """
    for document in signable_documents(cycle.scheme):
        if document.id == document_id:
            return document
    found = general_document(document_id)
    if found is None:
        raise KeyError(document_id)
    return found


def general_document(document_id: str) -> DocumentDef | None:
    """A document that every partnership may make, by its id ("operational_agreement-2"); None when there is none."""
    named = NUMBERED.fullmatch(document_id)
    for template in anytime_templates():
        if named and template.id == named[1]:
            return template.as_document(document_id)
    return None


def document_of(agreement: Agreement) -> DocumentDef:
    """What the scheme or the general template says of an agreement; what never was in either is signed by all."""
    try:
        return find_document(agreement.cycle, agreement.scheme_document)
    except KeyError:
        known = [one for one in agreement.cycle.scheme.documents if one.id == agreement.scheme_document]
        name = Label(agreement.title, agreement.title)
        blank = DocumentDef(agreement.scheme_document, name, kind=agreement.kind, required=False, signed_by="all")
        return known[0] if known else blank


def general_documents(cycle: Cycle) -> list[DocumentDef]:
    """For every general template the id a new one would get: several may live side by side in one round."""
    taken = {one.id for one in signable_documents(cycle.scheme)}
    taken |= set(Agreement.objects.filter(cycle=cycle).values_list("scheme_document", flat=True))
    return [template.as_document(_free_id(template.id, taken)) for template in anytime_templates()]


def started_general_documents(cycle: Cycle) -> list[DocumentDef]:
    """The general documents of which this round has at least one draft or signed text."""
    own = {one.id for one in signable_documents(cycle.scheme)}
    kinds = [template.kind for template in anytime_templates()]
    found = Agreement.objects.filter(cycle=cycle, parent__isnull=True, kind__in=kinds).order_by("created_at")
    ids = dict.fromkeys(found.values_list("scheme_document", flat=True))
    return [find_document(cycle, one) for one in ids if one not in own and _is_general(one)]


def _is_general(document_id: str) -> bool:
    named = NUMBERED.fullmatch(document_id)
    return named is not None and any(template.id == named[1] for template in anytime_templates())


def _free_id(template_id: str, taken: set[str]) -> str:
    if template_id not in taken:
        return template_id
    return next(name for number in range(2, 1000) if (name := f"{template_id}-{number}") not in taken)


def parties_of(cycle: Cycle, document: DocumentDef, *, chosen: list[int] | None = None) -> list[Partner]:
    """The joined parties that sign a document: the chosen ones, else those the document names, else all."""
    partners = Partner.objects.joined().select_related("organisation")
    if chosen:
        return list(partners.filter(pk__in=chosen))
    return [one for one in partners if document.signed_by == "all" or one.kind in document.signed_by]
