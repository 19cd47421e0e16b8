"""The audit over plain HTTP, from the request to the certificate, for any scheme that ends in one."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from certification.models import Audit, Certificate
from partnerships.models import User
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.journeys.conftest import Work
from tests.journeys.http_steps import Walk, send


def request_audit(walk: Walk, auditor: User, *, work: Work) -> Audit:
    walk.send("certification:audit-request", {"body": auditor.offices.get().organisation_id})
    work()
    with member_door(walk.park):
        asked: Audit = Audit.objects.select_related("partnership").get(closed_at__isnull=True)
        return asked


def assign(audit: Audit, auditor: User, walk: Walk) -> Client:
    days = {"first_day": walk.today, "last_day": walk.today + timedelta(days=30)}
    client = client_of(auditor)
    send(client, reverse("certification:audit-assign", kwargs={"uuid": audit.uuid}), {"auditor": auditor.pk, **days})
    return client


def find_conform(client: Client, audit: Audit, *, after: int = 0) -> int:
    """Judge every requirement as conforming, but for the first ``after`` of the page. Returns how many there are."""
    rows = client.get(reverse("certification:audit-room", kwargs={"uuid": audit.uuid})).context["rows"]
    for row in rows[after:]:
        place = {"uuid": audit.uuid, "requirement_id": row["requirement"].id}
        send(client, reverse("certification:audit-judge", kwargs=place), {row["form"].add_prefix("verdict"): "conform"})
    return len(rows)


def judge_and_decide(audit: Audit, auditor: User, walk: Walk, *, work: Work) -> Certificate:
    """Everything conforms, the decision is positive, the PDF is made."""
    client = assign(audit, auditor, walk)
    find_conform(client, audit)
    decide = reverse("certification:audit-decide", kwargs={"uuid": audit.uuid})
    send(client, decide, {"outcome": "positive", "motivation": "De samenwerking werkt.", "confirmed": "on"})
    work()
    with member_door(walk.park):
        issued: Certificate = Certificate.objects.select_related("document").get()
        return issued
