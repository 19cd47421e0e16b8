"""Founding a partnership in three pages: the ground, the scheme, the questions and the name (F01, F03, F04).

What was chosen stands in the address, so that every step can be opened again and works without a script.
"""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import access_of
from partnerships.domain.founding import found_partnership, founding_key, why_not_found
from partnerships.doors.answers import home_url, page_of, refusals_to
from partnerships.doors.request import UserRequest
from partnerships.exceptions import AlreadyFounded, Refused
from partnerships.filters.area import AreaFilter
from partnerships.forms.founding import FoundingForm
from partnerships.models import Area, Partnership
from partnerships.scheme import Scheme
from partnerships.scheme_files import schemes_for


def chosen_areas(request: UserRequest) -> list[Area]:
    keys = [key for key in request.GET.getlist("area") if key.isdecimal() and len(key) < 10]
    return list(Area.objects.filter(pk__in=keys).select_related("municipality"))


def step_url(name: str, areas: list[Area], **more: str) -> str:
    query = [("area", str(area.pk)) for area in areas] + list(more.items())
    return f"{reverse(f'partnerships:{name}')}?{urlencode(query)}"


@require_safe
def found(request: UserRequest) -> HttpResponse:
    """Step 1: which ground? Ticking and searching go together; "go" leads on."""
    chosen = chosen_areas(request)
    if chosen and "go" in request.GET:
        return redirect(step_url("found-scheme", chosen))
    rows = Area.objects.select_related("municipality").exclude(pk__in=[area.pk for area in chosen])
    listed = AreaFilter(request.GET, queryset=rows)
    return render(
        request,
        "partnerships/founding_ground.html",
        {
            "chosen": chosen,
            "nothing_chosen": "go" in request.GET,  # with areas it had led on
            "filter": listed,
            "page_obj": page_of(request, listed.qs, per_page=20),
            "new_url": step_url("area-new", chosen),
        },
    )


@require_safe
def found_scheme(request: UserRequest) -> HttpResponse:
    """Step 2: which scheme fits every area?"""
    chosen = chosen_areas(request)
    if not chosen:
        return redirect("partnerships:found")
    countries = {area.municipality.country for area in chosen}
    fitting = sorted(schemes_for({area.kind for area in chosen}), key=lambda scheme: scheme.country not in countries)
    offers = [
        {
            "scheme": scheme,
            "abroad": scheme.country not in countries,
            "months": sum(phase.months for phase in scheme.phases),
            "url": step_url("found-start", chosen, scheme=scheme.urn),
        }
        for scheme in fitting
    ]
    context = {"chosen": chosen, "offers": offers, "back_url": step_url("found", chosen)}
    return render(request, "partnerships/founding_scheme.html", context)


def chosen_scheme(request: UserRequest, areas: list[Area]) -> Scheme | None:
    fitting = schemes_for({area.kind for area in areas}) if areas else ()
    return next((scheme for scheme in fitting if scheme.urn == request.GET.get("scheme")), None)


@require_http_methods(["GET", "POST"])
def found_start(request: UserRequest) -> HttpResponse:
    """Step 3: the questions of the scheme, and the name. A no blocks the start and shows what to do first."""
    chosen = chosen_areas(request)
    scheme = chosen_scheme(request, chosen)
    if scheme is None:
        return redirect(step_url("found-scheme", chosen) if chosen else "partnerships:found")
    form = FoundingForm(request.POST or None, scheme=scheme, initial={"name": chosen[0].name})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            return redirect(home_url(start(request, form, scheme=scheme, areas=chosen)))
    context = {"form": form, "scheme": scheme, "chosen": chosen, "back_url": step_url("found-scheme", chosen)}
    return render(request, "partnerships/founding_start.html", context)


def start(request: UserRequest, form: FoundingForm, *, scheme: Scheme, areas: list[Area]) -> Partnership:
    """The new partnership; for a form that was sent twice the one made the first time. Raises ``Refused``."""
    name, today = form.cleaned_data["name"], timezone.localdate()
    key = founding_key(name, scheme=scheme, areas=areas, by=request.user, on=today)
    again = Partnership.objects.filter(founding_key=key).exists()
    if not again and (reason := why_not_found(request.user, on=today)):
        raise Refused(reason)
    try:
        return found_partnership(
            name, scheme=scheme, areas=areas, by=request.user, on=today, at=timezone.now(), intake=form.answers(),
            key=key,
        )  # fmt: skip
    except AlreadyFounded:
        partnership = Partnership.objects.get(founding_key=key)
        if access_of(request.user, partnership, on=today) is None:  # left it since
            raise
        return partnership
