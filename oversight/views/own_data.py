"""My data: what is kept about me, as a download, and the way to be forgotten."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight.domain.erasing import erase, erasure_of
from oversight.domain.own_data import as_zip, how_much, note_download, own_data
from oversight.forms.erase import EraseForm
from oversight.tasks import confirm_erasures
from partnerships.doors.answers import refusals_to
from partnerships.doors.request import UserRequest
from partnerships.tasks import soon


@never_cache
@require_safe
def own_data_page(request: UserRequest) -> HttpResponse:
    """How much of what there is, without showing it: the page may be open on a screen that others see."""
    context = {"counts": how_much(request.user), "crumbs": [(_("My data"), "")]}
    return render(request, "oversight/own_data.html", context)


@never_cache
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def own_data_download(request: UserRequest) -> HttpResponse:
    """The zip file. It asks for the password again: whoever finds an open screen must not leave with it."""
    now = timezone.now()
    content = as_zip(request.user, own_data(request.user), at=now)
    note_download(request.user, at=now)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="mijn-gegevens.zip"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def own_data_erase(request: UserRequest) -> HttpResponse:
    """What would go and what would stay, and the question; the answer ends the account."""
    plain = cast("HttpRequest", request)
    now = timezone.now()
    today = timezone.localdate(now)
    email = request.user.email
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            erase(email, by=request.user, on=today, at=now, language=get_language() or "nl")
            logout(plain)
            soon(confirm_erasures)
            messages.success(plain, _("Your account was removed. You get a mail about what we did and what we kept."))
            return redirect("partnerships:privacy")
    context = {
        "erasure": erasure_of(email, on=today),
        "form": form,
        "crumbs": [(_("My data"), reverse("oversight:own-data")), (_("Remove my account"), "")],
    }
    return render(plain, "oversight/own_data_erase.html", context)
