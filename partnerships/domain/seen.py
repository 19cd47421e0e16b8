"""What counts as confidential: the one table of pages and files whose opening is kept in the trail.

Not every page view: that would be a record of how people work. What leaves the house as a file is on it, and what not
everybody here may see (docs/decisions). A test walks past every address and fails for a file that is not in the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from partnerships.domain.activity import record_seen
from partnerships.models import Partnership, User


@dataclass(frozen=True)
class Seen:
    """``verb`` for the trail; ``model`` and ``key``: which row, and the argument of the address that names it."""

    verb: str
    model: str = ""
    key: str = ""


DOCUMENT = "viewed_document"
SEEN: dict[str, Seen] = {
    # files
    "partnerships:document": Seen(DOCUMENT, "partnerships.Document", "uuid"),
    "partnerships:agreement-pdf": Seen("viewed_agreement", "partnerships.Agreement", "uuid"),
    "partnerships:witnessed-pdf": Seen("viewed_agreement", "partnerships.Agreement", "uuid"),
    "partnerships:signature-pdf": Seen("viewed_agreement_by_link"),
    "partnerships:agreement-text": Seen("viewed_agreement", "partnerships.Agreement", "uuid"),
    "partnerships:witnessed-text": Seen("viewed_agreement", "partnerships.Agreement", "uuid"),
    "partnerships:signature-text": Seen("viewed_text_by_link"),
    "partnerships:paper-print": Seen("exported_paper", "partnerships.Agreement", "uuid"),
    "partnerships:signature-annex": Seen("viewed_annex_by_link"),
    "partnerships:witnessed-annex": Seen("viewed_agreement", "partnerships.Agreement", "uuid"),
    "certification:dossier-item": Seen("viewed_dossier_item", "certification.DossierItem", "pk"),
    "certification:dossier-manifest": Seen("viewed_manifest"),
    "certification:certificate-document": Seen("viewed_certificate", "certification.Certificate", "pk"),
    "certification:recognition-document": Seen("viewed_agreement", "partnerships.Agreement", "pk"),
    "certification:recognition-own": Seen("viewed_own_recognition", "partnerships.Agreement", "pk"),
    "certification:recognition-copy-pdf": Seen("viewed_own_recognition"),
    "certification:recognition-copies-csv": Seen("exported_recognitions", "partnerships.Agreement", "pk"),
    # by the auditor
    "certification:audit-room": Seen("viewed_dossier", "certification.Audit", "uuid"),
    "certification:audit-item": Seen("viewed_dossier_item", "certification.DossierItem", "pk"),
    "certification:audit-manifest": Seen("viewed_manifest"),
    # what some here may see and others not
    "oversight:mail-log": Seen("viewed_mail_log"),
    # lists that leave the house
    "oversight:mail-log-csv": Seen("exported_mail_log"),
    "partnerships:addresses-csv": Seen("exported_addresses", "partnerships.Area", "pk"),
    "partnerships:parties-csv": Seen("exported_parties"),
    "partnerships:signatories-csv": Seen("exported_signatories", "partnerships.Agreement", "uuid"),
    "partnerships:statements-csv": Seen("exported_statements"),
    "partnerships:problems-csv": Seen("exported_problems"),
    "partnerships:soundings-csv": Seen("exported_soundings"),
    "partnerships:kick-off-csv": Seen("exported_invitees"),
    "partnerships:duties-csv": Seen("exported_duties"),
    "partnerships:roles-csv": Seen("exported_roles"),
    "oversight:handover-pdf": Seen("exported_handover", "partnerships.Membership", "pk"),
    "partnerships:short-lines-csv": Seen("exported_short_lines"),
    "partnerships:pledges-csv": Seen("exported_pledges"),
    "partnerships:adviser-csv": Seen("exported_adviser"),
    "partnerships:pulses-csv": Seen("exported_pulses"),
    "partnerships:meetings-csv": Seen("exported_meetings"),
    "partnerships:obligations-csv": Seen("exported_obligations"),
    "partnerships:documents-csv": Seen("exported_documents"),
    "partnerships:history-csv": Seen("exported_history"),
    "partnerships:guests-csv": Seen("exported_guests", "partnerships.Ceremony", "uuid"),
    "assessments:figures-export": Seen("exported_figures"),
    "assessments:surveys-export": Seen("exported_surveys"),
    "assessments:rounds-export": Seen("exported_rounds"),
    "assessments:priorities-export": Seen("exported_priorities"),
    "actionplans:measures-export": Seen("exported_measures"),
}
EMERGENCY_PAGE = Seen("viewed_page")  # every page that an administrator opens by emergency access


def note_seen(
    what: Seen,
    partnership: Partnership | int,
    arguments: Mapping[str, Any],
    *,
    by: User | None,
    at: datetime,
    actor_name: str = "",
    **details: Any,
) -> None:
    """Keep that somebody saw ``what``; ``arguments`` are those of the address. Needs the partnership's door."""
    about = None
    if what.model and what.key in arguments:
        about = apps.get_model(what.model)._default_manager.filter(**{what.key: arguments[what.key]}).first()
    record_seen(partnership, what.verb, by=by, at=at, about=about, actor_name=actor_name, **details)
