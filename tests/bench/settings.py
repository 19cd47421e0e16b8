"""The settings of the tests, with one address more: the bare page everything is compared with."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
