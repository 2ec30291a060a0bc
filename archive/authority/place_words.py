"""Words of kind before place names ("xã", "cao điểm"), matched on tokens; and places that are numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.authority.distances import data_rows
from archive.authority.orthography import canon, fold, folded_forms
from archive.authority.scan import Scan, Triggers


@dataclass(frozen=True, slots=True)
class KindWord:
    word: str
    group: str
    numbered: bool
    syllables: tuple[str, ...]
    second: frozenset[str]
    """The second syllable, folded, with y for i: a quick test."""


def _load() -> tuple[dict[str, list[KindWord]], dict[str, list[KindWord]]]:
    """Kind words by their last and by their first folded syllable, longest first."""
    by_last: dict[str, list[KindWord]] = {}
    by_first: dict[str, list[KindWord]] = {}
    for word, group, numbered in data_rows("place_kinds.tsv"):
        syllables = tuple(canon(part) for part in word.split())
        second = folded_forms(syllables[1]) if len(syllables) > 1 else frozenset[str]()
        kind = KindWord(word, group, numbered == "1", syllables, second)
        by_last.setdefault(fold(kind.syllables[-1]), []).append(kind)
        by_first.setdefault(fold(kind.syllables[0]), []).append(kind)
    for table in (by_last, by_first):
        for kinds in table.values():
            kinds.sort(key=lambda kind: -len(kind.syllables))
    return by_last, by_first


_BY_LAST, _BY_FIRST = _load()
_TRIGGERS = Triggers(
    lambda word, folded: any(
        kind.numbered and (word.isascii() or canon(word) == kind.syllables[0])
        for kind in _BY_FIRST.get(folded, ())
    )
)


def begins_kind(word: str) -> bool:
    """Whether some kind word begins with this word, with its marks or without."""
    return fold(word) in _BY_FIRST


def kind_before(scan: Scan, at: int, *, unmarked: bool) -> tuple[KindWord, int] | None:
    """The kind word that ends right before token `at` and its first token."""
    last = at - 1
    if last >= len(scan.words):
        return None
    if (
        last >= 0
        and scan.words[last] == "."
        and last
        and scan.words[last - 1] in {"TP", "TX", "tp", "tx", "Tp", "Tx"}
    ):
        last -= 1
    if last < 0:
        return None
    for kind in _BY_LAST.get(scan.folds[last], ()):
        first = last - len(kind.syllables) + 1
        if first >= 0 and _is(scan, first, kind, unmarked):
            return kind, first
    return None


def kind_at(scan: Scan, at: int, *, unmarked: bool) -> KindWord | None:
    """The kind word that begins at token `at`."""
    kinds = _BY_FIRST.get(scan.folds[at])
    if not kinds:
        return None
    second = scan.folds[at + 1] if at + 1 < len(scan.folds) else ""
    for kind in kinds:
        if kind.second and second not in kind.second:
            continue
        if at + len(kind.syllables) <= len(scan.words) and _is(scan, at, kind, unmarked):
            return kind
    return None


_SURE_WITHOUT_MARKS = frozenset("sông núi đồi đèo đường".split())


def _is(scan: Scan, first: int, kind: KindWord, unmarked: bool) -> bool:
    """Whether the kind word stands here; without marks only words that are hardly anything else."""
    unmarked = unmarked and (
        kind.group in {"admin", "war"} or len(kind.syllables) > 1 or kind.word in _SURE_WITHOUT_MARKS
    )
    for offset, syllable in enumerate(kind.syllables):
        word = scan.words[first + offset]
        if canon(word) != syllable and not (unmarked and word.lower() == fold(syllable)):
            return False
        if offset and scan.words[first + offset - 1] == "\n":
            return False
    return True


def numbered_places(scan: Scan, *, unmarked: bool) -> Iterator[tuple[int, int, KindWord]]:
    """`thôn 5`, `Đường 9`, `cao điểm 1015`, `đồi A1`, `quốc lộ 1A`: first and last token, and the kind."""
    for at in scan.tokens_where(_TRIGGERS):
        kind = kind_at(scan, at, unmarked=unmarked)
        if kind is None or not kind.numbered:
            continue
        name = at + len(kind.syllables)
        if name < len(scan.words) and scan.words[name].lower() in {"số", "so"}:
            name += 1
        if name < len(scan.words) and _is_number(scan, kind, name):
            yield at, name, kind


_HOUSE_TRIGGERS = Triggers(lambda _, folded: any(kind.group == "org" for kind in _BY_FIRST.get(folded, ())))
_INNER = frozenset(
    "gia quân y khoa đa trung ương tỉnh huyện xã thành phố thị trấn phường nghĩa sĩ sỹ liệt nhân dân"
    " quốc khu vực và học sư phạm kinh tế cổ".split()
)
_LONGEST_HOUSE = 8


def houses(
    scan: Scan, classes: str, blocked: bytearray, *, unmarked: bool
) -> Iterator[tuple[int, int, int, KindWord]]:
    """Cemeteries, hospitals, schools with their whole name: first token, first of the name, last, kind.

    "Bệnh viện Quân y 103", "Nghĩa trang liệt sĩ xã Hải Phú", "Đại học Bách khoa Hà Nội".
    """
    for at in scan.tokens_where(_HOUSE_TRIGGERS):
        kind = kind_at(scan, at, unmarked=unmarked)
        if kind is None or kind.group != "org" or blocked[at]:
            continue
        name = at + len(kind.syllables)
        last = _house_end(scan, classes, blocked, name)
        if last >= name:
            yield at, name, last, kind


def _house_end(scan: Scan, classes: str, blocked: bytearray, name: int) -> int:
    """The last token of the name: capitalised, or a number at the end; small words only between."""
    last = name - 1
    for at in range(name, min(name + _LONGEST_HOUSE, len(classes))):
        if blocked[at] or scan.text[scan.ends[at - 1] : scan.starts[at]] != " ":
            break
        if classes[at] == "U" or (classes[at] == "d" and last >= name and len(scan.words[at]) <= 3):
            last = at
        elif classes[at] != "l" or scan.words[at] not in _INNER:
            break
    return last


_COUNTED = frozenset("m mét km người năm ngày tháng tuổi % đồng ha lần cây".split())


def _is_number(scan: Scan, kind: KindWord, name: int) -> bool:
    word = scan.words[name]
    if not (word[0].isdigit() or (word[-1].isdigit() and len(word) <= 3 and word[0].isalpha())):
        return word in {"I", "II", "III", "IV", "V", "VI", "VII"} and kind.group == "admin"
    if len(word) > 4 or (kind.group == "road" and word[0].isalpha()):
        return False
    behind = scan.words[name + 1].lower() if name + 1 < len(scan.words) else ""
    return not (
        behind in _COUNTED
        or (behind in {"/", "-", "."} and kind.group != "war" and _date_follows(scan, name))
    )


def _date_follows(scan: Scan, name: int) -> bool:
    return name + 2 < len(scan.words) and scan.words[name + 2].isdigit()
