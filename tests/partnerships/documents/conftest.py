"""Documents of a made-up partnership, drawn and sealed once, for drawing is slow."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from pytest_django.fixtures import Settings

from partnerships.documents.blocks import parse_blocks
from partnerships.documents.render import render_pdf
from partnerships.documents.seal import seal_pdf
from partnerships.documents.square_code import square_of

DOCUMENT_ID = "BN-7K3M-9QXT-2H58"
SEALED_AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TEXT = """\
## Artikel 1. Waarom wij samenwerken

De partijen willen een veilig bedrijventerrein. Eén coördinator, geïnformeerde ondernemers, café ’t Ĳsselveld.

1. Wij melden wat wij zien.
2. Wij komen naar het overleg.

## Artikel 2. Vrijwillig, niet vrijblijvend

Wie stopt, zegt dat drie maanden van tevoren <b>schriftelijk</b>.
"""

ANNEXES = "## Lijst van bijlagen\n\n1. Plan van aanpak (plan.pdf), SHA-256 " + "c0ffee00" * 8


def signature(organisation: str, function: str) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "name": f"{function} van {organisation}",
        "function": function,
        "mandate": "Mandaatregeling 2025",
        "method": "link en code per e-mail",
        "signed_at": datetime(2026, 3, 9, 14, 5, tzinfo=UTC),
        "ip_short": "192.0.2.*",
        "text_hash": "9f3c81a044de7b12" * 4,
        "statement": "Ik heb de tekst gelezen en teken namens mijn organisatie.",
    }


@pytest.fixture(scope="session")
def agreement() -> dict[str, Any]:
    return {
        "title": "Convenant",
        "partnership": "Bedrijventerrein De Wetering",
        "areas": ["De Wetering", "Weteringkade"],
        "scheme": "Keurmerk Veilig Ondernemen",
        "document_id": DOCUMENT_ID,
        "check_url": "https://bondgenoot.example.org/controle/",
        "round": 1,
        "template": "covenant-1",
        "square": square_of("https://bondgenoot.example.org/controle/BN-7K3M-9QXT-2H58/"),
        "statements": ["Ik heb de tekst gelezen en teken namens [organisatie]."],
        "frozen_at": datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        "sha256": "9f3c81a044de7b12" * 4,
        "blocks": parse_blocks(f"{TEXT.strip()}\n\n{ANNEXES}"),
        "signatures": [
            signature("Gemeente Oosterveen", "burgemeester"),
            signature("Politie Basisteam Oost", "teamchef"),
        ],
        "witnesses": [signature("Verzekeraar De Brug", "accountmanager")],
    }


@pytest.fixture(scope="session")
def drawn(agreement: dict[str, Any]) -> bytes:
    """The agreement as PDF, not sealed."""
    return render_pdf("documents/agreement.html", agreement, language="nl", title="Convenant De Wetering")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of our installation."""
    return tmp_path_factory.mktemp("ours")


@pytest.fixture(scope="session")
def seal_with(drawn: bytes) -> Callable[[Path, Path | None], bytes]:
    """Seals the agreement as the installation with this data folder and perhaps an own key."""

    def sealed_with(data_dir: Path, own_key: Path | None) -> bytes:
        key = {"SEAL_PKCS12": str(own_key or ""), "SEAL_PASSPHRASE": ""}
        with override_settings(DATA_DIR=data_dir, SEAL_NAME="Bondgenoot test", **key):
            return seal_pdf(drawn, document_id=DOCUMENT_ID, reason="Convenant vastgelegd", at=SEALED_AT)

    return sealed_with


@pytest.fixture(scope="session")
def seal_in(seal_with: Callable[[Path, Path | None], bytes]) -> Callable[[Path], bytes]:
    """Seals the agreement as the installation with this data folder."""
    return lambda data_dir: seal_with(data_dir, None)


@pytest.fixture(scope="session")
def sealed(seal_in: Callable[[Path], bytes], home: Path) -> bytes:
    """The agreement, sealed by us."""
    return seal_in(home)


@pytest.fixture
def ours(settings: Settings, home: Path) -> Path:
    """This test runs at the installation that sealed."""
    settings.DATA_DIR, settings.SEAL_NAME = home, "Bondgenoot test"
    settings.SEAL_PKCS12, settings.SEAL_PASSPHRASE = "", ""
    return home
