"""One device that goes round: the leader opens it, everybody signs with their own code, nobody signs for another."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partnerships.domain.signing_tables import OPEN_FOR, open_table, open_table_of, stop_table, token_of
from partnerships.enums import SignatureMethod
from partnerships.exceptions import SigningStopped, StaleState
from partnerships.models import Activity, Agreement, Outbox, Signature, SigningTable
from partnerships.tenancy.doors import member_door
from partnerships.tokens import make_token
from tests.conftest import client_of
from tests.partnerships.signing.conftest import READ, mailed_code

pytestmark = pytest.mark.feature("F79")


@pytest.fixture
def table(sent, ann, now):
    with member_door(sent.partnership):
        return open_table(sent, by=ann, at=now)


def address(table, signature=None, name="table"):
    given = {"uuid": table.uuid, "token": token_of(table)}
    if signature is not None:
        given["signatory"] = signature.uuid
    return reverse(f"partnerships:{name}", kwargs=given)


def here(park, agreement, name="signing-table"):
    return reverse(f"partnerships:{name}", kwargs={"partnership": park.slug, "uuid": agreement.uuid})


def answer_of(signature, **different):
    """What somebody types on the device; their code as it was mailed."""
    with member_door(signature.partnership_id):
        code = mailed_code(signature)
    return {
        "name": "Iemand Anders", "function": "directeur", "statement": "on", "code": code,
        "seen": signature.agreement.text_sha256, **different,
    }  # fmt: skip


def another(signature):
    with member_door(signature.partnership_id):
        return Signature.objects.select_related(*READ).exclude(pk=signature.pk).first()


def fresh(signature):
    with member_door(signature.partnership_id):
        return Signature.objects.get(pk=signature.pk)


def test_the_leader_opens_the_table_and_closes_it(full_park, sent, ann):
    client = client_of(ann)
    assert client.get(here(full_park, sent)).context["table"] is None
    assert client.post(here(full_park, sent, "signing-table-start")).status_code == 302
    page = client.get(here(full_park, sent))
    with member_door(full_park):
        table = SigningTable.objects.get()
    assert address(table) in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get(address(table)).status_code == 200
    client.post(here(full_park, sent, "signing-table-stop"))
    assert Client().get(address(table)).status_code == 404
    with member_door(full_park):
        verbs = Activity.objects.filter(verb__endswith="_table").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["opened_table", "stopped_table"]


def test_a_person_picks_their_name_reads_asks_a_code_and_signs(table, signature):
    device = Client()
    listed = device.get(address(table)).content.decode()
    assert signature.name in listed
    assert signature.email not in listed
    text = device.get(address(table, signature, "table-read"))
    assert signature.agreement.text.splitlines()[0].lstrip("# ") in text.content.decode()
    assert device.post(address(table, signature, "table-read")).status_code == 200  # not ticked: no code
    with member_door(signature.partnership_id):
        assert not Outbox.objects.filter(template="signing_code").exists()
    to_sign = device.post(address(table, signature, "table-read"), {"read": "on"})
    assert to_sign["Location"] == address(table, signature, "table-sign")
    form = device.get(to_sign["Location"]).content.decode()
    assert form.count('autocomplete="off"') >= 4
    done = device.post(to_sign["Location"], answer_of(signature))
    assert done["Location"] == address(table)
    kept = fresh(signature)
    assert (kept.method, kept.signed_name, kept.recorded_by_id) == (SignatureMethod.DEVICE, "Iemand Anders", None)
    assert kept.statement
    assert kept.signed_at


def test_nothing_of_the_person_before_is_left_on_the_device(table, signature):
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    wrong = device.post(address(table, signature, "table-sign"), answer_of(signature, code="123 456"))
    assert "123 456" not in wrong.content.decode()  # a code is never shown again
    device.post(address(table, signature, "table-sign"), answer_of(signature))
    for url in (address(table), address(table, signature, "table-read"), address(table, signature, "table-sign")):
        shown = device.get(url, follow=True)
        assert "no-store" in shown["Cache-Control"]
        for private in ("Iemand Anders", signature.email, signature.name):
            assert private not in shown.content.decode()


def test_the_pages_of_a_person_go_back_to_the_list_by_themselves(table, signature):
    page = Client().get(address(table, signature, "table-read"))
    assert page["Refresh"].endswith(f"url={address(table)}")


def test_the_session_of_a_leader_signs_for_nobody(table, signature, ann):
    """Not at the table, and not with a code that lies on the desk."""
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    leader = client_of(ann)
    for name in ("table-read", "table-sign"):
        assert leader.post(address(table, signature, name), answer_of(signature)).status_code == 403
    assert leader.get(address(table)).status_code == 403
    assert fresh(signature).signed_at is None


def test_a_code_of_another_signatory_is_refused(table, signature):
    other = another(signature)
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    device.post(address(table, other, "table-read"), {"read": "on"})
    with member_door(signature.partnership_id):
        codes = {one.pk: mailed_code(one) for one in (signature, other)}
    assert codes[signature.pk] != codes[other.pk]
    answer = device.post(address(table, signature, "table-sign"), answer_of(signature, code=codes[other.pk]))
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert fresh(signature).signed_at is None
    assert fresh(signature).code_tries == 1


def test_five_wrong_codes_end_a_code_at_the_table_too(table, signature):
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    right = answer_of(signature)
    for _time in range(5):
        device.post(address(table, signature, "table-sign"), {**right, "code": "not it"})
    assert device.post(address(table, signature, "table-sign"), right).context["form"].errors["code"]
    assert fresh(signature).signed_at is None


def test_a_stolen_link_is_dead_after_the_table_was_closed(table, signature, ann, now):
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    right = answer_of(signature)
    with member_door(signature.partnership_id):
        stop_table(table, by=ann, at=now)
        with pytest.raises(StaleState):
            stop_table(table, by=ann, at=now)
    for name in ("table-read", "table-sign"):
        assert device.get(address(table, signature, name)).status_code == 404
        assert device.post(address(table, signature, name), {**right, "read": "on"}).status_code == 404
    assert device.get(address(table)).status_code == 404
    assert fresh(signature).signed_at is None


def test_the_link_works_for_twelve_hours(table, now):
    with time_machine.travel(now + OPEN_FOR - timedelta(minutes=1)):
        assert Client().get(address(table)).status_code == 200
    with time_machine.travel(now + OPEN_FOR):
        assert Client().get(address(table)).status_code == 404


def test_a_new_address_ends_the_one_before(table, sent, ann, now):
    with member_door(sent.partnership):
        newer = open_table(sent, by=ann, at=now)
        assert open_table_of(sent, at=now) == newer
    assert Client().get(address(table)).status_code == 404
    assert Client().get(address(newer)).status_code == 200


def test_a_made_up_link_and_somebody_of_another_text_are_not_there(table, signature, other_park):
    made_up = reverse("partnerships:table", kwargs={"uuid": table.uuid, "token": make_token("sign", "x", "y")})
    assert Client().get(made_up).status_code == 404
    with member_door(signature.partnership_id):
        Signature.objects.filter(pk=signature.pk).update(agreement=_other_text(signature))
    assert Client().get(address(table, signature, "table-read")).status_code == 404


def _other_text(signature):
    """Another text of the same park."""
    old = Agreement.objects.get(pk=signature.agreement_id)
    return Agreement.objects.create(
        partnership_id=old.partnership_id, cycle_id=old.cycle_id, kind="covenant", scheme_document="elsewhere",
        title="Elders", text="Tekst", created_at=old.created_at,
    )  # fmt: skip


def test_a_text_that_changed_or_stopped_is_not_signed_at_the_table(table, signature, sent):
    device = Client()
    device.post(address(table, signature, "table-read"), {"read": "on"})
    changed = device.post(address(table, signature, "table-sign"), answer_of(signature, seen="0" * 64))
    assert changed.context["form"].errors
    with member_door(sent.partnership):
        Agreement.objects.filter(pk=sent.pk).update(withdrawn_at=sent.sent_at)
    stopped = device.post(address(table, signature, "table-sign"), answer_of(signature), follow=True)
    assert stopped.redirect_chain[-1][0] == address(table)
    assert fresh(signature).signed_at is None


def test_who_may_not_or_asks_in_the_wrong_way(full_park, sent, table, signature, bert, carla):
    for name in ("signing-table", "signing-table-start", "signing-table-stop"):
        url, method = here(full_park, sent, name), "get" if name == "signing-table" else "post"
        assert getattr(client_of(bert), method)(url).status_code == 403
        assert getattr(client_of(carla), method)(url).status_code == 404
        wrong = "post" if method == "get" else "get"
        assert getattr(client_of(bert), wrong)(url).status_code == 405
    assert Client().post(address(table)).status_code == 405
    assert Client().delete(address(table, signature, "table-read")).status_code == 405
    assert Client().delete(address(table, signature, "table-sign")).status_code == 405


def test_no_table_for_a_text_that_nobody_can_sign(draft, ann, now, full_park):
    assert client_of(ann).post(here(full_park, draft, "signing-table-start")).status_code == 302
    with member_door(full_park):
        assert not SigningTable.objects.exists()
        with pytest.raises(SigningStopped):
            open_table(draft, by=ann, at=now)


def test_the_device_shows_nothing_else_of_the_partnership(table, signature, full_park, sent):
    pages = [address(table), address(table, signature, "table-read"), address(table, signature, "table-sign")]
    for url in pages:
        shown = Client().get(url).content.decode()
        assert f"/p/{full_park.slug}/" not in shown
        assert signature.email not in shown  # only enough of it to know one's own mailbox
