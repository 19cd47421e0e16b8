"""The words of an agreement: a template, filled with what this partnership is (F14, F16)."""

import hashlib
import re
from collections.abc import Collection, Mapping
from string import Template

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.documents.inline import literal
from partnerships.domain.agreement_documents import parties_of
from partnerships.domain.party_overview import kind_name
from partnerships.exceptions import TextChanged
from partnerships.models import Agreement, Cycle, Partner, PartnershipArea
from partnerships.scheme import DocumentDef, Scheme
from partnerships.template_files import newest_template
from partnerships.template_parts import AgreementTemplate

BLANK = re.compile(r"\n{3,}")
BEGINS = re.compile(r"\s*(## |\d{1,3}\. )")


def text_hash(text: str) -> str:
    """The mark of a text: SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def require_same_text(agreement: Agreement) -> None:
    """Is the text still the one that was sent? Raises ``TextChanged`` when it is not."""
    if agreement.text_sha256 != text_hash(agreement.text):
        raise TextChanged


def tidy(text: str) -> str:
    """A text as it is kept: line ends of one kind, so that a browser's way of sending them changes no mark.

    Of blank lines after each other one is kept: more of them say nothing, and only cost time.
    """
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
    return BLANK.sub("\n\n", lines)


def proposed_text(
    cycle: Cycle, document: DocumentDef, *, clauses: Collection[str] | None = None, party_ids: list[int] | None = None
) -> str:
    """The words a draft begins with, in the language of the installation; "" when there are none.

    They come from the document's template, with the clauses that were ticked (None: as the template proposes), else
    from the scheme's own text. ``party_ids``: the parties that sign, when not everybody the document names does.
    Unknown placeholders stay as they are, so that the reader sees them and not a hole.
    """
    with translation.override(settings.LANGUAGE_CODE):
        words = _words(cycle, parties_of(cycle, document, chosen=party_ids))
        if document.template:
            return _filled(newest_template(document.template), words, clauses)
        return without_empty_parts(Template(unwrapped(str(document.text or ""))).safe_substitute(words))


def template_text(template_id: str, words: Mapping[str, str], *, clauses: Collection[str] | None = None) -> str:
    """The newest version of a template with ``words`` filled in, in the language of the installation.

    ``clauses``: the ids of the optional clauses that are wanted; None takes those the template proposes. A word that is
    not given stays as ``$word``. Raises ``KeyError`` for a template that is not there.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _filled(newest_template(template_id), words, clauses)


def _filled(template: AgreementTemplate, words: Mapping[str, str], clauses: Collection[str] | None) -> str:
    chosen = template.chosen(template.defaults if clauses is None else clauses)
    written = [unwrapped(str(template.opening)).strip()]
    written += [f"## {clause.title}\n\n{unwrapped(str(clause.text)).strip()}" for clause in chosen]
    return without_empty_parts(Template("\n\n".join(part for part in written if part)).safe_substitute(words))


def without_empty_parts(text: str) -> str:
    """A text without the headings beneath which nothing stands, as when no party wrote what it expects.

    The first line, the title, stays. Who signs must never find a sentence that says that there is nothing yet.
    """
    parts = re.split(r"^(?=## )", tidy(text), flags=re.MULTILINE)
    title = next((one for one in parts if one.strip()), "")
    return tidy("".join(one for one in parts if one is title or "\n" in one.strip()))


def unwrapped(template: str) -> str:
    """Lines a template or scheme file broke for its editors, joined again: a blank line, a heading or a number begins anew."""
    lines: list[str] = []
    for line in template.splitlines():
        begins = not line.strip() or BEGINS.match(line) or not lines or not lines[-1] or lines[-1].startswith("## ")
        if begins:
            lines.append(line.strip())
        else:
            lines[-1] = f"{lines[-1]} {line.strip()}"
    return "\n".join(lines)


def _words(cycle: Cycle, partners: list[Partner]) -> dict[str, str]:
    scheme = cycle.scheme
    coverage = PartnershipArea.objects.select_related("area__municipality").order_by("area__name")
    areas = [row.area for row in coverage]
    return {
        "partnership": cycle.partnership.name,
        "areas": _listed([area.name for area in areas]),
        "municipalities": _listed(sorted({area.municipality.name for area in areas})),
        "parties": _numbered_parties(partners, scheme),
        "statements": _statements(partners),
        "scheme": str(scheme.name),
        "term": term_words(scheme.plan.months),
    }


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _numbered_parties(partners: list[Partner], scheme: Scheme) -> str:
    return "\n".join(
        f"{number}. {literal(partner.organisation.name)} ({kind_name(scheme, partner.kind)})"
        for number, partner in enumerate(partners, start=1)
    )


def _statements(partners: list[Partner]) -> str:
    """Each party's own words, a paragraph each; their line ends are closed up, so that no word becomes a heading."""
    paragraphs = []
    for partner in partners:
        said = [
            (_("What we expect"), partner.expectation),
            (_("How we would like the area to be"), partner.desired_environment),
            (_("What we do ourselves"), partner.own_role),
        ]
        lines = [f"{label}: {' '.join(words.split())}" for label, words in said if words.strip()]
        if lines:
            paragraphs.append("\n".join([f"{literal(partner.organisation.name)}:", *lines]))
    return "\n\n".join(paragraphs)


def term_words(months: int) -> str:
    """How a text says its term; a text that names it gets its last day proposed."""
    with translation.override(settings.LANGUAGE_CODE):
        if months % 12 == 0:
            return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
