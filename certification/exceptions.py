"""Refusals of audit and certification, each with the sentence the person reads."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.exceptions import Refused


class GatesUnmet(Refused):
    """Conditions of the scheme hold the act back; ``names`` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__(_("This is not possible yet. Still needed: %(names)s.") % {"names": "; ".join(self.names)})


class AuditAlreadyOpen(Refused):
    default = gettext_lazy("An audit of this round has already been requested.")


class NotIndependent(Refused):
    default = gettext_lazy("This person takes part in the partnership, and so cannot judge it.")


class NotAnAuditor(Refused):
    default = gettext_lazy("This person is not an auditor of this certification body on that day.")


class AuditClosed(Refused):
    default = gettext_lazy("This audit is closed. Nothing can be changed in it any more.")


class RemarkMissing(Refused):
    default = gettext_lazy("Say in a remark what is lacking.")


class NotEveryRequirementJudged(Refused):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__(_("Not every requirement has been judged yet: %(names)s.") % {"names": "; ".join(self.names)})


class MajorFindingOpen(Refused):
    """A certificate cannot follow while a major non-conformity is open."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        super().__init__(
            _("A positive decision is not possible while a major non-conformity is open: %(names)s.")
            % {"names": "; ".join(self.names)}
        )
