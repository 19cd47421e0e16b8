"""The number of a certificate, as people type it, and the certificate with it (F106)."""

import re

from certification.models import Certificate
from partnerships.models import Cycle
from partnerships.tenancy.doors import sweep_door

_NUMBER = re.compile(r"(?:BN)?([0-9]{4})([0-9]{6,7})")
_PART_OF_ADDRESS = re.compile(r"[-\w]{1,40}", re.ASCII)


def normalise_number(text: str) -> str:
    """The number a person typed, in its one spelling: "bn 2024 000001" is "BN-2024-000001"; "" when it cannot be one.

    A document's number has twelve characters behind BN, so the two are never taken for each other.
    """
    found = _NUMBER.fullmatch(re.sub(r"[\s–-]", "", text[:40]).upper())
    return f"BN-{found[1]}-{found[2]}" if found else ""


def certificate_with(number: str) -> Certificate | None:
    """The certificate with this number, however it was typed, of whatever partnership; None when there is none."""
    asked = normalise_number(number) or number
    if not _PART_OF_ADDRESS.fullmatch(asked):  # a zero byte for one, which a database does not take
        return None
    with sweep_door(Certificate, Cycle):
        found: Certificate | None = Certificate.objects.select_related("cycle").filter(number=asked).first()
    return found
