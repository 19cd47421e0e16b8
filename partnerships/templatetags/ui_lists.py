"""Lists of facts, work and steps."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library

register = Library()


@register.inclusion_tag("components/phase_line.html")
def phase_line(phases: Iterable[Any]) -> dict[str, Any]:
    """The steps of a scheme: each with ``number, name, state`` (``done | now | later``), ``note`` and ``url``."""
    return {"phases": phases}


@register.inclusion_tag("components/todo_list.html")
def todo_list(items: Iterable[Any]) -> dict[str, Any]:
    """Work: each with ``date`` (or ``day`` and ``month``), ``title, why, state, state_text, url, action, blocked``.

    ``blocked`` is the reason why it cannot be done yet; ``primary`` marks the one to do now.
    """
    return {"items": items}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[object]) -> dict[str, Any]:
    """A line of short facts under a title."""
    return {"items": [item for item in items if item]}


@register.inclusion_tag("components/rows.html")
def rows(items: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """Pairs of a label and a value, ruled."""
    return {"items": items}


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context) -> dict[str, Any]:
    """Where am I: ``crumbs`` of the context, pairs of a text and an address; the last has none."""
    return {"crumbs": context.get("crumbs") or []}
