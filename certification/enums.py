"""Words with a fixed list in audit and certification."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What the auditor finds of one requirement (F77)."""

    CONFORM = "conform", _("Conforms")
    MINOR = "minor", _("Minor non-conformity")
    MAJOR = "major", _("Major non-conformity")


class Outcome(TextChoices):
    """The decision that closes an audit; a person's, so stored."""

    POSITIVE = "positive", _("Positive")
    NEGATIVE = "negative", _("Negative")


class Validity(TextChoices):
    """Computed from a certificate's dates on a day."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUCCEEDED = "succeeded", _("Succeeded by the next")
    NOT_YET = "not_yet", _("Not valid yet")
