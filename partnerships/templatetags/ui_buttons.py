"""Buttons. One that cannot work stays readable and reachable, and says why."""

from typing import Any
from zlib import crc32

from django.template import Context, Library

register = Library()

KINDS = {
    "primary": "primary-action",
    "secondary": "secondary-action bn-button--quiet",
    "subtle": "subtle",
    "danger": "secondary-action bn-button--danger",
}


def next_id(context: Context, *words: object) -> str:
    """An id that is unique on this page, made from the words and the order in which it is drawn."""
    request = context.get("request")
    number = 0
    if request is not None:
        request.drawn_ids = number = getattr(request, "drawn_ids", 0) + 1
    return f"why-{crc32(' '.join(map(str, words)).encode()):08x}-{number}"


def look(kind: str, *, small: bool, link: bool) -> str:
    """The classes of a button or of a link that looks like one. Raises ``ValueError`` for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"No button is of the kind {kind!r}. There are: {', '.join(KINDS)}.")
    block = "utrecht-button-link" if link else "utrecht-button"
    classes = f"{block} utrecht-button-link--html-a" if link else block
    return f"{classes} {block}--{KINDS[kind]}{' bn-button--s' if small else ''}"


@register.inclusion_tag("components/button.html", takes_context=True)
def button(
    context: Context,
    text: str,
    url: str = "",
    kind: str = "primary",
    type: str = "",
    disabled: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,  # noqa: FBT001, FBT002  a prop
    formaction: str = "",
) -> dict[str, Any]:
    """A link with ``url``, else a button (``submit`` unless ``type`` says otherwise); ``disabled`` is the reason.

    ``formaction`` sends the form to another page than its own.
    """
    type = type or ("link" if url else "submit")  # noqa: A001
    return {
        "text": text,
        "url": url,
        "type": type,
        "reason": disabled,
        "reason_id": next_id(context, text, disabled) if disabled else "",
        "icon": icon,
        "name": name,
        "value": value,
        "formaction": formaction,
        "look": look(kind, small=small, link=type == "link" and not disabled),
    }


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    text: str,
    url: str,
    kind: str = "secondary",
    disabled: str = "",
    icon: str = "",
    confirm: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,  # noqa: FBT001, FBT002  a prop
) -> dict[str, Any]:
    """A form of one button. ``confirm`` is a question: then the first press only shows it, the second does it."""
    return {
        "text": text,
        "url": url,
        "kind": kind,
        "reason": disabled,
        "icon": icon,
        "confirm": confirm,
        "name": name,
        "value": value,
        "small": small,
        "look": look(kind, small=small, link=False),
        "request": context.get("request"),
    }
