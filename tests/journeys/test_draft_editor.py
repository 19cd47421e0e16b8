"""The editor of a draft in a real browser: what it writes is plain text, and the policy of the page holds."""

import re

import pytest
from playwright.sync_api import Page, expect

from partnerships.domain.drafting import revise_draft
from partnerships.models import Agreement, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW
from tests.journeys.conftest import OpenFor
from tests.journeys.looking import listen, look, picture
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.feature("F16"), pytest.mark.django_db(transaction=True)]
TEXT = (
    "## Inzet\n\n1. De gemeente **maait** elk kwartaal.\n2. *Iedereen* komt.\n\n- een\n- twee\n\nSlot met 2 \\* ster."
)

PASTE = """() => {
  const data = new DataTransfer();
  data.setData("text/html", '<p style="color:red" onclick="x()">Geplakt <a href="https://example.org">hier</a></p>'
    + '<img src="x" onerror="document.title = 1"><script>document.title = 2<' + '/script><ul><li>punt</li></ul>');
  document.querySelector("trix-editor").dispatchEvent(new InputEvent("beforeinput",
    { inputType: "insertFromPaste", dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def draft_with(world: World, text: str) -> str:
    with member_door(world.partnership):
        draft = Agreement.objects.select_related("cycle", "partnership").get(pk=world.draft.pk)
        first = draft.versions.first()
        assert first is not None
        assert first.kept_by is not None
        revise_draft(draft, text=text, by=first.kept_by, at=NOW)
        return draft.get_absolute_url()


def opened(page: Page, at: str) -> list[str]:
    heard = listen(page)
    page.goto(f"{at}revise/")
    return heard


def kept(world: World) -> str:
    with member_door(world.partnership):
        return str(Agreement.objects.get(pk=world.draft.pk).text)


def test_writing_with_the_editor_and_pasting_from_elsewhere(page_of: OpenFor, ann: User, world: World):
    page, at = page_of(ann), draft_with(world, TEXT)
    heard = opened(page, at)
    editor = page.locator("trix-editor")
    expect(editor).to_be_visible()
    expect(page.locator("#id_text")).to_be_hidden()
    expect(editor.locator("h2")).to_have_text("Inzet")
    expect(editor.locator("strong")).to_have_text("maait")
    look(page, "draft-editor")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bold", exact=True).click()
    page.keyboard.type("Vet besloten")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.evaluate(PASTE)
    expect(page.locator("#id_text")).to_have_value(re.compile("punt"))
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(f"**{at}")
    text = kept(world)
    assert text.startswith(TEXT)
    assert "**Vet besloten**" in text
    assert "Geplakt hier" in text
    assert "- punt" in text
    assert "<" not in text
    look(page, "draft")
    assert heard == []


def test_unchanged_is_the_same_to_the_letter(page_of: OpenFor, ann: User, world: World):
    page, at = page_of(ann), draft_with(world, TEXT)
    heard = opened(page, at)
    expect(page.locator("trix-editor")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(f"**{at}")
    assert kept(world) == TEXT
    assert heard == []


def test_what_the_editor_cannot_show_stays_in_the_text_field(page_of: OpenFor, ann: User, world: World):
    page, at = page_of(ann), draft_with(world, "5. vijf\n6. zes")
    opened(page, at)
    expect(page.locator("#id_text")).to_be_visible()
    expect(page.locator("trix-editor")).to_have_count(0)
    picture(page, "draft-plain")


def test_the_pages_around_a_draft(page_of: OpenFor, ann: User, world: World):
    page, at = page_of(ann), draft_with(world, TEXT)
    heard = opened(page, at)
    with member_door(world.partnership):
        newest = world.draft.versions.last()
        assert newest is not None
        first, last = world.version.pk, newest.pk
    home = f"/p/{world.partnership.slug}/"
    for name, address in {
        "versions": f"{at}versions/?old={first}&new={last}",
        "comment": f"{at}comment/",
        "annexes": f"{at}annexes/",
        "agreements": f"{home}agreements/",
        "covenant-stage": f"{home}agreements/covenant-stage/",
        "draft-clauses": f"{home}agreements/draft/operational_agreement/",
        "obligations": f"{home}obligations/",
        "obligation": f"{home}obligations/{world.obligation.pk}/",
        "obligation-done": f"{home}obligations/{world.obligation.pk}/done/",
        "meeting-agenda": f"{home}meetings/add/",
    }.items():
        page.goto(address)
        look(page, name)
    assert heard == []
