"""Lists of this floor."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RetentionKind(TextChoices):
    """What the nightly job clears, by the names of the table in the settings."""

    MAILS = "mails", _("mails")
    REMINDERS = "reminders", _("reminders")
    INVITATIONS = "invitations", _("invitations")
    JOBS = "jobs", _("jobs")
    IMPORTS = "imports", _("files with figures")
    CONTACTS = "contacts", _("contacts")
    SIGNATURE_REQUESTS = "signature_requests", _("requests to sign")
    SIGNING_CODES = "signing_codes", _("signing codes")
    SESSIONS = "sessions", _("sign-ins")
    SIGN_IN_ATTEMPTS = "sign_in_attempts", _("attempts to sign in")
    ACCOUNTS = "accounts", _("accounts")
    ADMIN_LOG = "admin_log", _("log of the administration")
    DIGESTS = "digests", _("weekly mails")
    ERASURE_NOTICES = "erasure_notices", _("confirmations that somebody was forgotten")
    MAIL_CONFIRMATIONS = "mail_confirmations", _("questions whose mail domain or mailbox it is")
    PROGRESS_LINKS = "progress_links", _("links to report progress")


class PersonalCategory(TextChoices):
    """Kinds of personal data in the processing register."""

    ACCOUNT = "account", _("Account")
    CONTACT = "contact", _("Contact particulars")
    ROLE = "role", _("Role and its period")
    ACT = "act", _("Who did what")
    EVIDENCE = "evidence", _("Signature as evidence")
    MAIL = "mail", _("Mail")
    SECURITY = "security", _("Security")
    FREE_TEXT = "free_text", _("Free text and files")


class Rhythm(TextChoices):
    """How often somebody gets the weekly mail."""

    WEEKLY = "weekly", _("Every week")
    BIWEEKLY = "biweekly", _("Every two weeks")
    NEVER = "never", _("Never")


class ProgressNews(TextChoices):
    """What somebody tells by link about a measure."""

    STARTED = "started", _("We have started")
    DONE = "done", _("It is done")
    NEWS = "news", _("Something else, I write it below")


class TaskNews(TextChoices):
    """What somebody tells by link about a task they told of before."""

    DONE = "done", _("It is done, as I write below")
    OPEN = "open", _("It is not done after all")
