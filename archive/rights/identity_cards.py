"""Identity cards in what was read: a page that is one, and numbers of cards in other papers. Pure.

The image of a card is sensitive data (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP): its page is withheld as a whole.
In another paper only the number is. Machines lose marks and letters, so words are compared folded, one slip
in six letters forgiven; a number counts only beside such words, since diaries are full of numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import partial_ratio_alignment

from archive.authority.orthography import fold_text
from schemas.transcripts import Locator, Transcript

TITLES = (
    "giay chung minh nhan dan",
    "chung minh nhan dan",
    "citizen identity card",
    "can cuoc cong dan",
    "identity card",
    "the can cuoc",
    "can cuoc",
)
_OWN = ("can cuoc", "chung minh nhan dan")
SIGNS = (
    "co gia tri den",
    "date of expiry",
    "dac diem nhan dang",
    "dau vet rieng",
    "ngon tro trai",
    "ngon tro phai",
    "cuc canh sat quan ly hanh chinh",
    "noi thuong tru",
    "place of residence",
    "place of origin",
    "ho ten khai sinh",
    "doc lap tu do hanh phuc",
)
"""What cards print beside their title, on either side."""
_NAMED = re.compile(
    r"\b(?:cccd|cmnd|cmt|can cuoc(?: cong dan)?|chung minh(?: nhan dan| thu)?|so dinh danh(?: ca nhan)?)\b"
)
_NUMBER = re.compile(r"(?<![\w.,/-])(?:\d[ .]?){8}(?:\d|(?:[ .]?\d){4})(?![\w/-])")
_MACHINE_LINE = re.compile(r"idvnm\d{9}")
_NEAR = 60
"""Letters between the name of a card and its number."""
_ALIKE = 84.0
_BESIDE_A_TITLE = 6
"""Letters that a reader may have added to a title; in a longer line a card is only spoken of."""


def cards_in(text: Transcript) -> list[Locator]:
    """Whole pages that are cards; on all others numbers of cards whose box is known."""
    found: list[Locator] = []
    for page, lines in _pages(text):
        if is_card([text.segments[at].text for at in lines]):
            found.append(Locator(text.asset_id, page=page))
        else:
            found += _numbers(text, lines)
    return found


def is_card(lines: Sequence[str]) -> bool:
    """Whether the lines of one page are those of a card, front or back."""
    folded = [fold_text(line).strip() for line in lines]
    if any(_MACHINE_LINE.search(line.replace(" ", "")) for line in folded):
        return True
    titled = any(_is_title(line) for line in folded)
    signs = sum(any(_holds(line, sign) for line in folded) for sign in SIGNS)
    number = any(_NUMBER.search(line) for line in folded)
    return signs + number >= (1 if titled else 4)


def _numbers(text: Transcript, lines: Sequence[int]) -> Iterator[Locator]:
    for at in lines:
        line, start = fold_text(text.segments[at].text), text.segment_starts[at]
        for number in _NUMBER.finditer(line):
            before = line[max(number.start() - _NEAR, 0) : number.start()]
            if _NAMED.search(before):
                located = text.locate(start + number.start(), start + number.end())
                yield from (one for one in located if one.box is not None)


def _pages(text: Transcript) -> Iterator[tuple[int, list[int]]]:
    """Page number and the segments on it; a recording has none."""
    if text.duration is not None:
        return
    pages: dict[int, list[int]] = defaultdict(list)
    for at, segment in enumerate(text.segments):
        pages[segment.page or 1].append(at)
    yield from sorted(pages.items())


def _is_title(line: str) -> bool:
    """Nothing but the name of the card, in one language or both."""
    if any(letter.isdigit() for letter in line):
        return False
    both = any(_holds(line, one) for one in _OWN) and "identity card" in line
    return both or any(_holds(line, one) and len(line) <= len(one) + _BESIDE_A_TITLE for one in TITLES)


def _holds(line: str, words: str) -> bool:
    if words in line:
        return True
    if len(line) < len(words) - 2:
        return False
    found = partial_ratio_alignment(words, line, score_cutoff=_ALIKE)
    return found is not None and found.score >= _ALIKE
