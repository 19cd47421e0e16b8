"""A mail scanner opens every link of every mail, with GET and HEAD, twice, before the person does: nothing changes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from partnerships.domain.signatories import remind_signatory
from partnerships.mail import compose
from partnerships.models import Outbox, Signature, TenantModel
from partnerships.tasks import seal_complete_agreements
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.partnerships.signing.conftest import READ, hand_over_as, refuse_as, sign_as

STEPS = [
    "signature-open",
    "signature-code",
    "signature-sign",
    "signature-refuse",
    "signature-hand-over",
    "signature-pdf",
]
TRAIL = {"partnerships_activity", "partnerships_trailhead"}  # opening a sealed document is kept: a look, no act


def everything(park):
    """Every row of the partnership, but the trail of who looked."""
    with member_door(park):
        return {
            model._meta.label: sorted(map(repr, model._default_manager.order_by("pk").values()))
            for model in apps.get_models()
            if issubclass(model, TenantModel) and model._meta.db_table not in TRAIL
        }


def links_in_mails(park):
    """The addresses as they stand in the mails."""
    with member_door(park):
        found = set()
        for mail in Outbox.objects.all():
            message = compose(mail)
            html = "".join(str(one[0]) for one in message.alternatives)
            found |= set(re.findall(r"https?://[^\s\"'<>]+", f"{message.body} {html}"))
        return {re.sub(r"^https?://[^/]+", "", one).rstrip(".") for one in found}


def steps_behind(park):
    """Every step of everybody; the file, which is drawn anew each time, of one in each state."""
    drawn = set()
    with member_door(park):
        for one in Signature.objects.order_by("pk"):
            token = make_token("sign", str(one.uuid), one.nonce)
            state = (one.signed_at is None, one.declined_at is None, one.hand_overs.exists())
            for name in STEPS if state not in drawn else STEPS[:-1]:
                yield reverse(f"partnerships:{name}", kwargs={"uuid": one.uuid, "token": token})
            drawn.add(state)


def check_scan(park):
    before = everything(park)
    addresses = links_in_mails(park) | set(steps_behind(park))
    assert len(addresses) >= 31
    for _time in range(2):
        for address in sorted(addresses):
            head: Any = Client().head(address)
            assert head.status_code < 500
            for close in head._resource_closers:  # a file that is not read on; closing all would close the connection
                close()
            answer: Any = Client().get(address)
            assert answer.status_code < 500
            if answer.streaming:
                b"".join(answer.streaming_content)
    assert everything(park) == before


@pytest.mark.feature("F16")
def test_a_scanner_of_requests_and_reminders_changes_nothing(sent, signature, ann, now):
    with member_door(sent.partnership):
        remind_signatory(signature, by=ann, at=now + timedelta(days=2))
    check_scan(sent.partnership)
    with member_door(sent.partnership):
        sign_as(Signature.objects.select_related(*READ).get(pk=signature.pk), now)
    check_scan(sent.partnership)


def test_a_scanner_of_the_sealed_document_changes_nothing(sign_all, sent):
    sign_all()
    seal_complete_agreements()
    check_scan(sent.partnership)


def test_a_scanner_of_a_hand_over_and_a_refusal_changes_nothing(sent, signature, now):
    with member_door(sent.partnership):
        hand_over_as(signature, name="Nieuw", function="Chef", email="nieuw@example.org", at=now)
    check_scan(sent.partnership)
    with member_door(sent.partnership):
        refuse_as(Signature.objects.select_related(*READ).get(pk=signature.pk), reason="Nee", at=now)
    check_scan(sent.partnership)
