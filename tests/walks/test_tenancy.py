"""The tenancy test: everybody walks past every address, with ids of their own and of others, and sees nothing of others.

Every text of the other partnership is marked (``markers.py``), so that whatever turns up tells where it came from. An
address without an example fails in ``test_addresses.py``, so that a new one cannot be forgotten. At the end leaks are
planted in a view, a manager, a template tag and a task, to see that the walk finds each. That our pages do not change
by there being another partnership stands in ``test_same_pages.py``.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import Task
from django.core import mail
from django.db import models, transaction
from django.http import HttpResponse
from django.template import Library, engines
from django.urls import get_resolver
from django.views.decorators.http import require_safe

from oversight.tasks import refresh_projections, sweep
from partnerships.domain.outbox import queue_mail
from partnerships.enums import OfficerRole, Role
from partnerships.models import Contact, Document, Membership
from partnerships.tasks import run_waiting_jobs, seal_complete_agreements, send_waiting_mail
from partnerships.templatetags import ui
from partnerships.tenancy.doors import member_door, sweep_door
from partnerships.tenancy.managers import TenantManager
from tests.conftest import NOW
from tests.house.test_models import our_models
from tests.walk import Address
from tests.walks.markers import is_text
from tests.walks.two_worlds import (
    COUNTED,
    LEADER,
    OFFICES,
    PARTIAL,
    TwoWorlds,
    add_foreign,
    foreign_urls,
    leaks_for,
    look,
    mail_leaks,
    make_own,
    one_moment,
    own_urls,
    pages_of,
    watched_writes,
)

pytestmark = pytest.mark.django_db  # what a test writes is taken back; the two worlds stay for all of them
PEOPLE = [*(str(role) for role in Role), *OFFICES]
PARTS = {str(Role.COORDINATOR), str(Role.SECRETARY)}
REFUSED = {403, 404, 410}  # 410: a link that is no link (any more)


@pytest.fixture(scope="module")
def both(empty_database, django_db_blocker):
    """The two worlds, and a page of our own as it was while there was no other."""
    with ExitStack() as until_the_end:
        until_the_end.enter_context(django_db_blocker.unblock())
        until_the_end.enter_context(one_moment())
        until_the_end.enter_context(transaction.atomic())
        worlds = make_own()
        seen_before = pages_of(worlds, LEADER, only="partnerships:parties")[0]
        add_foreign(worlds)
        yield worlds, seen_before
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def worlds(both):
    return both[0]


@pytest.fixture(scope="module")
def seen_before(both):
    return both[1]


def is_let_in(answer: Any) -> bool:
    """Did the member door open? Where it did not, no view was reached: then every address beneath it says the same."""
    return hasattr(answer.wsgi_request, "access")


def is_shut(worlds: TwoWorlds, who: str, url: str) -> bool:
    """Does this address stand behind the member door of a partnership that this person is no member of?"""
    outside = [worlds.other, worlds.own] if who in OFFICES else [worlds.other]
    return any(url.startswith(f"/p/{world.partnership.slug}/") for world in outside)


EVERYWHERE = {*COUNTED, "administrator"}


def one_of_each_room(worlds: TwoWorlds, who: str, urls: Iterator[tuple[Address, str]]) -> Iterator[tuple[Address, str]]:
    """All that can differ for this person: behind a door that is shut, one address of each room for each partnership.

    That the door says no before any view is reached, whatever the address, is seen by the people of ``EVERYWHERE``.
    """
    asked = set()
    for address, url in urls:
        if is_shut(worlds, who, url):
            place = (url.split("/")[2], address.name.split(":")[0], address.methods)
            if place in asked:
                continue
            asked.add(place)
        yield address, url


def test_everybody_is_walked(worlds):
    assert set(PEOPLE) == set(worlds.people)
    assert set(OFFICES) > set(OfficerRole)


def test_who_is_let_in_is_seen(worlds, bare_refusals):
    """Else a door that stands open would look shut."""
    ((address, own),) = page_named(worlds, "partnerships:parties")
    answers = [look(worlds, LEADER, "GET", url)[0] for url in (own, address.url(worlds.other))]
    assert [(answer.status_code, is_let_in(answer)) for answer in answers] == [(200, True), (404, False)]


def test_every_table_of_the_other_partnership_is_marked(worlds):
    """A table with words and without a mark would be walked past unseen."""
    marked = {place.split(".")[0] for place in worlds.marks.origin.values()}
    worded = {
        m.__name__ for m in our_models() if hasattr(m, "partnership_id") and any(map(is_text, m._meta.concrete_fields))
    }
    assert worded - marked == set()
    assert len(worlds.marks.origin) > 100


# Whoever administers chooses a partnership by its name, and sees who opened which one, and why. No content.
KNOWN_TO_ADMINISTRATORS = {
    ("administrator", "GET /noodtoegang/", place)
    for place in ("Partnership.name", "User.name", "EmergencyAccess.reason")
}


@pytest.mark.parametrize("who", [one for one in PEOPLE if one != LEADER])
def test_nobody_sees_anything_of_another_partnership_on_their_own_pages(who, worlds, bare_refusals):
    """Two roles ask for parts of pages instead of whole ones."""
    headers = PARTIAL if who in PARTS else None
    leaks = leaks_for(worlds, who, list(one_of_each_room(worlds, who, own_urls(worlds))), headers)
    assert {leak for leak in leaks if (leak.who, leak.request, leak.place) not in KNOWN_TO_ADMINISTRATORS} == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_an_id_of_another_partnership_opens_nothing(who, worlds, bare_refusals):
    """404, or the 403 or the sign-in that any address of that kind gives; never anything of the other one.

    The other partnership as a whole does not exist: 404 for whoever is signed in, whatever the method, and no view of it
    is reached. Nor does a row of it exist for who leads our own, or an audit by another body for the auditor.
    """
    leaks, opened = set(), []
    foreign = foreign_urls(worlds)
    with watched_writes() as writes:
        for address, url in foreign if who in EVERYWHERE else one_of_each_room(worlds, who, foreign):
            methods = address.methods & {"GET", "POST"} if who in COUNTED else {"GET"} & address.methods or {"POST"}
            for method in sorted(methods):
                answer, found = look(worlds, who, method, url, is_refusal=True)
                leaks |= found
                if not is_refused(worlds, who, address, url, answer):
                    opened.append((address.name, method, answer.status_code))
    assert (leaks, opened, writes) == (set(), [], [])


def is_refused(worlds: TwoWorlds, who: str, address: Address, url: str, answer: Any) -> bool:
    """Is this the answer that somebody gets who names what is not theirs?"""
    if is_shut(worlds, who, url) and is_let_in(answer):
        return False
    if who == "visitor" and answer.status_code == 302:
        return "/account/login/" in answer["Location"]
    gone = is_shut(worlds, who, url) or (who == LEADER and address.is_of_partnership)
    gone = gone or (who == "auditor" and address.route.startswith("audits/"))
    return answer.status_code == 404 if gone else answer.status_code in REFUSED


@pytest.mark.parametrize("who", COUNTED)
def test_a_form_that_is_sent_shows_nothing_of_another_partnership(who, worlds, bare_refusals, monkeypatch):
    """What a form starts is done by the worker, which has its own test below."""
    monkeypatch.setattr(Task, "delay", lambda *_args, **_more: None)
    leaks = set()
    for address, url in one_of_each_room(worlds, who, own_urls(worlds)):
        if "POST" in address.methods:
            leaks |= look(worlds, who, "POST", url)[1]
    assert leaks == set()


def run_the_clock():
    """Everything the clock does, for both partnerships, with all mail sent."""
    for task in (refresh_projections, run_waiting_jobs, seal_complete_agreements, sweep, send_waiting_mail):
        task()


def test_no_mail_of_one_partnership_speaks_of_another(worlds):
    mail.outbox.clear()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        run_the_clock()
    assert any(worlds.marks.found_in(str(one.to).encode()) for one in mail.outbox)
    assert not all(worlds.marks.found_in(str(one.to).encode()) for one in mail.outbox)
    assert mail_leaks(worlds) == set()


# --- Planted leaks: the walk must find each ----------------------------------------------------------------------------


def page_named(worlds: TwoWorlds, name: str):
    return [(address, url) for address, url in own_urls(worlds) if address.name == name]


def pattern_of(view):
    """The line of the address book that leads to a view."""
    waiting: list[Any] = [get_resolver()]
    while waiting:
        for one in waiting.pop().url_patterns:
            if hasattr(one, "url_patterns"):
                waiting.append(one)
            elif one.callback is view:
                return one
    raise LookupError(view)


def found_by(worlds, name):
    return {leak.place for leak in leaks_for(worlds, LEADER, page_named(worlds, name))}


def test_a_leak_in_a_view_is_found(worlds, monkeypatch):
    ((address, _url),) = page_named(worlds, "partnerships:parties")
    assert found_by(worlds, address.name) == set()

    @require_safe
    def leaky(request):
        with sweep_door(Contact):
            return HttpResponse(", ".join(contact.name for contact in Contact.objects.all()))

    monkeypatch.setattr(pattern_of(address.view), "callback", leaky)
    assert found_by(worlds, address.name) == {"Contact.name"}


def test_a_leak_in_a_header_or_a_file_is_found(worlds, monkeypatch):
    ((address, _url),) = page_named(worlds, "partnerships:documents-csv")
    other = worlds.other.document

    @require_safe
    def leaky(request):
        with sweep_door(Document):
            row = Document.objects.get(pk=other.pk)
            with row.file.open("rb") as file:
                return HttpResponse(file.read(), headers={"X-Title": row.title})

    monkeypatch.setattr(pattern_of(address.view), "callback", leaky)
    assert found_by(worlds, address.name) == {"Document.file", "Document.title"}


def test_a_leak_in_a_manager_is_found(worlds, monkeypatch):
    class OpenRows(models.QuerySet[Any]):
        """Goes through the widest door there is whenever it is read."""

        def _fetch_all(self):
            with sweep_door(self.model):
                super()._fetch_all()

        def count(self):
            with sweep_door(self.model):
                return super().count()

    kept = TenantManager.get_queryset

    def leaky(self):
        return OpenRows(self.model) if self.model is Document else kept(self)

    assert found_by(worlds, "partnerships:documents") == set()
    monkeypatch.setattr(TenantManager, "get_queryset", leaky)
    assert "Document.title" in found_by(worlds, "partnerships:documents")


@pytest.fixture
def fresh_templates():
    """Templates are read once; these are read anew, now and after."""
    backend: Any = engines["django"]
    loaders = backend.engine.template_loaders
    for loader in loaders:
        loader.reset()
    yield
    for loader in loaders:
        loader.reset()


def test_a_leak_in_a_template_tag_is_found(worlds, monkeypatch, fresh_templates):
    planted = Library()

    @planted.simple_tag(takes_context=True)
    def foot_links_list(context):
        with sweep_door(Membership):
            return " ".join(str(one.user) for one in Membership.objects.select_related("user"))

    monkeypatch.setitem(ui.register.tags, "foot_links_list", planted.tags["foot_links_list"])
    assert "User.name" in found_by(worlds, "partnerships:help")


def test_a_leak_in_a_task_is_found(worlds):
    mail.outbox.clear()
    with sweep_door(Contact):
        name = Contact.objects.get(pk=worlds.other.contact.pk).name
    with member_door(worlds.own.partnership):
        queue_mail(worlds.own.partnership, "signature_request", to="a@example.org", at=NOW, title=name)
    send_waiting_mail()
    assert {leak.place for leak in mail_leaks(worlds)} == {"Contact.name"}


def test_a_number_that_counts_others_is_found(worlds, seen_before, monkeypatch):
    ((address, _url),) = page_named(worlds, "partnerships:parties")

    @require_safe
    def leaky(request):
        with sweep_door(Contact):
            return HttpResponse(str(Contact.objects.count()))

    monkeypatch.setattr(pattern_of(address.view), "callback", leaky)
    pages, leaks = pages_of(worlds, LEADER, only=address.name)
    assert {name for name in pages if pages[name] != seen_before[name]} == {address.name}
    assert leaks == set()  # a number carries no mark: that is why pages are compared
