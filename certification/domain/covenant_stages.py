"""Is this the moment the covenant was to be signed at? Known from the plan, the audit and the award (F17)."""

from datetime import date

from django.utils.translation import gettext as _

from actionplans.models import Plan
from certification.enums import Outcome
from certification.models import Audit, Certificate
from partnerships.domain.covenant_stages import stage_of
from partnerships.domain.sending_warnings import add_warning
from partnerships.enums import AgreementKind, CovenantStage
from partnerships.models import Agreement, Cycle


def covenant_out_of_stage(agreement: Agreement, on: date) -> str:
    """Why today is not the agreed moment for this covenant; "" when it is, and for every other text."""
    if agreement.kind != AgreementKind.COVENANT:
        return ""
    stage = stage_of(agreement.cycle)
    why = why_outside(agreement.cycle, stage)
    words = _("The covenant is to be signed at this moment: %(stage)s. %(why)s")
    return words % {"stage": str(stage.label).lower(), "why": why} if why else ""


def why_outside(cycle: Cycle, stage: CovenantStage) -> str:
    """What has happened already, or has not happened yet; "" when the round is at this stage."""
    adopted = Plan.objects.filter(cycle=cycle, adopted_on__isnull=False).exists()
    audits = Audit.objects.filter(cycle=cycle, withdrawn_on__isnull=True)
    judged = audits.filter(outcome=Outcome.POSITIVE).exists()
    awarded = Certificate.objects.filter(cycle=cycle, withdrawn_on__isnull=True).exists()
    if stage == CovenantStage.BEFORE_PLAN:
        return _("The plan has already been adopted.") if adopted else ""
    if stage == CovenantStage.BEFORE_AUDIT:
        return _("The audit has already been requested.") if audits.exists() else ""
    if stage == CovenantStage.AFTER_AUDIT:
        return "" if judged else _("The audit has not been closed with a positive decision yet.")
    if stage == CovenantStage.AWARD:
        return "" if awarded else _("The certificate has not been issued yet.")
    return ""


add_warning(covenant_out_of_stage)
