"""Two things at once end in one consistent state: real connections, side by side (PostgreSQL: script/test)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.hand_over import put_hand_over
from partnerships.domain.signatories import replace_signatory
from partnerships.domain.signing import put_refusal, request_code, sign
from partnerships.models import Activity, Agreement, Outbox, Signature, SignatureHandOver
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import READ, mailed_code
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(sent, now):
    """Two people with the code in their hand."""
    with member_door(sent.partnership):
        rows = list(Signature.objects.select_related(*READ)[:2])
        for row in rows:
            request_code(row, at=now)
        return [(Signature.objects.select_related(*READ).get(pk=row.pk), mailed_code(row)) for row in rows]


def pressing(sent, pair, now):
    signature, code = pair

    def press():
        with member_door(sent.partnership):
            sign(
                signature, name="x", function="y", statement_accepted=True, code=code, ip=None,
                text_sha256=sent.text_sha256, at=now,
            )  # fmt: skip

    return press


def test_two_people_at_once_both_sign(sent, ready, now):
    assert together(*(pressing(sent, pair, now) for pair in ready)) == ["done", "done"], connection.vendor
    with member_door(sent.partnership):
        assert Activity.objects.filter(verb="signed_agreement").count() == 2
        assert Agreement.objects.get().completed_at is None


def test_the_same_person_twice_signs_once(sent, ready, now):
    ends = together(*[pressing(sent, ready[0], now)] * 3)
    assert ends.count("done") == 1, ends
    with member_door(sent.partnership):
        assert Activity.objects.filter(verb="signed_agreement").count() == 1


@pytest.mark.parametrize("time", range(3))
def test_signing_while_the_round_is_withdrawn(sent, ready, ann, now, time):
    def withdraw():
        with member_door(sent.partnership):
            withdraw_agreement(sent, reason="Fout", by=ann, at=now)

    ends = together(pressing(sent, ready[0], now), withdraw)
    assert ends[1] == "done"
    with member_door(sent.partnership):
        row, agreement = Signature.objects.get(pk=ready[0][0].pk), Agreement.objects.get()
        assert (row.signed_at is not None) == (ends[0] == "done")
        assert agreement.withdrawn_at == now
        assert agreement.completed_at is None
        assert Outbox.objects.filter(template="agreement_withdrawn").count() == 6


@pytest.mark.parametrize("time", range(3))
def test_handing_over_while_signing(sent, ready, now, time):
    signature = ready[0][0]

    def give():
        with member_door(sent.partnership):
            put_hand_over(signature, name="Nieuw", function="Chef", email="nieuw@example.org", note="", at=now)

    ends = together(pressing(sent, ready[0], now), give)
    assert ends.count("done") == 1, ends
    with member_door(sent.partnership):
        row = Signature.objects.get(pk=signature.pk)
        handed = SignatureHandOver.objects.count()
        assert (row.signed_at is None, row.email == "nieuw@example.org") == (bool(handed), bool(handed))
        assert Outbox.objects.filter(template="signature_handed_over").count() == handed


def test_two_hand_overs_at_once_give_one(sent, ready, now):
    def give(email):
        def run():
            with member_door(sent.partnership):
                put_hand_over(ready[0][0], name="Nieuw", function="Chef", email=email, note="", at=now)

        return run

    ends = together(give("een@example.org"), give("twee@example.org"))
    assert ends.count("done") == 1, ends
    with member_door(sent.partnership):
        assert SignatureHandOver.objects.count() == 1


def test_refusing_while_another_signs(sent, ready, now):
    def refuse():
        with member_door(sent.partnership):
            one = Signature.objects.select_related(*READ).get(pk=ready[1][0].pk)
            put_refusal(one, code_hash=one.code_hash, reason="Artikel 4", at=now + timedelta(minutes=1))

    ends = together(pressing(sent, ready[0], now), refuse)
    assert ends[1] == "done"
    with member_door(sent.partnership):
        agreement = Agreement.objects.get()
        assert agreement.withdrawn_at is not None
        assert agreement.completed_at is None
        assert Signature.objects.filter(signed_at__isnull=False).count() == (1 if ends[0] == "done" else 0)


@pytest.mark.feature("F17")
def test_one_person_put_in_two_places_at_once_is_asked_once(sent, ann, now, monkeypatch):
    """The check of both sees nothing; the database lets one through, and the other reads why."""
    with member_door(sent.partnership):
        rows = [Signature.objects.select_related(*READ).order_by("pk")[0] for _place in range(2)]
        rows[1].pk, rows[1].uuid, rows[1].email, rows[1].nonce = None, uuid4(), "other@example.org", "x"
        rows[1].save(force_insert=True)
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)
    person = {"name": "N", "function": "F", "email": "n@example.org", "mandate": "", "by": ann, "at": now}

    def replace(row):
        def act():
            with member_door(sent.partnership):
                replace_signatory(row, **person)

        return act

    ends = together(*(replace(row) for row in rows))
    assert sorted(ends) == sorted(["done", gettext("This person is already asked to sign for this party.")])
