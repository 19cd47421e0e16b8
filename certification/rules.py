"""Who may do what with an audit: each rule answers with the reason why not; "" means yes."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from certification.models import Audit, Judgement
    from partnerships.models import User


def why_not_change(audit: "Audit") -> str:
    """May anything in this audit still change?"""
    if audit.withdrawn_on:
        return _("This audit was withdrawn on %(day)s.") % {"day": date_format(audit.withdrawn_on)}
    if audit.closed_at:
        return _("This audit is closed. Nothing can be changed in it any more.")
    return ""


def why_not_work(audit: "Audit", user: "User", *, on: date) -> str:
    """May this person read the dossier and judge it on this day? Only the auditor of the audit, within its dates."""
    if audit.auditor_id is None:
        return _("Nobody has been assigned to this audit yet. Assign an auditor and a period first.")
    if audit.auditor_id != user.pk:
        return _("This audit is assigned to %(name)s. Only the auditor sees the dossier.") % {
            "name": str(audit.auditor)
        }
    if reason := why_not_change(audit):
        return reason
    if audit.opens_on and on < audit.opens_on:
        return _("The dossier opens on %(day)s.") % {"day": date_format(audit.opens_on)}
    if not audit.is_open_on(on):
        return _("The period for reading the dossier is over. Ask your organisation for a longer one.")
    return ""


def why_not_read(audit: "Audit", user: "User", *, on: date) -> str:
    """May this person read the dossier on this day? Its auditor within its dates, and for good once it is decided."""
    if audit.closed_at and audit.auditor_id == user.pk:
        return ""
    return why_not_work(audit, user, on=on)


def why_not_answer(judgement: "Judgement") -> str:
    """May the project leader write a corrective action?"""
    if judgement.resolved_on:
        return _("The auditor has called this finding resolved.")
    return why_not_change(judgement.audit)


def why_not_resolve(judgement: "Judgement") -> str:
    """May the auditor call a finding resolved?"""
    if judgement.resolved_on:
        return _("This finding has already been called resolved.")
    if not judgement.correction:
        return _("The project leader has not written yet what was done about it.")
    return ""
