"""A QR code as one path for an SVG, so that it stays sharp in print and carries its words in the drawing itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QrCode:
    """``size``: of the square, in modules, with the quiet border; ``path``: what is black."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of an address. A quarter of it may be damaged and it still reads."""
    from qrcode import QRCode  # slow import
    from qrcode.constants import ERROR_CORRECT_Q  # slow import

    code = QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, black in enumerate(row) if black)
    return QrCode(len(matrix), path)
