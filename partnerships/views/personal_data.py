"""The rules by which the browser warns of personal data: the same ones the server uses."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from partnerships.personal_data import rules_for_browser


@login_not_required
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, max_age=3600)
@require_safe
def personal_data(_request: HttpRequest) -> JsonResponse:
    """Patterns, names of kinds and the sentences, in the reader's language. Signatories have no account, so no login."""
    words = {
        "found": _("This looks like personal data:"),
        "advice": _("Leave it out if you can. When you save, we ask what should happen with it."),
        "mask": _("Mask it"),
        "masked": _("The personal data was masked."),
    }
    return JsonResponse({**rules_for_browser(), "words": words})
