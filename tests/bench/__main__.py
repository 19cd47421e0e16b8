"""Prints a table of ratios: ``python -m tests.bench`` within ``script/bench``."""

import io
import sys

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402  after the settings
from django.db import connection  # noqa: E402

from tests.bench.agreements import agreement_lines, opened  # noqa: E402
from tests.conftest import client_of, make_user  # noqa: E402
from tests.database import ROLE  # noqa: E402

FEW, MANY = 6, 400


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("admit_role", ROLE, stdout=io.StringIO())
    connection.close()
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "assume_role": ROLE}
    eager = {"address": 1_000_000, "token": 1_000_000}
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, eager)  # all requests come from one visitor
    visitor = client_of(make_user("floor"))
    write("| what | queries | x the bare page | as it was |\n|---|--:|--:|--:|")
    for parties in (FEW, MANY):
        for line in agreement_lines(parties, lambda: opened(visitor, "/bare/")):
            write(str(line))


main()
