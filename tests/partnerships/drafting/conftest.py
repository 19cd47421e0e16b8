"""The cast of the signing tests, with a covenant in draft."""

from datetime import datetime, timedelta

import pytest

from partnerships.domain.agreements import send_agreement
from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Partnership, Signature, User
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import READ, draft, drafted, full_park, inside, now, own_files, sign_as

__all__ = ["draft", "full_park", "inside", "now", "own_files"]


@pytest.fixture
def covenant(full_park: Partnership, ann: User, now: datetime) -> Agreement:
    return drafted(full_park, ann, now, AgreementKind.COVENANT)


def signed(agreement: Agreement, by: User, at: datetime) -> Agreement:
    """Sent, and signed by everybody."""
    with member_door(agreement.partnership):
        send_agreement(agreement, by=by, at=at)
        for one in Signature.objects.filter(agreement=agreement).select_related(*READ):
            sign_as(one, at, signed_at=at + timedelta(minutes=1))
        done: Agreement = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=agreement.pk)
        return done
