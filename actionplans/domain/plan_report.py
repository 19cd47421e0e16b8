"""The plan as a PDF: made by the worker, filed as a document of kind plan."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actionplans.domain.completeness import element_states
from actionplans.domain.matrix import rows_of
from actionplans.domain.plan_contents import contents_of
from actionplans.exceptions import PlanFrozen
from actionplans.models import Plan, PlanApproval
from partnerships.documents.render import render_pdf
from partnerships.domain.activity import record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.filing import file_rendered
from partnerships.domain.jobs import job_kind, report, start_job
from partnerships.enums import DocumentKind
from partnerships.models import Document, Job, User

KIND = "plan_report"
STEPS = 3


def report_subject(plan: Plan) -> str:
    return f"plan:{plan.pk}"


def start_plan_report(plan: Plan, *, by: User | None, at: datetime) -> Job:
    """Ask for the PDF of a plan. The view then wakes the worker; the clock finds the job anyway."""
    title = _("Make the PDF of “%(plan)s”") % {"plan": plan}
    return start_job(plan.partnership, KIND, title=title[:160], subject=report_subject(plan), by=by, at=at, total=STEPS)


def last_plan_report(plan: Plan) -> Job | None:
    """The last PDF that was asked of this plan, ready or not."""
    found: Job | None = Job.objects.filter(kind=KIND, subject=report_subject(plan)).first()
    return found


@job_kind(KIND)
def make_plan_report(job: Job) -> str:
    """Draw and file the plan. Returns the address of the document."""
    plan: Plan | None = Plan.objects.select_related("cycle", "partnership").filter(
        pk=int(job.subject.partition(":")[2])
    ).first()  # fmt: skip
    if plan is None:
        raise PlanFrozen(_("This plan is not there any more."))
    report(job, done=1, total=STEPS)
    language = job.created_by.language if job.created_by else "nl"
    pdf = render_plan(plan, language=language, at=job.created_at)
    report(job, done=2, total=STEPS)
    document = file_plan(plan, pdf, by=job.created_by, at=job.created_at)
    return reverse("partnerships:document", kwargs={"partnership": plan.partnership.slug, "uuid": document.uuid})


def render_plan(plan: Plan, *, language: str, at: datetime) -> bytes:
    """The bytes of the PDF, in one language, as the plan stood at ``at``."""
    on = localtime(at).date()
    with translation.override(language):
        contents = contents_of(plan, on=on)
        context = {
            "plan": plan,
            "partnership": plan.partnership,
            "scheme": plan.cycle.scheme,
            "name": plan.cycle.scheme.plan.name,
            "document_id": "",
            "printed_on": on,
            "elements": element_states(contents),
            "objectives": contents.objectives,
            "rows": rows_of(contents.measures, plan, on=on),
            "approvals": list(PlanApproval.objects.filter(plan=plan).select_related("partner__organisation")),
        }
        return render_pdf("documents/plan.html", context, language=language, title=str(plan))


def file_plan(plan: Plan, pdf: bytes, *, by: User | None, at: datetime) -> Document:
    """File the PDF; the first one after adoption becomes the document of the plan."""
    with all_or_nothing():
        document = file_rendered(
            plan.partnership, pdf, filename=f"plan-{plan.partnership.slug}-{plan.version}.pdf", kind=DocumentKind.PLAN,
            title=_("%(plan)s (version %(number)s)") % {"plan": plan, "number": plan.version}, by=by, at=at, cycle=plan.cycle,
        )  # fmt: skip
        Plan.objects.filter(pk=plan.pk, adopted_on__isnull=False, document__isnull=True).update(document=document)
        record(plan.partnership_id, "printed_plan", by=by, at=at, cycle=plan.cycle, about=plan, sha256=document.sha256)
    return document
