"""What is not yours does not exist: other people's partnerships and rows give 404, visitors are asked to sign in."""

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client

from tests.conftest import client_of
from tests.walk import addresses, ask


def status(client, method, url):
    """The answer's status, with whatever the request wrote taken back."""
    with transaction.atomic():
        answer = ask(client, method, url)
        transaction.set_rollback(True)
    return answer.status_code


def methods_of(address):
    return sorted(address.methods & {"GET", "POST"})


def test_another_partnership_does_not_exist(world, carla):
    client, wrong = client_of(carla), []
    for address in addresses():
        if address.is_of_partnership:
            for method in methods_of(address):
                found = status(client, method, address.url(world))
                if found != 404:
                    wrong.append((address.name, method, found))
    assert wrong == []


def test_a_row_of_another_partnership_does_not_exist(world, other_world, ann):
    client, wrong = client_of(ann), []
    for address in addresses():
        if address.is_of_partnership and address.names_a_row:
            for method in methods_of(address):
                found = status(client, method, address.url(world, rows=other_world))
                if found != 404:
                    wrong.append((address.name, method, found))
    assert wrong == []


def test_an_audit_of_another_body_does_not_exist(other_world, otto):
    client, wrong = client_of(otto), []
    for address in addresses():
        if address.route.startswith("audits/") and address.names_a_row:
            for method in methods_of(address):
                found = status(client, method, address.url(other_world))
                if found != 404:
                    wrong.append((address.name, method, found))
    assert wrong == []


def test_a_visitor_is_asked_to_sign_in(world):
    client, wrong, sign_in = Client(), [], resolve_url(settings.LOGIN_URL)
    for address in addresses():
        if not address.is_public:
            for method in methods_of(address):
                answer = ask(client, method, address.url(world))
                if answer.status_code != 302 or not answer.url.startswith(sign_in):
                    wrong.append((address.name, method, answer.status_code))
    assert wrong == []
