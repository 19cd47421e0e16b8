"""The public pages that explain: help, accessibility, privacy. Each text stands in its own template, per language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from partnerships.navigation import OWN_DATA, RETENTION, address


def page(request: HttpRequest, name: str) -> HttpResponse:
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    text = f"partnerships/pages/_{name}_{'nl' if language == 'nl' else 'en'}.html"
    context = {
        "text": text,
        "contact": settings.CONTACT_EMAIL,
        "retention_url": address(RETENTION),
        "own_data_url": address(OWN_DATA),
    }
    return render(request, f"partnerships/pages/{name}.html", context)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The manual in short, by role."""
    return page(request, "help")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, how it was tested, and where to report what does not."""
    return page(request, "accessibility")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, by whom, for how long, and the rights of who is in it."""
    return page(request, "privacy")
