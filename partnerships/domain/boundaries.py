"""The outline of an area: read from what people send, checked as ground, measured in hectares (F09)."""

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from shapely import MultiPolygon, Polygon, transform
from shapely.errors import GEOSException
from shapely.geometry import mapping
from shapely.validation import explain_validity

from partnerships.exceptions import Refused

Point = tuple[float, float]  # longitude, latitude, as GeoJSON has it
Shape = list[list[list[Point]]]  # polygons, each an outer ring and its holes

WEST, SOUTH, EAST, NORTH = 2.5, 49.4, 7.3, 53.8  # the Netherlands and Belgium
MAX_HECTARES = 10_000  # 100 km²
MAX_POINTS = 20_000
LONG_AXIS, FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS84, metres
LINES = (
    re.compile(r"(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)"),
    re.compile(r"(-?\d+(?:,\d+)?)\s*(?:;|,?\s)\s*(-?\d+(?:,\d+)?)"),  # Dutch decimals
)


class BoundaryRefused(Refused):
    """This outline cannot be ground. ``shape`` is what was sent, ``place`` the wrong point, where there is one."""

    def __init__(self, reason: object, shape: Shape | None = None, place: Point | None = None) -> None:
        super().__init__(reason)
        self.shape = shape or []
        self.place = place


@dataclass(frozen=True)
class Boundary:
    """A checked outline: GeoJSON in WGS84, and its size."""

    geojson: dict[str, Any]
    hectares: Decimal


def read_boundary(text: str) -> Boundary:
    """Read GeoJSON, or a point per line as "latitude, longitude". Raises ``BoundaryRefused``."""
    if not text.strip():
        raise BoundaryRefused(_("The outline is empty. Draw it, or send a file."))
    shape = _from_geojson(text) if text.lstrip().startswith(("{", "[")) else _from_lines(text)
    return check_shape(shape)


def check_shape(shape: Shape) -> Boundary:
    """Raises ``BoundaryRefused``: too few points, outside the country, crossing itself, empty or too large."""
    points = [point for polygon in shape for ring in polygon for point in ring]
    if not points:
        raise BoundaryRefused(_("There is no area in this file. Send a polygon, not points or lines."))
    if len(points) > MAX_POINTS:
        raise BoundaryRefused(
            _("This outline has too many points. At most %(limit)s is allowed.") % {"limit": MAX_POINTS}
        )
    for point in points:
        _check_place(point, shape)
    for ring in (ring for polygon in shape for ring in polygon):
        if len(set(ring)) < 3:
            raise BoundaryRefused(
                _("An outline needs at least three different points."), shape, ring[0] if ring else None
            )
    try:
        ground = MultiPolygon([Polygon(polygon[0], polygon[1:]) for polygon in shape])
    except (GEOSException, ValueError) as error:
        raise BoundaryRefused(_("An outline needs at least three different points."), shape) from error
    if not ground.is_valid:
        raise _crossing(explain_validity(ground), shape)
    hectares = hectares_of(ground)
    if hectares <= 0:
        raise BoundaryRefused(_("This outline encloses nothing: its points lie on one line."), shape, points[0])
    if hectares > MAX_HECTARES:
        raise BoundaryRefused(
            _("This outline covers %(size)s km². At most 100 km² is allowed.") % {"size": int(hectares / 100)}, shape
        )
    plain = ground.geoms[0] if len(ground.geoms) == 1 else ground
    return Boundary(json.loads(json.dumps(mapping(plain))), hectares)


def hectares_of(ground: MultiPolygon) -> Decimal:
    """The size, through a flat projection at its own latitude on the WGS84 ellipsoid: good to a square metre."""
    middle = ground.centroid
    latitude = math.radians(middle.y)
    squared = FLATTENING * (2 - FLATTENING)
    bent = 1 - squared * math.sin(latitude) ** 2
    east = LONG_AXIS / math.sqrt(bent) * math.cos(latitude)
    north = LONG_AXIS * (1 - squared) / bent**1.5
    degree = math.pi / 180
    flat = transform(ground, lambda points: (points - (middle.x, middle.y)) * (east * degree, north * degree))
    return Decimal(flat.area / 10_000).quantize(Decimal("0.01"))


def place_words(place: Point) -> str:
    """A point as people read it: latitude first."""
    return f"{place[1]:.5f}, {place[0]:.5f}"


def _check_place(point: Point, shape: Shape) -> None:
    east, north = point
    if WEST <= east <= EAST and SOUTH <= north <= NORTH:
        return
    place = {"place": place_words(point)}
    if WEST <= north <= EAST and SOUTH <= east <= NORTH:
        raise BoundaryRefused(
            _("At %(place)s latitude and longitude are the wrong way round. Swap them and send it again.") % place
        )
    if max(abs(east), abs(north)) > 180:
        raise BoundaryRefused(
            _("These are not degrees but metres (RD or Lambert). Save the file as WGS84, EPSG:4326, and send it again.")
        )
    raise BoundaryRefused(_("The point %(place)s is outside the Netherlands and Belgium.") % place, shape, point)


def _crossing(explanation: str, shape: Shape) -> BoundaryRefused:
    """GEOS says where it goes wrong: "Self-intersection[5.1 52.2]"."""
    found = re.search(r"\[(\S+) (\S+)\]", explanation)
    place = (float(found[1]), float(found[2])) if found else None
    sentence = _("The outline crosses or touches itself at %(place)s. Move the points there and send it again.")
    return BoundaryRefused(sentence % {"place": place_words(place) if place else "?"}, shape, place)


def _from_lines(text: str) -> Shape:
    ring: list[Point] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = " ".join(line.split())  # many spaces would keep the patterns busy for hours
        if not words:
            continue
        found = next((match for pattern in LINES if (match := pattern.fullmatch(words))), None)
        if found is None:
            raise BoundaryRefused(
                _("Line %(line)s is not a point. We expect latitude and longitude, such as 52.10312, 6.19520.")
                % {"line": number}
            )
        north, east = (float(number.replace(",", ".")) for number in found.groups())
        ring.append((east, north))
    return [[ring]]


def _from_geojson(text: str) -> Shape:
    try:
        return _polygons(json.loads(text))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise BoundaryRefused(_("This is not GeoJSON. Export the outline as GeoJSON and send that file.")) from error


def _polygons(thing: Any) -> Shape:
    kind = thing["type"]
    if kind == "FeatureCollection":
        return [polygon for feature in thing["features"] for polygon in _polygons(feature)]
    if kind == "Feature":
        return _polygons(thing["geometry"]) if thing["geometry"] else []
    if kind == "GeometryCollection":
        return [polygon for part in thing["geometries"] for polygon in _polygons(part)]
    found = {"Polygon": [thing.get("coordinates")], "MultiPolygon": thing.get("coordinates")}.get(kind, [])
    return [[[_point(point) for point in ring] for ring in polygon] for polygon in found if polygon]


def _point(point: Any) -> Point:
    east, north = float(point[0]), float(point[1])
    if not (math.isfinite(east) and math.isfinite(north)):
        raise ValueError("A coordinate must be a number.")
    return east, north
