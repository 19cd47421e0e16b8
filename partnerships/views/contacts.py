"""The people of a party (F11)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.domain.contacts import add_contact, change_contact, remove_contact
from partnerships.domain.invitations import invite
from partnerships.domain.mandates import MandateRegister
from partnerships.doors.answers import refusals_said, refusals_to
from partnerships.doors.getters import get_here, require
from partnerships.doors.request import MemberRequest
from partnerships.enums import Role
from partnerships.forms.contact import ContactForm, NewContactForm
from partnerships.models import Contact, Invitation, Partner
from partnerships.tasks import send_waiting_mail, soon
from partnerships.views.memberships import refuse_oneself
from partnerships.views.parties import party_crumbs, party_url

FIELDS = ("name", "function", "email", "phone", "represents", "signs")


@require_http_methods(["GET", "POST"])
def contact_add(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner.objects.select_related("organisation"), act="manage_parties", pk=pk)
    form = NewContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            add_contact(partner, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The contact was added."))
            return redirect(party_url(request, partner))
    crumbs = [*party_crumbs(request, partner), (_("Add a contact"), "")]
    context = {"form": form, "partner": partner, "crumbs": crumbs, "page_tab": "parties"}
    return render(request, "partnerships/contact_form.html", context)


@require_http_methods(["GET", "POST"])
def contact(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Contact.objects.select_related("partner__organisation")
    row = get_here(request, rows, act="manage_parties", pk=pk)
    form = ContactForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            change_contact(row, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The contact was changed."))
            return redirect(party_url(request, row.partner))
    crumbs = [*party_crumbs(request, row.partner), (str(row), "")]
    mandate = MandateRegister([row.partner_id]).words(row.partner_id, row.email, on=timezone.localdate())
    context = {
        "form": form, "partner": row.partner, "contact": row, "mandate": mandate, "crumbs": crumbs, "page_tab": "parties"
    }  # fmt: skip
    return render(request, "partnerships/contact_form.html", context)


@require_POST
def contact_remove(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_here(request, Contact.objects.select_related("partner"), act="manage_parties", pk=pk)
    partner = row.partner
    offered = Invitation.objects.filter(contact=row, role=Role.PROJECT_LEADER, accepted_at__isnull=True)
    if offered.filter(withdrawn_at__isnull=True).exists():
        require(request, "name_leader")  # removing would withdraw that invitation
    with refusals_said(request):
        remove_contact(row, by=request.user, at=timezone.now())
        messages.success(request, _("The contact was removed."))
    return redirect(party_url(request, partner))


@require_POST
def contact_invite(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer a contact the role of representative of its party, in one press."""
    row = get_here(request, Contact.objects.select_related("partner"), act="manage_parties", pk=pk)
    with refusals_said(request):
        refuse_oneself(request, row.email)
        invite(
            request.partnership, email=row.email, name=row.name, role=Role.REPRESENTATIVE, partner=row.partner,
            contact=row, by=request.user, at=timezone.now(),
        )  # fmt: skip
        soon(send_waiting_mail)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": row.email})
    return redirect(party_url(request, row.partner))
