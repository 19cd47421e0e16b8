"""How often the weekly mail comes: by the link in every one of them, by the button of a mail program, or signed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oversight.domain.digest_readers import choose_rhythm, reader_of, rhythm_of
from oversight.doors.links import DIGEST
from oversight.enums import Rhythm
from oversight.forms.rhythm import RhythmForm
from oversight.models import DigestReader
from partnerships.doors.request import UserRequest
from partnerships.doors.safe_links import enter_link
from partnerships.limits import limited


@login_not_required
@never_cache
@limited("digest")
@require_http_methods(["GET", "HEAD", "POST"])
def digest_rhythm(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """Shows what was chosen; only the button changes it."""
    reader: DigestReader = enter_link(request, DIGEST, uuid, token)
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": reader.rhythm})
    if form.is_valid():
        _choose(request, reader, form.cleaned_data["rhythm"])
        return redirect("oversight:digest-rhythm", uuid=uuid, token=token)
    return render(request, "oversight/digest_rhythm.html", {"form": form, "email": reader.email})


@login_not_required
@never_cache
@csrf_exempt  # a mail program has no cookie of ours; the token in the address is what nobody else has (RFC 8058)
@limited("digest")
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """The button "unsubscribe" of a mail program. Opened in a browser it leads to the page where one chooses."""
    reader: DigestReader = enter_link(request, DIGEST, uuid, token)
    if request.method != "POST":
        return redirect("oversight:digest-rhythm", uuid=uuid, token=token)
    choose_rhythm(reader, rhythm=Rhythm.NEVER, at=timezone.now())
    return HttpResponse(_("You will not get this mail any more."), content_type="text/plain; charset=utf-8")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_digest(request: UserRequest) -> HttpResponse:
    """The same for who is signed in."""
    initial = {"rhythm": rhythm_of(request.user)}
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        _choose(request, reader_of(request.user, at=timezone.now()), form.cleaned_data["rhythm"])
        return redirect("oversight:own-digest")
    return render(request, "oversight/digest_rhythm.html", {"form": form, "email": request.user.email})


def _choose(request: HttpRequest, reader: DigestReader, rhythm: str) -> None:
    if choose_rhythm(reader, rhythm=rhythm, at=timezone.now()):
        messages.success(request, _("Your choice has been kept."))
    else:
        messages.info(request, _("It was this already. Nothing has changed."))
