"""When the covenant is signed: per round, as the scheme proposes unless the partnership chose (F17)."""

from datetime import datetime

from django.db import transaction

from partnerships.domain.activity import record
from partnerships.enums import AgreementKind, CovenantStage
from partnerships.models import Cycle, User


def stage_of(cycle: Cycle) -> CovenantStage:
    """The chosen stage, else what the scheme says of its covenant, else no fixed moment."""
    if cycle.covenant_stage:
        return CovenantStage(cycle.covenant_stage)
    covenants = cycle.scheme.documents_of_kind(AgreementKind.COVENANT)
    return CovenantStage(covenants[0].signed_when) if covenants else CovenantStage.ANYTIME


@transaction.atomic
def choose_stage(cycle: Cycle, stage: CovenantStage, *, by: User, at: datetime) -> None:
    """Choose when the covenant of this round is signed."""
    Cycle.objects.filter(pk=cycle.pk).update(covenant_stage=stage)
    cycle.covenant_stage = stage
    record(cycle.partnership_id, "chose_covenant_stage", by=by, at=at, cycle=cycle, about=cycle, stage=stage.value)
