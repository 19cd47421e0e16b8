"""A key of the seal that never leaves its device, reached by PKCS#11 (a hardware module, a card, SoftHSM).

Every seal opens a session of its own and closes it, so that a device that was restarted harms nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from cryptography import x509
from django.conf import settings

from partnerships.exceptions import SealKeyError

_one_at_a_time = Lock()  # a process is known to a device once, whatever number of threads it has


@contextmanager
def open_token() -> Iterator[Any]:
    """A signer of pyHanko for the key in the device. Raises ``SealKeyError`` when the device does not open."""
    from pkcs11 import PKCS11Error  # slow import
    from pyhanko.config.pkcs11 import TokenCriteria  # slow import
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # slow import

    label = settings.SEAL_PKCS11_LABEL
    with _one_at_a_time:
        try:
            session = open_pkcs11_session(
                settings.SEAL_PKCS11_MODULE, user_pin=settings.SEAL_PKCS11_PIN or None,
                token_criteria=TokenCriteria(label=settings.SEAL_PKCS11_TOKEN),
            )  # fmt: skip
        except (PKCS11Error, RuntimeError) as error:  # RuntimeError: the library itself cannot be loaded
            raise SealKeyError(_sentence("cannot be opened", error)) from error
        try:
            signer = PKCS11Signer(session, cert_label=label, key_label=label)
            # Many devices sign a digest with an elliptic key, and do not make that digest themselves.
            signer.use_raw_mechanism = signer.signing_cert.public_key.algorithm == "ec"
            yield signer
        except PKCS11Error as error:
            raise SealKeyError(_sentence("holds no such key, or refuses to use it", error)) from error
        finally:
            session.close()


def token_certificate() -> x509.Certificate:
    """The certificate that lies beside the key in the device."""
    with open_token() as signer:
        return x509.load_der_x509_certificate(signer.signing_cert.dump())


def _sentence(what: str, error: Exception) -> str:
    """Names the device and never the PIN."""
    return f"The token {settings.SEAL_PKCS11_TOKEN} {what} ({type(error).__name__})."
