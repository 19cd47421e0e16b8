"""Every certificate of this installation, for anybody: to list and to find (F106)."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.filters import CertificateFilter, certificates_in_order
from certification.models import Certificate
from certification.views.certificates import card
from partnerships.models import Cycle
from partnerships.tenancy.doors import sweep_door

PER_PAGE = 50


@login_not_required
@require_safe
def certificate_register(request: HttpRequest) -> HttpResponse:
    """What the page of each certificate shows, in one list: newest first, filtered, a page at a time."""
    with sweep_door(Certificate, Cycle):
        every = Certificate.objects.select_related("cycle")
        filterset = CertificateFilter(request.GET, queryset=every, on=timezone.localdate())
        rows = certificates_in_order(filterset.qs, request.GET.get("sort", ""))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        cards = [card(one) for one in page]
        total = every.count()
    context = {
        "cards": cards, "page_obj": page, "filterset": filterset, "total": total, "shown": page.paginator.count,
    }  # fmt: skip
    return render(request, "certification/certificate_register.html", context)
