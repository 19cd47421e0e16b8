"""The words of what is signed beside a signed text: somebody who joins it later, somebody who leaves it."""

from datetime import date, datetime, timedelta

from partnerships.domain.agreement_texts import template_text
from partnerships.domain.rounds import written, written_day
from partnerships.models import Agreement, Partner


def _words(parent: Agreement, partner: Partner) -> dict[str, str]:
    return {
        "party": partner.organisation.name,
        "agreement": parent.title,
        "partnership": parent.partnership.name,
        "number": parent.document_number,
        "sha256": parent.text_sha256,
        "signed_on": written(parent.completed_at) if parent.completed_at else "",
    }


def accession_text(parent: Agreement, partner: Partner, *, consented_on: datetime | None) -> str:
    """What a party signs that joins later: which text, its number and its mark, and whether the others agree."""
    words = {**_words(parent, partner), "consented_on": written(consented_on) if consented_on else ""}
    return template_text("accession", words, clauses=["consent"] if consented_on else [])


def notice_text(parent: Agreement, partner: Partner, *, reason: str, counts_from: date) -> str:
    """What a party signs that leaves: which text, why, and until when. ``counts_from``: the first day without it."""
    words = {"reason": " ".join(reason.split()), "last_day": written_day(counts_from - timedelta(days=1))}
    return template_text("notice", {**_words(parent, partner), **words})
