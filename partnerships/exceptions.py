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


class AlreadyFounded(StaleState):
    """The same form has been handled: the partnership is there."""

    default = _("You have already started this partnership today. You find it on your own page, under My work.")


class AlreadyCovered(Refused):
    default = _("This area already belongs to the partnership.")


class UnknownScheme(Exception):
    """A cycle names a scheme file that is not there."""


class PartiesMissing(Refused):
    """A document cannot be signed yet: the scheme asks for parties that do not take part."""


class SignatoriesMissing(Refused):
    """A document cannot be signed yet: a party has nobody who may sign."""


class PartyNotInText(Refused):
    """A text cannot be signed: its words name other parties than those that sign."""


class AlreadySent(StaleState):
    """The text is frozen: it has been sent to the signatories."""

    default = _("This text has been sent and can no longer be changed. Another text is a new round.")


class LiveRoundExists(Refused):
    default = _("There is already a text of this document. Withdraw it first; after that you can start a new round.")


class ReasonNeeded(Refused):
    default = _("Write down the reason. The people concerned will read it.")


class ReasonTooShort(Refused):
    default = _("Write down the reason in at least 20 characters. The project leader will read it.")


class SigningStopped(StaleState):
    """The agreement was withdrawn, refused or completed."""

    default = _("This document can no longer be signed. Open the page again to see why.")


class AlreadyAnswered(StaleState):
    """This signatory signed or refused before."""

    default = _("You have already answered. Open the page again to see what it says now.")


class NotYourTurn(Refused):
    default = _("The parties sign this text one after the other. The turn of this person has not come yet.")


class SameAddress(Refused):
    default = _("This is the address this mail came to. Name a colleague with an address of their own.")


class TooManyHandOvers(Refused):
    default = _("This request has been handed over often enough. Ask the project leader who should sign.")


class ConsentNeeded(Refused):
    default = _("The other parties have to agree first. Tick the box when they do.")


class LinkExpired(Refused):
    default = _("The time to sign has passed. Ask the project leader for a new link.")


class CodeJustSent(Refused):
    default = _("We have just sent you a code. Look in your mail, also among unwanted mail.")


class TooManyCodes(Refused):
    default = _("You have asked for a code five times. Wait an hour and try again.")


class CodeExpired(Refused):
    default = _("This code no longer works. Ask for a new code.")


class CodeWrong(Refused):
    """The code was not the one we mailed; the sentence says how many tries are left."""


class TextChanged(Refused):
    default = _("The text is not the text that was sent. Do not sign, and tell the project leader.")


class RemindedRecently(Refused):
    default = _("Mailed less than a day ago. You can remind them tomorrow.")


class SealKeyError(Exception):
    """The key of the seal is missing, does not open with its passphrase or PIN, or ran out."""


class SealDelayed(Refused):
    """Another party has to answer before a document can be sealed, and does not."""

    default = _("The service that confirms the moment does not answer. Try again in a few minutes.")


class TrailIsKept(Exception):
    """Something tried to change or remove a row of the trail."""

    def __init__(self) -> None:
        super().__init__("The trail is append-only: a mistake is put right by a new row.")
