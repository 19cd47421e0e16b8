"""What a signatory shows besides the link in their mail (F16). Ports, and the adapters we have.

The link proves that somebody reads that mailbox. The second proof is a code by mail (the default), a code by text
message, or whatever a class of your own asks. ``SIGNING_PROOF`` says which; the row of the signature keeps it, and
the sheet names it in words. None of these makes it more than an ordinary electronic signature.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from partnerships.domain.outbox import queue_mail
from partnerships.enums import CodeFor, ProofKind
from partnerships.models import Contact, Signature


class CodeProof(Protocol):
    """Port: a way to bring a code of six digits to a person. The code itself is made and checked by us."""

    kind: ProofKind

    def reaches(self, signature: Signature) -> bool:
        """Can this person be reached this way?"""

    def send_code(self, signature: Signature, *, token_for: str, code_for: CodeFor, at: datetime) -> None:
        """Write the message in the outbox, within the transaction of the verb. ``token_for`` gives the code later, and
        ``code_for`` is what the message says it is for."""


@dataclass(frozen=True)
class Proven:
    """What a provider of identity said. ``name``: as they know the person; ``reference``: to find it back there."""

    name: str
    reference: str


class IdentityProof(Protocol):
    """Port without an adapter: a provider of identity, or of qualified signatures, where the person signs in.

    An adapter gives these two verbs and a view for the way back, which hands ``name`` to ``put_signature`` with
    ``second_proof=ProofKind.IDENTITY``. See docs/operations.md.
    """

    kind: ProofKind

    def begin(self, signature: Signature, *, return_to: str, at: datetime) -> str:
        """The address at the provider to send the person to; it holds the mark of the text that is signed."""

    def finish(self, signature: Signature, answer: Mapping[str, str], *, at: datetime) -> Proven:
        """What the provider answered, checked. Raises ``Refused`` for an answer that is not theirs or not for this."""


class MailedCode:
    kind = ProofKind.MAIL

    def reaches(self, signature: Signature) -> bool:
        return bool(signature.email)

    def send_code(self, signature: Signature, *, token_for: str, code_for: CodeFor, at: datetime) -> None:
        queue_mail(
            signature.partnership_id, "signing_code", to=signature.email, to_name=signature.name, at=at,
            token_for=token_for, title=signature.agreement.title, code_for=code_for, minutes=settings.SIGNING_CODE_MINUTES,
        )  # fmt: skip


class TextedCode:
    kind = ProofKind.TEXT

    def reaches(self, signature: Signature) -> bool:
        return bool(signature.phone)

    def send_code(self, signature: Signature, *, token_for: str, code_for: CodeFor, at: datetime) -> None:
        queue_mail(
            signature.partnership_id, "signing_code_text", to=signature.email, to_name=signature.name, at=at,
            token_for=token_for, title=signature.agreement.title, code_for=code_for, minutes=settings.SIGNING_CODE_MINUTES,
            phone=signature.phone,
        )  # fmt: skip


BUILT_IN: dict[str, type[CodeProof]] = {"mail": MailedCode, "text": TextedCode}


def proof_for(signature: Signature, *, at_table: bool = False) -> CodeProof:
    """The proof this installation asks; the mailed code for somebody it cannot reach, and then the sheet says that.

    At the table always the mailed code: no personal link proves anything there, and who leads, and opens the table, may have
    typed the number.
    """
    if at_table:
        return MailedCode()
    wanted: CodeProof = (BUILT_IN.get(settings.SIGNING_PROOF) or import_string(settings.SIGNING_PROOF))()
    return wanted if wanted.reaches(signature) else MailedCode()


def phone_to_freeze(contact: Contact) -> str:
    """The number kept with a request to sign: none where it would not be used."""
    return "" if settings.SIGNING_PROOF == "mail" else international(contact.phone)


def international(phone: str) -> str:
    """A number as gateways want it, ``+31612345678``; "" for what cannot be one."""
    bare = re.sub(r"[\s().\-/]", "", phone)
    bare = re.sub(r"^00", "+", bare)
    bare = re.sub(r"^0", settings.SMS_COUNTRY, bare)
    return bare if re.fullmatch(r"\+[1-9]\d{7,14}", bare) else ""
