"""How a view answers: a refusal beside the form or as a message, a list as CSV, a list in pages."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from partnerships.exceptions import Refused
from partnerships.models import Partnership
from partnerships.tabular import write_table

PER_PAGE = 50


@contextmanager
def refusals_to(form: BaseForm) -> Iterator[None]:
    """Put a verb's refusal above the form, so that nothing typed is lost."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """Say a verb's refusal as a message on the page that is shown next."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))


def csv_answer(filename: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A list of work as a file."""
    answer = HttpResponse(write_table([str(name) for name in header], rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE, total: int | None = None) -> Page[Any]:
    """The page the address asks for; the nearest one when it asks for nonsense. ``total``: how many rows, if known."""
    paginator = Paginator(rows, per_page)
    if total is not None:
        paginator.count = total  # a cached property: nobody needs to ask the database again
    return paginator.get_page(request.GET.get("page"))


def home_url(partnership: Partnership) -> str:
    """The home page of a partnership; where that room is not built, the list of parties."""
    try:
        return partnership.get_absolute_url()
    except NoReverseMatch:
        return reverse("partnerships:parties", kwargs={"partnership": partnership.slug})
