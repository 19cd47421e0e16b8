"""The square with dots (QR) of an address, as one path: for pages and for documents, without a picture file."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class Square:
    """``side``: width and height in dots, with the white border; ``path``: what an SVG draws."""

    side: int
    path: str


def square_of(address: str) -> Square:
    """The square of an address. ValueError when it is too long (some 2000 characters)."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    dots = code.get_matrix()
    runs = [
        f"M{x} {y}h1v1h-1z" for y, line in enumerate(dots) for x, is_black in enumerate(line) if is_black
    ]  # one by one: small enough, and every drawing program reads it
    return Square(len(dots), "".join(runs))
