"""A mail scanner opens every link, with GET and HEAD, before the person does: nothing may change by that."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from partnerships.domain.seen import SEEN
from partnerships.doors.safe_links import KINDS, LinkKind, register
from partnerships.mail import LINK_PAGES, link_for
from partnerships.models import Signature, TenantModel
from partnerships.tenancy.doors import sweep_door
from tests.walk import addresses, ask


def everything_stored():
    """Every row of every table, of libraries too."""
    tables = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    with sweep_door(*tables):
        rows = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}
    return {name: json.dumps(found, cls=DjangoJSONEncoder, default=str) for name, found in rows.items()}


def opened_by_link():
    """Every page with a token in its address. A file that was fetched leaves a row in the trail on purpose."""
    return [one for one in addresses() if "token" in one.arguments and one.is_public and one.name not in SEEN]


def test_a_scanner_changes_nothing(world):
    pages = opened_by_link()
    assert set(LINK_PAGES.values()) <= {one.name for one in pages}
    before = everything_stored()
    codes = {
        (one.name, method): ask(Client(), method, one.url(world)).status_code
        for _time in range(2)
        for one in pages
        for method in ("HEAD", "GET")
    }
    after = everything_stored()
    assert {name for name in before if before[name] != after[name]} == set()
    assert {place for place, code in codes.items() if code >= 500} == set()


def test_a_link_for_one_thing_opens_no_other(world):
    """Also of the same row: the purpose is part of what is signed."""
    for purpose in sorted(LINK_PAGES):
        for other in sorted(set(LINK_PAGES) - {purpose}):
            made = link_for(f"{purpose}:{world.signature.uuid}:{world.signature.nonce}")
            link = link_for(f"{other}:{world.signature.uuid}:{world.signature.nonce}")
            token = made.rstrip("/").rpartition("/")[2]
            tried = link.rstrip("/").rpartition("/")[0] + f"/{token}/"
            assert Client().get(tried.removeprefix("http://testserver")).status_code == 404


def test_two_kinds_never_share_a_purpose():
    with pytest.raises(ValueError, match="sign"):
        register(LinkKind(purpose="sign", page="partnerships:check", model=Signature))
    assert KINDS["sign"].page == LINK_PAGES["sign"] == "partnerships:signature-open"
