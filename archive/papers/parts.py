"""What a printed paper is made of, whatever file it becomes. Words are plain: no mark-up is read in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.authority.orthography import nfc


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    small: bool = False
    faint: bool = False


Words = str | Sequence[Run]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1
    """1 to 3."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Words
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `numbered`: 1., 2., …"""

    entries: Sequence[Words]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words below one row of headings, which is repeated on each page."""

    rows: Sequence[Sequence[Words]]
    headings: Sequence[str] = ()
    widths: Sequence[float] = ()
    """Shares of the width of the text, in any unit; empty: all alike."""


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG or PNG bytes, as wide as the text or `width_mm`; never higher than a third of the page."""

    content: bytes
    caption: str = ""
    width_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of an address, with the address in letters below it."""

    address: str
    caption: str = ""
    size_mm: float = 30.0


@dataclass(frozen=True, slots=True)
class Labels:
    """Small QR codes side by side to cut apart: what each holds, and the letters below it."""

    codes: Sequence[tuple[str, str]]
    columns: int = 4


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty ruled lines to write on by hand, after a word."""

    label: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Part = Heading | Paragraph | Bullets | Table | Picture | Code | Labels | Lines | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """`footer`: shown on each page beside its number; `page_words`: with {page} and {pages}."""

    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    footer: str = ""
    page_words: str = "Trang {page}/{pages}"
    language: str = "vi"


def runs(words: Words) -> Sequence[Run]:
    return (Run(words),) if isinstance(words, str) else words


def clean(text: str) -> str:
    """Composed, as fonts draw Vietnamese, and without the control letters that no file format carries."""
    return "".join(letter for letter in nfc(text) if letter >= " " or letter in "\n\t")
