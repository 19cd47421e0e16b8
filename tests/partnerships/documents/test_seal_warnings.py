"""The administrators hear in time that the certificate of the seal runs out (B12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.mail.backends.base import BaseEmailBackend

from oversight.domain.health import health
from partnerships.checks import SEAL_AWAY, SEAL_HALF, SEAL_SOON, check_seal, check_seal_settings
from partnerships.domain.seal_warnings import seal_term, warn_of_seal
from partnerships.models import SealWarning, User
from partnerships.tasks import warn_of_seal as task
from tests.partnerships.documents.authority import Authority, open_authority

pytestmark = [pytest.mark.feature("B12"), pytest.mark.django_db]
ENDS = date(2027, 6, 30)
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def ends(settings, tmp_path):
    """An own key whose certificate is good up to ENDS, and two administrators."""
    with open_authority() as authority:
        use_key(authority, settings, tmp_path)
    for name, rights in (("a", {"is_superuser": True}), ("b", {"is_staff": True}), ("c", {})):
        User.objects.create_user(email=f"{name}@example.org", name=name, password="x", **rights)


def use_key(authority: Authority, settings, folder, name="Seal of a test"):
    path = folder / f"{name}.p12"
    path.write_bytes(authority.bundle(name, until=datetime(2027, 6, 30, 10, tzinfo=UTC)))
    settings.DATA_DIR, settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = folder, str(path), ""


def warned(days_before: int) -> int:
    return warn_of_seal(on=ENDS - timedelta(days=days_before), at=NOON)


def test_each_threshold_warns_every_administrator_once(ends, settings, tmp_path):
    assert [warned(days) for days in (91, 90, 89, 31, 30, 29, 8, 7, 6, 1, 0, -1)] == [
        0,
        2,
        0,
        0,
        2,
        0,
        0,
        2,
        0,
        0,
        2,
        0,
    ]
    assert {one.to[0] for one in mail.outbox} == {"a@example.org", "b@example.org"}
    assert "90" in mail.outbox[0].subject
    with open_authority() as authority:
        use_key(authority, settings, tmp_path, "Another")
    assert warned(90) == 2  # another certificate is warned of anew


def test_who_was_away_for_long_hears_it_once_and_not_for_every_threshold(ends):
    assert (warned(5), warned(5), warned(4)) == (2, 0, 0)


class Away(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_away_means_tomorrow(ends, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    with pytest.raises(ConnectionRefusedError):
        warned(90)
    assert not SealWarning.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert warned(89) == 2


def test_before_there_is_a_key_nobody_is_warned_and_none_is_made(settings, tmp_path):
    settings.DATA_DIR, settings.SEAL_PKCS12 = tmp_path, ""
    assert seal_term(on=ENDS) is None
    assert warned(5) == 0
    assert list(tmp_path.iterdir()) == []
    assert check_seal() == []


def test_the_check_before_going_live_and_the_health_page_say_so(ends, settings, tmp_path):
    with open_authority() as authority:
        soon = datetime.now(UTC) + timedelta(days=60)
        (tmp_path / "soon.p12").write_bytes(authority.bundle(until=soon))
    settings.SEAL_PKCS12 = str(tmp_path / "soon.p12")
    assert [one.id for one in check_seal()] == [SEAL_SOON]
    assert SEAL_SOON in [one.id for one in run_checks(include_deployment_checks=True)]
    assert SEAL_SOON not in [one.id for one in run_checks()]
    cache.delete("seal_lasts")  # the answer is kept for an hour, also that of another test
    assert health(at=datetime.now(UTC))["seal"] is False
    cache.delete("seal_lasts")
    settings.SEAL_PKCS12 = str(tmp_path / "gone.p12")
    assert [one.id for one in check_seal()] == [SEAL_AWAY]
    assert task() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"SEAL_LEVEL": "B-T"},
        {"SEAL_LEVEL": "B-LT", "TIMESTAMP_URL": "http://x", "SEAL_TRUST": "x"},
        {"SEAL_PKCS11_MODULE": "x.so"},
        {"SIGNING_PROOF": "text"},
    ],
)
def test_settings_that_do_not_go_together_are_named(given, settings):
    for name, value in given.items():
        setattr(settings, name, value)
    assert {one.id for one in check_seal_settings()} == {SEAL_HALF}


def test_the_settings_of_the_house_go_together():
    assert check_seal_settings() == []
