"""An outline as finished SVG coordinates: what the page draws without a map, with a mark where it is wrong."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.domain.boundaries import Point, Shape

WIDTH, HEIGHT, EDGE = 640, 400, 24


@dataclass(frozen=True)
class Sketch:
    """Texts for an ``<svg>`` of 640 by 400: one path for all rings, and the place of the mark ("" for none)."""

    path: str
    mark_x: str = ""
    mark_y: str = ""


def sketch_shape(shape: Shape, place: Point | None = None) -> Sketch | None:
    """Draw the shape as large as it fits. None when there is nothing to draw."""
    points = [point for polygon in shape for ring in polygon for point in ring]
    if not points:
        return None
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = math.cos(math.radians((south + north) / 2))  # a degree east is shorter than a degree north
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def at(point: Point) -> tuple[str, str]:
        return f"{left + (point[0] - west) * narrow * scale:.1f}", f"{top + (north - point[1]) * scale:.1f}"

    rings = (ring for polygon in shape for ring in polygon if ring)
    path = " ".join("M" + " L".join(" ".join(at(point)) for point in ring) + " Z" for ring in rings)
    return Sketch(path, *(at(place) if place else ("", "")))


def sketch_boundary(geojson: Mapping[str, Any] | None) -> Sketch | None:
    """Draw a stored outline."""
    if not geojson:
        return None
    many = geojson["coordinates"] if geojson["type"] == "MultiPolygon" else [geojson["coordinates"]]
    return sketch_shape([[[(x, y) for x, y in ring] for ring in polygon] for polygon in many])
