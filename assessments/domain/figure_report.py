"""The figures as a PDF among the documents: a print, not a frozen document, so it is not sealed."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.figure_choices import Choice, options_of, read_chosen
from assessments.domain.figure_series import category_picture, period_picture
from partnerships.documents.render import render_pdf
from partnerships.domain.activity import record
from partnerships.domain.filing import file_rendered
from partnerships.enums import DocumentKind
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Document, User


def write_figures_report(cycle: Cycle, choice: Choice, *, language: str, by: User | None, at: datetime) -> Document:
    """Draw the chosen figures and file the PDF as a report of this round. Raises ``Refused`` without figures."""
    chosen = read_chosen(options_of(cycle), choice)
    with translation.override(language):
        category = chosen.category()
        if category is None:
            raise Refused(_("There are no figures of this choice any more."))
        title = _("Figures of %(partnership)s") % {"partnership": cycle.partnership}
        context = {
            "title": title,
            "partnership": str(cycle.partnership),
            "document_id": "",
            "figures": [period_picture(chosen, category), category_picture(chosen)],
        }
        content = render_pdf("documents/figures.html", context, language=language, title=title)
        document = file_rendered(
            cycle.partnership, content, filename=_("figures.pdf"), kind=DocumentKind.REPORT, title=title, at=at, by=by,
            cycle=cycle,
        )  # fmt: skip
        record(cycle.partnership, "wrote_figures_report", by=by, at=at, cycle=cycle, about=document)
    return document
