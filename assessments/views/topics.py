"""The topics of the scheme's checklist, on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.domain.analyses import analysis_of
from assessments.domain.topics import answer_topics, topic_lines, unanswered
from assessments.forms.topics import TopicsForm
from assessments.rules import why_not_change
from assessments.views.page import draw, here
from partnerships.doors.getters import open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused


@require_http_methods(["GET", "POST"])
def topics(request: MemberRequest) -> HttpResponse:
    """Read the answers, or fill them in; on an error nothing is saved."""
    require(request, "see_content" if request.method == "GET" else "edit_analysis")
    cycle = open_cycle(request)
    lines = topic_lines(cycle)
    form = TopicsForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            changed = answer_topics(cycle, form.answers(), seen=form.seen_at(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("%(number)s answer is saved.", "%(number)s answers are saved.", changed)
            messages.success(request, text % {"number": changed})
            return redirect(here(request, "topics"))
    locked = why_not_change(cycle, analysis_of(cycle))
    return draw(
        request, "topic_form.html", title=_("Topics"), form=form, lines=lines,
        answered=sum(line.answer is not None for line in lines), missing=unanswered(lines),
        locked=locked or ("" if request.access.may("edit_analysis") else why_not("edit_analysis")),
    )  # fmt: skip
