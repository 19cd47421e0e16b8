"""The floor: session, user and a template of half a kilobyte. The unit of every other number."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.http import require_safe

TEMPLATE = (
    "<!doctype html><html lang='nl'><head><title>{{ user }}</title></head><body><h1>{{ user }}</h1>"
    + "<p>Schoon, heel en veilig.</p>" * 15
    + "</body></html>"
)


@require_safe
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"user": request.user}, request))
