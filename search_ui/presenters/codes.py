"""QR codes on the screen."""

import segno
from markupsafe import Markup


def qr_drawn(address: str) -> Markup:
    """Drawn in the page itself; the drawing holds no words, whatever the address says."""
    return Markup(segno.make_qr(address, error="m").svg_inline(scale=5, border=4, omitsize=True))
