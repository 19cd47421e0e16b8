"""Emergency access: an hour of reading for an administrator, seen by everybody it concerns."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from partnerships.models import Activity, EmergencyAccess, Outbox
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, client_of, make_user

PAGE = reverse("oversight:emergency")
REASON = "De mail van dit verband blijft liggen."


@pytest.fixture
def sam(db):
    user = make_user("sam")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def admin(now, sam):
    return client_of(sam)


def home(park):
    return reverse("certification:home", kwargs={"partnership": park.slug})


def address(name, park):
    return reverse(name, kwargs={"partnership": park.slug})


def open_for(client, park, reason=REASON):
    return client.post(PAGE, {"partnership": park.pk, "reason": reason})


def trail_of(park):
    with member_door(park):
        return [(row.verb, row.on_behalf_of) for row in Activity.objects.order_by("number")]


def test_an_administrator_sees_no_content(admin, park):
    for name in ("certification:home", "partnerships:parties", "partnerships:documents-csv", "oversight:mail-log"):
        assert admin.get(address(name, park)).status_code == 404


def test_it_opens_for_an_hour_and_tells_the_leaders_at_once(
    admin, park, other_park, ann, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = open_for(admin, park)
    assert answer.url == home(park)
    assert [message.to for message in mail.outbox] == [[f"{ann} <{ann.email}>"]]
    assert REASON in mail.outbox[0].body
    page = admin.get(home(park))
    assert page.status_code == 200
    assert re.search(r"<strong>[^<]*11:00", page.content.decode())
    for name in ("partnerships:parties", "partnerships:history", "oversight:mail-log", "assessments:overview"):
        assert admin.get(address(name, park)).status_code == 200
    assert admin.get(home(other_park)).status_code == 404
    verbs = [verb for verb, _organisation in trail_of(park)]
    assert verbs[-6:] == ["opened_emergency_access", *["viewed_page"] * 3, "viewed_mail_log", "viewed_page"]
    capacity = {organisation for _verb, organisation in trail_of(park)[-6:]}
    assert len(capacity) == 1
    assert capacity != {""}


def test_it_reads_and_changes_nothing(admin, park, sam):
    open_for(admin, park)
    with member_door(park):
        queued = Outbox.objects.create(partnership=park, template="invitation", to="a@example.org", created_at=NOW)
        Outbox.objects.filter(pk=queued.pk).update(failed_at=NOW)
    retry = reverse("oversight:mail-retry", kwargs={"partnership": park.slug, "pk": queued.pk})
    refusal = admin.post(retry)
    assert refusal.status_code == 403
    with member_door(park):
        assert Outbox.objects.get(pk=queued.pk).failed_at == NOW
    for name in ("partnerships:party-add", "partnerships:meeting-add", "partnerships:role-appoint"):
        assert admin.get(address(name, park)).status_code == 403
        assert admin.post(address(name, park)).status_code == 403


def test_after_the_hour_it_is_over_at_once(admin, park, now):
    open_for(admin, park)
    now.move_to(NOW + timedelta(minutes=59, seconds=59))
    assert admin.get(home(park)).status_code == 200
    now.move_to(NOW + timedelta(hours=1))
    assert admin.get(home(park)).status_code == 404
    assert admin.get(PAGE).context["lines"][0]["mine"] is False
    assert len(admin.get(PAGE).context["lines"]) == 1


def test_it_can_be_ended_early_by_whoever_opened_it(admin, park, ann):
    open_for(admin, park)
    with member_door(park):
        emergency = EmergencyAccess.objects.get()
    end = reverse("oversight:emergency-end", kwargs={"pk": emergency.pk})
    other = make_user("stan")
    other.is_staff = True
    other.save()
    assert client_of(other).post(end).status_code == 404
    assert client_of(ann).post(end).status_code == 403
    assert admin.get(end).status_code == 405
    assert admin.post(end).url == PAGE
    assert admin.get(home(park)).status_code == 404
    assert trail_of(park)[-1][0] == "ended_emergency_access"
    rows = len(trail_of(park))
    admin.post(end)  # a second click
    assert len(trail_of(park)) == rows


def test_a_reason_is_needed_and_one_at_a_time(admin, park):
    assert open_for(admin, park, "storing").status_code == 422
    assert open_for(admin, park, " " * 30).status_code == 422
    assert open_for(admin, park).status_code == 302
    assert open_for(admin, park).status_code == 422
    with member_door(park):
        assert EmergencyAccess.objects.count() == 1


def test_it_is_for_administrators_only(park, ann, mona, client, now):
    for user in (ann, mona):
        assert client_of(user).get(PAGE).status_code == 403
        assert open_for(client_of(user), park).status_code == 403
    assert client.get(PAGE).status_code == 302
    assert client_of(ann).put(PAGE).status_code == 405


def test_an_administrator_no_longer_loses_it_at_once(admin, park, sam):
    open_for(admin, park)
    sam.is_staff = False
    sam.save()
    assert admin.get(home(park)).status_code == 404
