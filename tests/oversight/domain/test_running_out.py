"""Who leads hears 90 and 30 days before a signed text runs out; not when it was renewed, replaced or ended."""

from datetime import timedelta

import pytest

from oversight.domain.reminding import queue_reminders
from oversight.domain.sweeping import due_reminders
from partnerships.mail import compose
from partnerships.models import Agreement, Outbox, Partner, Signature
from partnerships.tenancy.doors import member_door, sweep_door
from tests.conftest import NOW, TODAY
from tests.oversight.domain.conftest import add_signature, reminders

pytestmark = pytest.mark.feature("F16")
END = TODAY + timedelta(days=90)


def signed_text(park, *, end=END, **more):
    """A text the first party signed, valid up to ``end``."""
    signature = add_signature(park, asked_on=NOW)
    Signature.objects.filter(pk=signature.pk).update(signed_at=NOW)
    text = signature.agreement
    Agreement.objects.filter(pk=text.pk).update(completed_at=NOW, valid_until=end, **more)
    return text


def told(on):
    return [one for one in due_reminders(on=on) if one.kind == "agreement"]


@pytest.fixture
def text(quiet_park):
    with member_door(quiet_park):
        return signed_text(quiet_park)


@pytest.mark.sqlite
def test_on_two_days_and_once_for_each(text):
    days = [END - timedelta(days=90), END - timedelta(days=30)]
    around = [END - timedelta(days=n) for n in range(100, -3, -1)]
    assert [day for day in around if [one.due_on for one in told(day)] == [day]] == days
    assert {one.person.email for one in told(days[0])} == {"ann@example.org"}
    assert told(days[0] + timedelta(days=14)) == []
    for day in (days[0], days[0], days[0] + timedelta(days=3), days[1], days[1]):
        queue_reminders(told(day), at=NOW)
    assert [row.due_on for row in reminders()] == days
    with sweep_door(Outbox):
        assert Outbox.objects.filter(template="reminder_agreement").count() == 2


@pytest.mark.sqlite
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_says_what_renew_does_and_links_to_the_text(text, quiet_park, ann, language):
    queue_reminders(told(TODAY), at=NOW)
    with sweep_door(Outbox):
        mail = Outbox.objects.get(template="reminder_agreement")
    mail.language = language
    message = compose(mail)
    assert message.subject.startswith(("Reminder:", "Herinnering:"))
    assert text.title in message.subject
    assert f"http://testserver{text.get_absolute_url()}" in message.body
    assert f"{(END - timedelta(days=1)).day} " in message.subject
    assert message.body.count("\n\n") >= 4


@pytest.mark.sqlite
@pytest.mark.parametrize("state", ["withdrawn", "beside", "unsigned", "for ever", "run out"])
def test_nobody_hears_of_what_ended_or_never_began(text, quiet_park, state):
    new = {
        "withdrawn": {"withdrawn_at": NOW}, "beside": {"parent": text}, "unsigned": {"completed_at": None},
        "for ever": {"valid_until": None}, "run out": {"valid_until": TODAY},
    }[state]  # fmt: skip
    assert len(told(TODAY)) == 1
    with member_door(quiet_park):
        Agreement.objects.filter(pk=text.pk).update(**new)
    assert told(TODAY) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("how", ["renewed", "replaced"])
def test_nobody_hears_of_what_was_renewed_or_replaced(text, quiet_park, how):
    with member_door(quiet_park):
        newer = Agreement.objects.create(
            partnership=quiet_park, cycle=text.cycle, kind=text.kind, scheme_document=text.scheme_document, round=2,
            title="Nieuwe ronde", text="t", created_at=NOW, replaces=text if how == "renewed" else None,
        )  # fmt: skip
    assert len(told(TODAY)) == (0 if how == "renewed" else 1)  # a draft that replaces nothing is only a draft
    with member_door(quiet_park):
        Agreement.objects.filter(pk=newer.pk).update(completed_at=NOW + timedelta(days=1))
    assert told(TODAY) == []
    with member_door(quiet_park):
        Agreement.objects.filter(pk=newer.pk).update(withdrawn_at=NOW)
    assert len(told(TODAY)) == 1


@pytest.mark.sqlite
def test_nobody_hears_of_a_text_every_party_left(text, quiet_park):
    with member_door(quiet_park):
        notice = Agreement.objects.create(
            partnership=quiet_park, cycle=text.cycle, kind="notice", scheme_document=text.scheme_document, parent=text,
            title="Opzegging", text="t", created_at=NOW, sent_at=NOW, completed_at=NOW,
            counts_from=TODAY + timedelta(days=1),
        )  # fmt: skip
        Signature.objects.create(
            partnership=quiet_park, agreement=notice, partner=Partner.objects.get(), email="chef@example.org", name="De chef",
            function="Teamchef", nonce="n" * 32, expires_at=NOW, signed_at=NOW,
        )  # fmt: skip
    assert len(told(TODAY)) == 1
    assert told(TODAY + timedelta(days=1)) == []
