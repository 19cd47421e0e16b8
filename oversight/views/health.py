"""For the container and whoever watches over the installation: does it work?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oversight.domain.health import health


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when everything answers, else 503."""
    found = health(at=timezone.now())
    return JsonResponse(found, status=200 if found["healthy"] else 503)
