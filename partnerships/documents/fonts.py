"""The typefaces of documents: Source Serif 4 and Source Sans 3 from the vendor folder, if they were built."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

_FAMILIES = (("Source Serif 4", "source-serif-4"), ("Source Sans 3", "source-sans-3"))
_SUBSETS = {"latin": "", "latin-ext": " Ext"}  # a family each: WeasyPrint does not choose between files by character


@lru_cache(maxsize=1)
def font_faces() -> str:
    """CSS that names the font files found in the vendor folder; "" when there are none (system fonts then)."""
    return "\n".join(_faces())


def _faces() -> Iterator[str]:
    files = {path.name: name for path, name in _vendor_fonts()}
    for family, slug in _FAMILIES:
        for subset, addition in _SUBSETS.items():
            for style in ("normal", "italic"):
                if name := files.get(f"{slug}-{subset}-wght-{style}.woff2"):
                    yield (
                        f'@font-face {{ font-family: "{family}{addition}"; font-style: {style}; '
                        f'src: url("static:{name}"); }}'
                    )


def _vendor_fonts() -> Iterator[tuple[Path, str]]:
    """Font files with the static name each is served under."""
    for entry in settings.STATICFILES_DIRS:
        prefix, folder = entry if isinstance(entry, tuple | list) else ("", entry)
        for path in Path(folder).rglob("*.woff2"):
            relative = path.relative_to(folder).as_posix()
            yield path, f"{prefix}/{relative}" if prefix else relative
