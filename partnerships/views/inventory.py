"""The inventory of allies: who belongs here, own kinds of party, and inviting a missing one (F06, F08, F12)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.parties import decline_uninvited, organisation_named
from partnerships.domain.party_inviting import invite_party, invite_reachable, reachable
from partnerships.domain.party_overview import every_kind, kind_name
from partnerships.domain.party_types import add_party_type, remove_party_type, why_not_remove_type
from partnerships.domain.wanted_parties import tick_parties
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require
from partnerships.doors.request import MemberRequest
from partnerships.forms.inventory import PartyDeclinesForm, PartyInviteForm, PartyTypeForm, WantedForm
from partnerships.forms.party import register_kind
from partnerships.models import Partner, PartyType, WantedParty
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.form_pages import form_page
from partnerships.views.memberships import refuse_oneself
from partnerships.views.parties import (
    invite_url,
    organisation_chosen,
    own_kinds,
    parties_url,
    partners_here,
    party_crumbs,
)
from partnerships.views.party_forms import suggested


@require_http_methods(["GET", "POST"])
def parties_wanted(request: MemberRequest) -> HttpResponse:
    """Who belongs here? The list of the sources, to be ticked at once."""
    require(request, "manage_parties")
    scheme, own = open_cycle(request).scheme, own_kinds()
    partners = partners_here()
    taken = {partner.kind for partner in partners}
    sent = request.POST if request.method == "POST" else None  # nothing ticked is an answer too
    form = WantedForm(sent, scheme=scheme, own=own, taken=taken, wanted=list(WantedParty.objects.all()))
    if request.method == "POST" and form.is_valid():
        names = {kind: kind_name(scheme, kind) for kind in every_kind(scheme, own)}
        wishes = form.wishes()
        tick_parties(
            request.partnership, wishes, names=names, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
        messages.success(request, _("The list was kept."))
        new = {*wishes} - {one.kind for one in form.wanted}
        return redirect("partnerships:parties-wanted" if new else "partnerships:parties", request.partnership.slug)
    context = {
        "crumbs": [*party_crumbs(request), (_("Who belongs here?"), "")],
        "page_tab": "parties",
        "form": form,
        "present": sorted(kind_name(scheme, kind) for kind in taken),
    }
    return render(request, "partnerships/party_wanted.html", context)


@require_http_methods(["GET", "POST"])
def party_types(request: MemberRequest) -> HttpResponse:
    """Kinds of party this partnership added itself."""
    require(request, "manage_parties")
    form = PartyTypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_party_type(
                request.partnership, form.cleaned_data["name"], scheme=open_cycle(request).scheme, by=request.user,
                on=timezone.localdate(), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The kind of party was added."))
            return redirect("partnerships:party-types", request.partnership.slug)
    context = {
        "crumbs": [*party_crumbs(request), (_("Own kinds of party"), "")],
        "page_tab": "parties",
        "form": form,
        "types": [(one, why_not_remove_type(one)) for one in PartyType.objects.all()],
    }
    return render(request, "partnerships/party_types.html", context)


@require_POST
def party_type_remove(request: MemberRequest, pk: int) -> HttpResponse:
    party_type = get_here(request, PartyType, act="manage_parties", pk=pk)
    with refusals_said(request):
        remove_party_type(party_type, by=request.user, at=timezone.now())
        messages.success(request, _("The kind of party was removed."))
    return redirect("partnerships:party-types", request.partnership.slug)


def asked_kind(request: MemberRequest) -> str:
    """The kind in the address. Raises 404 for one nobody knows here."""
    kind = request.GET.get("kind", "")
    if kind not in every_kind(open_cycle(request).scheme, own_kinds()):
        raise Http404("No such kind of party.")
    return kind


def first_named(request: MemberRequest, kind: str, wanted: WantedParty | None) -> dict[str, object]:
    """What a form about a kind starts with: the organisation that was thought of, else the municipality of the ground."""
    if wanted is not None and wanted.name:
        return {"new_name": wanted.name}
    return {"organisation": suggested(request, kind)}


def taken_here() -> list[int]:
    """The organisations that are a party already."""
    return list(Partner.objects.values_list("organisation_id", flat=True))


@require_http_methods(["GET", "POST"])
def party_declines(request: MemberRequest) -> HttpResponse:
    """A party that is to be approached says no before an invitation was mailed."""
    require(request, "manage_parties")
    scheme, kind, today = open_cycle(request).scheme, asked_kind(request), timezone.localdate()
    wanted = WantedParty.objects.filter(kind=kind).first()
    form = PartyDeclinesForm(
        request.POST or None, kind=kind, taken=taken_here(), initial={"on": today, **first_named(request, kind, wanted)}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            with transaction.atomic():  # an organisation that is refused as a party is not kept either
                organisation = organisation_chosen(data, kind=kind, country=scheme.country)
                partner = decline_uninvited(
                    request.partnership, organisation, kind=kind, reason=data["reason"], by=request.user,
                    on=data["on"], at=timezone.now(),
                )  # fmt: skip
            messages.success(request, _("We wrote down that %(name)s declines.") % {"name": partner})
            return redirect(parties_url(request))
    name = kind_name(scheme, kind)
    return form_page(
        request, form, title=_("Does not take part: %(name)s") % {"name": name},
        verb=_("Write down that this party declines"), parent=(_("Parties"), parties_url(request)),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def party_invite(request: MemberRequest) -> HttpResponse:
    """One form, one press: the organisation, its person, and the mail."""
    require(request, "manage_parties")
    scheme, kind = open_cycle(request).scheme, asked_kind(request)
    wanted = WantedParty.objects.filter(kind=kind).first()
    initial = {"email": wanted.email if wanted else "", **first_named(request, kind, wanted)}
    form = PartyInviteForm(request.POST or None, kind=kind, taken=taken_here(), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_to(form):
            refuse_oneself(request, data["email"])
            with transaction.atomic():  # an organisation of an invitation that is refused is not kept either
                organisation = organisation_chosen(data, kind=kind, country=scheme.country)
                invitation = invite_party(
                    request.partnership, organisation, kind=kind, name=data["name"], function=data["function"],
                    email=data["email"], by=request.user, on=timezone.localdate(), at=timezone.now(),
                )  # fmt: skip
            soon(send_waiting_mail)
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect(parties_url(request))
    name = kind_name(scheme, kind)
    crumbs = [*party_crumbs(request), (_("Invite: %(name)s") % {"name": name}, "")]
    context = {"crumbs": crumbs, "page_tab": "parties", "form": form, "kind_name": name}
    return render(request, "partnerships/party_invite.html", context)


@require_POST
def party_invite_now(request: MemberRequest) -> HttpResponse:
    """From the red line: invite at once whom we know of a missing kind; else the form."""
    require(request, "manage_parties")
    scheme, kind = open_cycle(request).scheme, asked_kind(request)
    partners = Partner.objects.filter(kind=kind).select_related("organisation").prefetch_related("contacts")
    person = reachable(partners, WantedParty.objects.filter(kind=kind)).get(kind)
    if person is None:
        return redirect(invite_url(request, kind))
    with refusals_said(request):
        refuse_oneself(request, person.contact.email if person.contact else str(person.wanted and person.wanted.email))
        with transaction.atomic():
            organisation = None
            if person.wanted is not None:
                organisation = organisation_named(person.wanted.name, kind=register_kind(kind), country=scheme.country)
            invitation = invite_reachable(
                request.partnership, person, organisation=organisation, by=request.user, on=timezone.localdate(),
                at=timezone.now(),
            )  # fmt: skip
        soon(send_waiting_mail)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect(parties_url(request))
