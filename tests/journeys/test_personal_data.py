"""The browser warns while one types, and sees what the server sees (B20)."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from partnerships.models import User
from partnerships.personal_data import find, mask, rules_for_browser
from tests.journeys.conftest import Open, OpenFor
from tests.journeys.hands import control
from tests.personal_examples import FRIENDS, TEXTS
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.feature("B20"), pytest.mark.django_db(transaction=True)]


def test_browser_and_server_agree(fresh_page: Open):
    page = fresh_page()
    page.goto("/privacy/")
    examples = [one for texts in TEXTS.values() for one in texts] + FRIENDS
    examples += [f"Zie {one}, en {other}.\nTot zover." for one, other in pairwise(examples)]
    told = rules_for_browser()
    seen = page.evaluate(
        "([texts, told]) => texts.map((text) => "
        "[personalData.find(text, told).map((hit) => [hit.kind, hit.text]), personalData.mask(text, told)])",
        [examples, told],
    )
    expected = [[[[hit.kind.value, hit.text] for hit in find(text)], mask(text)] for text in examples]
    assert seen == expected


def test_a_warning_while_typing_and_masking_at_once(page_of: OpenFor, ann: User, world: World):
    page = page_of(ann)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(f"/p/{world.partnership.slug}/meetings/add/")
    field = control(page, "Decisions")
    field.fill("Bel 06-12345678 of AB-12-34")
    live = page.locator(".bn-personal__live", has_text="06-12345678")
    expect(live).to_contain_text("AB-12-34")
    live.get_by_role("button").click()
    expect(field).to_have_value("Bel ••• of •••")
    expect(live).to_have_count(0)
    assert wrong == []
