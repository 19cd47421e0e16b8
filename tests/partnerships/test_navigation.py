"""Tabs and links: who sees which, and what happens to a page that is not there."""

from datetime import date

from django.template.loader import render_to_string

from partnerships.access import access_of
from partnerships.navigation import TABS, address, foot_links, tabs_of
from partnerships.roles import MATRIX


def test_a_page_that_is_not_there_is_left_out():
    assert address("partnerships:nowhere") == ""
    assert address("partnerships:help") == "/help/"


def test_every_tab_asks_for_an_act_that_exists():
    acts = frozenset().union(*MATRIX.values())
    assert {tab.act for tab in TABS} <= acts
    assert len({tab.key for tab in TABS}) == len(TABS)


def test_tabs_hang_on_acts(park, ann):
    access = access_of(ann, park, on=date(2026, 3, 10))
    assert access is not None
    paths = {tab.key: path for tab, path in tabs_of(park, access)}
    assert paths["overview"] == f"/p/{park.slug}/"
    less = type(access)(access.memberships, frozenset({"see_certificate"}))
    assert [tab.key for tab, _path in tabs_of(park, less)] == ["overview"]


def test_the_base_of_a_partnership(park, ann, rf, django_assert_num_queries):
    request = rf.get(f"/p/{park.slug}/measures/")
    request.user, request.partnership = ann, park
    request.access = access_of(ann, park, on=date(2026, 3, 10))
    with django_assert_num_queries(0):  # what the masthead shows came along with the access
        html = render_to_string("partnership.html", {"page_tab": "overview", "work_count": 4}, request)
    assert f"- {park} - Bondgenoot</title>" in html
    assert html.count('aria-current="page"') == 1
    assert f'href="/p/{park.slug}/theme.css"' in html
    assert 'action="/account/logout/"' in html
    assert " style=" not in html


def test_every_page_leads_to_the_public_ones():
    assert {path for _label, path in foot_links()} >= {"/help/", "/toegankelijkheid/", "/privacy/"}
