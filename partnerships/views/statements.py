"""What every party expects, wishes and does itself, side by side (F14)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.domain.parties import write_statement
from partnerships.doors.answers import csv_answer
from partnerships.doors.getters import get_here, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.forms.party import StatementForm
from partnerships.models import Partner
from partnerships.views.parties import party_crumbs, writes_own


def why_not_write(request: MemberRequest, partner: Partner) -> str:
    """People write for their own organisation; who manages the parties may record what one said."""
    if writes_own(request, partner) or request.access.may("manage_parties"):
        return ""
    if request.access.may("write_for_partner"):
        return _("You can only write for your own organisation.")
    return why_not("write_for_partner")


@require_safe
def statements(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    rows = [
        (partner, why_not_write(request, partner))
        for partner in Partner.objects.joined().select_related("organisation")
    ]
    crumbs = [*party_crumbs(request), (_("Statements"), "")]
    return render(request, "partnerships/statement_list.html", {"crumbs": crumbs, "page_tab": "parties", "rows": rows})


@require_safe
def statements_csv(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    header = (_("Party"), _("What we expect"), _("How we would like the area to be"), _("What we do ourselves"))
    rows = Partner.objects.joined().values_list("organisation__name", "expectation", "desired_environment", "own_role")
    return csv_answer(f"verklaringen-{request.partnership.slug}.csv", header, rows)


@require_http_methods(["GET", "POST"])
def statement(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_here(request, Partner.objects.select_related("organisation"), act="see_content", pk=pk)
    if reason := why_not_write(request, partner):
        raise PermissionDenied(reason)
    on_behalf = not writes_own(request, partner)
    words = {name: getattr(partner, name) for name in ("expectation", "desired_environment", "own_role")}
    form = StatementForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        write_statement(partner, **form.cleaned_data, by=request.user, at=timezone.now(), on_behalf=on_behalf)
        messages.success(request, _("The statement was kept."))
        return redirect("partnerships:statements", partnership=request.partnership.slug)
    context = {"form": form, "partner": partner, "on_behalf": on_behalf, "page_tab": "parties"}
    crumbs = [*party_crumbs(request, partner), (_("Statement"), "")]
    return render(request, "partnerships/statement_form.html", context | {"crumbs": crumbs})
