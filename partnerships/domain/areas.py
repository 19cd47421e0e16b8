"""The ground of a partnership: making an area, covering it, its outline (F01, F09)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.boundaries import Boundary
from partnerships.domain.granting import grant_oversight
from partnerships.domain.memberships import hold_roles
from partnerships.domain.once import once
from partnerships.domain.parties import organisation_named
from partnerships.enums import AreaKind, PartyKind
from partnerships.exceptions import AlreadyCovered, Refused
from partnerships.models import Area, Cycle, Organisation, Partnership, PartnershipArea, User


def municipality_named(name: str, *, country: str) -> Organisation:
    """The municipality of this name; made when nobody named it before."""
    return organisation_named(name, kind=PartyKind.MUNICIPALITY, country=country)


@transaction.atomic
def make_area(name: str, *, kind: AreaKind | str, municipality: Organisation) -> Area:
    """Describe new ground. Raises ``Refused`` when this municipality has an area of that name already."""
    sentence = _("This municipality already has an area with this name. Choose it from the list.")
    with once(Area, Refused(sentence)) as already:
        if Area.objects.filter(municipality=municipality, name__iexact=name.strip()).exists():
            raise already
        return Area.objects.create(name=name.strip(), kind=kind, municipality=municipality)


def why_not_cover(partnership: Partnership, area: Area) -> str:
    """Why this area cannot be added: covered already, or of a kind the running scheme does not fit (F01)."""
    if PartnershipArea.objects.filter(partnership=partnership, area=area).exists():
        return str(AlreadyCovered.default)
    cycle = Cycle.objects.filter(partnership=partnership, closed_on__isnull=True).first()
    if cycle and area.kind not in cycle.scheme.area_kinds:
        return _("This scheme does not fit the kind of this area.")
    return ""


@transaction.atomic
def cover_area(partnership: Partnership, area: Area, *, by: User | None, at: datetime) -> PartnershipArea:
    """Add an area to the partnership's ground. Raises ``Refused`` with the reason of ``why_not_cover``."""
    hold_roles(partnership.pk)  # two areas at once would each give the same overseers their rights
    if reason := why_not_cover(partnership, area):
        raise Refused(reason)
    with once(PartnershipArea, AlreadyCovered()):
        (covered,) = take_ground(partnership, [area])
    grant_oversight(partnership)
    record(partnership, "covered_area", by=by, at=at, about=area)
    return covered


def take_ground(partnership: Partnership, areas: Sequence[Area]) -> list[PartnershipArea]:
    """Write the rows, and keep the outlines and addresses nobody keeps yet."""
    Area.objects.filter(pk__in=[area.pk for area in areas], kept_by__isnull=True).update(kept_by=partnership)
    return PartnershipArea.objects.bulk_create(PartnershipArea(partnership=partnership, area=area) for area in areas)


def why_not_uncover(partnership: Partnership) -> str:
    """A partnership keeps at least one area."""
    if PartnershipArea.objects.filter(partnership=partnership).count() < 2:
        return _("This is the only area. A partnership needs at least one.")
    return ""


@transaction.atomic
def uncover_area(partnership: Partnership, area: Area, *, by: User | None, at: datetime) -> None:
    """Take an area out of the partnership's ground; the area itself stays. Raises ``Refused`` for the last one."""
    hold_roles(partnership.pk)  # two people cannot both remove the last but one
    if reason := why_not_uncover(partnership):
        raise Refused(reason)
    PartnershipArea.objects.filter(partnership=partnership, area=area).delete()
    Area.objects.filter(pk=area.pk, kept_by=partnership).update(kept_by=None)
    grant_oversight(partnership)
    record(partnership, "uncovered_area", by=by, at=at, about=area)


def why_not_change_ground(partnership: Partnership, area: Area) -> str:
    """Areas are shared: who covered this one first keeps its outline and addresses, others only read them.

    Otherwise anybody who founds a partnership on it could empty somebody else's list.
    """
    if area.kept_by_id in (None, partnership.pk):
        return ""
    return _("Another partnership covered this area first, and keeps its outline and addresses up to date.")


@transaction.atomic
def set_boundary(partnership: Partnership, area: Area, boundary: Boundary, *, by: User | None, at: datetime) -> None:
    """Replace the outline by a checked one."""
    before = fields_of(Area.objects.get(pk=area.pk), "hectares")
    Area.objects.filter(pk=area.pk).update(boundary=boundary.geojson, hectares=boundary.hectares)
    record(
        partnership, "drew_boundary", by=by, at=at, about=area, hectares=boundary.hectares,
        changed=changes(before, {"hectares": boundary.hectares}),
    )  # fmt: skip
