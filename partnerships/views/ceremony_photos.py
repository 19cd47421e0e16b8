"""Photos of a ceremony; the files themselves are documents of the partnership (F79)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.ceremony_photos import add_photo, remove_photo
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.forms.ceremony import PhotoForm
from partnerships.models import CeremonyPhoto
from partnerships.views.ceremonies import get_ceremony, place_of


@require_http_methods(["GET", "POST"])
def photo_add(request: MemberRequest, uuid: UUID) -> HttpResponse:
    ceremony = get_ceremony(request, uuid, act="send_agreement")
    today = timezone.localdate()
    form = PhotoForm(
        request.POST or None, request.FILES or None, initial={"consent_on": today, "consent_asked_by": request.user}
    )
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        with refusals_to(form):
            add_photo(ceremony, data.pop("photo"), **data, by=request.user, on=today, at=timezone.now())
            messages.success(request, _("The photo was kept, without its place, camera and time."))
            return redirect(ceremony)
    here = place_of(request, (ceremony.title, ceremony.get_absolute_url()), (_("Add a photo"), ""))
    return render(request, "partnerships/photo_add.html", {"form": form, "ceremony": ceremony, **here})


@require_POST
def photo_remove(request: MemberRequest, pk: int) -> HttpResponse:
    rows = CeremonyPhoto.objects.select_related("ceremony__partnership", "ceremony__cycle", "document")
    photo = get_here(request, rows, act="send_agreement", pk=pk)
    with refusals_said(request):
        remove_photo(photo, by=request.user, at=timezone.now())
        messages.success(request, _("The photo and its file are gone."))
    return redirect(photo.ceremony)
