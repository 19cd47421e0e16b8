"""Every address answers in words: the wrong method is refused, and nobody ever gets a fault of the house."""

import pytest
from django.db import transaction

from tests.conftest import client_of
from tests.walk import addresses, ask, fault_of
from tests.walks.visits import inline_in


def answer_to(client, method, url):
    """An answer, with whatever the request wrote taken back."""
    with transaction.atomic():
        answer = ask(client, method, url)
        transaction.set_rollback(True)
    return answer


def test_the_wrong_method_is_refused(world, ann, otto):
    wrong, member, auditor = [], client_of(ann), client_of(otto)
    for address in addresses():
        client = member if address.is_of_partnership else auditor
        for method in {"GET", "POST", "PUT", "DELETE"} - address.methods:
            found = answer_to(client, method, address.url(world)).status_code
            if found != 405:
                wrong.append((address.name, method, found))
    assert sorted(wrong) == []


@pytest.mark.parametrize("name", ["ann", "bert", "otto"])
def test_an_empty_form_is_answered(name, world, request):
    """Every verb and every form, sent with nothing in it: no fault, and no script or style in the page that comes back."""
    client, faults, inline = client_of(request.getfixturevalue(name)), [], []
    for address in addresses():
        if "POST" in address.methods:
            answer = answer_to(client, "POST", address.url(world))
            if fault := fault_of(answer):
                faults.append((address.name, fault))
            if not answer.streaming and (found := inline_in(answer.content.decode())):
                inline.append((address.name, found))
    assert (faults, inline) == ([], [])
