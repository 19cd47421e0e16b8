"""Why not? Questions about a plan or a measure that answer with a sentence; "" means yes. Looks at what it is given."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.periods import add_months, whole_months

if TYPE_CHECKING:
    from actionplans.models import Measure, Plan
    from partnerships.access import Access


def last_day(ends_on: date) -> date:
    """The inclusive end people read, from the half-open end we store."""
    return ends_on - timedelta(days=1)


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter, (2026, 1) to (2026, 4)."""
    return day.year, (day.month + 2) // 3


def why_not_period(starts_on: date, ends_on: date, *, months: int) -> str:
    """A plan covers at least the scheme's months (F43, S001 step 3). ``ends_on`` is half-open."""
    if ends_on <= starts_on:
        return _("The last day comes before the first day.")
    found = whole_months(starts_on, ends_on)
    if found >= months:
        return ""
    earliest = date_format(last_day(add_months(starts_on, months)))
    found_words = ngettext("%(n)s month", "%(n)s months", found) % {"n": found}
    return _("This period is %(found)s. A plan covers at least %(months)s months: choose %(day)s or later.") % {
        "found": found_words,
        "months": months,
        "day": earliest,
    }


def why_not_work(plan: "Plan") -> str:
    """Measures live on after adoption, but not in a version that was replaced."""
    return _("This version has been replaced by a newer one.") if plan.superseded_on else ""


def why_not_change(plan: "Plan") -> str:
    """Text, objectives and period are frozen once the plan is adopted."""
    if reason := why_not_work(plan):
        return reason
    if plan.adopted_on:
        return _("This plan was adopted on %(day)s. Make a new version to change the text.") % {
            "day": date_format(plan.adopted_on)
        }
    return ""


def why_not_revise(plan: "Plan") -> str:
    """A new version follows an adopted one; a draft can simply be changed."""
    if reason := why_not_work(plan):
        return reason
    return "" if plan.adopted_on else _("This plan has not been adopted yet. You can change it as it is.")


def why_not_report(access: "Access", measure: "Measure") -> str:
    """Who runs the plan reports on every measure; a party only on its own."""
    if reason := why_not_work(measure.plan):
        return reason
    if access.may("edit_plan"):
        return ""
    if not access.may("write_for_partner"):
        return _("Only the party in charge and who runs the plan can report on a measure.")
    if measure.owner_partner_id not in access.partner_ids:
        return _("This measure belongs to %(party)s. Only they and the project leader can report on it.") % {
            "party": measure.owner_partner or _("nobody yet")
        }
    return ""


def why_not_approve(access: "Access", partner_id: int) -> str:
    """A party approves for itself; who runs the plan may only record what is written down elsewhere (F43)."""
    if access.may("approve_for_partner") and partner_id in access.partner_ids:
        return ""
    if access.may("edit_plan"):
        return ""
    return _("You can only approve on behalf of your own organisation.")


def odd_deadline(plan: "Plan", deadline: date) -> str:
    """A remark, no refusal: the deadline falls outside the period of the plan."""
    if plan.starts_on <= deadline < plan.ends_on:
        return ""
    return _("The deadline is outside the period of the plan (%(first)s to %(last)s).") % {
        "first": date_format(plan.starts_on),
        "last": date_format(last_day(plan.ends_on)),
    }
