"""Who takes part, beside what the scheme asks for; one party; joining, declining and leaving (F06, F11, F12)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.domain.parties import add_party, decline_party, join_party, leave_party, organisation_named
from partnerships.domain.party_overview import PartyLine, commitment_counts, kind_name, party_kinds
from partnerships.doors.answers import csv_answer, home_url, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import Role
from partnerships.forms.party import DayForm, PartyForm, PartyKindForm, ReasonForm
from partnerships.models import Area, Membership, Organisation, Partner


def parties_url(request: MemberRequest) -> str:
    return reverse("partnerships:parties", kwargs={"partnership": request.partnership.slug})


def party_url(request: MemberRequest, partner: Partner, name: str = "party") -> str:
    return reverse(f"partnerships:{name}", kwargs={"partnership": request.partnership.slug, "pk": partner.pk})


def party_crumbs(request: MemberRequest, partner: Partner | None = None) -> list[tuple[str, str]]:
    crumbs = [(str(request.partnership), home_url(request.partnership)), (_("Parties"), parties_url(request))]
    return [*crumbs, (str(partner), party_url(request, partner))] if partner else crumbs


def reason_for(request: MemberRequest, act: str) -> str:
    """Why a button does not work for this person; empty when it does."""
    return "" if request.access.may(act) else why_not(act)


def partners_here() -> list[Partner]:
    return list(Partner.objects.select_related("organisation").prefetch_related("contacts"))


@require_safe
def parties(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    partners = partners_here()
    kinds = party_kinds(open_cycle(request).scheme, partners)
    empty = [kind for kind in kinds if kind.missing and kind.group == "required"]
    titles = {"required": _("Required"), "expected": _("Expected"), "other": _("Other parties")}
    groups = [(title, [kind for kind in kinds if kind.group == key]) for key, title in titles.items()]
    return render(
        request,
        "partnerships/party_list.html",
        {
            "crumbs": [*party_crumbs(request)[:1], (_("Parties"), "")],
            "page_tab": "parties",
            "groups": groups,
            "missing": [kind for kind in empty if not kind.asked],
            "asked": [kind for kind in empty if kind.asked],
            "counts": commitment_counts(partners),
            "no_manage": reason_for(request, "manage_parties"),
        },
    )


@require_safe
def parties_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    scheme = open_cycle(request).scheme
    header = (_("Organisation"), _("Kind of party"), _("State"), _("Takes part since"), _("Contact"), _("Function"))
    rows = [
        (partner, kind_name(scheme, partner.kind), partner.commitment.label, partner.joined_on or "", name, function)
        for partner in partners_here()
        for name, function in ([(one.name, one.function) for one in partner.contacts.all()] or [("", "")])
    ]
    return csv_answer(f"partijen-{request.partnership.slug}.csv", header, [[str(cell) for cell in row] for row in rows])


def suggested(request: MemberRequest, kind: str) -> Organisation | None:
    """The municipality of the ground, when that kind is asked for."""
    areas = Area.objects.filter(coverage__partnership=request.partnership).select_related("municipality")
    return next((area.municipality for area in areas if area.municipality.kind == kind), None)


@require_http_methods(["GET", "POST"])
def party_add(request: MemberRequest) -> HttpResponse:
    """Add an organisation of one kind: reused when another partnership knows it, else new."""
    require(request, "manage_parties")
    scheme = open_cycle(request).scheme
    first = scheme.parties[0].kind
    kinds = PartyKindForm(request.GET if "kind" in request.GET else {"kind": first, "q": ""}, scheme=scheme)
    kind = kinds.cleaned_data["kind"] if kinds.is_valid() else first
    taken = list(Partner.objects.values_list("organisation_id", flat=True))
    form = PartyForm(
        request.POST or None, kind=kind, q=kinds.cleaned_data.get("q", ""), taken=taken,
        initial={"organisation": suggested(request, kind)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            organisation = data["organisation"] or organisation_named(
                data["new_name"], kind=kind, country=scheme.country
            )
            partner = add_party(
                request.partnership, organisation, kind=kind, by=request.user, on=timezone.localdate(),
                at=timezone.now(), joined=data["joined"] == "yes",
            )  # fmt: skip
            messages.success(request, _("%(name)s was added. Add the people of this party.") % {"name": partner})
            return redirect(party_url(request, partner, "contact-add"))
    context = {"crumbs": [*party_crumbs(request), (_("Add a party"), "")], "page_tab": "parties"}
    return render(
        request,
        "partnerships/party_add.html",
        context | {"kinds": kinds, "form": form, "kind_name": kind_name(scheme, kind)},
    )


@require_safe
def party(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Partner.objects.select_related("organisation").prefetch_related("contacts")
    partner = get_here(request, rows, act="see_content", pk=pk)
    today = {"on": timezone.localdate()}
    return party_page(request, partner, decline_form=ReasonForm(initial=today), leave_form=ReasonForm(initial=today))


def party_page(request: MemberRequest, partner: Partner, **forms: Any) -> HttpResponse:
    context = {
        "crumbs": [*party_crumbs(request), (str(partner), "")],
        "page_tab": "parties",
        "partner": partner,
        "line": PartyLine(partner, tuple(partner.contacts.all())),
        "kind_name": kind_name(open_cycle(request).scheme, partner.kind),
        "no_manage": reason_for(request, "manage_parties"),
    }
    return render(request, "partnerships/party_detail.html", context | forms)


@require_POST
def party_join(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner, act="manage_parties", pk=pk)
    form = DayForm(request.POST)
    on = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    with refusals_said(request):
        join_party(partner, by=request.user, on=on, at=timezone.now())
        messages.success(request, _("%(name)s takes part.") % {"name": partner})
    return redirect(party_url(request, partner))


@require_POST
def party_decline(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner, act="manage_parties", pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            decline_party(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("We wrote down that %(name)s declines.") % {"name": partner})
            return redirect(party_url(request, partner))
    return party_page(request, partner, decline_form=form, leave_form=ReasonForm())


@require_POST
def party_leave(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner, act="manage_parties", pk=pk)
    if Membership.objects.filter(partner=partner, role=Role.PROJECT_LEADER).valid(on=timezone.localdate()).exists():
        require(request, "name_leader")  # leaving would end that role
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            leave_party(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("We wrote down that %(name)s leaves.") % {"name": partner})
            return redirect(party_url(request, partner))
    return party_page(request, partner, decline_form=ReasonForm(), leave_form=form)
