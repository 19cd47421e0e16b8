"""From file to figures: nothing changes until confirmed, only chosen areas come in, and out again as they came."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from assessments.domain.figure_choices import Choice, options_of, read_chosen
from assessments.domain.figure_reading import read_figures
from assessments.domain.figure_series import category_picture, period_picture
from assessments.domain.figure_sets import export_rows, header_of, standing
from assessments.domain.figures import confirm_import, discard_import, read_import, remove_set, stage_import
from assessments.enums import FigureSource
from assessments.models import Figure, FigureImport, FigureSet
from partnerships.exceptions import Refused, StaleState
from partnerships.models import Activity, Cycle, Job, User
from partnerships.tabular import write_table
from tests.assessments.conftest import SMALL
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def staged(cycle: Cycle, ann: User, content: bytes = b"", source: str = FigureSource.POLICE) -> FigureImport:
    upload = SimpleUploadedFile("cijfers.csv", content or SMALL.read_bytes())
    found = stage_import(cycle, upload, source=source, by=ann, at=NOW)
    read_import(found)
    return found


def preview_of(waiting: FigureImport) -> dict[str, Any]:
    return waiting.preview or {}


def confirmed(cycle: Cycle, ann: User, *areas: str, **more: Any) -> list[FigureSet]:
    return confirm_import(staged(cycle, ann), areas=areas or ("De Wetering",), by=ann, at=NOW, **more)


@pytest.mark.feature("F22")
def test_only_the_chosen_area_comes_in(cycle, ann):
    (made,) = confirmed(cycle, ann)
    assert (made.area_name, made.monthly, made.first_period, made.last_period) == (
        "De Wetering", True, date(2024, 11, 1), date(2025, 2, 1),
    )  # fmt: skip
    assert Figure.objects.count() == 12
    assert list(Figure.objects.filter(is_total=True).values_list("category", "value")) == [("", 7), ("", 5), ("", 9)]
    assert Figure.objects.filter(value=None).count() == 4


def test_staging_and_reading_change_nothing(cycle, ann):
    waiting = staged(cycle, ann)
    assert (FigureSet.objects.count(), Figure.objects.count()) == (0, 0)
    assert preview_of(waiting)["areas"][0] == {"name": "De Wetering", "rows": 12, "total": 21, "gaps": 4}
    assert str(waiting.file).startswith("imports/")
    assert "cijfers" not in str(waiting.file)
    assert Job.objects.get().subject == f"figure_import:{waiting.pk}"


def test_one_mistake_blocks_the_whole_file(cycle, ann):
    wrong = staged(cycle, ann, SMALL.read_bytes().replace(b"40", b"-40"))
    assert preview_of(wrong)["error_count"] == 1
    with pytest.raises(Refused):
        confirm_import(wrong, areas=["De Wetering"], by=ann, at=NOW)
    assert FigureSet.objects.count() == 0


def test_a_file_with_personal_data_is_not_kept(cycle, ann):
    upload = SimpleUploadedFile("x.csv", b"Naam;Periode;Gebied;Aantal;Soort\nX;2024;A;1;Totaal\n")
    waiting = stage_import(cycle, upload, source=FigureSource.OTHER, by=ann, at=NOW)
    storage, name = waiting.file.storage, str(waiting.file)
    with pytest.raises(Refused):
        read_import(waiting)
    assert not storage.exists(name)
    assert preview_of(FigureImport.objects.get())["refused"]


@pytest.mark.parametrize("size", [0, 26 * 1024 * 1024])
def test_empty_and_too_large_files_are_refused_unread(cycle, ann, size):
    with pytest.raises(Refused):
        stage_import(cycle, SimpleUploadedFile("x.csv", b"x" * size), source=FigureSource.POLICE, by=ann, at=NOW)
    assert FigureImport.objects.count() == 0


def test_areas_that_are_not_in_the_file_and_no_areas_are_refused(cycle, ann):
    waiting = staged(cycle, ann)
    for areas in ([], ["Elders"]):
        with pytest.raises(Refused):
            confirm_import(waiting, areas=areas, by=ann, at=NOW)


@pytest.mark.feature("F22")
def test_the_same_file_again_is_refused_or_replaces(cycle, ann):
    (old,) = confirmed(cycle, ann)
    assert standing(staged(cycle, ann), ["De Wetering"]) == [old]
    with pytest.raises(Refused, match="De Wetering"):
        confirmed(cycle, ann)
    assert FigureSet.objects.count() == 1
    (new,) = confirmed(cycle, ann, replace=True)
    assert list(FigureSet.objects.filter(removed_at__isnull=True)) == [new]
    assert Activity.objects.filter(verb="imported_figures")[0].details["replaced"] == [old.pk]


def test_months_and_years_are_sets_of_their_own(cycle, ann):
    text = "Soort misdrijf;Perioden;Regio's;Aantal\nTotaal misdrijven;2024;A;30\nTotaal misdrijven;2024 mei;A;3\n"
    made = confirm_import(staged(cycle, ann, text.encode()), areas=["A"], by=ann, at=NOW)
    assert [(one.monthly, one.first_period, one.last_period) for one in made] == [
        (True, date(2024, 5, 1), date(2024, 6, 1)),
        (False, date(2024, 1, 1), date(2025, 1, 1)),
    ]


def test_a_confirmed_or_discarded_file_is_done_with(cycle, ann):
    waiting = staged(cycle, ann)
    confirm_import(waiting, areas=["De Wetering"], by=ann, at=NOW)
    with pytest.raises(Refused):
        confirm_import(FigureImport.objects.get(pk=waiting.pk), areas=["Hoge Esch"], by=ann, at=NOW)
    with pytest.raises(StaleState):
        discard_import(waiting, at=NOW)
    other = staged(cycle, ann)
    discard_import(other, at=NOW)
    with pytest.raises(Refused):
        confirm_import(FigureImport.objects.get(pk=other.pk), areas=["Hoge Esch"], by=ann, at=NOW)


def test_two_people_confirm_at_once_and_one_is_told(cycle, ann):
    waiting = staged(cycle, ann)
    stale = FigureImport.objects.get(pk=waiting.pk)
    confirm_import(waiting, areas=["De Wetering"], by=ann, at=NOW)
    with pytest.raises(StaleState):
        confirm_import(stale, areas=["De Wetering"], by=ann, at=NOW)
    assert FigureSet.objects.count() == 1


def test_a_set_is_removed_once(cycle, ann):
    (one,) = confirmed(cycle, ann)
    remove_set(one, by=ann, at=NOW)
    assert options_of(cycle).default() is None
    with pytest.raises(StaleState):
        remove_set(one, by=ann, at=NOW)


@pytest.mark.feature("F22")
def test_the_export_is_the_import(cycle, ann):
    made = confirmed(cycle, ann, "De Wetering", "Hoge Esch", "Oosterveen")
    content = write_table(header_of(FigureSource.POLICE), export_rows(made))
    assert set(read_figures(content).rows) == set(read_figures(SMALL.read_bytes()).rows)
    again = staged(cycle, ann, content)
    assert preview_of(again)["error_count"] == 0


@pytest.mark.feature("F24")
def test_names_without_codes_come_out_as_they_came(cycle, ann):
    text = "Soort;Periode;Gebied;Aantal\r\nBuiten-/containerbrand;2024;A;3\r\nTotaal;2024;A;\r\n"
    made = confirm_import(staged(cycle, ann, text.encode(), FigureSource.FIRE), areas=["A"], by=ann, at=NOW)
    assert write_table(header_of(FigureSource.FIRE), export_rows(made)).decode("utf-8-sig") == text


def test_a_sum_over_areas_with_a_gap_is_a_least_number(cycle, ann):
    confirmed(cycle, ann, "De Wetering", "Hoge Esch")
    chosen = read_chosen(options_of(cycle), Choice(FigureSource.POLICE, monthly=True, category="2.2.1"))
    category = chosen.category()
    assert category
    with translation.override("en"):
        picture = period_picture(chosen, category)
    assert [number for _period, number in picture.rows] == ["3", "at least 0", "4", "at least 7"]
    assert [bar.label[-1].text[-1] for bar in (picture.chart.bars if picture.chart else ())] == ["4", "*", "5"]


def test_a_whole_municipality_is_never_added_to_its_parts(cycle, ann):
    confirmed(cycle, ann, "De Wetering", "Oosterveen")  # the municipality is called Gemeente Oosterveen
    options = options_of(cycle)
    together = Choice(FigureSource.POLICE, monthly=True)
    assert [one.area_name for one in options.chosen(together)] == ["De Wetering"]
    alone = Choice(FigureSource.POLICE, monthly=True, area="Oosterveen")
    assert [one.area_name for one in options.chosen(alone)] == ["Oosterveen"]


def test_the_total_is_the_sources_own_and_not_the_sum_of_parts(cycle, ann):
    confirmed(cycle, ann)
    rows = dict(category_picture(read_chosen(options_of(cycle), Choice(FigureSource.POLICE, monthly=True))).rows)
    assert rows["Totaal misdrijven"] == "21"
    assert rows["2.5.1 Diefstal/inbraak bedrijven enz."] == "9"


def test_a_lost_file_imports_nothing_and_says_so(cycle, ann):
    waiting = staged(cycle, ann)
    waiting.file.storage.delete(str(waiting.file))
    with pytest.raises(Refused):
        confirm_import(FigureImport.objects.get(), areas=["De Wetering"], by=ann, at=NOW)
    assert FigureSet.objects.count() == 0
