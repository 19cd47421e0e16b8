"""Recording surveys and inspection rounds."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from assessments.domain.rounds import change_round, record_round, remove_round
from assessments.domain.surveys import Rate, change_survey, record_survey, remove_survey
from assessments.models import InspectionRound, Survey
from partnerships.exceptions import Refused
from partnerships.models import Activity, Document
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {
    "audience": "entrepreneurs", "opened_on": date(2026, 1, 5), "closed_on": date(2026, 2, 5),
    "invited": 113, "answered": 36,
}  # fmt: skip


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 report")


def test_a_rate_has_its_numbers_and_no_percentage_of_nobody():
    with translation.override("en"):
        assert [str(Rate(36, 113)), str(Rate(0, 0))] == ["36 of 113 (31 %)", "nobody asked, so no percentage"]
    assert (Rate(29, 200).few, Rate(30, 200).few) == (True, False)


def test_a_survey_with_its_report(cycle, ann):
    survey = record_survey(cycle, **GOOD, report=pdf(), by=ann, at=NOW)
    assert survey.report == Document.objects.get()
    assert Document.objects.get().cycle == cycle


@pytest.mark.parametrize(
    "wrong",
    [
        {"answered": 114},
        {"answered": -1},
        {"closed_on": date(2026, 1, 4)},
        {"closed_on": date(2026, 3, 11)},
    ],
)
def test_a_survey_that_cannot_be_is_refused(cycle, ann, wrong):
    with pytest.raises(Refused):
        record_survey(cycle, **{**GOOD, **wrong}, by=ann, at=NOW)
    assert Survey.objects.count() == 0


def test_changing_keeps_the_report_and_removing_keeps_the_document(cycle, ann):
    survey = record_survey(cycle, **GOOD, report=pdf(), by=ann, at=NOW)
    change_survey(survey, **{**GOOD, "answered": 40}, by=ann, at=NOW)
    assert (Survey.objects.get().answered, Survey.objects.get().report_id) == (40, Document.objects.get().pk)
    remove_survey(survey, by=ann, at=NOW)
    assert (Survey.objects.count(), Document.objects.count()) == (0, 1)
    assert Activity.objects.filter(verb="removed_survey").get().details == {"invited": 113, "answered": 40}


def test_a_wrong_report_saves_nothing(cycle, ann):
    with pytest.raises(Refused):
        record_survey(cycle, **GOOD, report=SimpleUploadedFile("x.exe", b"MZ"), by=ann, at=NOW)
    assert (Survey.objects.count(), Activity.objects.filter(verb="recorded_survey").count()) == (0, 0)


def test_a_round_is_recorded_changed_and_removed(cycle, ann):
    held = record_round(cycle, light="dark", held_on=date(2026, 3, 10), participants="politie 1", by=ann, at=NOW)
    change_round(held, light="day", held_on=date(2026, 3, 9), findings="Twee lampen stuk", by=ann, at=NOW)
    assert InspectionRound.objects.get().findings == "Twee lampen stuk"
    remove_round(held, by=ann, at=NOW)
    assert InspectionRound.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"light": "dusk"}, {"held_on": date(2026, 3, 11)}])
def test_a_round_that_cannot_be_is_refused(cycle, ann, wrong):
    with pytest.raises(Refused):
        record_round(cycle, **{"light": "day", "held_on": date(2026, 3, 1), **wrong}, by=ann, at=NOW)


def test_a_closed_cycle_takes_no_results(cycle, ann):
    cycle.closed_on = date(2026, 3, 1)
    cycle.save()
    with pytest.raises(Refused):
        record_survey(cycle, **GOOD, by=ann, at=NOW)
