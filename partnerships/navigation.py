"""The ways through the house: one list of tabs, one list of links above and one below every page.

Higher rooms are named by the name of their address alone. An address that is not there (a smaller installation, a room
still to be built) is left out; only here.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.access import Access
from partnerships.models import Partnership


@dataclass(frozen=True)
class Tab:
    """One part of a partnership: the word on the tab, its address, the act a person needs to see it."""

    key: str
    label: str | Promise
    url_name: str
    act: str


TABS = (
    Tab("overview", _("Overview"), "certification:home", "see_certificate"),
    Tab("analysis", _("Analysis"), "assessments:overview", "see_content"),
    Tab("plan", _("Plan"), "actionplans:plan", "see_content"),
    Tab("measures", _("Measures"), "actionplans:measures", "see_content"),
    Tab("meetings", _("Meetings"), "partnerships:meetings", "see_content"),
    Tab("documents", _("Documents"), "partnerships:documents", "see_content"),
    Tab("signing", _("Signing"), "partnerships:agreements", "see_content"),
    Tab("certification", _("Certification"), "certification:readiness", "see_content"),
    Tab("parties", _("Parties"), "partnerships:parties", "see_content"),
    Tab("history", pgettext_lazy("tab", "History"), "partnerships:history", "see_content"),
    Tab("mail", _("Mail log"), "oversight:mail-log", "see_mail_log"),
)
FOOT = (
    (_("Help"), "partnerships:help"),
    (_("Accessibility"), "partnerships:accessibility"),
    (_("Privacy"), "partnerships:privacy"),
    (_("Check the seal of a document"), "partnerships:check"),
    (_("Certificates"), "certification:certificate-register"),
)
WORK, PORTFOLIO, HELP = "oversight:work", "oversight:portfolio", "partnerships:help"
OWN_DATA, RETENTION = "oversight:own-data", "oversight:retention"


def address(url_name: str, **kwargs: str) -> str:
    """The path of a named address, or nothing when this installation has no such page."""
    try:
        return reverse(url_name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def tabs_of(partnership: Partnership, access: Access) -> list[tuple[Tab, str]]:
    """The tabs this person may open here, each with its path."""
    found = [(tab, address(tab.url_name, partnership=partnership.slug)) for tab in TABS if access.may(tab.act)]
    return [(tab, path) for tab, path in found if path]


def foot_links() -> list[tuple[str | Promise, str]]:
    """The public pages, below every page."""
    found = [(label, address(url_name)) for label, url_name in FOOT]
    return [(label, path) for label, path in found if path]


def landing(partnership: Partnership, *, acts: frozenset[str], partner_id: int | None) -> str:
    """Where somebody starts who gets these acts: the statement of the own party, the work of the role, or home.

    Who leads starts at home, and so does who sees the certificate only: there stands what is theirs.
    """
    slug, home = partnership.slug, partnership.get_absolute_url()
    if "manage_parties" in acts or "see_content" not in acts:
        return home
    if "run_process" in acts:
        return address("partnerships:meetings", partnership=slug) or home
    if "write_for_partner" in acts and partner_id is not None:
        return reverse("partnerships:statement", kwargs={"partnership": slug, "pk": partner_id})
    if "edit_analysis" in acts:
        return address("assessments:overview", partnership=slug) or home
    return home
