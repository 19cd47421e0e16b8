"""A page of the analysis asks at most twelve questions, however many sets and focus areas there are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain.figures import confirm_import, read_import, stage_import
from assessments.domain.priorities import choose_priority
from assessments.enums import FigureSource
from partnerships.models import Cycle
from partnerships.tenancy.doors import member_door
from tests.assessments.conftest import SMALL
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

MOST = 12


def fill(park, ann, *areas):
    with member_door(park):
        cycle = Cycle.objects.get()
        upload = SimpleUploadedFile("cijfers.csv", SMALL.read_bytes())
        staged = stage_import(cycle, upload, source=FigureSource.POLICE, by=ann, at=NOW)
        read_import(staged)
        confirm_import(staged, areas=areas, by=ann, at=NOW)
        for area in areas:
            topic = cycle.scheme.topics[0].id
            choose_priority(cycle, topic_id=topic, title=area, reason="Veel meldingen", by=ann, at=NOW)


@pytest.mark.parametrize("page", ["overview", "figures", "figures-export", "priorities"])
def test_more_rows_ask_no_more_questions(page, park, ann, ann_here):
    path = reverse(f"assessments:{page}", kwargs={"partnership": park.slug})
    fill(park, ann, "De Wetering")
    with CaptureQueriesContext(connection) as few:
        assert ann_here.get(path).status_code == 200
    fill(park, ann, "Hoge Esch", "Oosterveen")
    with CaptureQueriesContext(connection) as more:
        assert ann_here.get(path).status_code == 200
    assert len(few) == len(more) <= MOST
