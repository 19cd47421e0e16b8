"""Calendar months and quarters: adding and subtracting them, counting whole ones; the last day of a period."""

from calendar import monthrange
from datetime import date, timedelta


def last_day(until: date | None) -> date | None:
    """Periods are half-open in the house and inclusive on screen."""
    return until - timedelta(days=1) if until else None


def after(last: date | None) -> date | None:
    """The half-open end of a period whose last day somebody filled in."""
    return last + timedelta(days=1) if last else None


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    return add_months(day, -months)


def whole_months(start: date, end: date) -> int:
    """Whole months in the half-open period from ``start`` up to ``end``."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def quarter_of(day: date) -> date:
    """The first day of the quarter a day falls in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarters_between(start: date, end: date) -> list[date]:
    """The first days of the quarters from that of ``start`` up to, not including, ``end``."""
    found, day = [], quarter_of(start)
    while day < end:
        found.append(day)
        day = add_months(day, 3)
    return found


def quarter_number(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3
