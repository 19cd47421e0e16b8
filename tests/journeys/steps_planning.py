"""Room four: the plan with its elements, objectives and measures, its approvals, and adopting it."""

from datetime import date, timedelta

from playwright.sync_api import Page

from partnerships.periods import add_months
from tests.journeys.hands import file_behind, fill, go, press, rows_of, sees


def start_plan(page: Page, slug: str, *, starts_on: date) -> None:
    """A plan of 23 months is refused, one of 36 is not."""
    go(page, f"/p/{slug}/plan/")
    press(page, "Start the plan")
    fill(page, {"Title": "Plan of approach", "First day": starts_on})
    fill(page, {"Up to and including": add_months(starts_on, 23) - timedelta(days=1)})
    press(page, "Start the plan")
    sees(page, "This period is 23 months. A plan covers at least 24 months")
    fill(page, {"Up to and including": add_months(starts_on, 36) - timedelta(days=1)})
    press(page, "Start the plan")
    sees(page, "Plan of approach")


def write_element(page: Page, slug: str, element: str) -> None:
    go(page, f"/p/{slug}/plan/elements/{element}/")
    fill(page, {"Text": "What we agreed about this, who does it and when we look at it again."})
    press(page, "Save")


def is_filled(page: Page, slug: str, words: str) -> None:
    """How many elements are filled, as the page of the plan counts them: "10 of 11"."""
    go(page, f"/p/{slug}/plan/")
    sees(page, words)


def set_objective(page: Page, slug: str, *, focus: str, on: date) -> None:
    go(page, f"/p/{slug}/plan/objectives/add/")
    fill(
        page,
        {
            "Focus area": focus,
            "Objective": f"Less of it: {focus}",
            "How we measure it": "Reports per year",
            "Now": "12",
        },
    )
    fill(page, {"Target": "6", "Reached by": on})
    press(page, "Add the objective")


def plan_measure(
    page: Page, slug: str, *, objective: str, title: str, party: str, function: str, deadline: date
) -> None:
    go(page, f"/p/{slug}/measures/add/")
    fill(page, {"Objective": objective, "Measure": title, "Party in charge": party})
    fill(page, {"Person in charge": f"Name {function} ({party})", "Deadline": deadline, "Cost in euro": "1200"})
    press(page, "Add the measure")
    sees(page, title)


def report_done(page: Page, slug: str, *, title: str, on: date) -> None:
    go(page, f"/p/{slug}/measures/")
    press(page, title, within=page.get_by_role("table"))
    press(page, "Report as done")
    fill(page, {"What is the result": "Done as agreed.", "Done on": on})
    press(page, "Save")


def approve(page: Page, slug: str, *, party: str, on: date) -> None:
    """Record the approval of a party from where it is written down."""
    go(page, f"/p/{slug}/plan/approve/")
    fill(page, {"Party": party, "Approved on": on})
    fill(page, {"Where this approval is written down": "Minutes of the working group"})
    press(page, "Record the approval")
    sees(page, party)


def measures_csv(page: Page, slug: str) -> list[list[str]]:
    go(page, f"/p/{slug}/measures/")
    return rows_of(file_behind(page, "Export (CSV)"))
