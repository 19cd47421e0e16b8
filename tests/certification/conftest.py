"""Audits on their way: no condition stands in for another, every one is set aside in the open."""

import pytest

from certification.models import Audit
from partnerships.models import Cycle, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import adopt_papers, assigned, file_minutes, requested
from tests.conftest import NOW, TODAY


@pytest.fixture
def cycle(park: Partnership) -> Cycle:
    with member_door(park):
        return Cycle.objects.select_related("partnership").get()


@pytest.fixture
def audit(park: Partnership, cycle: Cycle, ann: User, otto: User) -> Audit:
    """Requested by ann of otto's body, and given to otto for thirty days."""
    with member_door(park):
        file_minutes(park, cycle, at=NOW)
        adopt_papers(cycle, on=TODAY)
        audit = requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW)
        return assigned(audit, otto, on=TODAY, at=NOW)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views live on the day of the tests."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
