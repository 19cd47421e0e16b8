"""Reading how a cycle ends (certificate, recognition, start of operations) and how the next one begins."""

from partnerships.scheme_parts import Ending, Level, Renewal, RenewalStep, Requirement
from partnerships.scheme_reading import Fields
from partnerships.scheme_words import AREA_KINDS, ENDINGS


def read_ending(fields: Fields) -> Ending:
    ending = Ending(
        kind=fields.word("kind", ENDINGS, needed=True),
        document=fields.refer("document", "document"),
        valid_for=fields.whole("valid_for", least=1),
        levels=fields.each("levels", read_level),
        requirements=fields.each("requirements", read_requirement),
    )
    if ending.kind == "certificate" and ending.valid_for is None:
        fields.wrong("a certificate needs “valid_for”, in months")
    return ending


def read_level(fields: Fields) -> Level:
    first, last = _read_cycles(fields)
    return Level(
        id=fields.define("level"),
        name=fields.label("name"),
        from_cycle=first,
        to_cycle=last,
        stars=fields.whole("stars", least=1),
        area_kinds=fields.words("area_kinds", AREA_KINDS),
    )


def read_requirement(fields: Fields) -> Requirement:
    first, last = _read_cycles(fields)
    return Requirement(id=fields.define("requirement"), name=fields.label("name"), from_cycle=first, to_cycle=last)


def _read_cycles(fields: Fields) -> tuple[int, int | None]:
    first, last = fields.whole("from_cycle", least=1) or 1, fields.whole("to_cycle", least=1)
    if last is not None and last < first:
        fields.wrong("“to_cycle” is less than “from_cycle”", "to_cycle")
    return first, last


def read_renewal(fields: Fields) -> Renewal:
    starts = fields.whole("starts_months", needed=True, least=1) or 1
    latest = fields.whole("latest_months", needed=True) or 0
    if latest > starts:
        fields.wrong("“latest_months” is before “starts_months”: both count back from the end", "latest_months")
    steps = fields.each("steps", read_step)
    return Renewal(starts, latest, steps, fields.yes("settled", default=True))


def read_step(fields: Fields) -> RenewalStep:
    return RenewalStep(
        id=fields.define("renewal step"),
        name=fields.label("name"),
        months_before=fields.whole("months_before", needed=True) or 0,
    )
