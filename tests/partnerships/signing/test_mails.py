"""The mails of signing: complete, in both languages, with links made only when they leave."""

from datetime import timedelta

import pytest
from django.core import mail

from partnerships.domain.agreements import withdraw_agreement
from partnerships.domain.signatories import remind_signatory
from partnerships.domain.signing import request_code
from partnerships.mail import compose
from partnerships.models import Outbox, Signature
from partnerships.tasks import send_waiting_mail
from partnerships.tenancy.doors import member_door
from tests.partnerships.signing.conftest import READ, code_in, page, refuse_as, sign_as


def leaving(template: str) -> mail.EmailMultiAlternatives:
    return compose(Outbox.objects.filter(template=template)[0])


@pytest.mark.feature("F16")
def test_every_signatory_gets_an_own_link_that_opens(sent, client):
    assert send_waiting_mail() == 6
    links = {line for one in mail.outbox for line in str(one.body).split() if "/sign/" in line}
    assert len(links) == 6
    assert {client.get(link).status_code for link in links} == {200}


def test_the_request_says_who_asks_and_in_which_capacity(signature, ann):
    with member_door(signature.partnership):
        body = str(compose(Outbox.objects.get(to=signature.email)).body)
    for words in (str(ann), "De Wetering", signature.function, "Politie Basisteam Oost", page(signature)):
        assert words in body


def test_request_and_reminder_say_that_the_page_passes_it_on(signature, ann, now):
    with member_door(signature.partnership):
        first = str(compose(Outbox.objects.get(to=signature.email)).body)
        remind_signatory(signature, by=ann, at=now + timedelta(days=3))
        again = str(leaving("signature_reminder").body)
    for body in (first, again):
        assert "op de pagina achter de link" in body or "on the page behind the link" in body


def test_a_reminder_does_not_look_like_the_first_mail(signature, ann, now):
    with member_door(signature.partnership):
        first = compose(Outbox.objects.get(to=signature.email))
        remind_signatory(signature, by=ann, at=now + timedelta(days=3))
        reminder = leaving("signature_reminder")
    assert reminder.subject.startswith(("Herinnering", "Reminder"))
    assert reminder.subject != first.subject
    assert page(signature) in str(reminder.body)


def test_the_mail_with_the_code_holds_no_link(signature, now):
    with member_door(signature.partnership):
        request_code(signature, at=now)
        mail_row = Outbox.objects.get(template="signing_code")
        message = compose(mail_row)
        assert "/sign/" not in str(message.body)
        assert code_in(mail_row) in str(message.alternatives[0][0])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_has_all_its_parts_and_no_hole(sent, ann, now, language):
    with member_door(sent.partnership):
        one, two = Signature.objects.select_related(*READ)[:2]
        remind_signatory(one, by=ann, at=now + timedelta(days=2))
        sign_as(two, now)
        refuse_as(one, reason="Artikel 4 < 5 & gaat te ver", at=now)
        Outbox.objects.update(language=language)
        for row in Outbox.objects.all():
            message = compose(row)
            assert message.subject
            assert "&amp;" not in str(message.body)
            assert "&lt;" not in str(message.body)
            for part in (message.subject, str(message.body), str(message.alternatives[0][0])):
                assert "None" not in part
                assert "%(" not in part
        assert "Artikel 4 < 5 & gaat te ver" in str(leaving("agreement_refused").body)


def test_the_withdrawal_tells_the_reason(sent, ann, now):
    with member_door(sent.partnership):
        withdraw_agreement(sent, reason="De grens klopt niet.", by=ann, at=now)
        assert "De grens klopt niet." in str(leaving("agreement_withdrawn").body)
