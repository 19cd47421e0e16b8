"""What is kept how long: one table. The privacy page and the register read it, and the nightly job does what it says.

A number of days can be changed from the environment: ``RETAIN_MAILS_DAYS=180``. Zero means: as soon as it has ended.
What has no number stays, for the reason that stands beside it.
"""

from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()
LAW_LIMIT = _("GDPR article 5(1)(e): not longer than needed")
LAW_SECURITY = _("GDPR article 32: security")
LAW_EVIDENCE = _("GDPR article 17(3)(e): to show afterwards what was agreed")


def kept(kind: str, days: int | None, action: str, what: Any, why: Any, law: Any) -> dict[str, Any]:
    """One line. ``action``: delete (the row goes), anonymise (what names a person goes), keep."""
    if days is not None:
        days = env.int(f"RETAIN_{kind.upper()}_DAYS", default=days)
    return {"days": days, "action": action, "what": what, "why": why, "law": law}


RETENTION: dict[str, dict[str, Any]] = {
    "mails": kept(
        "mails", 365, "anonymise", _("Mails we sent: address, name and contents. The kind and the day stay"),
        _("To see what was sent when somebody asks"), LAW_LIMIT,
    ),
    "reminders": kept(
        "reminders", 365, "delete", _("Who was reminded of what"), _("So that nobody is reminded twice"), LAW_LIMIT
    ),
    "digests": kept(
        "digests", 365, "delete",
        _("When a weekly mail was sent to whom. Also how often somebody wants it, as long as the address is in use"),
        _("So that nobody gets it twice, and to keep to what somebody chose"), LAW_LIMIT,
    ),
    "erasure_notices": kept(
        "erasure_notices", 7, "delete",
        _("That somebody was forgotten and is still to be told so: the address, until the mail has left"),
        _("To confirm it by mail"), LAW_LIMIT,
    ),
    "progress_links": kept(
        "progress_links", 30, "delete", _("Links to report progress that no longer work: name and address"),
        _("To say that a link has expired"), LAW_LIMIT,
    ),
    "mail_confirmations": kept(
        "mail_confirmations", 90, "delete",
        _("Questions whether a mail domain or mailbox is an organisation's own, that nobody answered"),
        _("To say that a link has expired"), LAW_LIMIT,
    ),
    "invitations": kept(
        "invitations", 90, "delete", _("Invitations that were accepted, withdrawn or expired"),
        _("To send it again, or to see why it did not work"), LAW_LIMIT,
    ),
    "jobs": kept(
        "jobs", 30, "delete", _("Long jobs that are done, such as reading a file"),
        _("So that the result can be found"), LAW_LIMIT,
    ),
    "imports": kept(
        "imports", 30, "anonymise", _("Files with figures as they were sent. The figures that were confirmed stay"),
        _("To check a figure against its source"), LAW_LIMIT,
    ),
    "contacts": kept(
        "contacts", 365, "anonymise", _("Contacts of a party that left or declined: name, function, address, number"),
        _("To ask something about what was agreed"), LAW_LIMIT,
    ),
    "signature_requests": kept(
        "signature_requests", 365, "anonymise",
        _("Requests to sign that were never answered: name, function and address"),
        _("To ask again, or to name somebody else"), LAW_LIMIT,
    ),
    "signing_codes": kept(
        "signing_codes", 1, "delete", _("Codes for signing, which we keep unreadable"),
        _("A code works a quarter of an hour"), LAW_SECURITY,
    ),
    "sessions": kept(
        "sessions", 0, "delete", _("Sign-ins that ended"), _("A sign-in lasts at most twelve hours"), LAW_SECURITY
    ),
    "sign_in_attempts": kept(
        "sign_in_attempts", 30, "delete", _("Attempts to sign in: address, IP address, browser"),
        _("To stop whoever guesses passwords"), LAW_SECURITY,
    ),
    "accounts": kept(
        "accounts", 548, "anonymise", _("Accounts without any role: name, address and password"),
        _("So that somebody who returns keeps the account"), LAW_LIMIT,
    ),
    "admin_log": kept(
        "admin_log", 730, "delete", _("What administrators changed in the administration"),
        _("To find out who changed a right"), LAW_SECURITY,
    ),
    "signatures": kept(
        "signatures", None, "keep", _("Signatures: name, function, moment, statement and IP address"),
        _("They prove who signed. Without them the document says nothing"), LAW_EVIDENCE,
    ),
    "documents": kept(
        "documents", None, "keep", _("Signed agreements, adopted plans, dossiers and certificates"),
        _("They are sealed: whoever takes a name out breaks the seal. The parties decide when a file ends"), LAW_EVIDENCE,
    ),
    "file": kept(
        "file", None, "keep", _("What the parties write in their file: analysis, plan, meetings, tasks"),
        _("The parties work with it and account for it. They decide when a file ends"), LAW_LIMIT,
    ),
    "trail": kept(
        "trail", None, "keep", _("The history: who did what and when, and who had which role"),
        _("It proves how decisions came about. A history with holes proves nothing"), LAW_EVIDENCE,
    ),
}  # fmt: skip
