"""Adding a party, and putting right what it is (F06, F08)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.domain.parties import add_party
from partnerships.domain.party_changing import change_party, why_not_rename
from partnerships.doors.answers import refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.forms.party import PartyChangeForm, PartyForm, PartyKindForm, register_kind
from partnerships.models import Area, Organisation, Partner
from partnerships.scheme import Scheme
from partnerships.views.parties import organisation_chosen, own_kinds, party_crumbs, party_url


def suggested(request: MemberRequest, kind: str) -> Organisation | None:
    """The municipality of the ground, when that kind is asked for."""
    areas = Area.objects.filter(coverage__partnership=request.partnership).select_related("municipality")
    return next((area.municipality for area in areas if area.municipality.kind == kind), None)


def kinds_asked(request: MemberRequest, scheme: Scheme) -> PartyKindForm:
    """The kind that was chosen in the form, else that of the address, else the first of the scheme."""
    kind = request.POST.get("kind") or request.GET.get("kind") or scheme.parties[0].kind
    q = request.POST.get("q", request.GET.get("q", ""))
    return PartyKindForm({"kind": kind, "q": q}, scheme=scheme, own=own_kinds())


@require_http_methods(["GET", "POST"])
def party_add(request: MemberRequest) -> HttpResponse:
    """Add an organisation of one kind: reused when another partnership knows it, else new.

    One form with two buttons: to search shows the organisations of the kind that was chosen, and writes nothing.
    """
    require(request, "manage_parties")
    scheme = open_cycle(request).scheme
    kinds = kinds_asked(request, scheme)
    kind = kinds.cleaned_data["kind"] if kinds.is_valid() else scheme.parties[0].kind
    saves = request.method == "POST" and "search" not in request.POST
    typed = {name: request.POST[name] for name in ("new_name", "joined") if name in request.POST}
    form = PartyForm(
        request.POST if saves else None, kind=kind, q=kinds.cleaned_data.get("q", ""),
        taken=list(Partner.objects.values_list("organisation_id", flat=True)),
        initial={"organisation": None if typed.get("new_name") else suggested(request, kind), **typed},
    )  # fmt: skip
    if saves and form.is_valid() and kinds.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            with transaction.atomic():  # an organisation that is refused as a party is not kept either
                organisation = organisation_chosen(data, kind=kind, country=scheme.country)
                partner = add_party(
                    request.partnership, organisation, kind=kind, by=request.user, on=timezone.localdate(),
                    at=timezone.now(), joined=data["joined"] == "yes",
                )  # fmt: skip
            messages.success(request, _("%(name)s was added. Add the people of this party.") % {"name": partner})
            return redirect(party_url(request, partner, "contact-add"))
    context = {"crumbs": [*party_crumbs(request), (_("Add a party"), "")], "page_tab": "parties"}
    return render(request, "partnerships/party_add.html", context | {"kinds": kinds, "form": form})


@require_http_methods(["GET", "POST"])
def party_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Put right which kind of party it is here, and its name while nobody else uses the organisation."""
    rows = Partner.objects.select_related("organisation")
    partner = get_here(request, rows, act="manage_parties", pk=pk)
    no_rename, scheme = why_not_rename(partner), open_cycle(request).scheme
    form = PartyChangeForm(
        request.POST or None, scheme=scheme, own=own_kinds(), no_rename=no_rename,
        initial={"kind": partner.kind, "name": str(partner)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            change_party(
                partner, kind=data["kind"], register_kind=register_kind(data["kind"]), name=data.get("name", ""),
                scheme=scheme, by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The party was changed."))
            return redirect(party_url(request, partner))
    context = {
        "crumbs": [*party_crumbs(request, partner), (_("Change the party"), "")],
        "page_tab": "parties",
        "form": form,
        "title": _("Change the party"),
        "verb": _("Keep the party"),
        "lead": no_rename or _("What was signed keeps the name it was signed with."),
        "kind": "primary",
        "back": party_url(request, partner),
    }
    return render(request, "partnerships/form_page.html", context)
