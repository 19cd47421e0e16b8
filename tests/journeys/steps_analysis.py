"""Room three: figures, survey, rounds, topics, focus areas, and adopting the analysis."""

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.conftest import Work
from tests.journeys.hands import choose, control, fill, go, press, sees

REAL = Path("shared/data/crime/47022NED_statline_long_utrechtse-heuvelrug_202212-202311.csv")
OWN = Path(__file__).parents[1] / "assessments" / "data" / "police_long_small.csv"


def police_file() -> tuple[Path, str]:
    """A real export of the police, when it lies beside the checkout, else our own small one; with an area of it."""
    for folder in Path(__file__).resolve().parents:
        if (folder / REAL).exists():
            return folder / REAL, "Amerongen-Dorp"
    return OWN, "De Wetering"


def import_figures(page: Page, slug: str, municipality: str, *, work: Work) -> str:
    """Upload, let the worker read, preview, choose one area, confirm. Returns the name of the area."""
    path, area = police_file()
    go(page, f"/p/{slug}/analysis/figures/import/")
    fill(page, {"Who counted": "Police, registered crime", "File": path})
    press(page, "Send and check")
    work()
    go(page, page.url)
    press(page, "To the result")
    sees(page, "What is in the file")
    fill(page, {"Search in the areas of the file": area})
    press(page, "Search or choose")
    page.get_by_role("checkbox", name=area).check()
    press(page, "Search or choose")
    sees(page, "come into the analysis")
    control(page, f"These areas lie in {municipality}").check()
    press(page, "Import")
    work()
    return area


def look_at_figures(page: Page, slug: str, area: str) -> None:
    """The drawing stands there with its table beside it."""
    go(page, f"/p/{slug}/analysis/figures/")
    sees(page, area)
    assert page.locator("main svg[role=img]").count() >= 1, "no drawing"
    assert page.get_by_role("table").count() >= 2, "no table beside the drawing"


def hold_survey(page: Page, slug: str, *, on: date, invited: int, answered: int) -> None:
    go(page, f"/p/{slug}/analysis/surveys/record/")
    fill(
        page,
        {"Open from": on - timedelta(days=21), "Closed on": on, "Number asked": invited, "Number answered": answered},
    )
    press(page, "Save")
    sees(page, f"{answered} of {invited}")


def walk_round(page: Page, slug: str, *, light: str, on: date) -> None:
    go(page, f"/p/{slug}/analysis/rounds/record/")
    choose(page, "By day or in the dark", light)
    fill(page, {"Held on": on, "Who took part, per organisation": "municipality 2, police 1, entrepreneurs 3"})
    fill(page, {"What was found": "Three lamps are broken."})
    press(page, "Save")
    sees(page, "Three lamps are broken.")


def describe_area(page: Page, slug: str) -> None:
    go(page, f"/p/{slug}/analysis/sketch/")
    fill(page, {"Sketch of the area": "Trade and small industry between the canal and the ring road."})
    fill(page, {"What goes well": "Everybody comes.", "What can be better": "The light along the canal."})
    press(page, "Save")


def answer_topics(page: Page, slug: str) -> int:
    """Answer every topic of the scheme. Returns how many."""
    go(page, f"/p/{slug}/analysis/topics/")
    groups = page.get_by_role("radiogroup").all()
    for number, group in enumerate(groups):
        group.get_by_role("radio").nth(number % 4).check()
    press(page, "Save the answers")
    sees(page, "All required topics are answered.")
    return len(groups)


def choose_focus(page: Page, slug: str, *, topic: int, title: str) -> None:
    go(page, f"/p/{slug}/analysis/priorities/choose/")
    control(page, "Topic").select_option(index=topic)
    fill(page, {"Focus area": title, "Why this comes first": "The figures and the round say the same."})
    press(page, "Save")
    sees(page, title)


def adopt(page: Page, slug: str, what: str) -> None:
    """Adopt the analysis or the plan: a page with the conditions and one button."""
    go(page, f"/p/{slug}/{what}/adopt/")
    press(page, "Adopt")


def why_not_adopt(page: Page, slug: str, what: str) -> str:
    """The reason beside the button that cannot be pressed."""
    go(page, f"/p/{slug}/{what}/adopt/")
    button = page.get_by_role("button", name="Adopt", exact=True)
    assert button.get_attribute("aria-disabled") == "true"
    return page.locator(f"#{button.get_attribute('aria-describedby')}").inner_text()
