"""Two partnerships that share nothing, everybody of the first, and the walk that looks for the second one's marks."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.test import Client, override_settings

from oversight.domain.projecting import rebuild
from partnerships.domain.granting import regrant
from partnerships.domain.officers import appoint_officer
from partnerships.enums import OfficerRole, PartyKind, Role
from partnerships.models import Membership, Organisation, Partnership, User
from partnerships.tenancy.doors import member_door
from tests.conftest import NOW, TODAY, add_partner, client_of, found, make_user, newest_scheme
from tests.reading import read
from tests.walk import EXAMPLES, Address, addresses
from tests.walks.markers import Marks, layers, plant
from tests.walks.visits import WRITES
from tests.world import FOUNDED, World, build_world

PARTIAL = {"HX-Request": "true", "HX-Target": "content"}
OFFICES = ["overseer", "auditor", "administrator", "stranger", "visitor"]  # everybody who is a member of nothing
LEADER = str(Role.PROJECT_LEADER)
COUNTED = [LEADER, "overseer", "auditor", "visitor"]  # whose pages are compared to the letter, and who also send forms
NO_LIMITS = {name: {"address": 10**6, "token": 10**6} for name in settings.RATE_LIMITS}
# What anybody may read of every partnership, and where: what stands on the page of each certificate.
PUBLISHED = {"/certificates/": {"Certificate.number", "Certificate.holder", "Certificate.area_names"}}
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|csrftoken=\w+')


@dataclass(kw_only=True)
class TwoWorlds:
    """``own`` is walked through by ``people``; nothing of ``foreign`` may be seen there."""

    own: World
    people: dict[str, Client]
    foreign: World | None = None
    marks: Marks = field(default_factory=Marks)

    @property
    def other(self) -> World:
        assert self.foreign is not None
        return self.foreign


@dataclass(frozen=True, order=True)
class Leak:
    """Somebody got something of the other partnership: who, by which request, and from which field it came."""

    who: str
    request: str
    place: str


@contextmanager
def one_moment() -> Iterator[None]:
    """Time stands still, nobody asks too often, and refusals by the thousand are not logged."""
    level = logging.root.manager.disable
    with time_machine.travel(NOW, tick=False), override_settings(RATE_LIMITS=NO_LIMITS):
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)


@contextmanager
def watched_writes() -> Iterator[list[str]]:
    """Every statement that writes while this lasts, but for the visitor's own session."""
    found: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if isinstance(sql, str) and WRITES.match(sql) and "django_session" not in sql:
            found.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def make_own() -> TwoWorlds:
    """Park A with somebody in every role, its overseer, its auditor, an administrator, a stranger and a visitor."""
    town = Organisation.objects.create(name="Gemeente Oosterveen", kind=PartyKind.MUNICIPALITY)
    body = Organisation.objects.create(name="Certificatie-instelling X", kind=PartyKind.CERTIFICATION_BODY)
    users = {str(role): make_user(str(role).replace("_", "-")) for role in Role}
    leader = users[Role.PROJECT_LEADER]
    park = found("De Wetering", leader, town, newest_scheme("certificate"))
    partner = add_partner(park, "Politie Basisteam Oost", PartyKind.POLICE)
    users |= {"overseer": make_user("mona"), "auditor": make_user("otto"), "stranger": make_user("stranger")}
    appoint_officer(users["overseer"], town, role=OfficerRole.OVERSEER, on=FOUNDED)
    appoint_officer(users["auditor"], body, role=OfficerRole.AUDITOR, on=FOUNDED)
    own = build_world(park, leader=leader, guest=users[Role.INSURER], auditor=users["auditor"], body=body)
    with member_door(park):
        for role in set(Role) - {Role.PROJECT_LEADER, Role.INSURER}:
            speaks_for = partner if role == Role.REPRESENTATIVE else None
            until = None if role != Role.PROCESS_GUIDE else TODAY.replace(year=TODAY.year + 1)
            Membership.objects.create(
                partnership=park, user=users[role], role=role, partner=speaks_for, valid_from=FOUNDED, valid_until=until
            )
            regrant(users[role], park, on=TODAY)
    users["administrator"] = User.objects.create_superuser("root@example.org", "een lang wachtwoord", name="root")
    people = {name: client_of(user) for name, user in users.items()} | {"visitor": Client()}
    rebuild()
    for client in people.values():
        client.raise_request_exception = False
    return TwoWorlds(own=own, people=people)


def add_foreign(worlds: TwoWorlds) -> None:
    """Park B: another municipality, other people, another body; every text in it gets a mark."""
    town = Organisation.objects.create(name="Gemeente Vreemdwolde", kind=PartyKind.MUNICIPALITY)
    body = Organisation.objects.create(name="Instelling Y", kind=PartyKind.CERTIFICATION_BODY)
    people = [make_user(name) for name in ("carla", "gus", "olga")]
    park: Partnership = found("Hoge Esch", people[0], town, newest_scheme("certificate"))
    foreign = build_world(park, leader=people[0], guest=people[1], auditor=people[2], body=body)
    rebuild()
    worlds.marks = plant(foreign, people)
    worlds.foreign = foreign


def look(
    worlds: TwoWorlds,
    who: str,
    method: str,
    url: str,
    headers: dict[str, str] | None = None,
    *,
    is_refusal: bool = False,
) -> tuple[Any, set[Leak]]:
    """One request and what it shows of the other partnership. What it writes is taken back.

    Not where it ``is_refusal``: whoever says so watches that nothing is written (``watched_writes``).
    """
    client, marks = worlds.people[who], worlds.marks
    ask = getattr(client, method.lower())
    if is_refusal:
        answer = ask(url, headers=headers or {})
        content = read(answer)
    else:
        with transaction.atomic():
            answer = ask(url, headers=headers or {})
            content = read(answer)
            transaction.set_rollback(True)
    lines = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    asked = marks.found_in(url.encode())  # a page may repeat what was asked for
    places = marks.found_in(lines, *layers(content)) - asked - PUBLISHED.get(url, set())
    return answer, {Leak(who, f"{method}{' part' if headers else ''} {url}", place) for place in places}


def pages_of(worlds: TwoWorlds, who: str, *, only: str = "") -> tuple[dict[str, tuple[int, bytes]], set[Leak]]:
    """Every page of one person without what differs from one request to the next; and what it shows of the other.

    For who is no member only what stands outside a partnership: the rest is a refusal, and is walked by itself.
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


def own_urls(worlds: TwoWorlds) -> Iterator[tuple[Address, str]]:
    for address in addresses():
        yield address, address.url(worlds.own)


def foreign_urls(worlds: TwoWorlds) -> Iterator[tuple[Address, str]]:
    """Every address that names something of the other partnership: the whole, or one row of it under our own."""
    for address in addresses():
        if address.is_of_partnership:
            yield address, address.url(worlds.other)
            if address.names_a_row:
                yield address, address.url(worlds.own, rows=worlds.other)
        elif "token" in address.arguments:
            yield address, mixed_url(address, worlds)
        elif address.names_a_row and not address.is_public:
            yield address, address.url(worlds.other)


def mixed_url(address: Address, worlds: TwoWorlds) -> str:
    """The address of the other partnership's thing with a token of one's own."""
    keys = address.keys()
    own, other = (str(EXAMPLES[keys["uuid"]](world)) for world in (worlds.own, worlds.other))
    return address.url(worlds.own).replace(own, other)


def leaks_for(
    worlds: TwoWorlds, who: str, urls: list[tuple[Address, str]], headers: dict[str, str] | None = None
) -> set[Leak]:
    """What one person sees of the other partnership on these pages."""
    asked = [url for address, url in urls if "GET" in address.methods]
    return set().union(*(look(worlds, who, "GET", url, headers)[1] for url in asked))


def mail_leaks(worlds: TwoWorlds) -> set[Leak]:
    """Mails in which the other partnership's marks go to somebody who is not of it."""
    leaks = set()
    for message in mail.outbox:
        assert isinstance(message, EmailMultiAlternatives)
        others = [to for to in message.recipients() if not worlds.marks.found_in(to.encode())]
        contents = [str(message.subject), str(message.body), *(str(part) for part, _kind in message.alternatives)]
        files = [one[1] if isinstance(one[1], bytes) else str(one[1]).encode() for one in message.attachments]
        texts = [text.encode() for text in contents] + [layer for file in files for layer in layers(file)]
        if others:
            leaks |= {
                Leak(",".join(others), f"mail {message.subject}", place) for place in worlds.marks.found_in(*texts)
            }
    return leaks
