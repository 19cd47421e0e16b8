"""What counts as an address, and when two addresses are one mailbox."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships.mailbox import mail_domain, mailbox_key, parse_mailbox, same_mailbox
from partnerships.models import User
from tests.conftest import make_user


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" Bert@Example.ORG ", "bert@example.org"),
        ("bert+kvo@example.org", "bert+kvo@example.org"),
        ("bert@bücher.nl", "bert@xn--bcher-kva.nl"),
        ("bert@XN--BCHER-KVA.nl", "bert@xn--bcher-kva.nl"),
        ("bert@straße.de", "bert@xn--strae-oqa.de"),  # another domain than strasse.de
        ("bert@ｅxample.org", "bert@example.org"),
        ("bert@example.org.", "bert@example.org"),
    ],
)
def test_one_spelling_is_stored(written, stored):
    assert parse_mailbox(written) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"bert"@example.org', "quoted"),
        ('"be rt"@example.org', "quoted"),
        ("bert@[192.0.2.1]", "literal"),
        ("bert@[IPv6:2001:db8::1]", "literal"),
        ("be\nrt@example.org", "control"),
        ("be\u200brt@example.org", "control"),
        ("bert@exa\u00admple.org", "control"),
        ("bert@example..org", "domain"),
        ("bert@xn--zzzzzz99999.nl", "domain"),
        ("bert", "invalid"),
        ("bert(chef)@example.org", "invalid"),
    ],
)
def test_what_is_no_plain_address_is_refused_with_what_is_wrong(written, code):
    with pytest.raises(ValidationError) as refused:
        parse_mailbox(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "other",
    [
        "BERT@example.org",
        "bert+x@example.org",
        '"bert"@example.org',
        '"bert+x"@example.org',
        "bert@example.org.",
        " bert@EXAMPLE.org",
    ],
)
def test_every_spelling_of_a_mailbox_is_that_mailbox(other):
    assert same_mailbox("bert@example.org", other)


def test_other_mailboxes_are_others():
    assert not same_mailbox("bert@example.org", "bert@mail.example.org")
    assert not same_mailbox("bert@straße.de", "bert@strasse.de")
    assert not same_mailbox("", "")
    assert same_mailbox("bert@bücher.nl", "Bert+x@xn--bcher-kva.nl")
    assert mail_domain("bert+x@Bücher.nl") == "xn--bcher-kva.nl"


@pytest.mark.parametrize(
    "stored", ["bert+kvo+x@example.org", "bert@example.org", '"bert"@example.org', '"bert+x"@example.org']
)
def test_the_database_and_python_agree(db, stored):
    user = make_user("someone")
    User.objects.filter(pk=user.pk).update(email=stored)
    for asked in ("Bert@example.org", "bert+other@example.org", '"bert"@example.org'):
        assert User.objects.filter(email__mailbox=asked).count() == 1
        assert User.objects.filter(email__mailbox__in=[asked, "x@example.org"]).count() == 1
    assert mailbox_key(stored) == "bert@example.org"
    assert not User.objects.filter(email__mailbox="ber@example.org").exists()


def test_two_accounts_never_share_a_mailbox(db):
    User.objects.create_user("bert@bücher.nl", name="Bert")
    for other in ("Bert@bücher.nl", "bert+x@xn--bcher-kva.nl"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(other, name="Another")
    with pytest.raises(ValidationError):
        User.objects.create_user('"bert"@bücher.nl', name="Another")
