"""The letters of printed papers: Noto Serif for text, Noto Sans for tables and small print.

Vietnamese is written with up to two marks on a vowel; the fonts that every PDF reader carries have none of
these, so the papers carry their own (a subset of them) and none is printed without.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from schemas.errors import KyucError

_FOLDERS = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/google-noto"),
)
SERIF, SANS = "NotoSerif", "NotoSans"
_LOOKS = (("Regular", 0, 0), ("Bold", 1, 0), ("Italic", 0, 1), ("BoldItalic", 1, 1))


class FontsMissing(KyucError):
    code, http_status = "fonts_missing", 503
    vi = "Máy chủ thiếu phông chữ Noto nên chưa in được chữ Việt. Hãy báo người quản trị cài fonts-noto-core."
    en = (
        "The Noto fonts are missing on the server, so Vietnamese cannot be printed. "
        "Ask an administrator to install fonts-noto-core."
    )


@lru_cache(maxsize=1)
def register() -> None:
    """Make both families known to the PDF writer, once a process. Raises FontsMissing."""
    for family in (SERIF, SANS):
        for look, bold, italic in _LOOKS:
            name = f"{family}-{look}"
            try:
                registerFont(TTFont(name, str(_file(f"{name}.ttf"))))
            except TTFError as error:
                raise FontsMissing(name) from error
            addMapping(family, bold, italic, name)


def _file(name: str) -> Path:
    found = next((folder / name for folder in _FOLDERS if (folder / name).is_file()), None)
    if found is None:
        raise FontsMissing(name)
    return found
