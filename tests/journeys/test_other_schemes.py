"""The other schemes, each from founding to its own kind of end, by the same steps: none of them is known to the code."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.models import OperationalStart
from partnerships.documents.verify import examine_pdf
from partnerships.domain.founding import found_partnership
from partnerships.models import Area, Cycle, Document
from partnerships.periods import add_months
from partnerships.scheme_files import clear_cache, get_scheme
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.journeys.http_audit_steps import judge_and_decide, request_audit
from tests.journeys.http_steps import (
    Walk,
    analyse,
    bring_parties,
    found,
    give_roles,
    hold_meetings,
    offered,
    plan,
    sign_together,
    tick_by_hand,
)

FOREIGN = Path(__file__).parents[1] / "schemes" / "retail-circle-2025.yaml"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def day() -> date:
    return timezone.localdate()


@pytest.fixture
def ground(municipality):
    """Ground of a kind, in the municipality."""
    return lambda kind: Area.objects.create(name="De Wetering", kind=kind, municipality=municipality)


def walk_by(user, ground, kind, urn, day) -> Walk:
    return found(user, client_of(user), ground(kind), urn, today=day)


def required(walk: Walk) -> list[str]:
    return [party.kind for party in walk.scheme.required_parties]


def is_ours(document: Document | None) -> bool:
    assert document
    with document.file.open("rb") as file:
        return examine_pdf(file.read()).verdict == "ours_unchanged"


@pytest.mark.feature("F78", "F02")
def test_an_older_version_keeps_its_own_rules_to_the_certificate(ann, otto, ground, day, mails, work):
    """A round that once began on the version of 2008: two years, no survey asked, one round enough."""
    area = ground("business_park")
    park = found_partnership(
        "De Wetering", scheme=get_scheme("kvo", "2008"), areas=[area], by=ann, on=day, at=timezone.now()
    )
    walk = Walk(client_of(ann), ann, park.slug, day)
    bring_parties(walk, required(walk))
    sign_together(walk, "declaration", mails=mails, work=work)
    analyse(walk, work=work)
    plan(walk, done=1)
    certificate = judge_and_decide(request_audit(walk, otto, work=work), otto, walk, work=work)
    assert walk.scheme.version == "2008"
    assert certificate.valid_until == add_months(day, 24)
    assert is_ours(certificate.document)


@pytest.mark.feature("F80")
def test_a_round_that_ends_in_a_recognition_signed_by_all(ann, ground, day, mails, work):
    walk = walk_by(ann, ground, "business_park", "veilig-bedrijventerrein", day)
    bring_parties(walk, required(walk))
    give_roles(walk, ["chair", "secretary"])
    hold_meetings(walk, ["kick_off"])
    analyse(walk, work=work)
    plan(walk)
    tick_by_hand(walk, walk.scheme.phases[:6])
    recognition = sign_together(walk, "recognition", mails=mails, work=work)
    with member_door(walk.park):
        assert is_ours(recognition.document)
        assert recognition.signatures.count() == len(required(walk))
    for kind in required(walk):
        assert [one.subject for one in mails()[f"{kind}@example.org"]][-1].endswith(recognition.title)
    page = walk.client.get(reverse("certification:certificates", kwargs={"partnership": walk.slug}))
    assert recognition.title in page.content.decode()


def test_a_round_that_ends_in_the_start_of_guarding(ann, ground, day, mails, work, municipality):
    municipality.country = "BE"
    municipality.save()
    walk = walk_by(ann, ground, "business_park", "collectieve-beveiliging", day)
    bring_parties(walk, dict.fromkeys([*required(walk), "collective_security"]))
    give_roles(walk, ["coordinator"])
    hold_meetings(walk, ["working_group", "information_session", "steering_group"])
    analyse(walk, work=work)
    plan(walk)
    start = reverse("certification:operations", kwargs={"partnership": walk.slug})
    assert walk.client.post(start, {"starts_on": day}).status_code == 422
    sign_together(walk, "operational_agreement", mails=mails, work=work)
    tick_by_hand(walk, walk.scheme.phases)
    walk.send("certification:operations", {"starts_on": day, "announcement": "Brief aan de bedrijven"})
    with member_door(walk.park):
        assert OperationalStart.objects.get().starts_on == day


@pytest.mark.feature("F02", "F03")
def test_a_foreign_scheme_runs_from_a_file_alone(ann, otto, ground, day, mails, work, tmp_path, settings):
    """A file in a folder outside the house is chosen, pinned and walked to its certificate of one year."""
    area, folder = ground("shopping_area"), tmp_path / "schemes"
    before = {one.urn for one in offered(client_of(ann), area)}
    shutil.copytree(FOREIGN.parent, folder)
    settings.SCHEME_DIRS = [str(folder)]
    assert {one.urn for one in offered(client_of(ann), area)} == before | {"retail-circle"}
    walk = found(ann, client_of(ann), area, "retail-circle", today=day)
    bring_parties(walk, required(walk))
    give_roles(walk, ["coordinator", "secretary"])
    sign_together(walk, "declaration", mails=mails, work=work)
    analyse(walk, work=work, adopt=False)
    plan(walk)
    certificate = judge_and_decide(request_audit(walk, otto, work=work), otto, walk, work=work)
    assert certificate.valid_until == add_months(day, 12)
    assert is_ours(certificate.document)
    public = Client().get(reverse("certification:certificate", kwargs={"number": certificate.number}))
    assert "Winkelkring" in public.content.decode()


@pytest.mark.feature("F02")
def test_a_running_round_stays_on_its_version_when_a_newer_file_comes(ann, ground, day, tmp_path, settings):
    """The newer file is what a new partnership gets; the round that runs keeps and shows its own."""
    folder = tmp_path / "schemes"
    shutil.copytree(FOREIGN.parent, folder)
    settings.SCHEME_DIRS = [str(folder)]
    walk = walk_by(ann, ground, "shopping_area", "retail-circle", day)
    newer = (
        FOREIGN.read_text(encoding="utf-8")
        .replace('version: "2025"', 'version: "2027"')
        .replace("months: 12", "months: 24")
    )
    (folder / "retail-circle-2027.yaml").write_text(newer, encoding="utf-8")
    clear_cache()  # as a restart does
    with member_door(walk.park):
        area = walk.park.areas.get()
    assert [one.version for one in offered(walk.client, area) if one.urn == "retail-circle"] == ["2027"]
    with member_door(walk.park):
        assert Cycle.objects.select_related("partnership").get().scheme.plan.months == 12
    page = walk.client.get(reverse("certification:readiness", kwargs={"partnership": walk.slug}))
    assert page.context["scheme"].version == "2025"
