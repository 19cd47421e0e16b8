"""The ground of a partnership: its areas and their outlines (F09)."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.area_sketch import sketch_boundary, sketch_shape
from partnerships.domain.areas import (
    cover_area,
    make_area,
    municipality_named,
    set_boundary,
    uncover_area,
    why_not_change_ground,
    why_not_uncover,
)
from partnerships.domain.boundaries import BoundaryRefused, place_words, read_boundary
from partnerships.doors.answers import home_url, refusals_said, refusals_to
from partnerships.doors.getters import require, why_not
from partnerships.doors.request import MemberRequest, UserRequest
from partnerships.forms.area import AreaForm, BoundaryForm, CoverForm
from partnerships.models import Area


def get_area(request: MemberRequest, pk: int, *, act: str = "see_content") -> Area:
    """An area this partnership covers."""
    require(request, act)
    area: Area = get_object_or_404(
        Area.objects.filter(coverage__partnership=request.partnership).select_related("municipality"), pk=pk
    )
    return area


def why_not_edit(request: MemberRequest, area: Area) -> str:
    """Why this person cannot change the outline and the addresses of this area; empty when they can."""
    if not request.access.may("edit_area"):
        return why_not("edit_area")
    return why_not_change_ground(request.partnership, area)


def get_ground(request: MemberRequest, pk: int) -> Area:
    """An area whose outline and addresses this person may change: 403 with the reason otherwise."""
    area = get_area(request, pk, act="edit_area")
    if reason := why_not_edit(request, area):
        raise PermissionDenied(reason)
    return area


def area_url(request: MemberRequest, area: Area, name: str = "area") -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": request.partnership.slug, "pk": area.pk})


def area_crumbs(request: MemberRequest, area: Area | None = None) -> list[tuple[str, str]]:
    list_url = reverse("partnerships:areas", kwargs={"partnership": request.partnership.slug})
    crumbs = [(str(request.partnership), home_url(request.partnership)), (_("Areas"), list_url)]
    return [*crumbs, (str(area), area_url(request, area))] if area else crumbs


@transaction.atomic
def area_from(form: AreaForm) -> Area:
    """Make the area of a valid form. Raises ``Refused`` when it is there already."""
    data = form.cleaned_data
    municipality = data["municipality"] or municipality_named(data["new_municipality"], country=data["country"] or "NL")
    return make_area(data["name"], kind=data["kind"], municipality=municipality)


@require_http_methods(["GET", "POST"])
def area_new(request: UserRequest) -> HttpResponse:
    """Describe new ground, then go on founding with it chosen."""
    form = AreaForm(request.POST or None, initial={"municipality": request.GET.get("municipality")})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            chosen = [*request.GET.getlist("area"), str(area_from(form).pk)]
            return redirect(
                f"{reverse('partnerships:found')}?{'&'.join(f'area={pk}' for pk in chosen if pk.isdecimal())}"
            )
    return render(request, "partnerships/area_new.html", {"form": form})


@require_safe
def areas(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    rows = Area.objects.filter(coverage__partnership=request.partnership).select_related("municipality")
    no_edit = "" if request.access.may("edit_area") else why_not("edit_area")
    return render(
        request,
        "partnerships/area_list.html",
        {
            "crumbs": [*area_crumbs(request)[:1], (_("Areas"), "")],
            "areas": rows,
            "no_edit": no_edit,
            "no_remove": no_edit or why_not_uncover(request.partnership),
        },
    )


@require_http_methods(["GET", "POST"])
def area_add(request: MemberRequest) -> HttpResponse:
    """Cover another area: one that is known in the same municipalities, or a new one."""
    require(request, "edit_area")
    covered = list(Area.objects.filter(coverage__partnership=request.partnership).values_list("pk", "municipality_id"))
    places = {"municipality_ids": [place for _pk, place in covered], "covered": [pk for pk, _place in covered]}
    choosing = request.POST.get("step") == "choose"
    known = CoverForm(request.POST if choosing else None, prefix="known", **places)
    new = AreaForm(
        request.POST if request.method == "POST" and not choosing else None,
        prefix="new",
        initial={"municipality": covered[0][1] if covered else None},
    )
    form: CoverForm | AreaForm = known if choosing else new
    if request.method == "POST" and form.is_valid():
        with refusals_to(form), transaction.atomic():  # a new area that cannot be covered is not made either
            area = known.cleaned_data["area"] if choosing else area_from(new)
            cover_area(request.partnership, area, by=request.user, at=timezone.now())
            messages.success(request, _("The area was added."))
            return redirect(area_url(request, area))
    crumbs = [*area_crumbs(request), (_("Add an area"), "")]
    return render(request, "partnerships/area_add.html", {"crumbs": crumbs, "known": known, "new": new})


@require_POST
def area_remove(request: MemberRequest, pk: int) -> HttpResponse:
    area = get_area(request, pk, act="edit_area")
    with refusals_said(request):
        uncover_area(request.partnership, area, by=request.user, at=timezone.now())
        messages.success(request, _("The area no longer belongs to this partnership."))
    return redirect("partnerships:areas", partnership=request.partnership.slug)


def area_page(request: MemberRequest, area: Area, form: BoundaryForm, **more: Any) -> HttpResponse:
    context = {
        "crumbs": [*area_crumbs(request), (str(area), "")],
        "area": area,
        "form": form,
        "sketch": sketch_boundary(area.boundary),
        "address_count": area.addresses.count(),
        "no_edit": why_not_edit(request, area),
    }
    return render(request, "partnerships/area_detail.html", context | more)


@require_safe
def area(request: MemberRequest, pk: int) -> HttpResponse:
    area = get_area(request, pk)
    outline = json.dumps(area.boundary) if area.boundary else ""
    return area_page(request, area, BoundaryForm(initial={"outline": outline}))


@require_POST
def area_boundary(request: MemberRequest, pk: int) -> HttpResponse:
    """Check the outline and keep it; a refused one is shown with the place where it goes wrong."""
    area = get_ground(request, pk)
    form = BoundaryForm(request.POST, request.FILES)
    if not form.is_valid():
        return area_page(request, area, form)
    text = form.text()
    try:
        set_boundary(request.partnership, area, read_boundary(text), by=request.user, at=timezone.now())
    except BoundaryRefused as refusal:
        form.add_error(None, str(refusal))
        form.data = {"outline": text}  # what was sent, also when it came as a file: to be repaired on the map
        wrong = sketch_shape(refusal.shape, refusal.place)
        place = place_words(refusal.place) if refusal.place else ""
        return area_page(request, area, form, wrong_sketch=wrong, wrong_place=place)
    messages.success(request, _("The outline was kept."))
    return redirect(area_url(request, area))
