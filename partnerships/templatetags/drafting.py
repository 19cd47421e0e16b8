"""What stands beside a draft, and the obligations a meeting talks about: ``{% load drafting %}``."""

from typing import Any

from django.template import Context, Library
from django.utils import timezone

from partnerships.domain.agreement_documents import document_of
from partnerships.domain.annexes import annexes_of, without_annexes
from partnerships.domain.clause_checking import Finding, check_text
from partnerships.domain.drafting import versions_of
from partnerships.domain.obligation_proposals import party_words
from partnerships.domain.obligations import pending_obligations
from partnerships.domain.sending_warnings import warnings_for
from partnerships.domain.template_sentences import apart
from partnerships.models import Agreement, AgreementAnnex, AgreementComment, Partner

register = Library()


def findings_in(text: str) -> list[Finding]:
    """What the clause checker has to say about a text; the parties are those that take part."""
    partners = list(Partner.objects.joined().select_related("organisation"))
    names = [name for words in party_words(partners).values() for name in words]
    return check_text(text, parties=names)


@register.inclusion_tag("partnerships/_draft_desk.html", takes_context=True)
def draft_desk(context: Context, agreement: Agreement) -> dict[str, Any]:
    """Beside a draft: what to know before sending, comments, the clause checker, annexes and versions."""
    own, standard = apart(findings_in(without_annexes(agreement.text)), agreement)
    return {
        "agreement": agreement,
        "partnership": context["partnership"],
        "leads": context.get("leads"),
        "why_not_lead": context.get("why_not_lead", ""),
        "warnings": warnings_for(agreement, on=timezone.localdate()),
        "comments": AgreementComment.objects.filter(agreement=agreement).select_related("author"),
        "findings": own,
        "standard": standard,
        "annexes": annexes_of(agreement),
        "version": versions_of(agreement).last(),
        "document": document_of(agreement),
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("partnerships/_clause_findings.html")
def clause_findings(text: str) -> dict[str, Any]:
    """The clause checker beside another text, such as a part of the plan (B25)."""
    return {"findings": findings_in(text)}


@register.inclusion_tag("partnerships/_sent_desk.html", takes_context=True)
def sent_desk(context: Context, agreement: Agreement) -> dict[str, Any]:
    """Beside a sent text: which version it is, its annexes, and the way to the register of obligations."""
    return {
        "agreement": agreement,
        "partnership": context["partnership"],
        "why_not_lead": context.get("why_not_lead", ""),
        "annexes": annexes_of(agreement),
        "version": versions_of(agreement).filter(agreement=agreement).last(),
    }


@register.inclusion_tag("partnerships/_signature_annexes.html")
def signature_annexes(agreement: Agreement, uuid: object, token: str) -> dict[str, Any]:
    """The annexes of a text, for who signs it by link."""
    rows = AgreementAnnex.objects.filter(agreement=agreement).select_related("document")
    return {"annexes": rows, "uuid": uuid, "token": token}


@register.inclusion_tag("partnerships/_open_obligations.html", takes_context=True)
def open_obligations(context: Context) -> dict[str, Any]:
    """What parties promised and did not do yet: for the agenda of a meeting."""
    today = timezone.localdate()
    rows = [(one, one.state(on=today)) for one in pending_obligations(on=today)]
    return {"rows": rows, "partnership": context["partnership"]}
