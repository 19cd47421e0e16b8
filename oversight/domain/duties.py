"""What has a day: tasks, signatures, refused texts, measures, certificates and renewal steps, as rows without content."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils import timezone

from actionplans.models import Measure
from certification.models import Certificate
from certification.progress import Progress as LiveProgress
from oversight.models import Due
from partnerships.domain.round_standing import refused_rounds
from partnerships.enums import Role
from partnerships.models import Cycle, Signature
from partnerships.periods import months_before


def duties_of(live: Iterable[LiveProgress], certificates: Mapping[int, Certificate]) -> list[Due]:
    """All duties of these cycles. A task that facts decide has no day of its own when done, so it then has no row."""
    found = list(live)
    cycles = {one.cycle.pk: one.cycle for one in found}
    duties = [duty for one in found for duty in task_duties(one)]
    duties += signature_duties(cycles)
    duties += refused_duties(cycles)
    duties += measure_duties(cycles)
    for one in found:
        if certificate := certificates.get(one.cycle.pk):
            duties += certificate_duties(one, certificate)
    return duties


def duty(
    cycle: Cycle, kind: str, subject: str, due_on: date, *, done_on: date | None = None, owner_kind: str = ""
) -> Due:
    return Due(
        partnership_id=cycle.partnership_id,
        cycle=cycle,
        scheme_urn=cycle.scheme_urn,
        scheme_version=cycle.scheme_version,
        kind=kind,
        subject=subject,
        due_on=due_on,
        done_on=done_on,
        owner_kind=owner_kind,
    )


def task_duties(live: LiveProgress) -> Iterator[Due]:
    """Open tasks with a day in phases reached (or that may start now), and ticked ones with the day they were done."""
    current = live.current
    for phase in live.phases:
        for task in phase.tasks:
            if task.due_on is None or task.skipped or (task.done and task.done_on is None):
                continue
            early = phase.state == "later" and (current is None or current.id not in task.definition.may_start_in)
            passed_by = phase.state == "done" and task.definition.optional  # nobody waits for it any more
            if not task.done and (early or passed_by or live.cycle.closed_on is not None):
                continue
            owner = task.row.owner.kind if task.row and task.row.owner else task.definition.by
            yield duty(live.cycle, Due.Kind.TASK, task.id, task.due_on, done_on=task.done_on, owner_kind=owner)


def signature_duties(cycles: Mapping[int, Cycle]) -> Iterator[Due]:
    """Requests to sign that still count, once their turn has come; due on the last day to sign, or the link's end."""
    asked = Signature.objects.filter(agreement__cycle__in=cycles, agreement__withdrawn_at__isnull=True).exclude(
        declined_at__isnull=False
    )
    for signature in asked.select_related("agreement", "partner"):
        if signature.waits and not signature.signed_at:
            continue
        signed = timezone.localtime(signature.signed_at).date() if signature.signed_at else None
        due_on = signature.deadline or timezone.localtime(signature.expires_at).date()
        yield duty(
            cycles[signature.agreement.cycle_id], Due.Kind.SIGNATURE, f"signature:{signature.uuid}",
            due_on, done_on=signed, owner_kind=signature.partner.kind,
        )  # fmt: skip


def refused_duties(cycles: Mapping[int, Cycle]) -> Iterator[Due]:
    """Refused texts of open rounds, for who leads, from the day of the refusal until a new round is sent or they withdraw it.

    The subject names the document, whose name is the scheme's; of what is signed beside another text its key as well.
    """
    open_ones = [pk for pk, cycle in cycles.items() if cycle.closed_on is None]
    for text in refused_rounds().filter(cycle__in=open_ones):
        key = f":{text.uuid}" if text.parent_id else ""
        if text.withdrawn_at is None:  # the query leaves these out; this tells the type checker
            continue
        yield duty(
            cycles[text.cycle_id], Due.Kind.REFUSED, f"refused:{text.scheme_document}{key}",
            timezone.localtime(text.withdrawn_at).date(), owner_kind=Role.PROJECT_LEADER,
        )  # fmt: skip


def measure_duties(cycles: Mapping[int, Cycle]) -> Iterator[Due]:
    measures = Measure.objects.filter(
        plan__cycle__in=cycles, plan__superseded_on__isnull=True, dropped_on__isnull=True, deadline__isnull=False
    )
    for measure in measures.select_related("plan", "owner_partner"):
        if measure.deadline is None:  # the query leaves these out; this tells the type checker
            continue
        owner = measure.owner_partner.kind if measure.owner_partner else ""
        cycle = cycles[measure.plan.cycle_id]
        yield duty(
            cycle,
            Due.Kind.MEASURE,
            f"measure:{measure.pk}",
            measure.deadline,
            done_on=measure.done_on,
            owner_kind=owner,
        )


def certificate_duties(live: LiveProgress, certificate: Certificate) -> Iterator[Due]:
    """The last days of validity, and the renewal steps counted back from it; done when the round was closed."""
    if certificate.withdrawn_on is not None:
        return
    cycle, closed = live.cycle, live.cycle.closed_on
    yield duty(
        cycle, Due.Kind.CERTIFICATE, f"certificate:{certificate.number}", certificate.valid_until, done_on=closed
    )
    renewal = live.scheme.renewal
    for step in renewal.steps if renewal else ():
        day = months_before(certificate.valid_until, step.months_before)
        yield duty(cycle, Due.Kind.RENEWAL, step.id, day, done_on=closed, owner_kind="project_leader")
