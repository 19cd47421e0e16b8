"""Colours and their contrast (WCAG 2.2, relative luminance). A colour that is hard to read is not used."""

import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")
ENOUGH = 4.5  # WCAG 1.4.3, text below 24 px


@dataclass(frozen=True)
class Colour:
    """Red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> "Colour | None":
        """From ``#rrggbb``; anything else is no colour."""
        if not HEX.fullmatch(text):
            return None
        return cls(*(int(text[start : start + 2], 16) for start in (1, 3, 5)))

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """0 for black to 1 for white (WCAG 2.2, definition of relative luminance)."""

        def linear(channel: int) -> float:
            part = channel / 255
            return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

        return 0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)

    def contrast(self, other: "Colour") -> float:
        """1 (the same) to 21 (black on white)."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def towards(self, other: "Colour", share: float) -> "Colour":
        """Mixed with another: ``share`` 0 is this colour, 1 the other."""

        def mix(own: int, theirs: int) -> int:
            return round(own + (theirs - own) * share)

        return Colour(mix(self.red, other.red), mix(self.green, other.green), mix(self.blue, other.blue))


WHITE, BLACK, GROUND = Colour(255, 255, 255), Colour(0, 0, 0), Colour(0xF4, 0xF7, 0xF7)
# The steps of a ramp of the example theme: how far from the accent to white (below 0: to black).
RAMP = {50: 0.94, 100: 0.88, 200: 0.76, 300: 0.52, 400: 0.2, 500: 0.0, 600: -0.25, 700: -0.48}


def theme_colours(accent: str) -> dict[str, Colour]:
    """The custom properties that change with a house colour: nothing unless it can be read on white and on ground."""
    colour = Colour.read(accent)
    if colour is None or min(colour.contrast(WHITE), colour.contrast(GROUND)) < ENOUGH:
        return {}
    ramp = {step: colour.towards(WHITE if way >= 0 else BLACK, abs(way)) for step, way in RAMP.items()}
    found = {f"voorbeeld-kleuren-{name}-{step}": shade for name in ("violet", "blauw") for step, shade in ramp.items()}
    family = {
        "bn-accent": ramp[500],
        "bn-accent-deep": ramp[600],
        "bn-accent-tint": ramp[100],
        "bn-accent-halo": ramp[200],
    }
    return {**found, **family}
