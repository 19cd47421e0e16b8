"""The partnerships on the ground of one's municipality: progress without content, exceptions first (F104)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.domain.duty_words import Shelf
from oversight.models import Due, Progress
from partnerships.enums import OfficerRole
from partnerships.models import Officer, Partnership, PartnershipGroupObjectPermission, User
from partnerships.models.membership import valid_on
from partnerships.periods import add_months

SOON_MONTHS = 9  # renewing takes about that long (domain.md, validity)
SILENT_DAYS = 100
EXPIRED, ENDS_SOON, OVERDUE, SILENT, FINE = range(5)  # how urgent, most urgent first


def offices_of(user: User, *, on: date) -> list[Officer]:
    """The organisations for which somebody oversees on ``on``; none when the office has ended."""
    offices = Officer.objects.filter(valid_on(on), user=user, role=OfficerRole.OVERSEER)
    return list(offices.select_related("organisation"))


def overseen(user: User, offices: list[Officer]) -> list[int]:
    """The ids of the partnerships these offices show: the granted row of a group and the office of today, both.

    Group rows may outlive an office; this never does.
    """
    groups = [f"{OfficerRole.OVERSEER}:{office.organisation_id}" for office in offices]
    rows = PartnershipGroupObjectPermission.objects.filter(
        group__name__in=groups, group__user=user, permission__codename="see_progress"
    )
    return list(rows.values_list("content_object", flat=True).distinct())


def portfolio(*, on: date) -> Any:
    """One row for each partnership in sight: the round of now, the last certificate, what is late, how urgent.

    One query, whatever the number. Needs the oversight door.
    """
    proofs = Progress.objects.filter(partnership=OuterRef("partnership"), certificate_until__isnull=False)
    proof = proofs.order_by("-certificate_until", "-pk")
    late = Due.objects.overdue(on=on).filter(partnership=OuterRef("partnership")).order_by()
    rows = Progress.objects.latest_rounds().select_related("partnership")
    rows = rows.annotate(
        overdue=Coalesce(Subquery(late.values("partnership").annotate(n=Count("pk")).values("n")), 0),
        proof=Subquery(proof.values("pk")[:1]),
        proof_until=Subquery(proof.values("certificate_until")[:1], output_field=DateField()),
        proof_withdrawn_on=Subquery(proof.values("certificate_withdrawn_on")[:1], output_field=DateField()),
    )
    return rows.annotate(urgency=urgency(on))


def ended(on: date) -> Q:
    return Q(proof_until__lte=on) | Q(proof_withdrawn_on__lte=on)


def valid(on: date) -> Q:
    return Q(proof_until__gt=on) & (Q(proof_withdrawn_on__isnull=True) | Q(proof_withdrawn_on__gt=on))


def ends_soon(on: date) -> Q:
    return valid(on) & Q(proof_until__lte=add_months(on, SOON_MONTHS))


def silent(on: date) -> Q:
    return Q(last_activity_on__lt=on - timedelta(days=SILENT_DAYS)) | Q(last_activity_on__isnull=True)


def urgency(on: date) -> Case:
    """The most urgent thing to say of a row, as a number to sort by."""
    return Case(
        When(ended(on), then=Value(EXPIRED)),
        When(ends_soon(on), then=Value(ENDS_SOON)),
        When(overdue__gt=0, then=Value(OVERDUE)),
        When(silent(on), then=Value(SILENT)),
        default=Value(FINE),
        output_field=IntegerField(),
    )


@dataclass(frozen=True)
class Line:
    """One row as it is shown; every word is ready."""

    row: Any
    scheme: str
    phase: str
    level: str
    last_day: date | None  # of the certificate
    state: str  # done, soon or late; empty without a certificate
    state_text: str
    silent: bool
    areas: list[str]
    url: str  # home of the partnership, for its members only

    @property
    def partnership(self) -> Partnership:
        found: Partnership = self.row.partnership
        return found


def lines_of(rows: list[Any], *, on: date, member_of: set[int]) -> list[Line]:
    """The words of these rows, in one query, for the levels of certificates."""
    shelf = Shelf()
    proofs = Progress.objects.in_bulk([row.proof for row in rows if row.proof])
    return [
        Line(
            row=row,
            scheme=shelf.name(row.scheme_urn, row.scheme_version),
            phase=phase_name(row, shelf),
            level=level_name(proofs.get(row.proof), shelf),
            last_day=row.proof_until - timedelta(days=1) if row.proof_until else None,
            **state_of(row, on=on),
            silent=row.last_activity_on is None or row.last_activity_on < on - timedelta(days=SILENT_DAYS),
            areas=row.area_names.splitlines(),
            url=row.partnership.get_absolute_url() if row.partnership_id in member_of else "",
        )
        for row in rows
    ]


def phase_name(row: Progress, shelf: Shelf) -> str:
    """The phase as the pinned scheme calls it."""
    if not row.phase_id:
        return _("All phases done")
    scheme = shelf.get(row.scheme_urn, row.scheme_version)
    return next((str(p.name) for p in scheme.phases if p.id == row.phase_id), row.phase_id) if scheme else row.phase_id


def level_name(proof: Progress | None, shelf: Shelf) -> str:
    """The level of a certificate as its own scheme calls it."""
    if proof is None:
        return ""
    scheme = shelf.get(proof.scheme_urn, proof.scheme_version)
    levels = scheme.ending.levels if scheme else ()
    name = next((str(one.name) for one in levels if one.id == proof.certificate_level), "")
    return name or proof.certificate_number


def state_of(row: Any, *, on: date) -> dict[str, str]:
    """How the certificate stands on ``on``."""
    until, withdrawn = row.proof_until, row.proof_withdrawn_on
    if until is None:
        return {"state": "", "state_text": _("none")}
    if withdrawn and withdrawn <= on:
        return {"state": "late", "state_text": _("withdrawn")}
    if until <= on:
        return {"state": "late", "state_text": _("expired")}
    if until <= add_months(on, SOON_MONTHS):
        return {"state": "soon", "state_text": _("ends soon")}
    return {"state": "done", "state_text": _("valid")}


def reasons(line: Line, *, on: date) -> list[str]:
    """Why this partnership asks for attention, most urgent first, each a sentence."""
    row, said = line.row, []
    if row.proof_until and line.state in {"late", "soon"}:
        said.append(certificate_sentence(row, on=on))
    if row.overdue:
        said.append(ngettext("%(n)s duty is late.", "%(n)s duties are late.", row.overdue) % {"n": row.overdue})
    if line.silent:
        days = (on - (row.last_activity_on or row.started_on)).days
        said.append(_("Nothing was recorded for %(days)s days.") % {"days": days})
    return said


def certificate_sentence(row: Any, *, on: date) -> str:
    if row.proof_withdrawn_on and row.proof_withdrawn_on <= on:
        return _("The certificate was withdrawn.")
    days = (row.proof_until - on).days
    if days <= 0:
        return ngettext(
            "The certificate expired %(days)s day ago.", "The certificate expired %(days)s days ago.", 1 - days
        ) % {"days": 1 - days}
    weeks = days // 7
    return ngettext("The certificate ends in %(weeks)s week.", "The certificate ends in %(weeks)s weeks.", weeks) % {
        "weeks": weeks
    }
