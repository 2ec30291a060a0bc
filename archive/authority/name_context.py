"""What stands around a name (titles, words of kind, prepositions), and what the text told of it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.authority.lexicons import (
    ABBREVIATED_SURNAMES,
    ALIAS_WORDS,
    BEFORE_PLACE,
    FALLING,
    NAMED_AS,
    NATION_BEFORE,
    SAYING,
    TITLE_ENDS,
    TITLES,
    surnames,
)
from archive.authority.name_runs import LOWER, Run
from archive.authority.name_scores import THRESHOLD, is_country, place_points
from archive.authority.orthography import canon, fold
from archive.authority.place_words import KindWord, kind_at, kind_before
from archive.authority.scan import Scan

PERSON, PLACE = "person", "place"


@dataclass(slots=True)
class NameReading:
    """A person or place in tokens first..last (inclusive). `name_first` is where the bare name begins."""

    kind: str
    first: int
    last: int
    name_first: int
    kind_word: KindWord | None = None
    score: float = 0.0
    titled: bool = False


_TITLE = 2.6
_AGE = re.compile(r"\s*[(,]\s*(?:sn\.?\s*|sinh\s+(?:nam\s+)?)?(?:\d{2}\s+tuoi|(?:18|19|20)\d\d)")
_FOLDED_TITLES = frozenset(fold(word) for word in TITLES) - {
    "ba",
    "em",
    "con",
    "ma",
    "u",
    "bam",
    "tia",
    "co",
    "di",
    "chu",
}
_FOLDED_ENDS = {fold(last): frozenset(map(fold, before)) for last, before in TITLE_ENDS.items()}
_SKIPPED = {":", "-", "–", '"', "“", "'"}
BEFORE_NAMES = frozenset(map(fold, (*TITLES, *TITLE_ENDS, *ALIAS_WORDS, "là", "c"))) | _SKIPPED | {"\n"}
"""Folded words without which nothing before a name is a title: most words end the look there."""
_NO_KIND_BEHIND = frozenset({"già", "trưởng", "chính"})
""" "già làng A Blong", "trưởng thôn", "chính phủ": the next word tells no kind of place."""
_OF_COUNTRY = frozenset({"binh", "bạn", "quân", "lính"})
_LISTING = frozenset({",", "và", "với", "("})
_FOLDED_BEFORE_PLACE = {fold(word): points for word, points in BEFORE_PLACE.items()}


def expanded(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """A surname written short ("Ng.") in full."""
    full = ABBREVIATED_SURNAMES.get(syllables[0]) if len(syllables) > 1 else None
    return (canon(full), *syllables[1:]) if full else syllables


def best_readings(count: int, found: Sequence[tuple[int, int, NameReading]]) -> list[NameReading]:
    """Of readings (start, end, reading) over `count` words those without overlap that gain most together."""
    by_end: dict[int, list[tuple[int, NameReading]]] = {}
    for start, end, reading in found:
        by_end.setdefault(end, []).append((start, reading))
    gains = [0.0] * (count + 1)
    chosen: list[tuple[int, NameReading] | None] = [None] * (count + 1)
    for end in range(1, count + 1):
        gains[end] = gains[end - 1]
        for start, reading in by_end.get(end, ()):
            gain = gains[start] + reading.score - THRESHOLD
            if gain > gains[end] + 1e-9:
                gains[end], chosen[end] = gain, (start, reading)
    kept, at = [], count
    while at > 0:
        taken = chosen[at]
        if taken is not None:
            kept.append(taken[1])
        at = taken[0] if taken is not None else at - 1
    return kept[::-1]


def house_before(scan: Scan, first: int, *, unmarked: bool) -> int:
    """Where the cemetery or hospital named after the place begins: "nghĩa trang liệt sĩ Đường 9"."""
    before = kind_before(scan, first, unmarked=unmarked)
    return before[1] if before and before[0].group == "org" else first


@dataclass
class Surroundings:
    scan: Scan
    classes: str
    unmarked: bool
    _kinds: dict[int, tuple[KindWord, int] | None] = field(default_factory=dict)
    _inside: dict[int, KindWord | None] = field(default_factory=dict)
    _titles: dict[int, float] = field(default_factory=dict)
    _behind: dict[int, float] = field(default_factory=dict)
    persons: set[int] = field(default_factory=set)
    """Last tokens of persons read so far: what follows in a list or in brackets is likely one too."""

    def has_cue(self, first: int) -> bool:
        return self.title(first) > 0 or self.kind(first) is not None or self.behind_person(first) > 1.4

    def kind(self, first: int) -> tuple[KindWord, int] | None:
        """Word of kind right before token `first`, and where it begins."""
        if first not in self._kinds:
            found = kind_before(self.scan, first, unmarked=self.unmarked) if first else None
            before = self.scan.lowers[found[1] - 1] if found and found[1] else ""
            self._kinds[first] = None if before in _NO_KIND_BEHIND else found
        return self._kinds[first]

    def kind_inside(self, first: int) -> KindWord | None:
        """Word of kind that begins at token `first`."""
        if first not in self._inside:
            self._inside[first] = kind_at(self.scan, first, unmarked=self.unmarked)
        return self._inside[first]

    def title(self, first: int) -> float:
        """Points of a title, kin word, rank or post right before token `first`."""
        if first not in self._titles:
            self._titles[first] = self._title(first)
        return self._titles[first]

    def _title(self, first: int) -> float:
        scan, at = self.scan, first - 1
        if at < 0 or scan.folds[at] not in BEFORE_NAMES:
            return 0.0
        if at >= 0 and scan.words[at] in _SKIPPED and first >= 2:
            at -= 1
        if at > 1 and scan.words[at] == "\n":
            alone = scan.folds[at - 2 : at] in (["liet", "si"], ["liet", "sy"])
            return _TITLE if alone else 0.0
        if at < 0 or scan.words[at] == "\n":
            return 0.0
        word = scan.words[at].lower()
        if word == "c" and at >= 2 and scan.words[at - 1] == "/" and scan.words[at - 2].lower() in {"đ", "d"}:
            return _TITLE
        before = scan.words[at - 1].lower() if at else ""
        if (
            word in ALIAS_WORDS
            and (word != "danh" or before in {"bí", "biệt"})
            and (word != "hiệu" or before == "bí")
        ):
            return _TITLE
        if word in TITLES and not (word == "o" and self.unmarked):
            return 0.0 if word in {"ba", "u", "má", "con"} and scan.words[at][0].isupper() else _TITLE
        if word == "là" and before in NAMED_AS:
            return _TITLE
        if word in TITLE_ENDS and before in TITLE_ENDS[word]:
            return _TITLE
        if self.unmarked and (word in _FOLDED_TITLES or before in _FOLDED_ENDS.get(word, ())):
            return _TITLE
        return 0.0

    def behind_person(self, last: int) -> float:
        """A verb of saying, an age or a year of birth right behind."""
        if last in self._behind:
            return self._behind[last]
        word = self.small_word_behind(last)
        points = 1.2 if word in SAYING else 2.2 if word == "ơi" else 0.0
        if _AGE.match(self.scan.folded, self.scan.ends[last]):
            points += 1.8
        if FALLING.match(self.scan.folded, self.scan.ends[last]):
            points += 1.5
        self._behind[last] = points
        return points

    def small_word_behind(self, last: int) -> str:
        """The canonical next word if it is written small and nothing stands between."""
        behind = last + 1
        if behind >= len(self.classes) or self.classes[behind] != LOWER:
            return ""
        return canon(self.scan.words[behind])

    def preposition(self, first: int) -> float:
        at = first - 1
        if at >= 0 and self.scan.words[at] in _SKIPPED:
            at -= 1
        if at < 0:
            return 0.0
        word = self.scan.words[at].lower()
        return BEFORE_PLACE.get(word, 0.0) or (_FOLDED_BEFORE_PLACE.get(word, 0.0) if self.unmarked else 0.0)

    def listed(self, first: int) -> bool:
        """Whether a person was read right before a comma, bracket or "và" that stands before this token."""
        return first > 1 and first - 2 in self.persons and self.scan.words[first - 1] in _LISTING

    def fellow_of(self, first: int, syllables: tuple[str, ...]) -> bool:
        """ "cựu binh Mỹ", "nước bạn Lào": the name of a country behind a word for its people."""
        before = self.scan.lowers[first - 1] if first else ""
        return before in _OF_COUNTRY and len(syllables) == 1 and is_country(syllables)

    def of_people(self, first: int, syllables: tuple[str, ...]) -> float:
        """ "người Pháp", "tiếng Lào": a people, no place; "người Thọ Xuân" comes from there."""
        if not first or self.scan.words[first - 1].lower() not in NATION_BEFORE:
            return 0.0
        return -3.0 if is_country(syllables) else 0.8

    def beside_place(self, first: int, last: int, unmarked: bool) -> float:
        """Points of another place before or behind a comma or dash: "Hải Phú, Hải Lăng, Quảng Trị"."""
        words = self.scan.words
        points = 0.0
        if last + 2 < len(words) and words[last + 1] in {",", "-", "–", "—"}:
            points += self._known_from(last + 2, unmarked)
        if first >= 3 and words[first - 1] in {",", "-", "–", "—"}:
            points += self._known_until(first - 2, unmarked)
        return min(points, 1.7)

    def _known_from(self, at: int, unmarked: bool) -> float:
        if self.kind(at + 1) is not None or self.kind(at + 2) is not None:
            return 1.0
        pair = tuple(canon(word) for word in self.scan.words[at : at + 2])
        return 1.2 if len(pair) == 2 and place_points(pair, unmarked) >= 1 else 0.0

    def _known_until(self, at: int, unmarked: bool) -> float:
        if at >= 1:
            pair = tuple(canon(word) for word in self.scan.words[at - 1 : at + 1])
            if place_points(pair, unmarked) >= 1:
                return 1.2
        return 1.0 if self.kind(at) is not None or self.kind(at - 1) is not None else 0.0


@dataclass
class Memory:
    """Names that the text itself made certain, and what they lend to their repeats."""

    persons: dict[tuple[str, ...], float] = field(default_factory=dict)
    places: dict[tuple[str, ...], float] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def learn(self, scan: Scan, reading: NameReading) -> None:
        syllables = tuple(
            canon(word) for word in scan.words[reading.name_first : reading.last + 1] if word[0].isalpha()
        )
        if not syllables:
            return
        if reading.kind == "place":
            if reading.kind_word is not None and reading.kind_word.group != "org":
                self._keep(self.places, syllables, 2.5)
        elif reading.titled or (len(syllables) >= 3 and surnames().get(syllables[0], 0) >= 0.8):
            self._keep(self.persons, syllables, 2.6)
            for count in (1, 2):
                if len(syllables) > count:
                    self._keep(self.persons, syllables[-count:], 1.8)

    def _keep(self, table: dict[tuple[str, ...], float], syllables: tuple[str, ...], points: float) -> None:
        table[syllables] = max(table.get(syllables, 0.0), points)
        self.words.add(syllables[-1])

    def knows(self, syllable: str) -> bool:
        return (syllable,) in self.persons or (syllable,) in self.places

    def person(self, syllables: tuple[str, ...]) -> float:
        return self.persons.get(syllables, 0.0)

    def place(self, syllables: tuple[str, ...]) -> float:
        return self.places.get(syllables, 0.0)

    def may_help(self, run: Run, readings: list[NameReading]) -> bool:
        """Whether some word of the run was learnt and is not yet read."""
        covered = sum(reading.last - reading.name_first + 1 for reading in readings)
        return run.cased and covered < len(run.words) and any(canon(word) in self.words for word in run.words)
