"""What leaves the house, and what comes in: headers on every page, and no body larger than our largest file."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.conftest import client_of
from tests.walk import addresses, ask

KEPT = {"partnerships:theme"}  # colours, for five minutes


def test_every_page_of_somebody_has_a_policy_and_is_kept_nowhere(world, ann, otto, mona):
    no_policy, kept = set(), set()
    for client in (client_of(ann), client_of(otto), client_of(mona)):
        for address in addresses():
            if "GET" in address.methods and not address.is_public:
                answer = ask(client, "GET", address.url(world))
                if "Content-Security-Policy" not in answer:
                    no_policy.add(address.name)
                if "no-store" not in answer.get("Cache-Control", ""):
                    kept.add(address.name)
    assert (no_policy, kept - KEPT) == (set(), set())


def test_a_body_that_is_too_large_is_not_read(db):
    class Endless:
        def read(self, *_size):
            raise AssertionError("The body was read.")

        readline = read

    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    size = settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    answer = client.generic(
        "POST", reverse("partnerships:check"), b"", content_type="multipart/form-data; boundary=B",
        CONTENT_LENGTH=str(size), **{"wsgi.input": Endless()},  # type: ignore[arg-type]  # any body will do
    )  # fmt: skip
    assert answer.status_code == 413
