"""Refusals of the plan. Each carries a sentence for the person who met it."""

from django.utils.translation import gettext_lazy as _

from partnerships.exceptions import Refused


class PlanTooShort(Refused):
    """The period is shorter than the scheme asks (F43)."""


class PlanFrozen(Refused):
    """The plan was adopted or replaced: its text does not change any more."""

    default = _("This plan has been adopted. Make a new version to change it.")


class PlanIncomplete(Refused):
    """Something the scheme asks before adoption is not there yet (F42)."""


class ApprovalMissing(Refused):
    """A party that takes part has not approved the plan in writing (F43)."""


class WrongOwner(Refused):
    """A measure without a party that takes part, or with a person of another party (F51)."""
