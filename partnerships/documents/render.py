"""The one door to WeasyPrint: a template becomes an accessible PDF."""

import atexit
from collections.abc import Mapping
from threading import local
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from partnerships.documents.fonts import font_faces

_kept = local()
atexit.register(_kept.__dict__.clear)  # WeasyPrint takes its unpacked typefaces away when they go, not at the very end


def render_pdf(template: str, context: Mapping[str, Any], *, language: str, title: str) -> bytes:
    """Draw a document from a template that extends documents/base.html.

    in: the template's name; its context (the comment at its head lists it; `document_id` is printed in the
        footer and kept in the metadata); the language of the fixed words, dates and page numbers; the title.
    out: the bytes of a tagged PDF/UA-1, not yet sealed.
    Nothing is fetched but own static files and `data:` addresses; give photos as `data:`. What cannot be
    loaded is left out and logged. (design.md idea 5)
    """
    from weasyprint import HTML  # slow import

    from partnerships.documents.fetcher import OwnFilesFetcher  # slow import

    given = {"document_language": language, "document_title": title, "base_url": settings.BASE_URL}
    with translation.override(language):
        html = render_to_string(template, {**context, **given})
    faces, fonts = _typefaces()
    pdf: bytes = HTML(string=html, url_fetcher=OwnFilesFetcher()).write_pdf(
        stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", finisher=_name_scopes
    )
    return pdf


def _typefaces() -> tuple[Any, Any]:
    """The typefaces, unpacked once per thread: that takes longer than drawing a page."""
    from weasyprint import CSS  # slow import
    from weasyprint.text.fonts import FontConfiguration  # slow import

    from partnerships.documents.fetcher import OwnFilesFetcher  # slow import

    if not hasattr(_kept, "typefaces"):
        fonts = FontConfiguration()
        _kept.typefaces = (CSS(string=font_faces(), font_config=fonts, url_fetcher=OwnFilesFetcher()), fonts)
    kept: tuple[Any, Any] = _kept.typefaces
    return kept


def _name_scopes(_document: Any, pdf: Any) -> None:
    """Say of every head cell what it heads. WeasyPrint links cells to their heads, but many readers go by scope."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            scope = "/Column" if _stands_in_head(element, pdf.objects) else "/Row"
            element.setdefault("A", type(element)({"O": "/Table"}))["Scope"] = scope


def _stands_in_head(element: Any, objects: Any) -> bool:
    while isinstance(element, dict) and element.get("S") not in ("/THead", "/Table", "/Document"):
        element = objects[int(element["P"].split()[0])] if "P" in element else None
    return isinstance(element, dict) and element.get("S") == "/THead"
