"""What is used of cryptography: few algorithms, named here, none weak; chance from the right source; keys long enough."""

import ast
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import global_settings
from django.contrib.auth import hashers

from partnerships.documents.sealkey import ensure_key
from partnerships.doors.factors import lock
from partnerships.tokens import new_nonce
from tests.sources import ROOT, calls, name_of, python, text, tree, where

# What may be named of the modules that offer algorithms: SHA-256, one curve, and the lock of second steps.
ALLOWED = {
    "hashlib.sha256", "hashes.SHA256", "ec.SECP256R1", "ec.generate_private_key", "ec.EllipticCurvePublicKey",
    "ec.EllipticCurvePrivateKey",
}  # fmt: skip
OFFER = re.compile(r"(hashlib|hashes|ec|rsa|dsa|algorithms|modes|ciphers|padding|Crypto|hmac)\.\w+")
WEAK = {"random", "Crypto", "hmac", "ssl"}  # modules nobody here needs: chance comes from secrets
SECRET = re.compile(r"^\s+(\w*(?:PASSWORD|SECRET)\w*): (.+)$", re.MULTILINE)


def offered():
    """Every algorithm named in our code: ``hashlib.sha256`` → where."""
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and OFFER.fullmatch(ast.unparse(node)):
                yield where(path, node), ast.unparse(node)


def test_only_these_algorithms_are_used():
    found = list(offered())
    assert {name for _place, name in found} <= ALLOWED, [one for one in found if one[1] not in ALLOWED]
    assert {"hashlib.sha256", "ec.SECP256R1"} <= {name for _place, name in found}


def test_every_keyed_mark_is_made_with_sha_256():
    """Django's own is SHA-1 where nothing is said."""
    made = [(where(path, call), call) for path in python() for call, name in calls(path) if name == "salted_hmac"]
    said = {place: [ast.unparse(one.value) for one in call.keywords if one.arg == "algorithm"] for place, call in made}
    assert len(said) > 4
    assert {place for place, algorithm in said.items() if algorithm != ["'sha256'"]} == set()


def test_chance_comes_from_the_system_and_no_module_brings_ciphers_of_its_own():
    named = {
        (name_of(path), alias)
        for path in python()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in [getattr(node, "module", None) or "", *(one.name for one in node.names)]
    }
    assert {(path, name) for path, name in named if name.split(".")[0] in WEAK} == set()
    assert ("partnerships/tokens.py", "secrets") in named


def test_a_nonce_has_more_than_128_bits():
    assert len(urlsafe_b64decode(new_nonce())) * 8 == 192
    assert new_nonce() != new_nonce()


def test_a_key_of_our_own_is_on_the_curve_p_256(settings, tmp_path):
    settings.SEAL_PKCS12 = settings.SEAL_PKCS11_MODULE = ""
    key = ensure_key(tmp_path).certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)


def test_a_locked_secret_that_was_changed_does_not_open():
    """Of the second step: in every byte, for the mark is over the whole."""
    locked = lock().encrypt(b"JBSWY3DPEHPK3PXP")
    raw = urlsafe_b64decode(locked)
    assert lock().decrypt(locked) == b"JBSWY3DPEHPK3PXP"
    assert b"JBSWY3DPEHPK3PXP" not in raw
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(InvalidToken):
            lock().decrypt(urlsafe_b64encode(changed))


def test_passwords_are_hashed_slowly():
    """The settings name no hasher, so Django's first one counts: PBKDF2 with its count of rounds."""
    assert "PASSWORD_HASHERS" not in text(ROOT / "config" / "settings.py")
    first = global_settings.PASSWORD_HASHERS[0]
    assert first == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    assert hashers.PBKDF2PasswordHasher.iterations >= 600_000
    assert hashers.PBKDF2PasswordHasher.digest().name == "sha256"


def test_no_secret_has_a_default_where_it_is_installed():
    """Compose refuses to start without them; the application has none of its own but for tests and looking around."""
    given = SECRET.findall(text(ROOT / "docker-compose.yml"))
    asked = {name for name, value in given if re.match(r'"\$\{\w+:\?', value)}
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "WEB_PASSWORD", "REDIS_PASSWORD"} <= asked
    assert [(name, value) for name, value in given if name not in asked and not value.endswith(':-}"')] == []
    assert re.search(r"^USER [1-9]\d*$", text(ROOT / "Dockerfile"), re.MULTILINE)


def test_no_debugging_unless_it_is_asked_for():
    assert 'DEBUG = env.bool("DEBUG", default=False)' in text(ROOT / "config" / "settings.py")
    assert re.findall(r"DEBUG: (.+)", text(ROOT / "docker-compose.yml")) == ['"0"']
