"""The address list of an area: shown, sent as CSV with a preview, fetched as the same CSV (F09)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.domain.addresses import (
    COLUMNS,
    AddressList,
    add_address,
    check_address,
    keep_addresses,
    kept_addresses,
    read_addresses,
    remove_address,
    replace_addresses,
)
from partnerships.doors.answers import csv_answer, page_of, refusals_to
from partnerships.doors.request import MemberRequest
from partnerships.filters.area import AddressFilter
from partnerships.forms.area import AddressFileForm, AddressForm
from partnerships.models import Area
from partnerships.tabular import MAX_BYTES, read_table
from partnerships.views.areas import area_crumbs, area_url, get_area, get_ground, why_not_edit

SHOWN = 20  # rows and errors in a preview


def list_page(request: MemberRequest, area: Area, file_form: AddressFileForm, form: AddressForm) -> HttpResponse:
    listed = AddressFilter(request.GET, queryset=area.addresses.all())
    return render(
        request,
        "partnerships/address_list.html",
        {
            "crumbs": [*area_crumbs(request, area), (_("Addresses"), "")],
            "area": area,
            "filter": listed,
            "page_obj": page_of(request, listed.qs),
            "total": area.addresses.count(),
            "file_form": file_form,
            "form": form,
            "no_edit": why_not_edit(request, area),
        },
    )


@require_safe
def addresses(request: MemberRequest, pk: int) -> HttpResponse:
    return list_page(request, get_area(request, pk), AddressFileForm(), AddressForm())


@require_safe
def addresses_csv(request: MemberRequest, pk: int) -> HttpResponse:
    """The list with the columns of the import: what the police ask for."""
    area = get_area(request, pk)
    rows = AddressFilter(request.GET, queryset=area.addresses.all()).qs
    return csv_answer(f"adressen-{area.pk}.csv", COLUMNS, rows.values_list("postcode", "house_number", "street"))


@require_POST
def addresses_preview(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the file and show what it says; nothing is changed yet."""
    area = get_ground(request, pk)
    form = AddressFileForm(request.POST, request.FILES)
    found = AddressList((), ())
    if form.is_valid():
        with refusals_to(form):
            content = form.cleaned_data["file"].read(MAX_BYTES + 1)
            found = read_addresses(read_table(content), country=area.municipality.country)
    if not form.is_valid():
        return list_page(request, area, form, AddressForm())
    word = "" if found.errors else keep_addresses(area, found.addresses, by=request.user)
    return render(
        request,
        "partnerships/address_preview.html",
        {
            "crumbs": [
                *area_crumbs(request, area),
                (_("Addresses"), area_url(request, area, "addresses")),
                (_("Check"), ""),
            ],
            "area": area,
            "found": found,
            "errors": found.errors[:SHOWN],
            "first": found.addresses[:SHOWN],
            "now": area.addresses.count(),
            "word": word,
        },
    )


@require_POST
def addresses_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    area = get_ground(request, pk)
    kept = kept_addresses(area, request.POST.get("word", ""), by=request.user)
    if kept is None:
        messages.error(request, _("This list is no longer kept. Send the file again."))
    else:
        count = replace_addresses(request.partnership, area, kept, by=request.user, at=timezone.now())
        text = ngettext("The list now has %(count)s address.", "The list now has %(count)s addresses.", count)
        messages.success(request, text % {"count": count})
    return redirect(area_url(request, area, "addresses"))


@require_POST
def address_add(request: MemberRequest, pk: int) -> HttpResponse:
    area = get_ground(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        address, errors = check_address(**form.cleaned_data, country=area.municipality.country)
        fields = dict(zip(COLUMNS, ("postcode", "house_number", "street"), strict=True))
        for error in errors:
            form.add_error(fields[error.column], error.expected[0].upper() + error.expected[1:])
        if address:
            add_address(request.partnership, area, address, by=request.user, at=timezone.now())
            messages.success(request, _("The address was added."))
            return redirect(area_url(request, area, "addresses"))
    return list_page(request, area, AddressFileForm(), form)


@require_POST
def address_remove(request: MemberRequest, pk: int, address: int) -> HttpResponse:
    area = get_ground(request, pk)
    row = get_object_or_404(area.addresses, pk=address)
    remove_address(request.partnership, row, by=request.user, at=timezone.now())
    messages.success(request, _("The address was removed."))
    return redirect(area_url(request, area, "addresses"))
