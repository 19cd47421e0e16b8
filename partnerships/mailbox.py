"""One mailbox, one spelling: what counts as an address, how it is stored, and when two addresses are one mailbox.

Who wants to pose as another writes the same mailbox in another way: with quotation marks, capitals, a +tag, or the
domain in letters instead of its ``xn--`` form. So every form takes addresses with ``MailboxFormField``, every model
keeps them in a ``MailboxField``, and whoever compares two asks ``same_mailbox``, ``mailbox_key`` or, in a query,
``email__mailbox=…``. A test of the house refuses any other way.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import models
from django.db.models import Transform
from django.db.models.expressions import Combinable
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

MOST = 254  # characters of an address (RFC 5321)
WRONG = EmailValidator.message  # in the words and languages of Django
CONTROL = _("Write the address without line breaks, tabs or characters that cannot be seen.")
QUOTED = _("Write the address without quotation marks. An address such as name@example.org is accepted.")
LITERAL = _(
    "Write the domain after the @ with letters, such as example.org; a number between square brackets is refused."
)
NO_DOMAIN = _("What stands after the @ is no domain name.")
if TYPE_CHECKING:
    EmailBase = models.EmailField[str | Combinable, str]
    CharBase = models.CharField[str | Combinable, str]
else:
    EmailBase, CharBase = models.EmailField, models.CharField
PLAIN = re.compile(r"[a-z0-9._+-]{1,64}@(?!.*xn--)[a-z0-9]+([.-][a-z0-9]+)*")  # stored like this already
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # control and formatting characters, ends of lines and paragraphs


def parse_domain(written: str) -> str:
    """A domain name in the form that mail servers use: small letters, ``xn--`` for what is not ASCII.

    By IDNA 2008 with the mapping of UTS 46, as mail servers do it. Python's own encoder follows the older standard,
    which makes ``strasse.de`` of ``straße.de``: those are two domains. Raises ``ValidationError``.
    """
    try:
        return idna.encode(written.strip(), uts46=True, std3_rules=True).decode("ascii").removesuffix(".")
    except UnicodeError as error:  # the library's errors are of this kind
        raise ValidationError(NO_DOMAIN, code="domain") from error


def parse_mailbox(written: str) -> str:
    """The address as it is stored: small letters, the domain in its ``xn--`` form. A +tag stays: mail goes to it.

    Raises ``ValidationError`` with what is wrong: characters that cannot be seen, quotation marks, a number instead of
    a domain, or no address at all.
    """
    address = written.strip()
    if any(unicodedata.category(one) in UNSEEN for one in address):
        raise ValidationError(CONTROL, code="control")
    local, at, domain = address.rpartition("@")
    if '"' in local or "\\" in local:
        raise ValidationError(QUOTED, code="quoted")
    if domain.startswith("["):
        raise ValidationError(LITERAL, code="literal")
    if not at:
        raise ValidationError(WRONG, code="invalid")
    found = f"{local.lower()}@{parse_domain(domain)}"
    EmailValidator(WRONG)(found)
    if len(found) > MOST:
        raise ValidationError(WRONG, code="invalid")
    return found


def stored_mailbox(written: str) -> str:
    """As ``parse_mailbox``, and what is no address (that of somebody erased, or from before) in small letters."""
    if PLAIN.fullmatch(written):
        return written
    try:
        return parse_mailbox(written)
    except ValidationError:
        return written.strip().lower()


def mailbox_key(address: str) -> str:
    """What two spellings of one mailbox have in common: without case and without a +tag. For comparing, not for mailing.

    Takes anything and never raises: of addresses that were stored before, the quotation marks are taken away.
    """
    written = address.strip().lower()
    if not (written.isascii() and written.isprintable()):
        written = "".join(one for one in written if unicodedata.category(one) not in UNSEEN)
    local, at, domain = written.rpartition("@")
    plain = local.replace('"', "").replace("\\", "")
    return f"{plain.partition('+')[0]}{at}{_domain_key(domain)}"


@lru_cache(maxsize=4096)
def _domain_key(domain: str) -> str:
    """Whoever reads a whole table asks the same domain again and again."""
    try:
        return parse_domain(domain)
    except ValidationError:
        return domain.removesuffix(".")


def same_mailbox(one: str, other: str) -> bool:
    """Do these two addresses end up in one mailbox? Two empty ones do not."""
    return bool(one and other) and mailbox_key(one) == mailbox_key(other)


def mail_domain(address: str) -> str:
    """The domain of an address as ``parse_domain`` gives it; "" for what is no address."""
    return mailbox_key(address).rpartition("@")[2] if "@" in address else ""


class MailboxFormField(forms.EmailField):
    """Where somebody types an address; gives it as it is stored."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", MOST)
        super().__init__(**options)
        self.validators = [one for one in self.validators if not isinstance(one, EmailValidator)]

    def to_python(self, value: Any) -> str:
        written = super().to_python(value)
        return parse_mailbox(written) if written else ""


class DomainFormField(forms.CharField):
    """Where somebody types a mail domain, with or without the @; gives it as ``parse_domain`` does."""

    def to_python(self, value: Any) -> str:
        written = str(super().to_python(value) or "").removeprefix("@")
        if not written:
            return ""
        domain = parse_domain(written)
        if "." not in domain:
            raise ValidationError(NO_DOMAIN, code="domain")
        return domain


def validate_mailbox(value: str) -> None:
    """Raises ``ValidationError`` as ``parse_mailbox`` does."""
    parse_mailbox(value)


class _Stored(DeferredAttribute):
    """Writes an address as it is stored as soon as a row is given one, so that nobody sees it in two spellings."""

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = stored_mailbox(value) if isinstance(value, str) else value


class MailboxField(EmailBase):
    """An address in a table, always as ``stored_mailbox`` gives it, whatever verb or command writes it.

    A form or the administration refuses what is no address; a row that was written before keeps it.
    """

    default_validators = [validate_mailbox]
    descriptor_class = _Stored

    def to_python(self, value: Any) -> Any:
        return stored_mailbox(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return stored_mailbox(value) if isinstance(value, str) else value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": MailboxFormField, **options})


class DomainField(CharBase):
    """A mail domain in a table, as ``parse_domain`` gives it: small letters, ``xn--`` for what is not ASCII."""

    def to_python(self, value: Any) -> Any:
        """Raises ``ValidationError`` for what is no domain name."""
        return parse_domain(value) if isinstance(value, str) and value else value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": DomainFormField, **options})

    def get_prep_value(self, value: Any) -> Any:
        return _domain_key(value.strip().lower()) if isinstance(value, str) else value


class _KeyField(CharBase):
    """What ``email__mailbox`` is compared with: any spelling."""

    def get_prep_value(self, value: Any) -> Any:
        return mailbox_key(value) if isinstance(value, str) else value


class MailboxKey(Transform):
    """``mailbox_key`` in the database: ``filter(email__mailbox=address)``, ``email__mailbox__in=addresses``."""

    lookup_name = "mailbox"
    output_field = _KeyField()

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_more: Any) -> tuple[str, Any]:
        """For PostgreSQL: everything from the first plus up to the @ goes."""
        text, given = compiler.compile(self.lhs)
        return f"regexp_replace(replace(lower({text}), '\"', ''), '[+][^@]*@', '@')", [*given]

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, Any]:
        """SQLite has no regular expressions that replace."""
        text, given = compiler.compile(self.lhs)
        low = f"replace(lower({text}), '\"', '')"
        found = (
            f"CASE WHEN instr({low}, '+') BETWEEN 1 AND instr({low}, '@') "
            f"THEN substr({low}, 1, instr({low}, '+') - 1) || substr({low}, instr({low}, '@')) ELSE {low} END"
        )
        return found, [*given] * found.count(low)


models.EmailField.register_lookup(MailboxKey)  # also for the tables of others, which have plain fields
