"""Change the key of the seal, and see which certificates are trusted: every document sealed before stays genuine."""

from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.documents.sealkey import change_own_key, ensure_key, trusted_certificates
from partnerships.exceptions import SealKeyError


class Command(BaseCommand):
    help = "Makes a new key for the seal (--new), or checks the key the settings give; lists what is trusted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="put a new key in the place of the one we made")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.DATA_DIR)
        try:
            key = change_own_key(folder) if options["new"] else ensure_key(folder)
        except SealKeyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"seals now   {line_of(key.certificate)}")
        for certificate in trusted_certificates(folder):
            self.stdout.write(f"is trusted  {line_of(certificate)}")
        self.stdout.write("Documents with a seal of any of these are genuine. Copy DATA_DIR/seal to your backup now.")


def line_of(certificate: x509.Certificate) -> str:
    name = certificate.subject.rfc4514_string()
    ends = certificate.not_valid_after_utc.date().isoformat()
    return f"{certificate.fingerprint(hashes.SHA256()).hex()[:16]}  until {ends}  {name}"
