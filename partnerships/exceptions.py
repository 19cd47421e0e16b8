"""Errors with names. Each carries a sentence for the person who met it."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A verb said no. ``str(error)`` is the reason, in the reader's language."""

    default: object = _("This is not possible now.")

    def __init__(self, reason: object = "") -> None:
        super().__init__(reason or self.default)

    def __str__(self) -> str:
        return str(self.args[0])


class StaleState(Refused):
    """Somebody else got there first."""

    default = _("Somebody else has just done this. Open the page again to see what it says now.")


class UnknownScheme(Exception):
    """A cycle names a scheme file that is not there."""
