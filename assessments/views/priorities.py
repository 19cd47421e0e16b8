"""Focus areas: list, choose, change, order, remove, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.analyses import analysis_of
from assessments.domain.priorities import change_priority, choose_priority, move_priority, remove_priority
from assessments.domain.topics import TopicLine, topic_lines, worst_first
from assessments.forms.priority import PriorityForm
from assessments.models import Priority
from assessments.rules import why_not_change, why_not_remove
from assessments.views.page import draw, here
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tabular import write_table


def _in_words(line: TopicLine) -> str:
    if line.answer is None:
        return _("%(topic)s (not answered)") % {"topic": line.topic.name}
    score = _("does not apply") if line.answer.not_applicable else line.answer.get_score_display().lower()
    return f"{line.topic.name} ({score})"


def _choices(cycle: Cycle) -> list[tuple[str, str]]:
    return [(line.topic.id, _in_words(line)) for line in worst_first(topic_lines(cycle))]


def _named(cycle: Cycle) -> list[tuple[Priority, str]]:
    """Focus areas with the name of their topic; the bare id for a topic that is no longer in the scheme."""
    names = {topic.id: str(topic.name) for topic in cycle.scheme.topics}
    rows = Priority.objects.filter(cycle=cycle).prefetch_related("objectives")  # why_not_remove counts these
    return [(priority, names.get(priority.topic_id, priority.topic_id)) for priority in rows]


@require_safe
def priorities(request: MemberRequest) -> HttpResponse:
    """The focus areas in their order, and the topics with the worst answers on top."""
    require(request, "see_content")
    cycle = open_cycle(request)
    locked = why_not_change(cycle, analysis_of(cycle))
    if not request.access.may("edit_analysis"):
        locked = why_not("edit_analysis")
    lines = [(priority, topic, locked or why_not_remove(priority)) for priority, topic in _named(cycle)]
    return draw(
        request, "priority_list.html", title=_("Focus areas"), lines=lines, locked=locked,
        topics=worst_first(topic_lines(cycle)),
    )  # fmt: skip


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The same list as CSV."""
    require(request, "see_content")
    header = (_("Order"), _("Focus area"), _("Topic"), _("Why this comes first"))
    rows = [(one.rank, one.title, topic, one.reason) for one, topic in _named(open_cycle(request))]
    headers = {"Content-Disposition": 'attachment; filename="speerpunten.csv"'}
    return HttpResponse(write_table(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def priority_choose(request: MemberRequest) -> HttpResponse:
    """Choose a focus area from the topics; `?topic=` fills the topic in."""
    require(request, "edit_analysis")
    cycle = open_cycle(request)
    form = PriorityForm(request.POST or None, topics=_choices(cycle), initial={"topic_id": request.GET.get("topic")})
    if request.method == "POST" and form.is_valid():
        try:
            choose_priority(cycle, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The focus area is added."))
            return redirect(here(request, "priorities"))
    locked = why_not_change(cycle, analysis_of(cycle))
    return _draw_form(request, form, title=_("Choose a focus area"), locked=locked)


@require_http_methods(["GET", "POST"])
def priority_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a focus area."""
    priority = get_here(request, Priority, act="edit_analysis", pk=pk)
    known = {"topic_id": priority.topic_id, "title": priority.title, "reason": priority.reason}
    form = PriorityForm(request.POST or None, topics=_choices(priority.cycle), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_priority(priority, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The focus area is changed."))
            return redirect(here(request, "priorities"))
    locked = why_not_change(priority.cycle, analysis_of(priority.cycle))
    return _draw_form(request, form, title=_("Change the focus area"), locked=locked)


@require_POST
def priority_move(request: MemberRequest, pk: int) -> HttpResponse:
    """One place up or down: `direction` is up or down."""
    priority = get_here(request, Priority, act="edit_analysis", pk=pk)
    try:
        places = 1 if request.POST.get("direction") == "down" else -1
        move_priority(priority, places=places, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(here(request, "priorities"))


@require_POST
def priority_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a focus area off the list."""
    priority = get_here(request, Priority, act="edit_analysis", pk=pk)
    try:
        remove_priority(priority, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The focus area is removed."))
    return redirect(here(request, "priorities"))


def _draw_form(request: MemberRequest, form: PriorityForm, *, title: str, locked: str) -> HttpResponse:
    above = ((_("Focus areas"), here(request, "priorities")),)
    return draw(request, "analysis_form.html", title=title, form=form, locked=locked, above=above)
