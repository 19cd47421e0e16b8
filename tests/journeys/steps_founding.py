"""Room one: signing in, founding on new ground, outline, addresses, parties."""

import json
from datetime import date

from playwright.sync_api import Page

from tests.journeys.hands import choose, control, file_behind, fill, go, press, row, rows_of, sees, upload
from tests.journeys.steps_second_step import add_app

# Longitude and latitude of a field in the north-east of the country, some 40 hectares.
RING = [[6.4100, 52.2100], [6.4190, 52.2100], [6.4190, 52.2160], [6.4100, 52.2160], [6.4100, 52.2100]]
BOW_TIE = [[6.4100, 52.2100], [6.4190, 52.2160], [6.4190, 52.2100], [6.4100, 52.2160], [6.4100, 52.2100]]
ADDRESSES = [("7533 AB", str(number), "Weteringkade") for number in range(1, 41, 2)]


def sign_in(page: Page, email: str, password: str) -> None:
    go(page, "/account/login/")
    fill(page, {"Email": email, "Password": password})
    press(page, "Sign in")
    go(page, "/account/second-step/needed/")  # whoever leads, audits or oversees sets this up once
    add_app(page)
    go(page, "/")
    sees(page, "My work")


def outline(ring: list[list[float]]) -> bytes:
    return json.dumps(
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    ).encode()


def found_on_new_ground(page: Page, name: str, *, municipality: str, version: str) -> str:
    """From the front page to the home page of the new partnership. Returns its short name in addresses."""
    press(page, "Start a partnership")
    press(page, "Describe a new area")
    fill(page, {"Name of the area": name, "Kind of area": "Business park", "Municipality": municipality})
    press(page, "Keep this area")
    press(page, "Go on to the scheme")
    offer = page.locator("section").filter(has_text=f"Version {version}.").last
    press(page, str(offer.get_by_role("link").last.inner_text()).strip(), within=offer)
    sees(page, f"({version})")
    fill(page, {"Name of the partnership": name})
    press(page, "Start the partnership")
    return page.url.rstrip("/").rpartition("/")[2]


def draw_outline(page: Page, slug: str, area: str) -> None:
    """A crossing outline is refused and shows where; a good one is kept."""
    go(page, f"/p/{slug}/areas/")
    press(page, area, within=page.get_by_role("table"))
    fill(page, {"GeoJSON file": upload("crossing.geojson", outline(BOW_TIE))})
    press(page, "Keep the outline")
    sees(page, "This outline was refused")
    fill(page, {"GeoJSON file": upload("outline.geojson", outline(RING))})
    press(page, "Keep the outline")
    sees(page, "hectares")


def addresses_csv() -> bytes:
    lines = ["postcode;huisnummer;straat", *(";".join(address) for address in ADDRESSES)]
    return ("\r\n".join(lines) + "\r\n").encode()


def list_addresses(page: Page) -> None:
    """From the page of the area: send the list, look at it, confirm, and get the same back."""
    go(page, page.url.rstrip("/") + "/addresses/")
    fill(page, {"CSV file": upload("addresses.csv", addresses_csv(), "text/csv")})
    press(page, "Check the file")
    sees(page, f"The file has {len(ADDRESSES)} addresses.")
    press(page, "Replace the list")
    sees(page, "Weteringkade")
    given = rows_of(file_behind(page, "Export"))
    assert sorted(tuple(one) for one in given) == sorted([("postcode", "huisnummer", "straat"), *ADDRESSES])


def sees_missing_parties(page: Page, slug: str, kinds: list[str]) -> None:
    go(page, f"/p/{slug}/parties/")
    for kind in kinds:
        assert "missing" in row(page, kind).inner_text().lower(), kind


def bring_party(page: Page, slug: str, *, kind: str, name: str, email: str, function: str) -> None:
    """A party that takes part, with one person who represents it and may sign."""
    go(page, f"/p/{slug}/parties/add/")
    fill(page, {"Kind of party": kind})
    press(page, "Search")
    known = page.get_by_role("radio", name=name, exact=True)
    if known.count():
        known.check()
    else:
        fill(page, {"Name of an organisation that is not in the list": name})
    choose(page, "Does this party take part?", "Yes, it takes part")
    press(page, "Add this party")
    fill(page, {"Name": f"Name {function}", "Function": function, "E-mail address": email})
    control(page, "Represents this party in the working group").check()
    control(page, "May sign for this party").check()
    fill(page, {"Basis of the mandate": "Decision of the board"})
    press(page, "Keep this contact")
    sees(page, email)


def hold_meeting(page: Page, slug: str, *, kind: str, on: date) -> None:
    go(page, f"/p/{slug}/meetings/add/")
    fill(page, {"Kind of meeting": kind, "Held on": on, "Decisions": f"Decided at the {kind.lower()}."})
    press(page, "Keep this meeting")
    sees(page, kind)
