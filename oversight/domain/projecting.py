"""From live facts to projections: what looks across partnerships reads ``Progress`` and ``Due``, never content.

Every recorded act marks its cycle; ``refresh_marked`` projects marked cycles, ``rebuild`` all of them, both through the
same expressions. An open cycle is judged anew on every day as well: some conditions look back (a meeting in the last
half year), and what the home page says today the portfolio says too. On one and the same day nothing changes by building
everything anew.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from actionplans.models import Measure, Objective, Plan, PlanElement
from assessments.models import Analysis, FigureSet, InspectionRound, Priority, Survey, TopicAnswer
from certification.due_dates import DueDate, due_dates_of, roles_held
from certification.models import Audit, Certificate, Judgement, OperationalStart
from certification.progress import Progress as LiveProgress
from certification.progress import progress_of_many
from oversight.models import Due, Progress
from partnerships.models import (
    Activity,
    Agreement,
    Contact,
    Cycle,
    Document,
    Meeting,
    Membership,
    Obligation,
    Partner,
    PartnershipArea,
    Signature,
    Task,
    Waiver,
)
from partnerships.scheme_files import get_scheme
from partnerships.tenancy.doors import sweep_door

# Every table the facts, the progress and the duties read, and the two they write.
TABLES = (
    Activity, Agreement, Contact, Cycle, Document, Meeting, Membership, Obligation, Partner, PartnershipArea, Signature, Task,
    Waiver, Analysis, FigureSet, InspectionRound, Priority, Survey, TopicAnswer,
    Measure, Objective, Plan, PlanElement,
    Audit, Certificate, Judgement, OperationalStart,
    Progress, Due,
)  # fmt: skip
BATCH = 300


def refresh_marked(*, on: date | None = None) -> int:
    """Project the cycles that changed since they were last projected, and open ones that were not judged ``on`` this day.

    Returns how many. ``on`` None: only what changed, judged on the day of its last act.
    """
    wanted = Q(changed_at__isnull=False)
    if on is not None:
        wanted |= Q(closed_on__isnull=True, progress__judged_on__lt=on)
    with sweep_door(*TABLES):
        return project(list(Cycle.objects.filter(wanted).order_by("changed_at", "pk")[:BATCH]), on=on)


def rebuild(*, on: date | None = None) -> int:
    """Project every cycle anew. Returns how many."""
    with sweep_door(*TABLES):
        cycles = list(Cycle.objects.order_by("pk"))
        return sum(project(cycles[start : start + BATCH], on=on) for start in range(0, len(cycles), BATCH))


def project(cycles: list[Cycle], *, on: date | None) -> int:
    """Write the projections of these cycles, one scheme version and day at a time."""
    last_acts = dict(
        Activity.objects.filter(cycle__in=cycles)
        .order_by()
        .values("cycle")
        .annotate(last=Max("at"))
        .values_list("cycle", "last")
    )

    def version_and_day(cycle: Cycle) -> tuple[str, str, date]:
        return cycle.scheme_urn, cycle.scheme_version, day_of(cycle, last_acts.get(cycle.pk), on=on)

    for (urn, version, day), group in groupby(sorted(cycles, key=version_and_day), key=version_and_day):
        ids = [cycle.pk for cycle in group]
        rows = Cycle.objects.filter(pk__in=ids).select_related("partnership")
        write(progress_of_many(rows, get_scheme(urn, version), on=day), last_acts, on=day)
    for cycle in cycles:  # only if nothing happened meanwhile; else it stays marked and is projected again
        Cycle.objects.filter(pk=cycle.pk, changed_at=cycle.changed_at).update(changed_at=None)
    return len(cycles)


def day_of(cycle: Cycle, last_act: datetime | None, *, on: date | None) -> date:
    """The day facts are judged on: ``on``; of a closed cycle, or without one, that of the last recorded act."""
    if on is not None and cycle.closed_on is None:
        return on
    return timezone.localtime(last_act).date() if last_act else cycle.started_on


@transaction.atomic
def write(live: Iterable[LiveProgress], last_acts: dict[int, datetime], *, on: date) -> None:
    """Replace the rows of these cycles by what the live progress says now."""
    found = list(live)
    cycles = [one.cycle for one in found]
    certificates = latest_certificates(Certificate.objects.filter(cycle__in=cycles))
    ends = ends_of(cycles)
    areas = areas_of({cycle.partnership_id for cycle in cycles})
    counts = measure_counts(Measure.objects.filter(plan__cycle__in=cycles, plan__superseded_on__isnull=True))
    rows = [
        progress_row(
            one,
            certificates.get(one.cycle.pk),
            ends.get(one.cycle.pk),
            counts.get(one.cycle.pk, (0, 0)),
            areas.get(one.cycle.partnership_id, []),
            last_acts,
            on,
        )
        for one in found
    ]
    fields = [
        field.name for field in Progress._meta.concrete_fields if field.name not in {"id", "cycle", "partnership"}
    ]
    Progress.objects.bulk_create(rows, update_conflicts=True, unique_fields=["cycle"], update_fields=fields)
    held = roles_held({cycle.partnership_id for cycle in cycles}, on=on)
    replace_dues(cycles, [due_of(one) for one in due_dates_of(found, certificates, held)])


def progress_row(
    live: LiveProgress,
    certificate: Certificate | None,
    ended_on: date | None,
    measures: tuple[int, int],
    areas: list[str],
    last_acts: dict[int, datetime],
    on: date,
) -> Progress:
    cycle, current = live.cycle, live.current
    tasks = [task for task in live.tasks if not task.definition.optional]
    last_act = last_acts.get(cycle.pk)
    return Progress(
        partnership_id=cycle.partnership_id,
        cycle=cycle,
        scheme_urn=cycle.scheme_urn,
        scheme_version=cycle.scheme_version,
        cycle_number=cycle.number,
        judged_on=on,
        area_names="\n".join(areas),
        current=cycle.closed_on is None,
        phase_id=current.id if current else "",
        phase_number=current.number if current else len(live.phases),
        phase_count=len(live.phases),
        tasks_done=sum(not task.open for task in tasks),
        tasks_total=len(tasks),
        measures_done=measures[0],
        measures_total=measures[1],
        started_on=cycle.started_on,
        ended_on=ended_on,
        certificate_number=certificate.number if certificate else "",
        certificate_level=certificate.level if certificate else "",
        certificate_stars=certificate.stars if certificate else None,
        certificate_until=certificate.valid_until if certificate else None,
        certificate_withdrawn_on=certificate.withdrawn_on if certificate else None,
        last_activity_on=timezone.localtime(last_act).date() if last_act else None,
    )


def latest_certificates(certificates: QuerySet[Certificate]) -> dict[int, Certificate]:
    return {certificate.cycle_id: certificate for certificate in certificates.order_by("issued_on")}


def ends_of(cycles: list[Cycle]) -> dict[int, date]:
    """When a round reached its end: certificate, signed recognition, or operational start."""
    ends = dict(OperationalStart.objects.filter(cycle__in=cycles).values_list("cycle", "starts_on"))
    signed = Agreement.objects.filter(
        cycle__in=cycles, kind="recognition", completed_at__isnull=False, withdrawn_at__isnull=True
    )
    ends |= {cycle: timezone.localtime(at).date() for cycle, at in signed.values_list("cycle", "completed_at") if at}
    return ends | dict(
        Certificate.objects.filter(cycle__in=cycles).order_by("issued_on").values_list("cycle", "issued_on")
    )


def areas_of(partnership_ids: set[int]) -> dict[int, list[str]]:
    """The names of the areas these partnerships cover, by partnership."""
    found: dict[int, list[str]] = {}
    ground = PartnershipArea.objects.filter(partnership__in=partnership_ids).order_by("area__name")
    for partnership_id, name in ground.values_list("partnership", "area__name"):
        found.setdefault(partnership_id, []).append(name)
    return found


def measure_counts(measures: QuerySet[Measure]) -> dict[int, tuple[int, int]]:
    """Done and planned measures of the current plan, by cycle."""
    counts: dict[int, tuple[int, int]] = {}
    for cycle, done_on in measures.filter(dropped_on__isnull=True).values_list("plan__cycle", "done_on"):
        done, total = counts.get(cycle, (0, 0))
        counts[cycle] = (done + (done_on is not None), total + 1)
    return counts


def due_of(day: DueDate) -> Due:
    """The row that says there is something with a day, and nothing of what it is about."""
    return Due(
        partnership_id=day.cycle.partnership_id, cycle=day.cycle, scheme_urn=day.cycle.scheme_urn,
        scheme_version=day.cycle.scheme_version, kind=day.kind, subject=day.subject, due_on=day.due_on,
        done_on=day.done_on, owner_kind=day.owner_kind, partner=day.partner, optional=day.optional,
    )  # fmt: skip


def replace_dues(cycles: list[Cycle], duties: list[Due]) -> None:
    """Write duties that are new or changed, delete those that are gone; leave the rest alone."""
    fields = ["scheme_urn", "scheme_version", "due_on", "done_on", "owner_kind", "partner", "optional"]
    Due.objects.bulk_create(
        duties, update_conflicts=True, unique_fields=["cycle", "kind", "subject"], update_fields=fields
    )
    keep = {(duty.cycle_id, duty.kind, duty.subject) for duty in duties}
    gone = [
        pk
        for pk, *key in Due.objects.filter(cycle__in=cycles).values_list("pk", "cycle_id", "kind", "subject")
        if tuple(key) not in keep
    ]
    Due.objects.filter(pk__in=gone).delete()
