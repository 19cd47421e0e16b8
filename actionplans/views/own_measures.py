"""The measures of one's own party, for who sees how far the work is but not what the partners share (F105, F54)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.domain.matrix import MARKS, state_words
from actionplans.models import Measure
from partnerships.doors.getters import require
from partnerships.doors.request import MemberRequest


@require_safe
def own_measures(request: MemberRequest) -> HttpResponse:
    """What the parties this person speaks for promised in the plan that counts now; soonest first."""
    require(request, "see_progress")
    today = timezone.localdate()
    rows = Measure.objects.current().filter(
        owner_partner__in=request.access.partner_ids, plan__adopted_on__isnull=False, dropped_on__isnull=True
    )
    measures = rows.select_related("owner_partner__organisation").order_by("done_on", "deadline", "pk")
    context = {
        "crumbs": [(str(request.partnership), request.partnership.get_absolute_url()), (_("Own measures"), "")],
        "page_tab": "overview",
        "rows": [(one, MARKS[one.state_on(today)], state_words(one, on=today)) for one in measures],
    }
    return render(request, "actionplans/own_measures.html", context)
