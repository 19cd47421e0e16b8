"""The tenancy test: everybody walks past every address, with ids of their own and of others, and sees nothing of others.

Every text of the other partnership is marked (``markers.py``), so that whatever turns up tells where it came from. An
address without an example fails in ``test_addresses.py``, so that a new one cannot be forgotten. At the end leaks are
planted in a view, a manager, a template tag and a task, to see that the walk finds each.
"""

import logging
import re
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import Task
from django.conf import settings
from django.core import mail
from django.db import models, transaction
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.template import Library, engines
from django.test import override_settings
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
from tests.walks.markers import is_text, layers
from tests.walks.two_worlds import (
    PARTIAL,
    TwoWorlds,
    add_foreign,
    foreign_urls,
    leaks_for,
    look,
    mail_leaks,
    make_own,
    own_urls,
)

OFFICES = ["overseer", "auditor", "administrator", "stranger", "visitor"]
pytestmark = pytest.mark.django_db  # what a test writes is taken back; the two worlds stay for all of them
PEOPLE = [*(str(role) for role in Role), *OFFICES]
LEADER = str(Role.PROJECT_LEADER)
COUNTED = [LEADER, "overseer", "auditor", "visitor"]  # whose pages are compared to the letter, and who also send forms
PARTS = {str(Role.COORDINATOR), str(Role.SECRETARY)}
REFUSED = {403, 404, 410}  # 410: a link that is no link (any more)
# Ground and organisations are facts of public registers: choosing among them shows what others founded on.
SHARED_GROUND = {"partnerships:found", "partnerships:area-new", "partnerships:area-add", "partnerships:party-add"} | {
    "partnerships:party-invite",
    "partnerships:party-declines",
}
NO_LIMITS = {name: {"address": 10**6, "token": 10**6} for name in settings.RATE_LIMITS}
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|csrftoken=\w+')


@pytest.fixture(scope="module")
def bare(django_db_setup, django_db_blocker):
    """Our own partnership, and what its people see while there is no other."""
    with ExitStack() as until_the_end:
        until_the_end.enter_context(django_db_blocker.unblock())
        until_the_end.enter_context(time_machine.travel(NOW, tick=False))
        until_the_end.enter_context(transaction.atomic())
        until_the_end.enter_context(override_settings(RATE_LIMITS=NO_LIMITS))
        until_the_end.callback(logging.disable, logging.NOTSET)
        logging.disable(logging.CRITICAL)  # refusals by the thousand
        worlds = make_own()
        yield worlds, {who: pages_of(worlds, who)[0] for who in COUNTED}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen_before(bare):
    return bare[1]


@pytest.fixture(scope="module")
def worlds(bare, seen_before):
    add_foreign(bare[0])
    return bare[0]


def pages_of(worlds, who, *, only=""):
    """Every page of one person without what differs from one request to the next; and what it shows of the other.

    For who is no member only what stands outside a partnership: the rest is a refusal, and is walked below.
    """
    found, leaks = {}, set()
    for address, url in own_urls(worlds):
        mine = only in {"", address.name} and (who == LEADER or not address.is_of_partnership)
        if "GET" in address.methods and mine:
            answer, leaked = look(worlds, who, "GET", url)
            leaks |= leaked
            text = b"" if answer.streaming else b"".join(layers(answer.content))
            found[address.name] = (answer.status_code, CHANGING.sub(b"", text))
    return found, leaks


@pytest.fixture
def bare_refusals(monkeypatch):
    """Refusals without the page around them, which is the same for all and was walked in ``test_shell.py``.

    What a refusal says stays in.
    """
    handlers = {
        403: lambda _request, exception: HttpResponseForbidden(str(exception)),
        404: lambda _request, exception: HttpResponseNotFound(str(exception)),
    }
    resolver = get_resolver()
    kept = resolver.resolve_error_handler
    monkeypatch.setattr(resolver, "resolve_error_handler", lambda status: handlers.get(status) or kept(status))


def test_everybody_is_walked(worlds):
    assert set(PEOPLE) == set(worlds.people)
    assert set(OFFICES) > set(OfficerRole)


def test_every_table_of_the_other_partnership_is_marked(worlds):
    """A table with words and without a mark would be walked past unseen."""
    marked = {place.split(".")[0] for place in worlds.marks.origin.values()}
    worded = {
        m.__name__ for m in our_models() if hasattr(m, "partnership_id") and any(map(is_text, m._meta.concrete_fields))
    }
    assert worded - marked == set()
    assert len(worlds.marks.origin) > 100


@pytest.mark.parametrize("who", COUNTED)
def test_our_pages_are_to_the_letter_what_they_were_without_another_partnership(who, worlds, seen_before):
    """No text of it and no number: pages, feeds and files are the same before and after there was another."""
    pages, leaks = pages_of(worlds, who)
    assert leaks == set()
    assert {name for name in pages if pages[name] != seen_before[who][name]} - SHARED_GROUND == set()


# Whoever administers chooses a partnership by its name, and sees who opened which one, and why. No content.
KNOWN_TO_ADMINISTRATORS = {
    ("administrator", "GET /noodtoegang/", place)
    for place in ("Partnership.name", "User.name", "EmergencyAccess.reason")
}


@pytest.mark.parametrize("who", [one for one in PEOPLE if one != LEADER])
def test_nobody_sees_anything_of_another_partnership_on_their_own_pages(who, worlds, bare_refusals):
    """Two roles ask for parts of pages instead of whole ones."""
    headers = PARTIAL if who in PARTS else None
    leaks = leaks_for(worlds, who, list(own_urls(worlds)), headers)
    assert {leak for leak in leaks if (leak.who, leak.request, leak.place) not in KNOWN_TO_ADMINISTRATORS} == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_an_id_of_another_partnership_opens_nothing(who, worlds, bare_refusals):
    """404, or the 403 or the sign-in that any address of that kind gives; never anything of the other one."""
    leaks, opened = set(), []
    for address, url in foreign_urls(worlds):
        methods = address.methods & {"GET", "POST"} if who in COUNTED else {"GET"} & address.methods or {"POST"}
        for method in sorted(methods):
            answer, found = look(worlds, who, method, url)
            leaks |= found
            asked_in = answer.status_code == 302 and "/account/login/" in answer["Location"] and who == "visitor"
            if answer.status_code not in REFUSED and not asked_in:
                opened.append((address.name, method, answer.status_code))
    assert (leaks, opened) == (set(), [])


def test_another_partnership_does_not_exist_for_members(worlds, bare_refusals):
    """The whole of it: 404 for whoever is signed in, whatever the method."""
    wrong = []
    for address, url in foreign_urls(worlds):
        if url.startswith(f"/p/{worlds.other.partnership.slug}/"):
            for method in sorted(address.methods & {"GET", "POST"}):
                answer, _leaks = look(worlds, LEADER, method, url)
                if answer.status_code != 404:
                    wrong.append((address.name, method, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("who", COUNTED)
def test_a_form_that_is_sent_shows_nothing_of_another_partnership(who, worlds, bare_refusals, monkeypatch):
    """What a form starts is done by the worker, which has its own test below."""
    monkeypatch.setattr(Task, "delay", lambda *_args, **_more: None)
    leaks = set()
    for address, url in own_urls(worlds):
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
    assert {name for name in pages if pages[name] != seen_before[LEADER][name]} == {address.name}
    assert leaks == set()  # a number carries no mark: that is why pages are compared
