"""Forms (giấy báo tử, phiếu mộ chí, trích lục …) as labelled fields, found in the lines of any version.

Nothing of it is stored: it is seen anew in whichever version stands, a machine's or a person's. A label is
known from a table of what such papers print; one slip of the reader a word is forgiven. What follows a label,
up to the next one or on the unlabelled lines below, is its value, with its place on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from archive.authority.orthography import fold
from schemas.transcripts import Locator, Transcript

_LEAST_FIELDS = 3
"""Fewer labels on a page may stand in any letter."""
_LETTERS_A_SLIP = 6
_LONGEST_LABEL = 7
_LINES_BELOW = 2.2
"""What stands so many line heights lower, and has no label, may still belong to the value above."""
_HEAD = re.compile(r"^[\s\-–—+*•·]*(?:\d{1,2}[.)]\s*)?")
_AFTER = re.compile(r"\s*(?P<sign>[:：]|\.{2,}|…+|_{2,})[\s.…_:]*")
_GAP = re.compile(r"\t+|\s{3,}|[;|]\s*|(?:\.{2,}|…+|_{2,})\s*|,\s+|\s+(?=[A-ZĐ]\w)")
_WORD = re.compile(r"\S+")
_EDGES = " \t.,;:_…-–|"
_SENTENCES = re.compile(r"\W*(vậy|nay|xin|kính|đề nghị|ngày \d)", re.IGNORECASE)
"""What closes a form is not the value of its last place."""


@dataclass(frozen=True, slots=True)
class Field:
    """One filled-in place of a form. `name` is the field's code, `label` and `value` are as written."""

    name: str
    label: str
    value: str
    start: int
    end: int
    """Of the value in the transcript's text (code points); equal where the place is empty."""
    where: Locator | None
    """The value's box, or the label's line where nothing is filled in."""
    line: int
    """The segment that the label stands in."""
    alone: bool
    """It is the only label of its line, so other readings of the line are readings of it."""


@dataclass(frozen=True, slots=True)
class _Label:
    field: str
    words: tuple[str, ...]
    free: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A label in a line: its span, where its value begins, and what it stands for."""

    field: str
    start: int
    end: int
    value: int


@cache
def _labels() -> tuple[_Label, ...]:
    """The longest first, so that "đơn vị khi hy sinh" is not taken for "đơn vị"."""
    table = files("archive.transcription.data").joinpath("form_labels.tsv").read_text("utf-8")
    found = []
    for line in table.splitlines():
        if line and not line.startswith("#"):
            field, free, labels = line.split("\t")
            found += [_Label(field, tuple(_plain(one).split()), bool(free)) for one in labels.split("|")]
    return tuple(sorted(found, key=lambda label: -len(label.words)))


def _plain(text: str) -> str:
    return fold(text).lower().replace("đ", "d").replace(",", "").strip(_EDGES)


def fields_of(transcript: Transcript, page: int | None = None) -> tuple[Field, ...]:
    """The fields of the forms in a transcript, or on one page of it, in reading order; empty where no page
    holds a form."""
    numbers = dict.fromkeys(segment.page for segment in transcript.segments)
    found: list[Field] = []
    for number in numbers:
        if transcript.duration is None and page in (None, number):
            own = _fields_of_page(transcript, number)
            found += own if len({field.name for field in own}) >= _LEAST_FIELDS else []
    return tuple(found)


def _fields_of_page(transcript: Transcript, page: int | None) -> list[Field]:
    fields: list[Field] = []
    below: int | None = None
    for index, segment in enumerate(transcript.segments):
        if segment.page != page:
            continue
        labels = list(_labels_in(segment.text))
        if not labels:
            if fields and below is not None and _goes_on(transcript, below, index):
                fields[-1] = _longer(transcript, fields[-1], index)
                below = index if fields[-1].name != "number" else None
            else:
                below = None
            continue
        ends = [label.start for label in labels[1:]] + [len(segment.text)]
        for label, end in zip(labels, ends, strict=True):
            fields.append(_field(transcript, index, label, end, alone=len(labels) == 1))
        below = index
    return fields


def _labels_in(text: str) -> Iterator[_Found]:
    """The labels of a line, from the left."""
    head = _HEAD.match(text)
    at = head.end() if head else 0
    at_head = True
    while at < len(text):
        label = _label_at(text, at, at_head)
        if label is not None:
            yield label
            at, at_head = label.value, False
        gap = _GAP.search(text, at)
        if gap is None:
            return
        at = max(gap.end(), at + 1)
        at_head = False


def _label_at(text: str, at: int, at_head: bool) -> _Found | None:
    words = [(match.start() + at, match.group()) for match in _WORD.finditer(text[at:])][:_LONGEST_LABEL]
    for label in _labels():
        count = len(label.words)
        if count > len(words):
            continue
        start, last = words[count - 1]
        written = [word for _, word in words[:count]]
        bare = last.rstrip(":：.…_")
        if not _same([*written[:-1], bare], label.words):
            continue
        end = start + len(bare)
        sign = _AFTER.match(text, end)
        if sign:
            return _Found(label.field, at, end, sign.end())
        if label.free and at_head and count > 1:
            return _Found(label.field, at, end, end)
    return None


def _same(written: Sequence[str], label: Sequence[str]) -> bool:
    one, other = " ".join(_plain(word) for word in written), " ".join(label)
    if one == other:
        return True
    slips = len(other) // _LETTERS_A_SLIP
    return slips > 0 and Levenshtein.distance(one, other, score_cutoff=slips) <= slips


def _field(transcript: Transcript, index: int, label: _Found, end: int, *, alone: bool) -> Field:
    segment, offset = transcript.segments[index], transcript.segment_starts[index]
    raw = segment.text[label.value : end]
    value = raw.strip(_EDGES)
    start = offset + label.value + (raw.find(value) if value else 0)
    stop = start + len(value)
    located = transcript.locate(start, stop) if value else transcript.locate(offset + label.start, stop)
    return Field(
        label.field,
        segment.text[label.start : label.end].strip(_EDGES),
        value,
        start,
        stop,
        located[0] if located else None,
        index,
        alone,
    )


def _goes_on(transcript: Transcript, above: int, index: int) -> bool:
    """Whether an unlabelled line continues the value above: close below it, and not back at the left edge."""
    upper, lower = transcript.segments[above], transcript.segments[index]
    if upper.box is None or lower.box is None or _SENTENCES.match(lower.text):
        return False
    height = max(min(upper.box.height, lower.box.height), 1)
    near = 0 < lower.box.y - upper.box.y <= _LINES_BELOW * height
    indented = lower.box.x > upper.box.x + height
    return near and indented and lower.box.x < upper.box.x + upper.box.width


def _longer(transcript: Transcript, field: Field, index: int) -> Field:
    segment, offset = transcript.segments[index], transcript.segment_starts[index]
    more = segment.text.strip(_EDGES)
    if not more:
        return field
    start = offset + segment.text.find(more)
    first = field.start if field.value else start
    located = transcript.locate(first, start + len(more))
    where = field.where if field.value or not located else located[0]
    end = start + len(more)
    value = transcript.text[first:end].replace("\n", " ")
    return replace(field, value=value, start=first, end=end, where=where)
