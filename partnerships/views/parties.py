"""Who takes part, beside what the scheme asks for; one party; joining, declining and leaving (F06, F11, F12)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.domain.mail_confirmations import known_of, sign_on_domains_of
from partnerships.domain.mandates import MandateRegister
from partnerships.domain.parties import decline_party, join_party, leave_party, organisation_named
from partnerships.domain.party_inviting import Reachable, not_yet_invited, open_invitations, reachable
from partnerships.domain.party_overview import KindOfParty, PartyLine, commitment_counts, kind_name, party_kinds
from partnerships.doors.answers import csv_answer, home_url, refusals_said, refusals_to
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.enums import Commitment, Role
from partnerships.filters.partner import MISSING, STATES, WANTED, PartnerFilter
from partnerships.forms.party import DayForm, ReasonForm, kind_choices, register_kind
from partnerships.models import Membership, Organisation, Partner, PartyType, WantedParty
from partnerships.scheme import Scheme
from partnerships.views.party_ways import party_ways


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


def organisation_chosen(data: dict[str, Any], *, kind: str, country: str) -> Organisation:
    """What somebody ticked in the list, or else typed. Inside the transaction of the verb: a refusal keeps neither."""
    ticked: Organisation | None = data["organisation"]
    return ticked or organisation_named(data["new_name"], kind=register_kind(kind), country=country)


def own_kinds() -> list[str]:
    """The kinds of party this partnership added itself."""
    return list(PartyType.objects.values_list("name", flat=True))


def invite_url(request: MemberRequest, kind: str, name: str = "party-invite") -> str:
    path = reverse(f"partnerships:{name}", kwargs={"partnership": request.partnership.slug})
    return f"{path}?{urlencode({'kind': kind})}"


def listed_here(request: MemberRequest) -> tuple[PartnerFilter, list[Partner], list[WantedParty], Scheme]:
    """The filter of the address, and everything it looks through."""
    scheme = open_cycle(request).scheme
    rows = Partner.objects.select_related("organisation").prefetch_related("contacts")
    listed = PartnerFilter(request.GET, queryset=rows, kinds=kind_choices(scheme, own_kinds()))
    return listed, list(rows), list(WantedParty.objects.all()), scheme


@dataclass(frozen=True)
class KindRow:
    """A kind of party as it is listed: which of its lines, whether nobody is of it, and the way to invite somebody."""

    kind: KindOfParty
    lines: tuple[PartyLine, ...]
    shows_empty: bool
    url: str
    declines_url: str
    at_once: str  # whom one press invites; "" when the form is needed


def shows_itself(kind: KindOfParty) -> bool:
    """Has a kind a line of its own: is nobody of it asked yet, or is it to be approached?"""
    return (kind.missing and not kind.asked) or kind.wanted is not None


def kind_rows(
    request: MemberRequest, listed: PartnerFilter, kinds: list[KindOfParty], known: dict[str, Reachable]
) -> list[KindRow]:
    """What the list shows of each kind, after the filter."""
    asked = listed.asked
    shown = set(listed.qs.values_list("pk", flat=True)) if asked else None
    rows = []
    for kind in kinds:
        lines = tuple(line for line in kind.lines if shown is None or line.partner.pk in shown)
        fits = asked.get("kind", kind.kind) == kind.kind and (asked.get("state") != WANTED or kind.wanted is not None)
        fits = fits and (asked.get("state") != MISSING or kind.missing)
        person = known.get(kind.kind)
        url = invite_url(request, kind.kind, "party-invite-now" if person else "party-invite")
        shows_empty = shows_itself(kind) and fits and listed.shows_missing
        if lines or shows_empty:
            declines = invite_url(request, kind.kind, "party-declines")
            rows.append(KindRow(kind, lines, shows_empty, url, declines, str(person or "")))
    return rows


def row_count(rows: list[KindRow]) -> int:
    """How many lines the table has: every party, and every kind nobody is of."""
    return sum(len(row.lines) + row.shows_empty for row in rows)


def unnarrowed(kinds: list[KindOfParty]) -> int:
    """How many lines the table has without a filter."""
    return sum(len(kind.lines) + shows_itself(kind) for kind in kinds)


def state_counts(partners: list[Partner], wanted: list[WantedParty]) -> list[tuple[object, int, str]]:
    """How many are present and willing, asked, to be approached, declined or gone; each with its value in the filter."""
    counts = {str(commitment): count for commitment, count in commitment_counts(partners)} | {WANTED: len(wanted)}
    return [(label, counts[key], key) for key, label in STATES if key in counts]


@require_safe
def parties(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed, partners, wanted, scheme = listed_here(request)
    kinds = party_kinds(scheme, partners, wanted)
    rows = kind_rows(request, listed, kinds, reachable(partners, wanted))
    empty = [kind for kind in kinds if kind.missing and kind.group == "required"]
    titles = {"required": _("Required"), "expected": _("Expected"), "other": _("Other parties")}
    return render(
        request,
        "partnerships/party_list.html",
        {
            "crumbs": [*party_crumbs(request)[:1], (_("Parties"), "")],
            "page_tab": "parties",
            "groups": [(title, [row for row in rows if row.kind.group == key]) for key, title in titles.items()],
            "filter": listed,
            "shown": row_count(rows),
            "total": unnarrowed(kinds),
            "missing": [kind for kind in empty if not kind.asked],
            "asked": [kind for kind in empty if kind.asked],
            "counts": state_counts(partners, wanted),
            "invitable": not_yet_invited(partners),
            "no_manage": reason_for(request, "manage_parties"),
            "ways": party_ways(request.partnership.slug, adviser=bool(scheme.services)),
        },
    )


@require_safe
def parties_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    listed, partners, wanted, scheme = listed_here(request)
    header = (
        _("Organisation"), _("Kind of party"), _("State"), _("Takes part since"), _("Reason"), _("Contact"),
        _("Function"),
    )  # fmt: skip
    states = dict(STATES)
    rows: list[tuple[object, ...]] = []
    for row in kind_rows(request, listed, party_kinds(scheme, partners, wanted), {}):
        for line in row.lines:
            one = line.partner
            people = [(contact.name, contact.function) for contact in line.contacts] or [("", "")]
            state = states[one.commitment]
            rows += [(one, row.kind.name, state, one.joined_on or "", one.decline_reason, *person) for person in people]
        if row.shows_empty:
            state = states[WANTED if row.kind.wanted else MISSING]
            rows.append(((row.kind.wanted and row.kind.wanted.name) or "", row.kind.name, state, "", "", "", ""))
    return csv_answer(f"partijen-{request.partnership.slug}.csv", header, [[str(cell) for cell in row] for row in rows])


@require_safe
def party(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Partner.objects.select_related("organisation").prefetch_related("contacts")
    partner = get_here(request, rows, act="see_content", pk=pk)
    today = {"on": timezone.localdate()}
    return party_page(request, partner, decline_form=ReasonForm(initial=today), leave_form=ReasonForm(initial=today))


def writes_own(request: MemberRequest, partner: Partner) -> bool:
    """Does this person write in the name of the party? Having a role for it is not enough: a guide only records."""
    return request.access.may("write_for_partner") and partner.pk in request.access.partner_ids


def party_page(request: MemberRequest, partner: Partner, **forms: Any) -> HttpResponse:
    line, mailed = PartyLine(partner, tuple(partner.contacts.all())), open_invitations(partner)
    register, today = MandateRegister([partner.pk]), timezone.localdate()
    context = {
        "crumbs": [*party_crumbs(request), (str(partner), "")],
        "page_tab": "parties",
        "partner": partner,
        "line": line,
        "people": [
            (contact, mailed.get(contact.pk), register.words(partner.pk, contact.email, on=today))
            for contact in line.contacts
        ],
        "asks": partner.commitment in {Commitment.INVITED, Commitment.JOINED},
        "at": timezone.now(),
        "kind_name": kind_name(open_cycle(request).scheme, partner.kind),
        "no_manage": reason_for(request, "manage_parties"),
        "confirmations": known_of(partner, asked_by=request.user, at=timezone.now()),
        "sign_on_domains": sign_on_domains_of(partner.organisation),
        "no_ask": "" if writes_own(request, partner) else _("Only who represents this party asks for this."),
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
