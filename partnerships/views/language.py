"""The language of the screens, and of the mails to who is signed in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from partnerships.limits import limited
from partnerships.models import User


@login_not_required
@limited("language")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language and stay on the page; mails follow. An unknown language changes nothing."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
