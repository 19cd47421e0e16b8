"""Reading what happens when: phases with their tasks, gates before acts, and how often people meet."""

from partnerships.scheme_conditions import read_condition
from partnerships.scheme_parts import AllOf, Duration, Gate, Phase, Rhythm, Task
from partnerships.scheme_reading import Fields
from partnerships.scheme_words import ACTS, MEETING_KINDS, PAGES, PARTY_KINDS, ROLES, STAGES


def read_phase(fields: Fields) -> Phase:
    return Phase(
        id=fields.define("phase"),
        name=fields.label("name"),
        summary=fields.label("summary"),
        stage=fields.word("stage", STAGES, needed=True),
        tasks=fields.each("tasks", read_task, needed=True),
        exit=fields.refers("exit", "gate"),
        months=fields.whole("months", needed=True, least=1) or 1,
        may_start_in=fields.refers("may_start_in", "phase"),
    )


def read_task(fields: Fields) -> Task:
    return Task(
        id=fields.define("task"),
        name=fields.label("name"),
        hint=fields.label("hint", needed=False),
        by=fields.word("by", ROLES, needed=True),
        party=fields.word("party", PARTY_KINDS) or None,
        yields=fields.refer("yields", "document"),
        due=fields.one("due", read_due),
        done_when=fields.one("done_when", read_condition),
        optional=fields.yes("optional"),
        page=fields.word("page", PAGES) or None,
        remind=_read_remind(fields),
        may_start_in=fields.refers("may_start_in", "phase"),
    )


def read_due(fields: Fields) -> Duration:
    months, weeks = fields.whole("months"), fields.whole("weeks")
    if "months" not in fields.found and "weeks" not in fields.found:
        fields.wrong("a duration has “months” or “weeks”")
    since = fields.word("since", ("phase", "cycle"), default="phase")
    return Duration(months or 0, weeks or 0, "cycle" if since == "cycle" else "phase")


def _read_remind(fields: Fields) -> tuple[int, ...]:
    days = []
    for value, line in fields.items("remind"):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            fields.book.wrong(line, f"“remind” holds days before the due date, not “{value}”")
        else:
            days.append(value)
    if days and "due" not in fields.found:
        fields.wrong("a task without “due” cannot be reminded of", "remind")
    return tuple(days)


def read_gate(fields: Fields) -> Gate:
    gate = Gate(
        id=fields.define("gate"),
        name=fields.label("name"),
        condition=fields.one("condition", read_condition, needed=True) or AllOf(()),
        blocks=fields.word("blocks", ACTS) or None,
        warns=fields.yes("warns"),
        optional=fields.yes("optional"),
        settled=fields.yes("settled", default=True),
        source=fields.text("source"),
        phases=fields.refers("phases", "phase"),
    )
    if bool(gate.blocks) == gate.warns:
        fields.wrong("a gate either blocks an act (“blocks: …”) or warns (“warns: true”)")
    return gate


def read_rhythm(fields: Fields) -> Rhythm:
    rhythm = Rhythm(
        id=fields.define("rhythm"),
        name=fields.label("name"),
        phases=fields.refers("phases", "phase"),
        meeting=fields.word("meeting", MEETING_KINDS, needed=True),
        per_months=fields.whole("per_months", needed=True, least=1) or 1,
        minimum=fields.whole("minimum", needed=True) or 0,
        maximum=fields.whole("maximum"),
        after_months=fields.whole("after_months") or 0,
        once=fields.yes("once"),
        settled=fields.yes("settled", default=True),
    )
    if rhythm.maximum is not None and rhythm.maximum < rhythm.minimum:
        fields.wrong("“maximum” is less than “minimum”", "maximum")
    return rhythm
