"""The pages around a draft, through the browser's door."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.models import Audit, Dossier
from certification.views.home import moment_of
from partnerships.documents.ids import new_document_id
from partnerships.domain.agreements import revise_draft, send_agreement, withdraw_agreement
from partnerships.domain.annexes import annexes_of, choose_annexes
from partnerships.domain.drafting import draft_agreement, versions_of
from partnerships.enums import AgreementKind, CovenantStage
from partnerships.models import Activity, Agreement, AgreementAnnex, AgreementComment, Cycle, Organisation, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.drafting.conftest import signed
from tests.partnerships.drafting.test_drafting import file
from tests.partnerships.signing.conftest import READ, page, sign_as

ABOUT_ONE = ("agreement-versions", "agreement-comment", "agreement-annexes", "agreement-revise")


def url(name, agreement, **more):
    return reverse(
        f"partnerships:{name}", kwargs={"partnership": agreement.partnership.slug, "uuid": agreement.uuid, **more}
    )


def draft_url(park, document):
    return reverse("partnerships:agreement-draft", kwargs={"partnership": park.slug, "document": document})


@pytest.mark.parametrize("name", ABOUT_ONE)
def test_each_page_opens_for_the_leader_and_not_for_strangers(covenant, ann, carla, name):
    assert client_of(ann).get(url(name, covenant)).status_code == 200
    assert client_of(carla).get(url(name, covenant)).status_code in (403, 404)
    assert client_of(ann).put(url(name, covenant)).status_code == 405


@pytest.mark.parametrize("name", ["agreement-annexes", "agreement-revise"])
def test_a_member_does_not_change_the_draft(covenant, bert, name):
    assert client_of(bert).get(url(name, covenant)).status_code == 403


@pytest.mark.feature("F17")
def test_clauses_are_ticked_and_the_text_follows(full_park, ann):
    client = client_of(ann)
    with member_door(full_park):
        document = next(one for one in Cycle.objects.get().scheme.documents if one.kind == AgreementKind.COVENANT)
    shown = client.get(draft_url(full_park, document.id)).content.decode()
    assert "Stuurgroep" in shown or "Steering group" in shown
    asked = {"chosen": "1", "clauses": ["steering"], "choice-legal_force": "bound"}
    answer = client.get(draft_url(full_park, document.id), asked)
    text = answer.context["form"]["text"].value()
    assert ("De stuurgroep komt" in text) or ("It meets at least once every year" in text)
    assert ("kunnen nakoming vragen" in text) or ("can ask for it to be kept" in text)
    assert client.post(draft_url(full_park, document.id), {"text": text}).status_code == 302
    with member_door(full_park):
        made = Agreement.objects.get(kind=AgreementKind.COVENANT)
        assert made.template == "covenant-1"
        assert made.text == text


def test_the_editor_is_given_what_it_needs_and_the_policy_lets_it(covenant, ann):
    answer = client_of(ann).get(url("agreement-revise", covenant))
    policy = answer.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'content="{nonce}"' in answer.content.decode()
    assert "script-src 'self'" in policy.split("; ")
    assert "data-editor" in answer.content.decode()
    assert "nonce" not in client_of(ann).get(covenant.get_absolute_url()).headers["Content-Security-Policy"]


def test_markup_that_is_sent_is_only_text(covenant, ann):
    client = client_of(ann)
    client.post(url("agreement-revise", covenant), {"text": "## A\n\n<script>alert(1)</script> **vet**"})
    shown = client.get(covenant.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<strong>vet</strong>" in shown


def test_whoever_was_second_keeps_what_was_typed(covenant, ann, now):
    client = client_of(ann)
    seen = client.get(url("agreement-revise", covenant)).context["form"]["seen"].value()
    with member_door(covenant.partnership):
        revise_draft(covenant, text="Van een ander", by=ann, at=now)
    answer = client.post(url("agreement-revise", covenant), {"text": "Van mij", "seen": seen})
    assert answer.status_code == 200
    assert "Van mij" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    assert client.post(url("agreement-revise", covenant), {"text": "Van mij", "seen": again}).status_code == 302


@pytest.mark.feature("F16")
def test_versions_are_compared_and_put_back(covenant, ann, bert, now):
    with member_door(covenant.partnership):
        revise_draft(covenant, text="## Inzet\n\nDe gemeente maait.", by=ann, at=now)
        revise_draft(covenant, text="## Inzet\n\nDe gemeente maait elk kwartaal.", by=ann, at=now)
        first, second, third = versions_of(covenant)
    answer = client_of(bert).get(url("agreement-versions", covenant), {"old": second.pk, "new": third.pk})
    words = answer.content.decode()
    assert "<ins>" in words
    assert "elk kwartaal" in words
    assert answer.context["comparison"].count("changed") == 1
    restore = url("agreement-restore", covenant, pk=first.pk)
    assert client_of(bert).post(restore).status_code == 403
    assert client_of(ann).get(restore).status_code == 405
    assert client_of(ann).post(restore).status_code == 302
    assert client_of(ann).post(url("agreement-restore", covenant, pk=999999)).status_code == 404
    with member_door(covenant.partnership):
        assert Agreement.objects.get(pk=covenant.pk).text == first.text


def test_the_versions_say_who_signed_which(covenant, ann, now):
    done = signed(covenant, ann, now)
    words = client_of(ann).get(url("agreement-versions", done)).content.decode()
    assert "Politie Basisteam Oost (" in words


def test_the_versions_of_three_rounds_take_as_many_queries_as_of_one(covenant, ann, now):
    def asked(agreement):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("agreement-versions", agreement)).status_code == 200
        return len(caught)

    client = client_of(ann)
    client.get(url("agreement-versions", covenant))  # sessions and caches are warm
    last, seen = covenant, []
    for number in range(3):
        with member_door(covenant.partnership):
            last = send_agreement(last, by=ann, at=now)
            for one in Signature.objects.filter(agreement=last).select_related(*READ)[:2]:
                sign_as(one, now)
        seen.append(asked(last))
        with member_door(covenant.partnership):
            withdraw_agreement(last, reason="Meer", by=ann, at=now)
            last = draft_agreement(
                Cycle.objects.select_related("partnership").get(), scheme_document=covenant.scheme_document, by=ann,
                at=now, text=f"{covenant.text}\n\n## Ronde {number}",
            )  # fmt: skip
    assert seen[0] + 1 == seen[1] == seen[2]  # once a round has stopped, one more asks who refused


def test_a_member_comments_and_the_leader_is_asked_before_sending(covenant, ann, bert):
    given = {"heading": "", "text": "Noem een datum bij de schouw."}
    assert client_of(bert).post(url("agreement-comment", covenant), given).status_code == 302
    with member_door(covenant.partnership):
        comment = AgreementComment.objects.get()
    leader = client_of(ann)
    shown = leader.get(covenant.get_absolute_url())
    assert "Noem een datum bij de schouw." in shown.content.decode()
    send = reverse(
        "certification:agreement-send",
        kwargs={"partnership": covenant.partnership.slug, "uuid": covenant.uuid},
    )
    seen = {"seen": shown.context["send_form"]["seen"].value()}
    asked = leader.post(send, seen)
    assert asked.status_code == 200
    assert "despite" in asked.content.decode()
    resolve = url("agreement-comment-resolve", covenant, pk=comment.pk)
    assert client_of(bert).post(resolve).status_code == 403
    assert leader.get(resolve).status_code == 405
    assert leader.post(resolve).status_code == 302
    assert leader.post(send, seen).status_code == 302
    with member_door(covenant.partnership):
        assert Agreement.objects.get(pk=covenant.pk).sent_at is not None
    assert leader.get(url("agreement-comment", covenant)).status_code == 302
    assert leader.get(url("agreement-annexes", covenant)).status_code == 302
    assert leader.get(url("agreement-revise", covenant)).status_code == 302


def test_annexes_are_chosen_and_open_to_who_signs(covenant, ann, now):
    park = covenant.partnership
    with member_door(park):
        plan = file(park, "plan")
    shown = client_of(ann).get(url("agreement-annexes", covenant)).content.decode()
    assert reverse("partnerships:document-add", kwargs={"partnership": park.slug}) in shown
    answer = client_of(ann).post(url("agreement-annexes", covenant), {"documents": [plan.pk]})
    assert answer.status_code == 302
    with member_door(park):
        assert plan.sha256 in Agreement.objects.get(pk=covenant.pk).text
        send_now = Agreement.objects.select_related("partnership", "cycle__partnership").get(pk=covenant.pk)
        send_agreement(send_now, by=ann, at=timezone.now())
        signature = Signature.objects.select_related("agreement").order_by("pk")[0]
        annex = AgreementAnnex.objects.get()
    client = client_of(ann)
    shown = client.get(page(signature)).content.decode()
    assert f"annexes/{annex.pk}/" in shown
    got: Any = client.get(f"{page(signature)}annexes/{annex.pk}/")
    assert b"".join(got.streaming_content) == b"%PDF-1.7"
    assert client.get(f"{page(signature)}annexes/{annex.pk + 1}/").status_code == 404
    assert client.post(f"{page(signature)}annexes/{annex.pk}/").status_code == 405


def test_the_list_offers_general_agreements_to_some_parties(full_park, ann):
    client = client_of(ann)
    listed = client.get(reverse("partnerships:agreements", kwargs={"partnership": full_park.slug}))
    assert [one.id for one, _words in listed.context["general"]] == [
        "capacity_pledge", "cooperation_protocol", "operational_agreement",
    ]  # fmt: skip
    at = draft_url(full_park, "operational_agreement")
    shown = client.get(at)
    police = next(key for key, name in shown.context["clauses_form"].fields["parties"].choices if "Politie" in name)
    answer = client.post(f"{at}?chosen=1&parties={police}", {"title": "Afspraken bewaking", "text": "Wij bellen."})
    assert answer.status_code == 302
    with member_door(full_park):
        made = Agreement.objects.get(title="Afspraken bewaking")
        assert made.party_ids == [int(police)]
    again = client.get(reverse("partnerships:agreements", kwargs={"partnership": full_park.slug}))
    assert "operational_agreement-2" in [one.id for one, _words in again.context["general"]]
    assert client.get(draft_url(full_park, "oath")).status_code == 404


@pytest.mark.feature("F17")
@pytest.mark.parametrize(
    ("stage", "warns"),
    [(CovenantStage.BEFORE_AUDIT, True), (CovenantStage.AFTER_AUDIT, True), (CovenantStage.ANYTIME, False)],
)
def test_the_stage_of_the_covenant_is_chosen_and_another_moment_asks_why(covenant, ann, bert, otto, stage, warns):
    """An audit was requested and has no decision yet: too late for before it, too early for after it."""
    park, client = covenant.partnership, client_of(ann)
    at = reverse("partnerships:covenant-stage", kwargs={"partnership": park.slug})
    assert client_of(bert).get(at).status_code == 403
    assert client.put(at).status_code == 405
    assert client.post(at, {"stage": stage.value}).status_code == 302
    with member_door(park):
        cycle = Cycle.objects.get()
        assert cycle.covenant_stage == stage
        dossier = Dossier.objects.create(
            partnership=park, cycle=cycle, frozen_at=timezone.now(), manifest_sha256="0" * 64,
            document=file(park, "dossier", kind="dossier"),
        )  # fmt: skip
        body = Organisation.objects.get(name="Certificatie-instelling X")
        Audit.objects.create(
            partnership=park, cycle=cycle, dossier=dossier, body=body, requested_on=timezone.localdate()
        )
    shown = client.get(covenant.get_absolute_url())
    send = reverse("certification:agreement-send", kwargs={"partnership": park.slug, "uuid": covenant.uuid})
    seen = {"seen": shown.context["send_form"]["seen"].value()}
    answer = client.post(send, seen)
    assert (answer.status_code == 200) == warns
    if warns:
        with member_door(park):
            assert Agreement.objects.get(pk=covenant.pk).sent_at is None
        assert client.post(send, {**seen, "despite": "1", "reason": ""}).status_code == 200
        assert client.post(send, {**seen, "despite": "1", "reason": "Feest op 1 mei"}).status_code == 302
    with member_door(park):
        assert Agreement.objects.get(pk=covenant.pk).sent_at is not None
        kept = Activity.objects.filter(verb="sent_despite_warning").values_list("details", flat=True)
        assert [one["why"] for one in kept] == (["Feest op 1 mei"] if warns else [])


def test_the_plan_is_offered_first_as_an_annex(covenant, ann, now):
    with member_door(covenant.partnership):
        file(covenant.partnership, "bewijs", kind="evidence")
        file(covenant.partnership, "plan")
        choose_annexes(covenant, documents=[], by=ann, at=now)
    shown = client_of(ann).get(url("agreement-annexes", covenant))
    labels = [words for _key, words in shown.context["form"].fields["documents"].choices]
    assert labels[0].startswith("plan")


@pytest.mark.feature("F17")
def test_the_home_page_says_when_the_covenant_is_signed(full_park, ann):
    with member_door(full_park):
        cycle = Cycle.objects.get()
        covenant = next(one.id for one in cycle.scheme.documents if one.kind == AgreementKind.COVENANT)
        task = next(one for one in cycle.scheme.tasks if one.yields == covenant)
        todo: Any = SimpleNamespace(task=SimpleNamespace(definition=task))
        other: Any = SimpleNamespace(
            task=SimpleNamespace(definition=next(one for one in cycle.scheme.tasks if one != task))
        )
        Cycle.objects.filter(pk=cycle.pk).update(covenant_stage=CovenantStage.AWARD)
        cycle.refresh_from_db()
        assert str(CovenantStage.AWARD.label).lower() in moment_of(cycle, todo)
        assert moment_of(cycle, other) == ""
    assert client_of(ann).get(f"/p/{full_park.slug}/?show=all").status_code == 200


def test_a_file_that_passes_for_a_document_of_ours_is_refused_on_the_page_by_name(covenant, ann, now):
    park = covenant.partnership
    with member_door(park):
        copy = file(park, "kopie", b"%PDF-1.7 " + new_document_id().encode())
    page = reverse("partnerships:agreement-annexes", kwargs={"partnership": park.slug, "uuid": covenant.uuid})
    answer = client_of(ann).post(page, {"documents": [copy.pk]})
    assert answer.context["form"]["documents"].value() == [str(copy.pk)]
    assert "kopie * 2026" in str(answer.context["form"].errors)
    with member_door(park):
        assert annexes_of(covenant) == []
