"""How code is written where it matters: time, faults, doors, verbs."""

import ast
import re

from tests.sources import calls, name_of, python, text, tree, where

# Rooms that are told what day it is.
TIMELESS = ("domain", "models", "evidence", "charts", "schemes")
TIMELESS_FILES = ("rules.py", "enums.py", "roles.py", "gates.py", "progress.py", "todo.py", "periods.py", "access.py")
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "date.today",
    "datetime.now",
    "datetime.utcnow",
    "time.time",
}
MAY_READ_THE_CLOCK = {
    "partnerships/domain/jobs.py": "a lease counts from the moment the work reports, which its starter cannot know",
}
MAY_CATCH_ALL = {
    "partnerships/documents/verify.py": "a damaged signature may fail in any way; every way means changed",
    "partnerships/documents/stamping.py": "idem of a timestamp: every way means that it does not hold",
}
# Who may go through a door: the door's own room, tasks, commands, and these.
DOORS = {"member_door", "token_door", "audit_door", "oversight_door", "sweep_door"}
DOOR_ROOMS = {"tenancy", "doors", "commands", "demo"}
DOOR_FILES = {"doors.py", "tasks.py", "demo.py"}
MAY_OPEN_A_DOOR = {
    "partnerships/access.py": "asks which partnerships a person belongs to, before any is chosen",
    "partnerships/emergency.py": "asks whether an administrator has emergency access, before any scope",
    "partnerships/domain/founding.py": "the partnership comes to be inside the verb",
    "partnerships/domain/grant_checking.py": "compares granted rows with the memberships of all partnerships",
    "partnerships/domain/grant_mending.py": "notes in each partnership that its rights were mended",
    "partnerships/domain/invitations.py": "the partnership of an invitation, before the guest is a member",
    "partnerships/domain/party_changing.py": "asks whether another partnership uses the same organisation",
    "partnerships/domain/checking.py": "finds the document with the number or hash somebody holds",
    "certification/domain/document_endings.py": "what the certificates know of that document",
    "partnerships/views/invitations.py": "finds the invitation of a link",
    "certification/domain/certifying.py": "a certificate's number is unique across partnerships",
    "certification/views/audit_list.py": "lists the audits of a body across partnerships",
    "certification/domain/numbers.py": "finds the certificate with the number somebody holds",
    "certification/views/certificate_register.py": "lists for anybody what each certificate's own page shows",
    "oversight/views/emergency.py": "an administrator is a member of no partnership",
    "oversight/domain/projecting.py": "refreshes the projections of every partnership",
    "oversight/domain/health.py": "counts what waits in all partnerships, for the administrator",
    "oversight/views/portfolio.py": "projections of the partnerships an overseer follows",
    "oversight/views/work.py": "one person's own work in all their partnerships",
    "oversight/domain/reminding.py": "writes the reminders of every partnership",
    "oversight/domain/sweeping.py": "finds what is due in every partnership",
    "oversight/domain/digest_lines.py": "gathers what waits for each person, in every partnership",
    "oversight/domain/progress_links.py": "keeps the links of everybody who gets the weekly mail",
    "oversight/domain/retaining.py": "clears what was kept long enough, in every partnership",
    "oversight/domain/own_data.py": "gathers what is kept about one person, in every partnership",
    "oversight/domain/erasing.py": "forgets one person, in every partnership",
}
# Unscoped rows: forms are read at import, when there is no scope, and get their rows when they are made.
MAY_GO_AROUND = re.compile(r"_base_manager\.none\(\)")


def is_timeless(path):
    return bool(set(path.parts) & set(TIMELESS)) or path.name in TIMELESS_FILES


def test_time_is_an_argument():
    """``localdate(at)`` turns a moment into a day and reads no clock."""
    readers = [
        where(path, call)
        for path in python()
        if is_timeless(path) and name_of(path) not in MAY_READ_THE_CLOCK
        for call, name in calls(path)
        if name in CLOCKS and not call.args and not call.keywords
    ]
    assert readers == []


def test_faults_have_names():
    broad = []
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "Exception"
                if re.search(r"\b(Base)?Exception\b", caught) and name_of(path) not in MAY_CATCH_ALL:
                    broad.append(where(path, node))
    assert broad == []


def test_nothing_happens_behind_the_back():
    """No signals: what must follow an act is written in the act."""
    pattern = re.compile(r"django\.dispatch|db\.models\.signals|@receiver|\.connect\(|(?:pre|post)_(?:save|delete)\b")
    assert [name_of(path) for path in python() if pattern.search(text(path))] == []


def test_scopes_are_entered_by_doors_only():
    around = []
    for path in python():
        if "tenancy" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django_scopes"):
                around.append(where(path, node))
        plain = MAY_GO_AROUND.sub("", text(path))
        if "_base_manager" in plain or "_raw_manager" in plain:
            around.append(name_of(path))
    assert around == []


def goes_through_a_door(path):
    return any(name.rpartition(".")[2] in DOORS for _call, name in calls(path))


def test_doors_are_opened_where_they_should_be():
    openers = {name_of(path) for path in python() if goes_through_a_door(path)}
    in_their_rooms = {name_of(path) for path in python() if set(path.parts) & DOOR_ROOMS or path.name in DOOR_FILES}
    assert sorted(openers - in_their_rooms - set(MAY_OPEN_A_DOOR)) == []


def verbs():
    """Public functions of the domain that take who did it."""
    for path in python():
        if "domain" in path.parts:
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    names = {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}
                    if "by" in names:
                        yield path, node


def test_verbs_name_what_they_are_given():
    """After the noun (and at most the thing that is done to it) every argument has its name at the call."""
    loose = []
    for path, node in verbs():
        places = [arg.arg for arg in node.args.args]
        nouns = [place for place in places if place != "partnership"]
        if len(nouns) > 2 or {"by", "at", "on", "reason"} & set(places):
            loose.append(f"{where(path, node)} {node.name}")
    assert loose == []


def test_verbs_never_start_tasks():
    """A verb writes rows; views and the clock start the worker."""
    starters = [
        where(path, call)
        for path in python()
        if {"domain", "models", "forms"} & set(path.parts)
        for call, name in calls(path)
        if name.rpartition(".")[2] in {"delay", "apply_async", "send_task"}
    ]
    assert starters == []


def test_a_task_is_asked_for_without_a_word_and_survives_a_broker_that_is_away():
    """Through ``soon`` alone: what a task needs stands in rows, and a message that gets lost loses nothing."""
    starters = [
        where(path, call)
        for path in python()
        for call, name in calls(path)
        if name.rpartition(".")[2] in {"delay", "apply_async", "send_task"}
    ]
    assert len(starters) == 1
    assert starters[0].startswith("partnerships/tasks.py")


# What keeps others from writing between the look and the row: a constraint whose refusal is said, or a lock.
KEEPS_OUT = {"once", "hold_roles", "select_for_update"}
MAKES = {"create", "bulk_create", "create_user"}


def unkept(module):
    """Functions that look whether a row is there (``exists``) and make one, with nothing that keeps others out.

    Cheap, so it sees what stands in one function only: a look in another (``why_not_…``) is for the reader.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(call.func).rpartition(".")[2] for call in ast.walk(node) if isinstance(call, ast.Call)}
            if "exists" in names and names & MAKES and not names & KEEPS_OUT:
                yield node


def test_who_looks_first_and_then_makes_a_row_keeps_others_out():
    """Two people at the same moment: see ``partnerships/domain/once.py``."""
    assert [f"{where(path, node)} {node.name}" for path in python() for node in unkept(tree(path))] == []


def test_that_rule_sees_a_look_that_keeps_nobody_out():
    looks = "if Area.objects.filter(name=name).exists(): raise already\n    Area.objects.create(name=name)"
    (found,) = unkept(ast.parse(f"def make(name):\n    {looks}"))
    assert found.name == "make"
    assert list(unkept(ast.parse(f"def make(name):\n  with once(Area, already):\n    {looks}"))) == []


def test_the_refusal_of_the_database_becomes_a_sentence_in_one_place():
    """Whoever catches ``IntegrityError`` by hand says the same of a key, a check and a double in another table."""
    catchers = [
        where(path, node)
        for path in python()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type and "IntegrityError" in ast.unparse(node.type)
    ]
    assert [catcher.partition(":")[0] for catcher in catchers] == ["partnerships/domain/once.py"]


def test_forms_do_not_save():
    savers = [
        where(path, call)
        for path in python()
        if "views" in path.parts
        for call, name in calls(path)
        if re.search(r"\bform\.save$", name)
    ]
    assert savers == []


def test_nothing_is_called_after_nothing():
    """No drawer for things without a room."""
    drawers = {"utils", "helpers", "common", "core", "misc", "services", "util", "helper"}
    assert [name_of(path) for path in python() if drawers & {path.stem, *path.parts}] == []
