"""A round of signatures: at once or in turns, with last days and a rhythm of reminders; also of a whole park."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.agreements import send_agreement, withdraw_agreement
from partnerships.domain.rounds import RoundPlan, link_end, rhythm, set_rhythm
from partnerships.domain.signatories import remind_signatory, replace_signatory, signatories_in
from partnerships.domain.signing import put_signature, request_code
from partnerships.domain.signing_tables import open_table, token_of
from partnerships.enums import AgreementKind, PartyKind, SignatureMethod, SignatureState
from partnerships.exceptions import NotYourTurn, Refused
from partnerships.models import Activity, Agreement, Contact, Document, Organisation, Outbox, Partner, Signature
from partnerships.tenancy.doors import member_door
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, drafted, page, refuse_as, sign_as

IN_ORDER = RoundPlan(in_order=True)


def asked() -> list[str]:
    """Who had a request, in the order of the mails."""
    return list(Outbox.objects.filter(template="signature_request").order_by("pk").values_list("to", flat=True))


def again(email: str) -> Signature:
    found: Signature = Signature.objects.select_related(*READ).get(email=email)
    return found


def url(agreement: Agreement, name: str) -> str:
    room = "certification" if name == "agreement-send" else "partnerships"
    return reverse(f"{room}:{name}", kwargs={"partnership": agreement.partnership.slug, "uuid": agreement.uuid})


@pytest.fixture
def in_order(draft, ann, now, inside):
    """The declaration, one after the other: fire brigade and police together, then the others, each in turn."""
    turns = dict.fromkeys(Partner.objects.filter(kind__in=["fire", "police"]).values_list("pk", flat=True), 1)
    others = Partner.objects.exclude(pk__in=turns).order_by("organisation__name").values_list("pk", flat=True)
    turns |= {pk: number for number, pk in enumerate(others, start=2)}
    return send_agreement(draft, by=ann, at=now, plan=RoundPlan(in_order=True, turns=turns))


@pytest.mark.feature("F16")
def test_in_turns_only_the_lowest_open_turn_is_asked(in_order, now):
    assert set(asked()) == {"fire@example.org", "police@example.org"}
    assert Signature.objects.filter(asked_at=None).count() == 4
    sign_as(again("fire@example.org"), now)
    assert len(asked()) == 2  # the police has the same turn
    later = now + timedelta(days=3)
    sign_as(again("police@example.org"), later, signed_at=later)
    third = Signature.objects.select_related(*READ).get(turn=2)
    assert asked()[2:] == [third.email]
    assert third.asked_at == later
    assert third.expires_at == link_end(at=third.asked_at, deadline=None)
    assert Activity.objects.filter(verb="asked_next_turn").count() == 1


def test_a_link_works_through_the_last_day_to_sign_and_says_that_day(now):
    deadline = now.date() + timedelta(days=200)
    end = link_end(at=now, deadline=deadline)
    assert timezone.localtime(end).date() == deadline
    assert timezone.localtime(end + timedelta(microseconds=1)).date() == deadline + timedelta(days=1)
    assert link_end(at=now, deadline=now.date()) == link_end(at=now, deadline=None)


@pytest.mark.feature("F16")
def test_the_last_turn_completes_the_round(in_order, now):
    for _number in range(6):
        sign_as(Signature.objects.select_related(*READ).filter(signed_at=None).order_by("turn", "pk")[0], now)
    assert len(asked()) == 6
    assert Agreement.objects.get().completed_at is not None


def test_who_waits_cannot_sign_is_not_reminded_and_hears_nothing_of_the_end(in_order, ann, now):
    waiting = Signature.objects.select_related(*READ).filter(turn=5)[0]
    assert waiting.state(at=now) == SignatureState.WAITING
    with pytest.raises(NotYourTurn):
        request_code(waiting, at=now)
    with pytest.raises(NotYourTurn):
        remind_signatory(waiting, by=ann, at=now + timedelta(days=9))
    new = {"name": "Ander", "function": "Chef", "email": "ander@example.org", "mandate": ""}
    replace_signatory(waiting, **new, by=ann, at=now)
    assert "ander@example.org" not in asked()
    withdraw_agreement(in_order, reason="Fout", by=ann, at=now)
    assert Outbox.objects.filter(template="agreement_withdrawn").count() == 2


def test_a_refusal_in_turns_is_told_to_who_was_asked_and_to_witnesses(full_park, ann, now):
    covenant = drafted(full_park, ann, now, AgreementKind.COVENANT)
    with member_door(full_park):
        insurer = Partner.objects.get(kind=PartyKind.INSURER)
        send_agreement(covenant, by=ann, at=now, witnesses=[insurer], plan=IN_ORDER)
        first = Signature.objects.select_related(*READ).get(turn=1)
        assert asked() == [first.email]
        refuse_as(first, reason="Wij kunnen dit niet waarmaken.", at=now)
        told = set(Outbox.objects.filter(template="agreement_refused").values_list("to", flat=True))
        assert told == {ann.email, "insurer@example.org"}


@pytest.mark.feature("F16")
def test_last_days_of_the_round_and_of_one_party_keep_the_links_working(draft, ann, now, inside):
    today = timezone.localtime(now).date()
    fire = Partner.objects.get(kind=PartyKind.FIRE)
    far = today + timedelta(days=100)
    plan = RoundPlan(sign_by=today + timedelta(days=10), deadlines={fire.pk: far})
    sent = send_agreement(draft, by=ann, at=now, plan=plan)
    own = again("fire@example.org")
    assert own.deadline == far
    assert timezone.localtime(own.expires_at) >= timezone.make_aware(
        datetime.combine(far, time(23, 59))
    )  # all that day
    other = again("police@example.org")
    assert other.deadline == sent.sign_by
    assert other.expires_at == now + timedelta(days=60)
    told = [Outbox.objects.get(to=f"{name}@example.org").context["sign_by"] for name in ("police", "fire")]
    assert [str(day.day) in words for day, words in zip((plan.sign_by, far), told, strict=True) if day] == [True, True]


@pytest.mark.parametrize("plan", [{"sign_by": -1}, {"valid_until": 0}])
def test_a_day_that_has_passed_is_refused(draft, ann, now, inside, plan):
    today = timezone.localtime(now).date()
    days: Any = {key: today + timedelta(days=number) for key, number in plan.items()}
    with pytest.raises(Refused):
        send_agreement(draft, by=ann, at=now, plan=RoundPlan(**days))
    assert not Signature.objects.exists()


def test_the_rhythm_is_of_the_round_else_the_partnership_else_the_house(draft, ann, now, settings, inside):
    settings.SIGNING_REMIND_FIRST_DAYS, settings.SIGNING_REMIND_EVERY_DAYS = 5, 2
    assert rhythm(draft) == (5, 2)
    set_rhythm(draft.partnership, first=4, every=None, by=ann, at=now)
    assert rhythm(draft) == (4, 2)
    draft.remind_every_days = 3
    assert rhythm(draft) == (4, 3)


@pytest.mark.feature("F16")
def test_everything_is_chosen_on_the_page_of_the_draft(draft, ann):
    client, today = client_of(ann), timezone.localdate()
    with member_door(draft.partnership):
        keys = list(Partner.objects.values_list("pk", flat=True))
        last = keys[-1]
    page = client.get(draft.get_absolute_url())
    assert f"turn_{last}" in page.content.decode()
    given = {
        "seen": text_hash(draft.text), "order": "turns", "sign_by": (today + timedelta(days=20)).isoformat(),
        "remind_first_days": "3", "remind_every_days": "1", "last_day": date(2099, 12, 31).isoformat(),
        "notice_days": "60", **{f"turn_{pk}": "2" for pk in keys}, f"turn_{last}": "1",
    }  # fmt: skip
    wrong = client.post(url(draft, "agreement-send"), {**given, "remind_first_days": "0"})
    assert wrong.status_code == 200
    assert wrong.context["send_form"].errors["remind_first_days"]
    asked = client.post(url(draft, "agreement-send"), given)
    added = [block.text for part in asked.context["added"] for block in part]
    assert (asked.context["warnings"], "31 december 2099" in added[1], "60" in added[1]) == ([], True, True)
    with member_door(draft.partnership):
        assert not Signature.objects.exists()
    client.post(url(draft, "agreement-send"), {**given, "despite": "1"})
    with member_door(draft.partnership):
        sent = Agreement.objects.get()
        assert (sent.in_order, sent.remind_first_days, sent.remind_every_days) == (True, 3, 1)
        assert (sent.notice_days, sent.valid_until) == (60, date(2100, 1, 1))
        assert [one.partner_id for one in Signature.objects.filter(asked_at__isnull=False)] == [last]
        assert "2100" not in sent.text
    shown = client.get(draft.get_absolute_url()).content.decode()
    assert "31 december 2099" in shown
    assert "2100" not in shown


@pytest.mark.parametrize("name", ["last_day", "sign_by"])
def test_the_last_day_there_is_is_no_day_to_fill_in(draft, ann, name):
    given = {"seen": text_hash(draft.text), name: "9999-12-31"}
    assert name in client_of(ann).post(url(draft, "agreement-send"), given).context["send_form"].errors


def test_the_rhythm_of_the_partnership_has_a_page(full_park, ann, bert, carla):
    here = reverse("partnerships:signing-rhythm", kwargs={"partnership": full_park.slug})
    assert client_of(ann).get(here).status_code == 200
    assert client_of(ann).post(here, {"first": "0"}).status_code == 200
    assert client_of(ann).post(here, {"first": "7", "every": ""}).status_code == 302
    full_park.refresh_from_db()
    assert (full_park.remind_first_days, full_park.remind_every_days) == (7, None)
    assert client_of(bert).get(here).status_code == 403
    assert client_of(carla).get(here).status_code == 404
    assert client_of(ann).put(here).status_code == 405


def test_without_a_mandate_the_pages_warn_and_the_sending_goes_on(draft, ann):
    client = client_of(ann)
    mandates = reverse("partnerships:mandates", kwargs={"partnership": draft.partnership.slug, "pk": 0})[:-11]
    assert mandates in client.get(draft.get_absolute_url()).content.decode()
    client.post(url(draft, "agreement-send"), {"seen": text_hash(draft.text)})
    page = client.get(draft.get_absolute_url())
    assert all(one.lacks_mandate for one in page.context["standings"])
    assert page.content.decode().count("/mandates/") == 6


def test_the_state_of_every_mail_stands_beside_its_person(sent, ann):
    with member_door(sent.partnership):
        Outbox.objects.filter(to="fire@example.org").update(failed_at=timezone.now(), last_error="550 unknown box")
        Outbox.objects.filter(to="police@example.org").update(sent_at=timezone.now())
    page = client_of(ann).get(sent.get_absolute_url()).content.decode()
    assert page.count("550 unknown box") == 2  # the state, and the list of mails
    assert "/mail/?q=fire%40example.org" in page or "/mail/?q=fire@example.org" in page


@pytest.fixture
def whole_park(full_park):
    """Two hundred more parties on a park."""

    def grow(number: int) -> None:
        with member_door(full_park):
            start = Partner.objects.count()
            names = [f"Bedrijf {start + one}" for one in range(number)]
            owners = Organisation.objects.bulk_create(
                Organisation(name=name, kind=PartyKind.ENTREPRENEURS) for name in names
            )
            partners = Partner.objects.bulk_create(
                Partner(
                    partnership=full_park, organisation=one, kind=PartyKind.ENTREPRENEURS, joined_on=date(2025, 5, 2)
                )
                for one in owners
            )
            Contact.objects.bulk_create(
                Contact(
                    partnership=full_park, partner=one, name=f"Directeur {one.organisation.name}",
                    function="Directeur", email=f"b{one.pk}@example.org", signs=True,
                )
                for one in partners
            )  # fmt: skip

    return grow


def queries_of(act) -> int:
    """How many, whatever number of rows a database takes in one INSERT."""
    with CaptureQueriesContext(connection) as caught:
        act()
    tables = {one["sql"].split("(")[0] for one in caught if one["sql"].startswith("INSERT")}
    return len([one for one in caught if not one["sql"].startswith("INSERT")]) + len(tables)


def test_a_whole_park_takes_as_many_queries_as_six_parties(whole_park, full_park, ann, now):
    client = client_of(ann)
    few = drafted(full_park, ann, now)
    client.get(few.get_absolute_url())  # sessions and caches are warm
    of_few = queries_of(lambda: client.get(few.get_absolute_url()))
    with member_door(full_park):
        sent_few = queries_of(lambda: send_agreement(few, by=ann, at=now, plan=IN_ORDER))
        withdraw_agreement(Agreement.objects.select_related("partnership").get(), reason="Meer", by=ann, at=now)
    whole_park(195)
    many = drafted(full_park, ann, now)
    client.get(many.get_absolute_url())
    assert queries_of(lambda: client.get(many.get_absolute_url())) == of_few + 2  # it replaces a round: who witnessed
    with member_door(full_park):
        sent_many = queries_of(lambda: send_agreement(many, by=ann, at=now))
    assert sent_many == sent_few
    page = client.get(many.get_absolute_url())
    assert len(page.context["standings"]) == 50
    seen = queries_of(lambda: client.get(many.get_absolute_url()))
    assert queries_of(lambda: client.get(f"{many.get_absolute_url()}?page=3")) == seen
    filtered = client.get(f"{many.get_absolute_url()}?state=signed")
    assert len(filtered.context["standings"]) == 0


def test_the_pages_of_a_whole_park_at_the_table_take_as_many_queries_as_of_six(whole_park, full_park, ann, now):
    def asked(agreement):
        """Of the page of the table, and of that of the paper."""
        with member_door(full_park):
            send_agreement(agreement, by=ann, at=now)
        pages = [url(agreement, name) for name in ("signing-table", "paper")]
        return [queries_of(lambda page=page: client.get(page)) for page in pages]

    client = client_of(ann)
    client.get(url(drafted(full_park, ann, now), "signing-table"))  # sessions and caches are warm
    with member_door(full_park):
        few = Agreement.objects.select_related("partnership", "cycle").get()
    of_few = asked(few)
    with member_door(full_park):
        withdraw_agreement(few, reason="Meer", by=ann, at=now)
    whole_park(54)
    assert asked(drafted(full_park, ann, now)) == of_few


def listed(answer) -> int:
    """How many parties stand on the page of a signatory."""
    page_text: str = answer.content.decode()
    return page_text.partition('class="bn-parties"')[2].partition("</ul>")[0].count("<li>")


@pytest.mark.feature("F16")
def test_the_page_of_one_of_sixty_shows_twenty_in_as_many_queries_as_of_six(whole_park, full_park, ann, now):
    def seen(agreement):
        """The page of somebody at the end of the list, before and after signing, and its number of queries."""
        with member_door(full_park):
            one = Signature.objects.select_related(*READ).filter(agreement=agreement).order_by("-pk")[0]
            others = Signature.objects.filter(agreement=agreement).exclude(pk=one.pk)
            others.filter(pk__in=others.order_by("pk")[:3].values("pk")).update(signed_at=now, signed_function="baas")
        Client().get(page(one))
        opened = queries_of(lambda: Client().get(page(one)))
        shown = Client().get(page(one))
        with member_door(full_park):
            Signature.objects.filter(pk=one.pk).update(signed_at=now, signed_name="X", signed_function="baas")
        signed = queries_of(lambda: Client().get(page(one)))
        return one, shown, opened, signed

    few = drafted(full_park, ann, now)
    with member_door(full_park):
        few = send_agreement(few, by=ann, at=now)
    _one, of_six, opened, signed = seen(few)
    assert len(of_six.context["parties"].rows) == 6
    assert "?all=1" not in of_six.content.decode()
    with member_door(full_park):
        withdraw_agreement(few, reason="Meer", by=ann, at=now)
    whole_park(54)
    many = drafted(full_park, ann, now)
    with member_door(full_park):
        many = send_agreement(many, by=ann, at=now)
    one, of_sixty, *queries = seen(many)
    assert queries == [opened, signed]
    parties = of_sixty.context["parties"]
    assert (parties.round.signed, parties.round.total, len(parties.rows)) == (3, 60, 20)
    assert one in [standing.signature for standing in parties.rows]  # the reader always
    assert listed(of_sixty) == 20
    assert "?all=1#parties" in of_sixty.content.decode()
    everybody = Client().get(f"{page(one)}?all=1")
    assert listed(everybody) == 60


def test_the_filter_finds_every_state(in_order, now):
    sign_as(again("fire@example.org"), now)
    late = now + timedelta(days=400)
    found = {state: signatories_in(in_order, state, at=now).count() for state in SignatureState.values}
    assert (found["signed"], found["asked"], found["waiting"], found["expired"]) == (1, 1, 4, 0)
    assert signatories_in(in_order, SignatureState.EXPIRED, at=late).count() == 1
    assert signatories_in(in_order, "nonsense", at=now).count() == 6


def test_the_list_of_signatories_is_a_file_for_who_leads(sent, other_park, ann, bert, carla):
    here = url(sent, "signatories-csv")
    answer = client_of(ann).get(here)
    assert answer.status_code == 200
    assert "fire@example.org" in answer.content.decode("utf-8-sig")
    assert client_of(bert).get(here).status_code == 403
    assert client_of(carla).get(here).status_code == 404
    assert client_of(ann).post(here).status_code == 405


@pytest.mark.feature("F16")
def test_nobody_signs_before_their_turn_not_at_the_table_not_on_paper_not_past_it(in_order, ann, now):
    waiting = Signature.objects.select_related(*READ, "agreement__cycle").get(turn=5)
    first = again("fire@example.org")
    with pytest.raises(NotYourTurn):
        put_signature(waiting, proof={}, name="X", function="Y", method=SignatureMethod.PAPER, at=now, by=ann)
    waiting.asked_at = now  # as an object from another moment would say: the row itself decides
    with pytest.raises(NotYourTurn):
        put_signature(waiting, proof={}, name="X", function="Y", method=SignatureMethod.DEVICE, at=now)
    table = open_table(in_order, by=ann, at=now)
    device, there = Client(), {"uuid": table.uuid, "token": token_of(table)}
    shown = dict(device.get(reverse("partnerships:table", kwargs=there)).context["waiting"])
    assert shown[first] == ""
    assert shown[waiting] == str(NotYourTurn.default)
    read = reverse("partnerships:table-read", kwargs={**there, "signatory": waiting.uuid})
    answer = device.post(read, {"read": "on"}, follow=True)
    assert answer.redirect_chain
    assert str(NotYourTurn.default) in [str(message) for message in answer.context["messages"]]
    assert not Outbox.objects.filter(template="signing_code").exists()
    paper = client_of(ann).get(url(in_order, "paper"))
    assert dict(paper.context["waiting"])[waiting] == str(NotYourTurn.default)
    record = reverse(
        "partnerships:paper-record", kwargs={"partnership": in_order.partnership.slug, "uuid": waiting.uuid}
    )
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    typed = {
        "seen": in_order.text_sha256, "mark": in_order.text_sha256[:12], "name": "Jan Inkt", "function": "chef",
        "signed_on": timezone.localdate().isoformat(), "scan": scan,
    }  # fmt: skip
    refused = client_of(ann).post(record, typed)
    assert str(NotYourTurn.default) in refused.context["form"].non_field_errors()
    waiting.refresh_from_db()
    assert waiting.signed_at is None
    assert not Document.objects.exists()
