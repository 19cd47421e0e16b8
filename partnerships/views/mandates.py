"""Who may sign for a party, on what ground and until when (F11)."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_upload
from partnerships.domain.mandates import add_mandate, change_mandate, end_mandate
from partnerships.doors.answers import refusals_to
from partnerships.doors.getters import get_here
from partnerships.doors.request import MemberRequest
from partnerships.enums import AgreementKind, DocumentKind
from partnerships.forms.mandate import EndMandateForm, MandateForm, known_of
from partnerships.models import Document, Mandate, Partner
from partnerships.views.parties import party_crumbs, party_url, reason_for


def mandate_crumbs(request: MemberRequest, partner: Partner, here: str = "") -> list[tuple[str, str]]:
    crumbs = party_crumbs(request, partner)
    if not here:
        return [*crumbs, (_("Mandates"), "")]
    return [*crumbs, (_("Mandates"), party_url(request, partner, "mandates")), (here, "")]


@require_safe
def mandates(request: MemberRequest, pk: int) -> HttpResponse:
    """Everybody who may sign for this party, with the mandate of each; who may sign without one stands there too."""
    partner = get_here(request, Partner.objects.select_related("organisation"), act="see_content", pk=pk)
    today = timezone.localdate()
    rows = [
        {"mandate": one, "holds": one.holds(on=today), "later": one.valid_from > today, "covers": _kinds(one)}
        for one in Mandate.objects.filter(partner=partner)
        .select_related("contact", "document")
        .order_by("contact__name")
    ]
    held = {row["mandate"].contact_id for row in rows if row["holds"]}  # type: ignore[attr-defined]
    context = {
        "partner": partner,
        "rows": rows,
        "lacking": [one for one in partner.contacts.filter(signs=True) if one.pk not in held],
        "no_manage": reason_for(request, "manage_parties"),
        "crumbs": mandate_crumbs(request, partner),
        "page_tab": "parties",
    }
    return render(request, "partnerships/mandate_list.html", context)


def _kinds(mandate: Mandate) -> list[str]:
    return [str(AgreementKind(kind).label) for kind in mandate.scope if kind in AgreementKind.values]


@require_http_methods(["GET", "POST"])
def mandate_add(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner.objects.select_related("organisation"), act="manage_parties", pk=pk)
    people = partner.contacts.all()
    known = {"valid_from": timezone.localdate(), "contact": request.GET.get("contact", "")}
    form = MandateForm(request.POST or None, request.FILES or None, people=people, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form), all_or_nothing():
            add_mandate(
                form.cleaned_data["contact"], **form.words(), document=_filed(request, form), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The mandate was added."))
            return redirect("partnerships:mandates", partnership=request.partnership.slug, pk=partner.pk)
    return _form_page(request, partner, form, _("Add a mandate"))


@require_http_methods(["GET", "POST"])
def mandate(request: MemberRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    people = row.partner.contacts.filter(pk=row.contact_id)
    form = MandateForm(request.POST or None, request.FILES or None, people=people, initial=known_of(row))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form), all_or_nothing():
            change_mandate(row, **form.words(), document=_filed(request, form), by=request.user, at=timezone.now())
            messages.success(request, _("The mandate was changed."))
            return redirect("partnerships:mandates", partnership=request.partnership.slug, pk=row.partner_id)
    return _form_page(request, row.partner, form, str(row.contact), mandate=row)


@require_http_methods(["GET", "POST"])
def mandate_end(request: MemberRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    form = EndMandateForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            end_mandate(row, last_day=form.cleaned_data["last_day"], by=request.user, at=timezone.now())
            messages.success(request, _("The mandate was ended."))
            return redirect("partnerships:mandates", partnership=request.partnership.slug, pk=row.partner_id)
    return _form_page(request, row.partner, form, _("End this mandate"), mandate=row, ending=True)


def _get(request: MemberRequest, pk: int) -> Mandate:
    rows = Mandate.objects.select_related("contact", "partner__organisation", "document")
    found: Mandate = get_here(request, rows, act="manage_parties", pk=pk)
    return found


def _form_page(request: MemberRequest, partner: Partner, form: Any, title: str, **more: object) -> HttpResponse:
    crumbs = mandate_crumbs(request, partner, title)
    context = {"form": form, "partner": partner, "title": title, "page_tab": "parties", "crumbs": crumbs, **more}
    return render(request, "partnerships/mandate_form.html", context)


def _filed(request: MemberRequest, form: MandateForm) -> Document | None:
    """The proof that was sent along, put away."""
    upload: UploadedFile[bytes] | None = form.cleaned_data.get("upload")
    if upload is None:
        return None
    title = _("Mandate of %(name)s") % {"name": form.cleaned_data["contact"]}
    return file_upload(
        request.partnership, upload, kind=DocumentKind.EVIDENCE, title=title, by=request.user, at=timezone.now(),
        confidential=True,
    )  # fmt: skip
