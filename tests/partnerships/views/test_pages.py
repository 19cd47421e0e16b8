import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from partnerships.context_processors import house
from partnerships.models import User
from tests.conftest import client_of

PAGES = ["help", "accessibility", "privacy"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "word"), [("nl", "U "), ("en", "you")])
def test_visitors_read_them_in_both_languages(client, db, name, language, word):
    client.cookies["django_language"] = language
    response = client.get(reverse(f"partnerships:{name}"))
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
    assert word in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_only_reading(client, db, name):
    assert client.post(reverse(f"partnerships:{name}")).status_code == 405


def test_a_visitor_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("partnerships:help"))


def test_the_language_changes_and_the_page_stays(client, db):
    response = client.post(reverse("partnerships:language"), {"language": "en", "next": "/help/?x=1"})
    assert response.url == "/help/?x=1"
    assert client.cookies["django_language"].value == "en"


def test_mails_follow_the_language(ann):
    client_of(ann).post(reverse("partnerships:language"), {"language": "en", "next": "/help/"})
    assert User.objects.get(pk=ann.pk).language == "en"
    client_of(ann).post(reverse("partnerships:language"), {"language": "xx", "next": "/help/"})
    assert User.objects.get(pk=ann.pk).language == "en"


def test_the_language_never_leads_elsewhere(client, db):
    response = client.post(reverse("partnerships:language"), {"language": "en", "next": "https://example.org/"})
    assert response.url == "/"
    assert client.get(reverse("partnerships:language")).status_code == 405


def test_overseers_find_their_portfolio_and_others_do_not(mona, ann, rf):
    for user, oversees in ((mona, True), (ann, False)):
        request = rf.get("/")
        request.user = user
        assert bool(house(request)["oversees"]) is oversees


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html", "507.html"])
def test_pages_for_trouble_need_nothing(template):
    assert "<h1" in render_to_string(template)


def test_a_missing_page(client, db):
    response = client.get("/nergens/")
    assert response.status_code == 404
    assert "<h1" in response.content.decode()
