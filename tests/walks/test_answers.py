"""Every address answers in words: the wrong method is refused, and nobody ever gets a fault of the house."""

import pytest
from django.db import transaction

from tests.conftest import client_of
from tests.walk import addresses, ask, fault_of

# What a member with the smallest of roles may open: the house around it, the certificate, and nothing else.
SMALLEST = {
    "certification:certificate-document",
    "certification:certificates",
    "certification:home",
    "partnerships:witnessed",
    "partnerships:witnessed-pdf",  # the texts their own organisation witnesses
    "partnerships:theme",
}


def answer_to(client, method, url):
    """An answer, with whatever the request wrote taken back."""
    with transaction.atomic():
        answer = ask(client, method, url)
        transaction.set_rollback(True)
    return answer


def test_the_wrong_method_is_refused(world, ann, otto):
    wrong = []
    for address in addresses():
        client = client_of(ann) if address.is_of_partnership else client_of(otto)
        for method in {"GET", "POST", "PUT", "DELETE"} - address.methods:
            found = answer_to(client, method, address.url(world)).status_code
            if found != 405:
                wrong.append((address.name, method, found))
    assert sorted(wrong) == []


@pytest.mark.parametrize("name", ["ann", "bert", "otto"])
def test_an_empty_form_is_answered(name, world, request):
    """Every verb and every form, sent with nothing in it."""
    client, faults = client_of(request.getfixturevalue(name)), []
    for address in addresses():
        if "POST" in address.methods and (fault := fault_of(answer_to(client, "POST", address.url(world)))):
            faults.append((address.name, fault))
    assert faults == []


def test_the_smallest_role_acts_on_nothing(world, ines):
    """A member who may see the certificate only: 403 with the reason on every verb and on every page of content."""
    client, opened = client_of(ines), []
    for address in addresses():
        if address.is_of_partnership and address.name not in SMALLEST:
            for method in sorted(address.methods & {"GET", "POST"}):
                found = answer_to(client, method, address.url(world)).status_code
                if found not in {403, 404}:
                    opened.append((address.name, method, found))
    assert opened == []
