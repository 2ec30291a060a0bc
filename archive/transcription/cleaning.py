"""What people type and paste, made fit to keep: no hidden signs, no formatting, Unicode. Pure.

The writer's own spelling is never touched. Where an old encoding was converted the text as given is kept.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from archive.authority.encodings import recognise
from archive.authority.orthography import nfc
from schemas.markings import Mark
from schemas.transcripts import Segment

LONGEST_LINE = 5_000
"""Code points of a line that can be handed in; a longer one is kept as a draft until somebody breaks it."""
_WORD_MARKUP = re.compile(r"(?is)<!--.*?-->|<(style|script|xml)\b.*?</\1\s*>|</?[a-z][a-z0-9:]*\b[^<>]*>")
_SHOWS_MARKUP = re.compile(r"(?i)</?(?:o:p|span|p|b|i|u|font|div|br|meta|style)\b[^<>]*>|<!--\[if")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc"
    "\ud800-\udfff]"
)
_BLANKS = re.compile("[\t\n\r\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_OLD_LETTERS = re.compile("[¡-¿ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿ\u0192\u2020-\u2022\u2030]|á»|Ã¡|Æ°")
"""Letters that no Vietnamese word has: only where one stands is an old encoding looked for."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`notes`: codes of what was done: `markup`, `hidden`, `breaks`, or the name of an old encoding."""

    text: str
    notes: tuple[str, ...] = ()
    raw: str | None = None


def clean_text(given: str) -> Cleaned:
    """The text of one line as it will be kept."""
    if given.isascii() and given.isprintable() and "<" not in given:
        return Cleaned(given)
    notes: list[str] = []
    text = given
    if "<" in text and _SHOWS_MARKUP.search(text):
        text = html.unescape(_WORD_MARKUP.sub(" ", text))
        notes.append("markup")
    text, raw = _from_old_encoding(text, notes)
    bare = _HIDDEN.sub("", text)
    if bare != text:
        notes.append("hidden")
    spaced = _BLANKS.sub(" ", bare)
    if "\n" in bare.strip() or "\r" in bare.strip():
        notes.append("breaks")
    if "markup" in notes:
        spaced = re.sub(" {2,}", " ", spaced).strip()
    return Cleaned(nfc(spaced), tuple(notes), raw)


def _from_old_encoding(text: str, notes: list[str]) -> tuple[str, str | None]:
    if not _OLD_LETTERS.search(text[:4000]):
        return text, None
    found = recognise(text)
    if found.encoding == "unicode":
        return text, None
    notes.append(found.encoding)
    return found.text, text


def clean_segment(segment: Segment) -> tuple[Segment, tuple[str, ...]]:
    """The line as it will be kept, and what was done to it. Its marks stay within its text."""
    cleaned = clean_text(segment.text)
    marks = tuple(mark for mark in (_within(one, cleaned.text) for one in segment.marks) if mark)
    if cleaned.text == segment.text and marks == segment.marks:
        return segment, ()
    return replace(segment, text=cleaned.text, marks=marks, raw=cleaned.raw or segment.raw), cleaned.notes


def _within(mark: Mark, text: str) -> Mark | None:
    start, end = max(mark.start, 0), min(mark.end, len(text))
    return (
        replace(mark, start=start, end=end, note=clean_text(mark.note).text[:400]) if start <= end else None
    )
