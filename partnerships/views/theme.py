"""The municipality's own colour and logo. A style sheet from a view, because pages allow no inline style."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships.colours import Colour, theme_colours
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served_file
from partnerships.models import Organisation

IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}


def municipality_of(request: MemberRequest) -> Organisation | None:
    """The municipality of the first area, by name, on which the partnership works."""
    found = Organisation.objects.filter(areas__coverage__partnership=request.partnership)
    return found.order_by("areas__name").first()


def lines(colours: dict[str, Colour]) -> Iterator[str]:
    yield ".bondgenoot-theme {"
    for name, colour in colours.items():
        yield f"  --{name}: {colour.hex};"
    yield "}"


@require_safe
@cache_control(private=True, max_age=300)
def theme(request: MemberRequest) -> HttpResponse:
    """The accent family in the municipality's colour; empty when it has none or when it would be hard to read."""
    municipality = municipality_of(request)
    colours = theme_colours(municipality.accent) if municipality else {}
    return HttpResponse("\n".join(lines(colours)) if colours else "", content_type="text/css")


@require_safe
@cache_control(private=True, max_age=300)
def logo(request: MemberRequest) -> HttpResponseBase:
    """The municipality's logo, for members only. Raster images alone: an SVG may carry a script."""
    municipality = municipality_of(request)
    if municipality is None or not municipality.logo:
        raise Http404("No logo.")
    name = str(municipality.logo.name)
    media_type = IMAGES.get(PurePosixPath(name).suffix.lower())
    if media_type is None or not municipality.logo.storage.exists(name):
        raise Http404("No logo that can be shown.")
    return served_file(municipality.logo, name=PurePosixPath(name).name, media_type=media_type, in_page=True)
