"""Small marks: icon, state, date, money, meter, tally, progress."""

from datetime import date
from typing import Any

from django.template import Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partnerships.money import in_euros
from partnerships.templatetags.icon_shapes import drawing

register = Library()

STATE_ICONS = {"done": "tick", "now": "now", "late": "late", "soon": "clock", "later": "later", "blocked": "lock"}
METER_WIDTH = 96


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing without words: put the word beside it."""
    return drawing(name)


@register.simple_tag
def state(kind: str, text: object) -> SafeString:
    """How it stands: ``done | now | late | soon | later | blocked`` and the words that carry the meaning.

    Raises ``ValueError`` for an unknown kind.
    """
    if kind not in STATE_ICONS:
        raise ValueError(f"No state is called {kind!r}. There are: {', '.join(STATE_ICONS)}.")
    return format_html(
        '<span class="bn-state bn-state--{}">{}<span>{}</span></span>', kind, drawing(STATE_ICONS[kind]), text
    )


def money(cents: int | None) -> str:
    """Whole euro cents as ``€ 14.300`` (with cents only where there are any); nothing for ``None``."""
    return "" if cents is None else in_euros(cents)


@register.simple_tag
def euro(cents: int | None) -> str:
    """Money that does not break over two lines."""
    return money(cents)


register.filter("euro", money)


@register.inclusion_tag("components/date_block.html")
def date_block(day: date | None) -> dict[str, Any]:
    """A date to be seen first: the day large, the month small, the year when it is not this one. Without: a dash."""
    return {"date": day, "other_year": day is not None and day.year != timezone.localdate().year}


@register.inclusion_tag("components/meter.html")
def meter(value: float, needed: float, maximum: float) -> dict[str, Any]:
    """How far, and where the threshold stands. All three in the same unit; coordinates are made here."""

    def place(amount: float) -> str:
        return f"{METER_WIDTH * min(max(amount / maximum, 0), 1):.1f}" if maximum else "0"

    return {"value": value, "needed": needed, "maximum": maximum, "filled": place(value), "threshold": place(needed)}


@register.inclusion_tag("components/tally.html")
def tally(done: int, total: int) -> dict[str, Any]:
    """So many of so many: the number large, a box for each below it."""
    boxes = [{"x": str(1 + 32 * number), "done": number < done} for number in range(total)]
    return {"done": done, "total": total, "boxes": boxes, "width": str(max(32 * total - 4, 28))}


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(percent: int, label: str) -> dict[str, Any]:
    """How far a long job is, 0 to 100, as text and as a bar."""
    return {"percent": min(max(int(percent), 0), 100), "label": label}
