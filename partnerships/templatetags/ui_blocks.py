"""Blocks that hold a page together."""

from typing import Any

from django.template import Library
from django.template.loader import render_to_string

register = Library()

NOTICE_ICONS = {"info": "info", "soon": "clock", "late": "late", "done": "tick"}


@register.inclusion_tag("components/page_head.html")
def page_head(title: str, eyebrow: str = "", lead: str = "") -> dict[str, Any]:
    """The one ``h1``: a line above it says where, a line below it gives the answer of the page."""
    return {"title": title, "eyebrow": eyebrow, "lead": lead}


@register.simple_block_tag(end_name="endpage_head_with")
def page_head_with(content: str, title: str, eyebrow: str = "", lead: str = "") -> str:
    """The same, with buttons or a figure at the right."""
    return render_to_string(
        "components/page_head.html", {"title": title, "eyebrow": eyebrow, "lead": lead, "side": content}
    )


@register.simple_block_tag
def panel(content: str, title: str = "", ground: bool = False) -> str:  # noqa: FBT001, FBT002  a prop
    """What stands apart from the flow: edged, or quiet on a ground."""
    return render_to_string("components/panel.html", {"content": content, "title": title, "ground": ground})


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> str:
    """A message between rules: ``info | soon | late | done``. Raises ``ValueError`` for an unknown kind."""
    if kind not in NOTICE_ICONS:
        raise ValueError(f"No notice is of the kind {kind!r}. There are: {', '.join(NOTICE_ICONS)}.")
    return render_to_string("components/notice.html", {"content": content, "kind": kind, "icon": NOTICE_ICONS[kind]})


@register.simple_block_tag
def section(content: str, title: str, id: str = "", link_text: str = "", link_url: str = "") -> str:
    """A thought with a heading (``h2``) and at most one link at its right."""
    return render_to_string(
        "components/section.html",
        {"content": content, "title": title, "id": id, "link_text": link_text, "link_url": link_url},
    )


@register.inclusion_tag("components/empty.html")
def empty(title: str, next_step: str = "", url: str = "", text: str = "") -> dict[str, Any]:
    """Nothing here yet: what it is, then what to do. ``url`` and ``text`` make the button."""
    return {"title": title, "next_step": next_step, "url": url, "text": text}
