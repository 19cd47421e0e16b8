"""The auditor's room: the frozen dossier, the requirements, the talks, the visit and the decision (F77, F78).

Every address takes its audit from ``enter_as_auditor``: 404 for another body's, 403 with the reason outside its dates.
"""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.domain.audit_steps import steps_of
from certification.domain.auditing import judge, note_interviews, note_visit, requirements_of, resolve_finding
from certification.domain.certifying import certificate_to_come, conclude, why_not_decide
from certification.domain.dossiers import gate_line
from certification.doors import enter_as_auditor, enter_as_reader
from certification.enums import Outcome, Verdict
from certification.forms.audit import DecisionForm, InterviewsForm, JudgementForm, VisitForm
from certification.models import Audit, DossierItem, Judgement
from certification.rules import why_not_change, why_not_resolve
from certification.views.audits import ask_worker
from partnerships.doors.request import UserRequest
from partnerships.doors.serving import served
from partnerships.exceptions import Refused
from partnerships.periods import last_day


def forms_of(audit: Audit, data: Any = None) -> dict[str, JudgementForm]:
    """A form for every requirement, with what stands there now; bound to what was sent, when that is given."""
    made = {one.requirement_id: one for one in Judgement.objects.filter(audit=audit)}
    forms = {}
    for requirement in requirements_of(audit):
        known = made.get(requirement.id)
        initial = {"verdict": known.verdict, "remark": known.remark} if known else {}
        forms[requirement.id] = JudgementForm(data, initial=initial, prefix=requirement.id)
    return forms


def judgement_rows(audit: Audit, forms: dict[str, JudgementForm]) -> list[dict[str, Any]]:
    """Every requirement with its judgement and the form to change it."""
    made = {one.requirement_id: one for one in Judgement.objects.filter(audit=audit).select_related("audit")}
    rows = []
    for requirement in requirements_of(audit):
        judgement = made.get(requirement.id)
        rows.append(
            {
                "requirement": requirement,
                "judgement": judgement,
                "is_finding": judgement is not None and judgement.verdict != Verdict.CONFORM,
                "why_not_resolve": why_not_resolve(judgement) if judgement else "",
                "form": forms[requirement.id],
            }
        )
    return rows


def room(
    request: UserRequest, audit: Audit, *, judged: dict[str, JudgementForm] | None = None, **forms: Form
) -> HttpResponse:
    """The page; with the forms that were not right. Of an audit that is closed it can be read only."""
    dossier, rows = audit.dossier, judgement_rows(audit, judged or forms_of(audit))
    context = {
        "audit": audit,
        "closed": why_not_change(audit),
        "last_day": last_day(audit.closes_on),
        "steps": steps_of(audit, judged=sum(row["judgement"] is not None for row in rows)),
        "dossier": dossier,
        "items": dossier.items.select_related("document"),
        "gates": [gate_line(gate) for gate in dossier.gates],
        "rows": rows,
        "visit_form": VisitForm(initial={"visited_on": audit.visited_on}),
        "interviews_form": InterviewsForm(initial={"interviews": audit.interviews}),
        "why_not_decide": why_not_decide(audit, outcome=Outcome.NEGATIVE),
        "crumbs": [(_("Audits"), reverse("certification:audit-list")), (str(audit.partnership), "")],
        **forms,
    }
    wrong = bool(judged or forms)
    return render(request, "certification/audit_room.html", context, status=422 if wrong else 200)


def back(request: UserRequest, audit: Audit, words: str, *, place: str = "") -> HttpResponse:
    messages.success(cast("HttpRequest", request), words)
    return redirect(reverse("certification:audit-room", kwargs={"uuid": audit.uuid}) + place)


@require_safe
def audit_room(request: UserRequest, uuid: UUID) -> HttpResponse:
    return room(request, enter_as_reader(request, uuid))


@require_safe
def audit_item(request: UserRequest, uuid: UUID, pk: int) -> HttpResponseBase:
    """A piece of this frozen dossier; nothing else can be read by this address."""
    audit = enter_as_reader(request, uuid)
    return served(get_object_or_404(DossierItem, dossier=audit.dossier_id, pk=pk).document)


@require_safe
def audit_manifest(request: UserRequest, uuid: UUID) -> HttpResponseBase:
    """The sealed list of the dossier."""
    document = enter_as_reader(request, uuid).dossier.document
    if document is None:
        raise Http404("No manifest.")
    return served(document)


@require_POST
def audit_judge(request: UserRequest, uuid: UUID, requirement_id: str) -> HttpResponse:
    """Judge this requirement, and every other one that was filled in on the page: nothing typed is lost.

    What cannot be saved comes back as it was typed, with what is missing.
    """
    audit = enter_as_auditor(request, uuid)
    names = {one.id: str(one.name) for one in requirements_of(audit)}
    if requirement_id not in names:
        raise Http404("No such requirement in this round.")
    forms = forms_of(audit, request.POST)
    sent = {name.rpartition("-")[0] for name in request.POST}
    touched = {
        key: form for key, form in forms.items() if key == requirement_id or (key in sent and form.has_changed())
    }
    saved = [key for key, form in touched.items() if form.is_valid() and _judged(request, audit, key, form)]
    wrong = {key: form for key, form in touched.items() if key not in saved}
    if saved:
        words = _("Judged: %(name)s.") % {"name": ", ".join(names[key] for key in saved)}
        messages.success(cast("HttpRequest", request), words)
    if not wrong:
        return redirect(reverse("certification:audit-room", kwargs={"uuid": audit.uuid}) + "#requirements")
    return room(request, audit, judged={**forms_of(audit), **wrong})


def _judged(request: UserRequest, audit: Audit, requirement_id: str, form: JudgementForm) -> bool:
    try:
        judge(
            audit, requirement_id, verdict=Verdict(form.cleaned_data["verdict"]), remark=form.cleaned_data["remark"],
            by=request.user, on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def audit_visit(request: UserRequest, uuid: UUID) -> HttpResponse:
    audit = enter_as_auditor(request, uuid)
    form = VisitForm(request.POST)
    if form.is_valid():
        try:
            note_visit(audit, **form.cleaned_data, by=request.user, on=timezone.localdate(), at=timezone.now())
        except Refused as refusal:
            form.add_error("visited_on", str(refusal))
        else:
            return back(request, audit, _("The visit is recorded."))
    return room(request, audit, visit_form=form)


@require_POST
def audit_interviews(request: UserRequest, uuid: UUID) -> HttpResponse:
    audit = enter_as_auditor(request, uuid)
    form = InterviewsForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["interviews"]
        note_interviews(audit, text=text, by=request.user, on=timezone.localdate(), at=timezone.now())
        return back(request, audit, _("The notes are saved."))
    return room(request, audit, interviews_form=form)


@require_POST
def audit_resolve(request: UserRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Call a finding resolved."""
    audit = enter_as_auditor(request, uuid)
    finding = get_object_or_404(Judgement.objects.select_related("audit"), audit=audit.pk, pk=pk)
    try:
        resolve_finding(finding, by=request.user, on=timezone.localdate(), at=timezone.now())
    except Refused as refusal:
        messages.error(cast("HttpRequest", request), str(refusal))
        return redirect("certification:audit-room", uuid=audit.uuid)
    return back(request, audit, _("The finding is resolved."), place="#requirements")


@require_http_methods(["GET", "POST"])
def audit_decide(request: UserRequest, uuid: UUID) -> HttpResponse:
    """First the decision, then the question whether that is meant; only the answer to it closes the audit."""
    audit = enter_as_auditor(request, uuid)
    form = DecisionForm(request.POST or None)
    sure, foreseen = False, None
    if request.method == "POST" and form.is_valid():
        outcome = Outcome(form.cleaned_data["outcome"])
        sure = not (reason := why_not_decide(audit, outcome=outcome))
        if not reason and outcome == Outcome.POSITIVE:
            foreseen, reason = certificate_to_come(audit, on=timezone.localdate())
            sure = not reason
        if reason:
            form.add_error(None, reason)
        elif form.cleaned_data["confirmed"]:
            return concluded(request, audit, form, outcome)
    context = {
        "audit": audit,
        "form": form,
        "reason": why_not_decide(audit, outcome=Outcome.NEGATIVE),
        "ask": sure,
        "foreseen": foreseen,
        "positive": form.data.get("outcome") == Outcome.POSITIVE,
        "crumbs": [
            (_("Audits"), reverse("certification:audit-list")),
            (str(audit.partnership), reverse("certification:audit-room", kwargs={"uuid": audit.uuid})),
            (_("Decision"), ""),
        ],
    }
    return render(request, "certification/audit_decide.html", context, status=422 if form.errors else 200)


def concluded(request: UserRequest, audit: Audit, form: DecisionForm, outcome: Outcome) -> HttpResponse:
    """Close the audit; the certificate of a positive decision comes with it, its PDF follows."""
    motivation = form.cleaned_data["motivation"]
    try:
        certificate = conclude(
            audit, outcome=outcome, motivation=motivation, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
    except Refused as refusal:
        messages.error(cast("HttpRequest", request), str(refusal))
        return redirect("certification:audit-list")
    ask_worker()
    words = _("The audit is closed with a negative decision.")
    if certificate is not None:
        words = _("The audit is closed and certificate %(number)s is issued.") % {"number": certificate.number}
    messages.success(cast("HttpRequest", request), words)
    return redirect("certification:audit-list")
