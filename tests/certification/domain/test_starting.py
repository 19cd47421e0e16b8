from typing import Any

import pytest

from certification.domain.starting import start_operations
from certification.exceptions import GatesUnmet
from certification.models import OperationalStart
from partnerships.exceptions import Refused
from partnerships.models import Cycle
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import set_aside
from tests.conftest import NOW, TODAY, found, newest_scheme

START: dict[str, Any] = {"starts_on": TODAY, "announcement": "Brief aan alle bedrijven", "on": TODAY, "at": NOW}


@pytest.fixture
def belgian(ann, municipality):
    return found("Noord", ann, municipality, newest_scheme("operational_start", country="BE"))


@pytest.mark.feature("F67")
def test_the_start_waits_for_its_conditions(belgian, ann):
    with member_door(belgian):
        cycle = Cycle.objects.get()
        with pytest.raises(GatesUnmet) as refused:
            start_operations(cycle, by=ann, **START)
        assert refused.value.names == [str(gate.name) for gate in cycle.scheme.gates_blocking("start_operations")]


@pytest.mark.feature("F67")
def test_the_start_is_recorded_once(belgian, ann):
    with member_door(belgian):
        cycle = Cycle.objects.get()
        set_aside(cycle, "start_operations", by=ann, on=TODAY, at=NOW)
        start = start_operations(cycle, by=ann, **START)
        assert (start.starts_on, start.agreed_on, start.recorded_by) == (TODAY, TODAY, ann)
        with pytest.raises(Refused):
            start_operations(cycle, by=ann, **START)
        assert OperationalStart.objects.count() == 1


def test_a_scheme_with_a_certificate_has_no_start(park, ann):
    with member_door(park), pytest.raises(Refused):
        start_operations(Cycle.objects.get(), by=ann, **START)
