"""Ground is a closed outline in the Netherlands or Belgium; everything else is refused with the place (F09)."""

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.domain.area_sketch import HEIGHT, WIDTH, sketch_boundary, sketch_shape
from partnerships.domain.boundaries import BoundaryRefused, read_boundary

pytestmark = pytest.mark.feature("F09")
SQUARE = [[6.19, 52.10], [6.20, 52.10], [6.20, 52.11], [6.19, 52.11], [6.19, 52.10]]
BOW_TIE = [[6.19, 52.10], [6.20, 52.11], [6.20, 52.10], [6.19, 52.11], [6.19, 52.10]]


def polygon(*rings: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings})


def test_a_square_is_measured() -> None:
    boundary = read_boundary(polygon(SQUARE))
    # one hundredth of a degree at 52.105° north: 685.1 m by 1112.7 m on the WGS84 ellipsoid
    assert abs(boundary.hectares - Decimal("76.24")) < Decimal("0.05")
    assert boundary.geojson["type"] == "Polygon"


@pytest.mark.parametrize(
    "text",
    [
        "52.10, 6.19\n52.10, 6.20\n\n52.11, 6.20\n52.11, 6.19\n",
        "52,10; 6,19\n52,10; 6,20\n52,11; 6,20\n52,11; 6,19",
        "52.10 6.19\n52.10 6.20\n52.11 6.20\n52.11 6.19",
        json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}),
        json.dumps(
            {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": json.loads(polygon(SQUARE))}]}
        ),
        json.dumps({"type": "GeometryCollection", "geometries": [json.loads(polygon(SQUARE))]}),
        json.dumps({"type": "Polygon", "coordinates": [[[*point, 3.5] for point in SQUARE]]}),
    ],
    ids=["points", "Dutch decimals", "spaces", "feature", "collection", "geometries", "with height"],
)
def test_every_way_of_writing_gives_the_same_ground(text: str) -> None:
    assert read_boundary(text).hectares == read_boundary(polygon(SQUARE)).hectares


def test_several_parts_and_holes_are_kept() -> None:
    far = [[x + 0.05, y] for x, y in SQUARE]
    hole = [[6.193, 52.103], [6.196, 52.103], [6.196, 52.106], [6.193, 52.103]]
    two = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [far]]})
    boundary = read_boundary(two)
    assert boundary.geojson["type"] == "MultiPolygon"
    assert boundary.hectares < 2 * read_boundary(polygon(SQUARE)).hectares


def test_an_outline_that_crosses_itself_is_refused_with_the_crossing() -> None:
    with pytest.raises(BoundaryRefused, match=r"52\.10500, 6\.19500") as refusal:
        read_boundary(polygon(BOW_TIE))
    assert refusal.value.place == pytest.approx((6.195, 52.105))
    sketch = sketch_shape(refusal.value.shape, refusal.value.place)
    assert sketch
    assert (float(sketch.mark_x), float(sketch.mark_y)) == pytest.approx((WIDTH / 2, HEIGHT / 2))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "."),
        ("52.1, 6.1\nhere", "2"),
        ("52.1, 6.1\n52.2, 6.2", "."),
        ("{", "GeoJSON"),
        ("[1, 2]", "GeoJSON"),
        ('{"type": "Polygon"}', "."),
        ('{"type": "Polygon", "coordinates": [[[NaN, 52.1], [6.2, 52.1], [6.2, 52.2]]]}', "GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[["a", "b"]]]}', "GeoJSON"),
        (json.dumps({"type": "Point", "coordinates": [6.19, 52.1]}), "."),
        (polygon([[2.35, 48.85], [2.36, 48.85], [2.36, 48.86], [2.35, 48.85]]), "48.85000, 2.35000"),
        (polygon([[y, x] for x, y in SQUARE]), "6.19000"),
        (polygon([[210000, 460000], [210100, 460000], [210100, 460100], [210000, 460000]]), "4326"),
        (polygon([[6.0, 52.0], [6.3, 52.0], [6.3, 52.3], [6.0, 52.3], [6.0, 52.0]]), "100"),
        (polygon([[6.1, 52.1], [6.2, 52.1], [6.3, 52.1], [6.1, 52.1]]), "."),
        ("[" * 100_000, "GeoJSON"),
    ],
    ids=["empty", "no point", "two points", "no json", "no geojson", "no coordinates", "nan", "letters", "a point",
         "outside", "swapped", "metres", "too large", "a line", "deep"],
)  # fmt: skip
def test_what_is_no_ground_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BoundaryRefused) as refusal:
        read_boundary(text)
    assert says in str(refusal.value)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(BoundaryRefused):
        read_boundary(text)


def test_a_sketch_fits_its_drawing() -> None:
    sketch = sketch_boundary(json.loads(polygon(SQUARE)))
    assert sketch
    numbers = [float(word) for word in sketch.path.replace("M", "").replace("L", "").replace("Z", "").split()]
    assert all(0 <= number <= max(WIDTH, HEIGHT) for number in numbers)
    assert sketch_boundary(None) is None
    assert sketch_shape([]) is None
