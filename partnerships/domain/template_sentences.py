"""The sentences of a template, as a draft begins with them: what stands there unchanged was written by nobody here."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from partnerships.documents.blocks import parse_parts
from partnerships.documents.inline import plain_text
from partnerships.domain.agreement_documents import document_of
from partnerships.domain.agreement_texts import unwrapped
from partnerships.domain.clause_checking import Finding, sentences_of
from partnerships.models import Agreement
from partnerships.template_files import all_templates

WORD = re.compile(r"\$\{?[a-z_]+\}?")  # stands where a template names the area, the scheme or the term


def apart(findings: list[Finding], agreement: Agreement) -> tuple[list[Finding], list[Finding]]:
    """The findings in words of people here, and those in sentences that stand in the template as they are."""
    known = _template_sentences(_source(agreement))
    own = [one for one in findings if not any(words.fullmatch(one.sentence) for words in known)]
    return own, [one for one in findings if one not in own]


def _source(agreement: Agreement) -> str:
    """The words the draft was made from, before anything was filled in: the version it was made with."""
    with translation.override(settings.LANGUAGE_CODE):
        template = next((one for one in all_templates() if str(one) == agreement.template), None)
        if template is not None:
            texts = [str(template.opening), *(str(clause.text) for clause in template.clauses)]
        else:
            texts = [str(document_of(agreement).text or "")]
    return "\n\n".join(unwrapped(one).strip() for one in texts)


@lru_cache(maxsize=32)
def _template_sentences(source: str) -> tuple[re.Pattern[str], ...]:
    """One pattern for each sentence; a sentence that is nothing but filled in is of the people who wrote that."""
    found = []
    for part in parse_parts(source):
        for block in part:
            for words in block.items or [block.text]:
                found += [one for one in sentences_of(plain_text(words)) if re.search(r"\w", WORD.sub("", one))]
    return tuple(re.compile(".{1,300}?".join(re.escape(bit) for bit in WORD.split(one))) for one in found)
