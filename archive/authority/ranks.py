"""Ranks and posts: full words, short forms, and letters that mean one only in their field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.authority.distances import data_rows
from archive.authority.orthography import canon, fold, folded_forms
from archive.authority.scan import Scan, Triggers

RANK, POST = "rank", "post"
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Form:
    kind: str
    value: str
    strength: str
    syllables: tuple[str, ...]
    exact_case: str
    """The form as written where only that counts (`H1`), else empty."""
    second: frozenset[str]
    """The second syllable, folded, with y for i: a quick test."""


@dataclass(frozen=True, slots=True)
class RankReading:
    """A rank or post in tokens first..last (inclusive)."""

    kind: str
    first: int
    last: int
    value: str


def _load() -> dict[str, list[_Form]]:
    forms: dict[str, list[_Form]] = {}
    for form, value, field in data_rows("ranks.tsv"):
        strength = "field" if field == "1" else "strong"
        _add(forms, _form(RANK, value, strength, form, form if form.isupper() else ""))
    for form, value, strength in data_rows("posts.tsv"):
        _add(forms, _form(POST, value, strength, form, ""))
    for each in forms.values():
        each.sort(key=lambda form: -len(form.syllables))
    return forms


def _form(kind: str, value: str, strength: str, written: str, exact_case: str) -> _Form:
    syllables = _syllables(written)
    second = folded_forms(syllables[1]) if len(syllables) > 1 else frozenset[str]()
    return _Form(kind, value, strength, syllables, exact_case, second)


def _syllables(form: str) -> tuple[str, ...]:
    return tuple(canon(part) for part in _PART.findall(form))


def _add(forms: dict[str, list[_Form]], form: _Form) -> None:
    forms.setdefault(fold(form.syllables[0]), []).append(form)


_FORMS = _load()
_TRIGGERS = Triggers(lambda _, folded: folded in _FORMS)
_FIELD = {
    RANK: re.compile(r"(?:cap\s+bac|quan\s+ham|cap|cb|c\.bac)\s*[:.\-]?\s*(?:la\s+)?$"),
    POST: re.compile(r"(?:cap\s+bac|chuc\s+vu|chuc\s+trach|cv|chuc)\s*[:.\-]?\s*(?:la\s+)?$"),
}
_AS = re.compile(
    r"(?:^|\W)(?:la|lam|giu|nguyen|dong\s+chi|liet\s+si|liet\s+sy|d/c|cap\s+bac|chuc\s+vu)\s*[:.]?\s*$"
)
_FIELD_OPENS = re.compile(r"(?:[,;(|\t]|\s[-–—])\s*$")
_FIELD_ENDS = frozenset({",", ";", ")", "|", "-", "–", "—", "\n"})
"""Signs around a field of a list: "Tô Văn Đực - du kích - 1963", "Trịnh Ngọc (y tá)"."""
_SLASHES = re.compile(r"(?:cap\s+bac|quan\s+ham|cb)\s*[:.]?\s*(?P<rank>[1-4]\s?/{1,2})(?![\d/])")
_SLASH_RANKS = {"1/": "thiếu úy", "2/": "trung úy", "3/": "thượng úy", "4/": "đại úy",
                "1//": "thiếu tá", "2//": "trung tá", "3//": "thượng tá", "4//": "đại tá"}  # fmt: skip


def find_ranks(scan: Scan, *, unmarked: bool) -> list[RankReading]:
    """Ranks and posts in order; the longest form wins."""
    found: list[RankReading] = []
    done = 0
    for at in scan.tokens_where(_TRIGGERS):
        reading = _at(scan, at, unmarked) if at >= done else None
        if reading:
            found.append(reading)
            done = reading.last + 1
    return sorted([*found, *_with_slashes(scan)], key=lambda reading: reading.first)


def _at(scan: Scan, at: int, unmarked: bool) -> RankReading | None:
    second = scan.folds[at + 1] if at + 1 < len(scan.folds) else ""
    for form in _FORMS[scan.folds[at]]:
        if form.second and second not in form.second and second not in {".", "/"}:
            continue
        last = _matches(scan, at, form, unmarked)
        if last is not None and _allowed(scan, form, at, last):
            return RankReading(form.kind, at, last, form.value)
    return None


def _matches(scan: Scan, at: int, form: _Form, unmarked: bool) -> int | None:
    """The last token of the form, or None. "tr.sĩ" and "c/sỹ" may hold a dot or slash."""
    token = at
    for number, syllable in enumerate(form.syllables):
        if (
            number
            and token < len(scan.words)
            and scan.words[token] in {".", "/"}
            and len(form.syllables[0]) <= 2
        ):
            token += 1
        if token >= len(scan.words):
            return None
        word = scan.words[token]
        if canon(word) != syllable and not ((unmarked or word.isascii()) and word.lower() == fold(syllable)):
            return None
        token += 1
    return token - 1


def _allowed(scan: Scan, form: _Form, first: int, last: int) -> bool:
    start = scan.starts[first]
    before = scan.folded[max(0, start - 24) : start]
    if form.exact_case and scan.words[first] != form.exact_case:
        return False
    if form.value.endswith("tư lệnh") and before.endswith("bo "):
        return False  # "Bộ Tư lệnh" is an office
    if form.strength == "strong":
        return not (len(form.syllables[0]) == 1 and scan.words[first] in {"A"} and last == first)
    if _FIELD[form.kind].search(before):
        return True
    if form.strength == "field":
        return False
    behind = scan.words[last + 1] if last + 1 < len(scan.words) else ""
    if behind and re.fullmatch(r"[a-fA-F]\d{1,3}", behind):
        return True
    if scan.words[first].isupper() and len(form.syllables) == 1 and len(scan.words[first]) >= 4:
        return True
    if _FIELD_OPENS.search(before) and (behind in _FIELD_ENDS or not behind):
        return True
    named = behind[:1].isupper() and scan.starts[last + 1] - scan.ends[last] == 1
    return named or _AS.search(before) is not None


def _with_slashes(scan: Scan) -> Iterator[RankReading]:
    """`1/` to `4//` behind "cấp bậc"."""
    for match in _SLASHES.finditer(scan.folded):
        first = scan.token_at.get(match.start("rank"))
        last = scan.token_at.get(match.end("rank") - 1)
        value = _SLASH_RANKS.get(match["rank"].replace(" ", ""))
        if first is not None and last is not None and value:
            yield RankReading(RANK, first, last, value)
