"""The words of what is signed beside a signed text: somebody who joins it later, somebody who leaves it."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from partnerships.domain.agreement_texts import template_text
from partnerships.models import Agreement, Partner


def _words(parent: Agreement, partner: Partner) -> dict[str, str]:
    return {
        "party": partner.organisation.name,
        "agreement": parent.title,
        "partnership": parent.partnership.name,
        "number": parent.document_number,
        "sha256": parent.text_sha256,
        "signed_on": _day(parent.completed_at),
    }


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    with translation.override(settings.LANGUAGE_CODE):
        return date_format(day, "j F Y")


def accession_text(parent: Agreement, partner: Partner, *, consented_on: datetime | None) -> str:
    """What a party signs that joins later: which text, its number and its mark, and whether the others agree."""
    words = {**_words(parent, partner), "consented_on": _day(consented_on)}
    return template_text("accession", words, clauses=["consent"] if consented_on else [])


def notice_text(parent: Agreement, partner: Partner, *, reason: str, counts_from: date) -> str:
    """What a party signs that leaves: which text, why, and from when."""
    words = {"reason": " ".join(reason.split()), "ends_on": _day(counts_from)}
    return template_text("notice", {**_words(parent, partner), **words})
