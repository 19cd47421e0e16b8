"""A refused text stands in the work of who leads, until a new round is sent or they withdraw it (F16)."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oversight.domain.digest_asked import Before
from oversight.domain.digest_lines import gather
from oversight.domain.projecting import refresh_marked
from partnerships.domain.agreements import draft_agreement, drop_refused, send_agreement, withdraw_agreement
from partnerships.enums import AgreementKind
from partnerships.models import Agreement, Partnership, Signature, User
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import (  # noqa: F401  fixtures
    READ,
    document_of,
    full_park,
    inside,
    own_files,
    refuse_as,
)

pytestmark = pytest.mark.feature("F16")
WORK = reverse("oversight:work")


def sent_round(park: Partnership, by: User) -> Agreement:
    with member_door(park):
        cycle = park.cycles.select_related("partnership").get()
        document = document_of(cycle, AgreementKind.DECLARATION).id
        draft = draft_agreement(cycle, scheme_document=document, by=by, at=timezone.now())
        return send_agreement(draft, by=by, at=timezone.now())


def refuse(agreement: Agreement) -> None:
    with member_door(agreement.partnership):
        fire = Signature.objects.select_related(*READ).get(agreement=agreement, partner__kind="fire")
        refuse_as(fire, reason="Artikel 4 gaat te ver.", at=timezone.now())


@pytest.fixture
def refused(full_park, ann):  # noqa: F811
    agreement = sent_round(full_park, ann)
    refuse(agreement)
    return agreement


def in_work(user: User) -> list[dict[str, Any]]:
    """The refused texts among what waits for this person."""
    refresh_marked()
    items = client_of(user).get(WORK, {"kind": "refused"}).context["items"]
    assert all(item in client_of(user).get(WORK).context["items"] for item in items)
    return list(items)


def on_home(user: User, park: Partnership) -> list[dict[str, Any]]:
    items = client_of(user).get(park.get_absolute_url()).context["todo_items"]
    return [item for item in items if item["action"] == "Nieuwe tekenronde beginnen"]


def next_round(agreement: Agreement) -> str:
    here = {"partnership": agreement.partnership.slug, "document": agreement.scheme_document}
    return reverse("partnerships:agreement-draft", kwargs=here)


def test_it_waits_for_who_leads_with_the_way_to_a_new_round(refused, ann, bert):
    (item,) = in_work(ann)
    assert item["url"] == next_round(refused)
    assert item["title"].startswith("Geweigerd: ")
    assert item["state_text"].startswith("Geweigerd op ")
    assert in_work(bert) == []
    (item,) = on_home(ann, refused.partnership)
    assert item["url"] == next_round(refused)
    assert item["title"].startswith(f"Geweigerd: {refused.title}.")
    assert item["state_text"].startswith("Geweigerd op ")
    assert on_home(bert, refused.partnership) == []


def test_the_page_of_the_new_round_says_who_refused_and_why(refused, ann):
    shown = client_of(ann).get(next_round(refused)).content.decode()
    assert "Artikel 4 gaat te ver." in shown
    assert "Brandweer Oost" in shown
    withdraw = {"partnership": refused.partnership.slug, "uuid": refused.uuid}
    assert reverse("partnerships:agreement-withdraw", kwargs=withdraw) in shown


def test_a_draft_keeps_it_there_and_sending_takes_it_away(refused, ann):
    park = refused.partnership
    with member_door(park):
        cycle = park.cycles.select_related("partnership").get()
        draft = draft_agreement(cycle, scheme_document=refused.scheme_document, by=ann, at=timezone.now())
    assert len(in_work(ann)) == len(on_home(ann, park)) == 1
    with member_door(park):
        send_agreement(draft, by=ann, at=timezone.now())
    assert in_work(ann) == on_home(ann, park) == []
    with member_door(park):
        withdraw_agreement(draft, reason="Toch niet.", by=ann, at=timezone.now())
    assert in_work(ann) == on_home(ann, park) == []  # that one was withdrawn, and the first was followed up


def test_withdrawing_the_refused_text_takes_it_away(refused, ann):
    with member_door(refused.partnership):
        drop_refused(refused, reason="Wij stoppen ermee.", by=ann, at=timezone.now())
    assert in_work(ann) == on_home(ann, refused.partnership) == []


def test_a_second_refusal_stands_there_once(refused, ann):
    refuse(sent_round(refused.partnership, ann))
    assert len(in_work(ann)) == len(on_home(ann, refused.partnership)) == 1


def test_a_withdrawn_text_that_nobody_refused_is_nobodys_work(full_park, ann):  # noqa: F811
    agreement = sent_round(full_park, ann)
    with member_door(full_park):
        withdraw_agreement(agreement, reason="Fout.", by=ann, at=timezone.now())
    assert in_work(ann) == on_home(ann, full_park) == []


def test_the_weekly_mail_names_the_document_to_who_leads(refused, ann, bert):
    refresh_marked()
    found = gather(None, on=timezone.localdate(), before=Before({}, {}))
    lines = [one for one in found.lines if one.kind == "refused"]
    assert {one.email for one in lines} == {ann.email}
    assert lines[0].path == next_round(refused)
    assert "Intentieverklaring" in str(lines[0].title)


def test_the_overseer_reads_which_document_and_not_by_whom(refused, mona):
    refresh_marked()
    url = reverse("oversight:portfolio-partnership", kwargs={"slug": refused.partnership.slug})
    answer = client_of(mona).get(url)
    (row,) = [one for one in answer.context["duties"] if one["title"].startswith("Geweigerd: ")]
    assert refused.title not in row["title"]
    assert "Artikel 4" not in answer.content.decode()
