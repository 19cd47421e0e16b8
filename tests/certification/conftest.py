"""Audits on their way: no condition stands in for another, every one is set aside in the open."""

import pytest

from certification.models import Audit
from partnerships.domain.granting import regrant
from partnerships.enums import Role
from partnerships.models import Cycle, Membership, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.certification.audit_stages import adopt_papers, assigned, file_minutes, requested
from tests.conftest import NOW, TODAY, make_user


@pytest.fixture
def cycle(park: Partnership) -> Cycle:
    with member_door(park):
        found: Cycle = Cycle.objects.select_related("partnership").get()
        return found


@pytest.fixture
def audit(park: Partnership, cycle: Cycle, ann: User, otto: User) -> Audit:
    """Requested by ann of otto's body, and given to otto for thirty days. Its dossier holds one piece."""
    with member_door(park):
        file_minutes(park, cycle, at=NOW)
        audit = requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW)
        return assigned(audit, otto, on=TODAY, at=NOW)


@pytest.fixture
def full_audit(park: Partnership, cycle: Cycle, ann: User, otto: User) -> Audit:
    """As ``audit``; its dossier also holds an analysis and a plan that had no document of their own."""
    with member_door(park):
        file_minutes(park, cycle, at=NOW)
        adopt_papers(cycle, on=TODAY)
        return requested(cycle, otto=otto, by=ann, on=TODAY, at=NOW)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views live on the day of the tests."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def insurer(park: Partnership) -> User:
    """Somebody of the insurer, who sees the certificate and nothing else."""
    user = make_user("insurer")
    with member_door(park):
        Membership.objects.create(partnership=park, user=user, role=Role.INSURER, valid_from=TODAY)
        regrant(user, park, on=TODAY)
    return user
