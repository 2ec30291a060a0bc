"""QR codes: an address that a phone reads from paper."""

from __future__ import annotations

from io import BytesIO

import segno

_PIXELS_PER_MODULE = 8


def qr_png(address: str) -> bytes:
    """A QR code as PNG, with the quiet zone that readers need; error level M stands a crease or a stain."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="png", scale=_PIXELS_PER_MODULE, border=4)
    return drawn.getvalue()
