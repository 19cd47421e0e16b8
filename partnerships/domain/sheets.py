"""What a signed agreement shows: its text, which ends with its annexes by hash, and the sheet of who signed and how (F16)."""

import ipaddress
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.square_code import square_of
from partnerships.enums import ProofKind, SignatureMethod
from partnerships.models import Agreement, PartnershipArea, Signature
from partnerships.template_files import all_templates

PROVEN_OTHERWISE = {
    (SignatureMethod.LINK, ProofKind.TEXT): gettext_lazy("personal link and code by text message"),
    (SignatureMethod.DEVICE, ProofKind.TEXT): gettext_lazy("at the table, on one device, with a code by text message"),
    (SignatureMethod.LINK, ProofKind.IDENTITY): gettext_lazy("personal link and a provider of identity"),
}


def check_address(number: str) -> str:
    """Where anybody sees what we know of a document with this number; the QR code on the sheet holds it."""
    return f"{settings.BASE_URL}{reverse('partnerships:check-number', kwargs={'number': number})}"


def sheet_context(agreement: Agreement) -> dict[str, Any]:
    """What documents/agreement.html asks for: the text, the annexes and the signature sheet."""
    named = named_in(agreement)
    signatures = list(agreement.signatures.select_related("partner__organisation").prefetch_related("hand_overs"))
    rows = {asked: [evidence_of(one) for one in signatures if one.as_witness == asked] for asked in (False, True)}
    return {
        "title": agreement.title,
        "partnership": named["partnership"],
        "scheme": str(agreement.cycle.scheme.name),
        "areas": named["areas"],
        "document_id": agreement.document_number,
        "check_url": settings.BASE_URL + reverse("partnerships:check"),
        "square": square_of(check_address(agreement.document_number)),
        "round": agreement.round,
        "template": template_words(agreement.template),
        "frozen_at": agreement.sent_at,
        "sha256": agreement.text_sha256,
        "blocks": parse_blocks(agreement.text),
        "statements": statements_of(signatures),
        "has_ink": any(one.method == SignatureMethod.PAPER for one in signatures),
        "signatures": rows[False],
        "witnesses": rows[True],
    }


def template_words(key: str) -> str:
    """The version of the template a text began with, in words: "covenant-1" → template Covenant, version 1."""
    found = next((one for one in all_templates() if str(one) == key), None)
    if found is None:
        return _("template %(key)s") % {"key": key} if key else ""
    return _("template %(name)s, version %(version)s") % {"name": found.name, "version": found.version}


def named_in(agreement: Agreement) -> dict[str, Any]:
    """What the partnership and its areas were called when a text was sent."""
    return agreement.named or names_of(agreement)


def names_of(agreement: Agreement) -> dict[str, Any]:
    """What the partnership and its areas are called now; kept with a text when it is sent."""
    areas = PartnershipArea.objects.filter(partnership_id=agreement.partnership_id).order_by("area__name")
    return {"partnership": agreement.partnership.name, "areas": list(areas.values_list("area__name", flat=True))}


def evidence_of(signature: Signature) -> dict[str, Any]:
    """A row of the sheet."""
    return {
        "organisation": signature.party_name,
        "name": signature.signed_name,
        "function": signature.signed_function,
        "mandate": signature.mandate,
        "passed_on": passed_on_of(signature),
        "method": way_of_signing(signature),
        "signed_at": signature.signed_at,
        "ip_short": short_address(signature.ip),
        "mailbox": mail_domain(signature),
        "text_hash": signature.text_sha256,
        "statement": signature.statement,
    }


def passed_on_of(signature: Signature) -> list[str]:
    """Who was asked before the person who signed, each in a line; a sheet never hides that it was another."""
    said = []
    for one in signature.hand_overs.all():
        words = {"name": one.from_name, "day": date_format(timezone.localtime(one.at), "j F Y")}
        said.append(
            (
                _("Asked: %(name)s; replaced on %(day)s")
                if one.replaced
                else _("Asked: %(name)s; handed over on %(day)s")
            )
            % words
        )
    return said


def way_of_signing(signature: Signature) -> str:
    """How it was signed and what was shown for it, in words; never called more than it is."""
    method = SignatureMethod(signature.method)
    if method == SignatureMethod.PAPER:
        return f"{method.label}. {signature.statement}"  # which day, and who says so: that differs for everybody
    if signature.second_proof:
        return str(PROVEN_OTHERWISE.get((method, ProofKind(signature.second_proof)), method.label))
    return str(method.label)


def statements_of(signatures: list[Signature]) -> list[str]:
    """What was declared, each wording once, with the organisation left open: 400 signatories mostly declare the same."""
    blank = _("[organisation]")
    declared = [one for one in signatures if one.statement and one.method != SignatureMethod.PAPER]
    words = [one.statement.replace(one.party_name, blank) for one in declared]
    return list(dict.fromkeys(words))


def mail_domain(signature: Signature) -> str:
    """Where the mailbox is that the link went to: a domain says more of an organisation than a name does.

    And whether the organisation had confirmed the address when the request was sent to it.
    """
    domain = signature.email.rpartition("@")[2]
    on_paper = signature.method == SignatureMethod.PAPER
    if on_paper or not domain:
        return ""
    said = _("via …@%(domain)s; address not confirmed by the organisation")
    if signature.confirmed_by:
        said = _("via …@%(domain)s; address confirmed by the organisation")
    return said % {"domain": domain}


def short_address(ip: str | None) -> str:
    """An address without its last part: enough to compare, too little to point at a person."""
    if not ip:
        return ""
    if ipaddress.ip_address(ip).version == 4:
        return ".".join([*ip.split(".")[:3], "*"])
    return ":".join([*ipaddress.ip_address(ip).exploded.split(":")[:3], "*"])
