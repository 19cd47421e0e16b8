"""Links and codes: no row holds one that works, another key ends them, and a key that was replaced still counts."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.core.serializers.json import DjangoJSONEncoder

from partnerships.domain.agreement_texts import text_hash
from partnerships.domain.outbox import queue_mail
from partnerships.domain.signing import request_code, sign
from partnerships.exceptions import CodeWrong
from partnerships.mail import code_for, compose, link_for
from partnerships.models import Agreement, Outbox, Signature, TenantModel
from partnerships.tenancy.doors import member_door, sweep_door
from partnerships.tokens import code_fits, make_code, make_token, mark_of_code, token_fits
from tests.conftest import NOW
from tests.walk import all_addresses

ROW = {"purpose": "sign", "uuid": "6f1c", "nonce": "n" * 32}
NEW, OLD, OLDER = "new-" * 12, "old-" * 12, "older-" * 12


def everything_stored():
    """Every row of every table as text, of libraries too."""
    tables = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    with sweep_door(*tables):
        rows = [list(model._default_manager.values()) for model in apps.get_models()]
    return json.dumps(rows, cls=DjangoJSONEncoder, default=str)


@pytest.fixture
def asked(world):
    """A link and an invitation on their way, and a code that was asked for."""
    signature = world.signature
    with member_door(world.partnership):
        more: dict[str, Any] = {"at": NOW, "title": "x", "organisation": "x"}
        queue_mail(world.partnership, "signature_request", to="m@example.org", token_for=signature.link, **more)
        request_code(Signature.objects.select_related("agreement", "partner").get(pk=signature.pk), at=NOW)
        return Outbox.objects.get(template="signing_code")


def test_no_row_holds_a_working_link_or_code(world, asked):
    stored, invited = everything_stored(), world.invitation
    code = code_for(asked.token_for)
    tokens = {
        make_token("sign", str(world.signature.uuid), world.signature.nonce),
        make_token("invite", str(invited.uuid), invited.nonce),
    }
    assert world.signature.nonce in stored  # what is looked for can be found
    assert [token for token in tokens if token in stored] == []
    assert f'"{code}"' not in stored
    assert f" {code}" not in stored


def test_who_reads_the_database_and_lacks_the_key_opens_nothing(world, asked, settings):
    link, code = link_for(world.signature.link), code_for(asked.token_for)
    settings.SECRET_KEY = "a guess"
    assert link_for(world.signature.link) != link
    assert code_for(asked.token_for) != code


@pytest.mark.parametrize("key", [NEW, OLD, OLDER])
def test_a_link_made_with_a_key_that_still_counts_fits(key, settings):
    settings.SECRET_KEY = key
    token, mark = make_token(*ROW.values()), mark_of_code("u", "123456")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD, OLDER]
    assert token_fits(token, **ROW)
    assert code_fits("123456", uuid="u", mark=mark)
    assert not code_fits("123457", uuid="u", mark=mark)


def test_a_key_that_no_longer_counts_ends_its_links(settings):
    settings.SECRET_KEY = OLD
    token, mark = make_token(*ROW.values()), mark_of_code("u", "123456")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    assert not token_fits(token, **ROW)
    assert not code_fits("123456", uuid="u", mark=mark)
    assert make_token(*ROW.values()) != token  # new links are made with the new key alone


def test_a_mail_that_waits_while_the_key_changes_brings_a_link_that_works(world, asked, client, settings):
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [before]
    with member_door(world.partnership):
        link = link_for(Outbox.objects.get(template="signature_request", token_for__gt="").token_for)
    assert client.get(link.removeprefix(settings.BASE_URL)).status_code == 200


def test_a_code_mailed_before_the_key_changed_signs_after_it(world, asked, settings):
    code = code_for(asked.token_for)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    given: dict[str, Any] = {
        "name": "Iemand",
        "function": "x",
        "statement_accepted": True,
        "ip": None,
        "at": NOW + timedelta(minutes=1),
    }
    with member_door(world.partnership):
        signature = Signature.objects.select_related("agreement", "partner__organisation").get(pk=world.signature.pk)
        text_sha256 = text_hash(signature.agreement.text)
        Agreement.objects.filter(pk=signature.agreement_id).update(text_sha256=text_sha256)
        signature.agreement.text_sha256 = text_sha256
        with pytest.raises(CodeWrong):
            sign(signature, **given, code=f"{(int(code) + 1) % 1_000_000:06d}", text_sha256=text_sha256)
        sign(signature, **given, code=code, text_sha256=text_sha256)
        assert Signature.objects.get(pk=signature.pk).signed_at


@pytest.mark.parametrize("change", [{"purpose": "invite"}, {"uuid": "6f1d"}, {"nonce": "m" * 32}])
def test_a_link_opens_its_own_thing_only(change):
    assert not token_fits(make_token(*ROW.values()), **{**ROW, **change})


def test_letters_from_elsewhere_are_no_fault():
    assert not token_fits("é٣\x00", **ROW)
    assert not code_fits("٣" * 6, uuid="u", mark="m")
    assert len(make_code("u", "n", "1")) == 6


def test_the_link_in_a_mail_is_the_one_that_is_checked(world, asked):
    with member_door(world.partnership):
        mail = Outbox.objects.get(template="signature_request", token_for__gt="")
        body = compose(mail).body
    assert make_token("sign", str(world.signature.uuid), world.signature.nonce) in body


def test_no_proxy_writes_an_address_down_that_opens_something():
    """The setting of the proxy in docs/operations.md names the beginning of every address with a token in it."""
    words = (Path(house.BASE_DIR) / "docs" / "operations.md").read_text()
    quiet = re.search(r"location ~ \^/\(([^)]+)\)/", words)
    assert quiet is not None
    begins = quiet[1].split("|")
    routes = [one.route.replace("^", "") for one in all_addresses() if not one.name.startswith("partnerships:demo")]
    opening = [route for route in routes if re.search("(token|key)>", route)]
    assert opening
    assert [route for route in opening if not route.startswith(tuple(f"{one}/" for one in begins))] == []
