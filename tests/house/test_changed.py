"""What ``script/test --changed`` runs: the rules on a small house, and whether the real one is read whole."""

import gc
import subprocess
from functools import cache

import pytest

from tests.changed.__main__ import lines
from tests.changed.addresses import best_matches
from tests.changed.choosing import State, choose
from tests.changed.graph import ADDRESS, TEMPLATE, Graph
from tests.changed.history import NoHistory, change_since
from tests.changed.sources import read_source
from tests.sources import files, name_of, text
from tests.walk import OURS, all_addresses

HOUSE = {
    "config/urls.py": 'urlpatterns = [path("", include("partnerships.urls"))]',
    "partnerships/urls.py": """
from partnerships.views import parties, areas
app_name = "partnerships"
urlpatterns = [
    path("p/<slug:partnership>/parties/", parties.parties, name="parties"),
    path("p/<slug:partnership>/areas/<int:pk>/", areas.area, name="area"),
]
""",
    "partnerships/views/__init__.py": "",
    "partnerships/views/parties.py": """
from partnerships.domain.parties import invite
def parties(request): return render(request, "partnerships/parties.html", {"made": invite()})
""",
    "partnerships/views/areas.py": """
def area(request): return redirect("partnerships:parties")
def unused(request): return 1
""",
    "partnerships/domain/parties.py": """
from partnerships.models import Partner
def invite(): return Partner, queue_mail("invitation")
def leave(): return other()
def other(): return 1
""",
    "partnerships/domain/facts.py": """
FACTS = {}
def fact(function):
    FACTS[function.__name__] = function
    return function
""",
    "partnerships/domain/evidence.py": """
from partnerships.domain.facts import fact
@fact
def signed(): return 1
""",
    "partnerships/models/__init__.py": """
from partnerships.models.area import Area
from partnerships.models.partner import Partner
""",
    "partnerships/models/area.py": "class Area: pass",
    "partnerships/models/partner.py": 'class Partner: area = ForeignKey("partnerships.Area", related_name="partners")',
    "partnerships/templatetags/ui.py": """
register = Library()
@register.inclusion_tag("components/panel.html")
def panel(): return {}
""",
    "templates/base.html": "",
    "templates/partnerships/parties.html": '{% extends "base.html" %}{% include "partnerships/_row.html" %}{% panel %}',
    "templates/partnerships/_row.html": "",
    "templates/components/panel.html": "",
    "templates/emails/invitation/body.txt": "",
    "tests/conftest.py": """
from partnerships.domain.parties import other
@pytest.fixture
def park(): return other()
@pytest.fixture(autouse=True)
def always(): yield
""",
    "tests/walk.py": "def addresses(): return get_resolver()",
    "tests/house/test_rules.py": "def test_rule(): assert 1",
    "tests/walks/test_walk.py": """
from tests.walk import addresses
def test_walk(): assert addresses()
""",
    "tests/journeys/test_browser.py": """
from tests.journeys.steps import go
pytestmark = pytest.mark.browser
def test_named(page): page.goto("/p/x/parties/")
def test_by_steps(page): go(page)
""",
    "tests/journeys/steps.py": 'def go(page): page.goto("/p/x/parties/")',
    "tests/partnerships/test_parties.py": """
from partnerships.domain.parties import leave
def test_leave(): assert leave()
def test_page(client): assert client.get(reverse("partnerships:parties"))
def test_short(client): assert client.get(url("parties"))
def test_path(client): assert client.get(f"/p/{park}/parties/")
def test_end(client): assert client.get(f"{base}parties/")
""",
    "tests/partnerships/test_areas.py": """
from partnerships.models import Area
def test_area(): assert Area
def test_followed(client): assert client.get(reverse("partnerships:area"), follow=True)
def test_not_followed(client): assert client.get(reverse("partnerships:area"))
def test_of_the_park(park): assert park
""",
    "tests/partnerships/test_facts.py": """
from partnerships.domain.facts import FACTS
def test_facts(): assert FACTS
""",
    "locale/nl/LC_MESSAGES/django.po": 'msgid "Parties"\nmsgstr "Partijen"\n\nmsgid "Area"\nmsgstr "Gebied"\n',
    "tests/partnerships/test_words.py": 'def test_words(client): assert "Partijen" in client',
    "static/css/house.css": "",
    "partnerships/schemes/kvo-2015.yaml": "urn: kvo\nending:\n  kind: certificate\n",
    "tests/partnerships/test_schemes.py": 'def test_scheme(): assert newest_scheme("certificate")\ndef test_other(): assert 1',
}
PAGES = {"test_page", "test_short", "test_path", "test_end", "test_named", "test_walk", "test_followed"}
NEAR = PAGES - {"test_walk", "test_named"}  # who asks for the page, but for the walk and the browser

FACTS_AND_MORE = HOUSE["tests/partnerships/test_facts.py"] + "def test_more(): assert 1"


def chosen(path: str, old: str = "", new: str = "") -> set[str]:
    """Tests chosen when ``old`` becomes ``new`` in one file of the small house; without them the file comes anew."""
    after = HOUSE | {path: HOUSE.get(path, "").replace(old, new)}
    choice = choose({path: HOUSE[path]} if old else {}, after, [path])
    assert choice.everything == ""
    return {test.partition("::")[2] for test in choice.chosen} - {"test_rule"}


@pytest.mark.parametrize(
    ("path", "old", "new", "tests"),
    [
        pytest.param("partnerships/domain/parties.py", "return other()", "return 2", {"test_leave"}, id="a verb: who calls it"),
        pytest.param(
            "partnerships/domain/parties.py", "return 1", "return 2", {"test_leave", "test_of_the_park"}, id="a fixture",
        ),
        pytest.param("partnerships/domain/parties.py", "return 1", "return 1  # why", set(), id="a remark"),
        pytest.param("partnerships/views/parties.py", "made", "done", PAGES, id="a view: who asks its address"),
        pytest.param("partnerships/models/partner.py", "area =", "at =", NEAR, id="a model, past its package"),
        pytest.param("partnerships/models/area.py", "pass", "name = 1", NEAR | {"test_area"}, id="a model, by a key"),
        pytest.param("partnerships/domain/evidence.py", "return 1", "return 2", {"test_facts"}, id="a register"),
        pytest.param("tests/conftest.py", "yield", "return", None, id="a fixture for all"),
        pytest.param("tests/journeys/steps.py", "goto", "open", {"test_by_steps"}, id="steps of a journey"),
        pytest.param("templates/partnerships/parties.html", "panel", "row", PAGES, id="a template"),
        pytest.param("templates/partnerships/_row.html", "", "", PAGES, id="a template that is included"),
        pytest.param("templates/components/panel.html", "", "", PAGES, id="a component, by its tag"),
        pytest.param("locale/nl/LC_MESSAGES/django.po", "Partijen", "Partners", {"test_words"}, id="words"),
        pytest.param("locale/nl/LC_MESSAGES/django.po", "Gebied", "Terrein", set(), id="words that no test asks for"),
        pytest.param("static/css/house.css", "", "", {"test_named", "test_by_steps"}, id="style"),
        pytest.param("partnerships/schemes/kvo-2015.yaml", "kvo", "kvo2", {"test_scheme"}, id="a scheme"),
        pytest.param("docs/manual/partner.md", "", "", set(), id="a paper"),
    ],
)  # fmt: skip
def test_a_change_chooses_what_it_can_break(path, old, new, tests):
    everybody = {name for one in HOUSE if "test_" in one for name in read_source(HOUSE[one]).symbols}
    everybody = {name for name in everybody if name.startswith("test_")} - {"test_rule"}
    assert chosen(path, old, new) == (everybody if tests is None else tests)


def test_a_mail_chooses_who_queues_it_below_the_walks():
    assert chosen("templates/emails/invitation/body.txt") == NEAR


def test_what_is_left_out_is_told():
    path = "partnerships/domain/parties.py"
    choice = choose({path: HOUSE[path]}, HOUSE | {path: HOUSE[path].replace("Partner,", "")}, [path])
    assert {test.partition("::")[2] for test in choice.left_out} == {"test_walk", "test_named", "test_by_steps"}


def test_a_name_that_went_away_chooses_who_still_asks_for_it():
    path = "partnerships/domain/parties.py"
    after = HOUSE[path].replace("def leave", "def depart")
    assert "test_leave" in {
        test.partition("::")[2] for test in choose({path: HOUSE[path]}, HOUSE | {path: after}, [path]).chosen
    }
    without = {name: given for name, given in HOUSE.items() if name != "tests/conftest.py"}
    gone = choose({"tests/conftest.py": HOUSE["tests/conftest.py"]}, without, ["tests/conftest.py"])
    assert "tests/partnerships/test_areas.py::test_of_the_park" in gone.chosen


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param("partnerships/domain/parties.py", "def invite(", "def invite(:", id="no Python"),
        pytest.param("partnerships/views/areas.py", "return 1", "return 2", id="a function that nothing calls"),
    ],
)
def test_what_no_test_leads_to_or_cannot_be_read_means_all(path, old, new):
    assert choose({path: HOUSE[path]}, HOUSE | {path: HOUSE[path].replace(old, new)}, [path]).everything


@pytest.mark.parametrize(
    "path",
    [
        "config/settings.py", "requirements.txt", "pyproject.toml", "script/test", "partnerships/migrations/0001_new.py",
        "partnerships/unknown.bin", "templates/nobody/names_this.html",
    ],
)  # fmt: skip
def test_what_can_reach_everything_or_what_nobody_knows_means_all(path):
    assert choose({}, HOUSE | {path: "new"}, [path]).everything


def test_the_rules_of_the_house_always_run_and_whole_files_are_named_once():
    choice = choose({}, HOUSE, ["tests/house/test_rules.py"])
    assert lines(choice) == ["tests/house/test_rules.py"]
    path = "partnerships/domain/evidence.py"
    choice = choose({}, HOUSE | {"tests/partnerships/test_facts.py": FACTS_AND_MORE}, [path])
    assert lines(choice) == ["tests/house/test_rules.py", "tests/partnerships/test_facts.py::test_facts"]


@cache
def real() -> Graph:
    """The graph of this repository."""
    own = {name_of(path): text(path) for path in files() if path.suffix == ".py" or "templates" in path.parts}
    gc.disable()  # as the program itself does
    try:
        return State({}, own, []).graph
    finally:
        gc.enable()


def test_every_address_is_read_with_its_view():
    read = {address.name: address for address in real().addresses}
    for address in all_addresses():
        if address.name.split(":")[0] in OURS and "demo" not in address.view.__module__:
            view = next(iter(real().edges[ADDRESS, address.name]))
            assert (read[address.name].route, view) == (address.route, (address.view.__module__, address.view.__name__))


def test_every_template_is_found_from_somewhere():
    mentioned = {node for others in real().edges.values() for node in others}
    lost = {name for name in real().templates if (TEMPLATE, name) not in mentioned}
    assert {name for name in lost if not name.startswith("django/")} == set()


def test_a_path_in_a_test_is_the_address_with_most_of_its_words():
    known = tuple(real().addresses)
    assert best_matches("/p/de-wetering/parties/5/", known) == {"partnerships:party"}
    assert best_matches("\0parties/\0/", known) >= {"partnerships:party"}
    assert best_matches("/p/\0/plan/?print=1", known) == {"actionplans:plan"}
    assert (
        best_matches("\0", known)
        == best_matches("a/b", known)
        == best_matches("/p/\0/", known) - {"certification:home"}
    )


def test_git_says_what_changed(tmp_path):
    def git(*words: str) -> None:
        one = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(tmp_path), *words]
        subprocess.run(one, check=True, capture_output=True)

    with pytest.raises(NoHistory):
        change_since(tmp_path)
    git("init", "-b", "main")
    for name in ("kept", "changed", "gone"):
        (tmp_path / name).write_text("old")
    git("add", ".")
    git("commit", "-m", "First")
    (tmp_path / "changed").write_text("new")
    assert change_since(tmp_path).paths == ["changed"]  # on main: what is not committed
    git("commit", "-a", "-m", "Second")
    assert change_since(tmp_path).paths == ["changed"]  # all committed: the last commit
    git("checkout", "-b", "work")
    (tmp_path / "gone").unlink()
    git("commit", "-a", "-m", "Third")
    (tmp_path / "added").write_text("new")
    change = change_since(tmp_path)
    assert change.paths == ["added", "gone"]  # since main, committed or not
    assert (change.before, change.now) == ({"gone": "old"}, {"kept": "old", "changed": "new", "added": "new"})
    assert change_since(tmp_path, "HEAD").paths == ["added"]
