"""The drawings behind ``{% icon %}``: one stroke, 24 by 24, the colour of the text beside them."""

from django.utils.safestring import SafeString, mark_safe

SHAPES: dict[str, str] = {
    "tick": '<path d="M5 12.5l4.5 4.5L19 7"/>',
    "now": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="4" fill="currentColor" stroke="none"/>',
    "later": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="2.5 3.2"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "late": '<path d="M12 3.5L21.5 20h-19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "chevron": '<path d="M6 9.5l6 6 6-6"/>',
    "left": '<path d="M14.5 5.5L8 12l6.5 6.5"/>',
    "right": '<path d="M9.5 5.5L16 12l-6.5 6.5"/>',
    "person": '<circle cx="12" cy="8.5" r="3.8"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "people": '<circle cx="9" cy="9" r="3.3"/><path d="M2.8 19c.7-3.5 3-5.2 6.2-5.2s5.5 1.7 6.2 5.2"/>'
    '<path d="M15.5 5.9a3.3 3.3 0 0 1 0 6.2M17.5 14.3c2 .6 3.3 2.2 3.8 4.7"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M9.7 9.6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1.1.8-1.1 1.6v.3M12 16.6v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.9v.1"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "close": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "download": '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14"/>',
    "upload": '<path d="M12 16V5M7.5 9L12 4.5 16.5 9M5 19.5h14"/>',
    "print": '<path d="M7 8.5v-5h10v5M7 16.5H4.5v-8h15v8H17M7 13.5h10v7H7z"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="M4 7l8 6.5L20 7"/>',
    "document": '<path d="M6 3.5h8.5L19 8v12.5H6z"/><path d="M14 3.5V8.5h5M9 12.5h7M9 16h7"/>',
    "warning": '<path d="M12 3.5L21.5 20h-19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "external": '<path d="M13.5 4.5h6v6M19.5 4.5l-9 9M17 14v5.5H4.5V7H10"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "filter": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "arrow": '<path d="M12 5.5v13M7.5 14l4.5 4.5 4.5-4.5"/>',
    "edit": '<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5"/>',
    "trash": '<path d="M4.5 6.5h15M9.5 6.5v-3h5v3M6.5 6.5l1 14h9l1-14M10 10.5v6M14 10.5v6"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>',
    "camera": '<path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z"/><circle cx="12" cy="13" r="3.3"/>',
    "pin": '<path d="M12 21c4-4.8 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6.2 6 11z"/><circle cx="12" cy="10" r="2.2"/>',
    "exit": '<path d="M10 4.5H5v15h5M15 8l4 4-4 4M19 12H9.5"/>',
    "language": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17"/>',
}


def drawing(name: str) -> SafeString:
    """The SVG of one icon, hidden from screen readers: the word beside it says the same.

    Raises ``ValueError`` for an unknown name, so that a typing error is found by the first test that shows the page.
    """
    if name not in SHAPES:
        raise ValueError(f"No icon is called {name!r}. There are: {', '.join(sorted(SHAPES))}.")
    return DRAWN[name]


DRAWN = {
    name: mark_safe(  # noqa: S308  own constants, nothing from outside
        '<svg class="bn-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{shape}</svg>"
    )
    for name, shape in SHAPES.items()
}
