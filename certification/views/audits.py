"""The audit as the partnership sees it: request, steps, dossier, findings and what was done about them (F76, F77)."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.domain.audit_steps import state_of, steps_of
from certification.domain.auditing import answer_finding, withdraw_audit
from certification.domain.dossiers import gate_line, open_audit, why_not_request
from certification.domain.wording import requirement_name
from certification.enums import Verdict
from certification.forms.audit import AuditRequestForm, CorrectionForm, ReasonForm
from certification.models import Audit, Dossier, DossierItem, Judgement
from certification.rules import why_not_answer
from certification.tasks import FREEZE_JOB
from partnerships.domain.jobs import start_job
from partnerships.doors.getters import get_here, open_cycle, require, why_not
from partnerships.doors.request import MemberRequest
from partnerships.doors.serving import served
from partnerships.exceptions import Refused
from partnerships.models import Cycle, Job
from partnerships.tasks import run_waiting_jobs, send_waiting_mail, soon


def freezing(cycle: Cycle) -> Job | None:
    """The last job that froze, or freezes, a dossier of this cycle."""
    return Job.objects.filter(kind=FREEZE_JOB, subject__startswith=f"audit_request:{cycle.pk}:").first()


def crumbs_of(request: MemberRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(str(request.partnership), request.partnership.get_absolute_url()), *more]


def audits_page(request: MemberRequest) -> str:
    return reverse("certification:audits", kwargs={"partnership": request.partnership.slug})


def reason_for(request: MemberRequest, cycle: Cycle, job: Job | None, audit: Audit | None) -> str:
    """Why this person cannot request an audit now; "" when they can. ``audit`` is the cycle's last one."""
    if not request.access.may("request_audit"):
        return why_not("request_audit")
    if job is not None and job.finished_at is None:
        return _("The dossier is being frozen. This takes a few minutes.")
    return why_not_request(cycle, on=timezone.localdate(), running=audit if audit and audit.is_running else None)


def findings_of(judgements: list[Judgement]) -> list[tuple[Judgement, str, str]]:
    """Every finding with the name of its requirement and the reason why no answer can be written ("" when it can)."""
    found = [row for row in judgements if row.verdict != Verdict.CONFORM]
    return [(row, requirement_name(row), why_not_answer(row)) for row in found]


def audit_context(audit: Audit) -> dict[str, Any]:
    dossier = audit.dossier
    judgements = list(Judgement.objects.filter(audit=audit).select_related("audit__cycle").order_by("pk"))
    kind, words = state_of(audit, on=timezone.localdate())
    return {
        "audit": audit,
        "state_kind": kind,
        "state_words": words,
        "steps": steps_of(audit, judged=len(judgements)),
        "dossier": dossier,
        "items": dossier.items.select_related("document"),
        "gates": [gate_line(gate) for gate in dossier.gates],
        "findings": findings_of(judgements),
        "is_open": audit.is_running,
    }


def show(request: MemberRequest, form: AuditRequestForm | None = None) -> HttpResponse:
    cycle, today = open_cycle(request), timezone.localdate()
    known = Audit.objects.filter(cycle=cycle).select_related(
        "cycle", "body", "auditor", "dossier__document", "certificate"
    )
    audit = known.order_by("-pk").first()
    job = freezing(cycle)
    context = {
        "cycle": cycle,
        "ends_in_certificate": cycle.scheme.ending.kind == "certificate",
        "form": form or AuditRequestForm(on=today),
        "reason": reason_for(request, cycle, job, audit),
        "job": job if job is not None and (job.finished_at is None or job.error) else None,
        "may_lead": request.access.may("request_audit"),
        "may_answer": request.access.may("run_process"),
        "crumbs": crumbs_of(request, (_("Audit"), "")),
        "page_tab": "certification",
        **(audit_context(audit) if audit else {}),
    }
    return render(request, "certification/audit_show.html", context, status=422 if form is not None else 200)


@require_safe
def audits(request: MemberRequest) -> HttpResponse:
    require(request, "see_content")
    return show(request)


@require_POST
def audit_request(request: MemberRequest) -> HttpResponse:
    """Start the long work: drawing, freezing, requesting. Its progress stands on the page of the audit."""
    require(request, "request_audit")
    cycle, now = open_cycle(request), timezone.now()
    form = AuditRequestForm(request.POST, on=timezone.localdate())
    if not form.is_valid():
        return show(request, form)
    if reason := reason_for(request, cycle, freezing(cycle), open_audit(cycle)):
        form.add_error(None, reason)
        return show(request, form)
    subject = f"audit_request:{cycle.pk}:{form.cleaned_data['body'].pk}"
    start_job(request.partnership, FREEZE_JOB, title=_("Freeze the dossier"), subject=subject, by=request.user, at=now)
    soon(run_waiting_jobs)
    messages.success(cast("HttpRequest", request), _("The dossier is being frozen. After that the audit is requested."))
    return redirect(audits_page(request))


@require_http_methods(["GET", "POST"])
def audit_withdraw(request: MemberRequest) -> HttpResponse:
    """Ask for the reason, then take the request back."""
    require(request, "request_audit")
    audit = open_audit(open_cycle(request))
    if audit is None:
        raise Http404("No open audit.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_audit(audit, reason=reason, by=request.user, on=timezone.localdate(), at=timezone.now())
        except Refused as refusal:
            messages.error(cast("HttpRequest", request), str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("The request is withdrawn."))
        return redirect(audits_page(request))
    title = _("Withdraw the request")
    context = {
        "title": title,
        "lead": _("The dossier stays as it was frozen. The auditor can no longer read it."),
        "action": title,
        "form": form,
        "crumbs": crumbs_of(request, (_("Audit"), audits_page(request)), (title, "")),
        "page_tab": "certification",
    }
    return render(request, "certification/audit_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def finding_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Write what was done about a finding."""
    rows = Judgement.objects.exclude(verdict=Verdict.CONFORM).select_related("audit__cycle")
    finding = get_here(request, rows, act="run_process", pk=pk)
    form = CorrectionForm(request.POST or None, initial={"correction": finding.correction})
    if request.method == "POST" and form.is_valid():
        try:
            answer_finding(finding, **form.cleaned_data, by=request.user, on=timezone.localdate(), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(cast("HttpRequest", request), _("Saved. The auditor can read it now."))
            return redirect(audits_page(request))
    title = _("Corrective action")
    context = {
        "title": title,
        "lead": f"{requirement_name(finding)}. {finding.remark}",
        "action": _("Save"),
        "form": form,
        "crumbs": crumbs_of(request, (_("Audit"), audits_page(request)), (title, "")),
        "page_tab": "certification",
    }
    return render(request, "certification/audit_form.html", context, status=422 if form.errors else 200)


@require_safe
def dossier_item(request: MemberRequest, pk: int) -> HttpResponseBase:
    """One piece of a frozen dossier."""
    return served(get_here(request, DossierItem.objects.select_related("document"), act="see_content", pk=pk).document)


@require_safe
def dossier_manifest(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The sealed list of a frozen dossier."""
    rows = Dossier.objects.filter(document__isnull=False).select_related("document")
    document = get_here(request, rows, act="see_content", pk=pk).document
    assert document is not None
    return served(document)


def ask_worker() -> None:
    """Let the worker look now; the clock looks anyway."""
    soon(run_waiting_jobs)
    soon(send_waiting_mail)
