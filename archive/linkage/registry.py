"""The martyr records as arrays that are searched loosely: which records could a worn line of text name?

Names are held folded and without spaces, once each, with an inverted index of their letter trigrams; dates
and places as numbers. About 300 bytes a record: 1.2 million fit in well under a gigabyte.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text
from archive.authority.places import expand_place
from archive.linkage.dates import PartialDate, parse_partial_date
from archive.linkage.missing import missing_value
from archive.linkage.names import is_placeholder, name_syllables
from archive.linkage.places import place_parts
from archive.linkage.rowstore import RowStore
from archive.linkage.units import unit_parts
from schemas.martyrs import MartyrRow
from schemas.mentions import MentionKind

Ints = NDArray[np.int32]
_GRAM = 3
_TOO_COMMON = 25_000
_LOOKED_AT = 250


def name_key(written: str) -> str:
    """A name without marks and spaces: what survives a worn stone."""
    return "".join(name_syllables(written)[1])


@dataclass(frozen=True)
class Postings:
    """For each key, in order, the ascending numbers of what holds it (compressed sparse rows)."""

    keys: dict[str, int]
    starts: Ints
    numbers: Ints

    @classmethod
    def of(cls, holders: Iterable[Iterable[str]]) -> Postings:
        keys: dict[str, int] = {}
        held_keys, held_by = array("i"), array("i")
        for number, held in enumerate(holders):
            for key in set(held):
                held_keys.append(keys.setdefault(key, len(keys)))
                held_by.append(number)
        flat_keys = np.frombuffer(held_keys, np.int32) if held_keys else np.empty(0, np.int32)
        order = np.argsort(flat_keys, kind="stable")
        numbers = np.frombuffer(held_by, np.int32)[order] if held_by else np.empty(0, np.int32)
        starts = np.searchsorted(flat_keys[order], np.arange(len(keys) + 1)).astype(np.int32)
        return cls(keys, starts, numbers)

    def of_key(self, key: str) -> Ints:
        at = self.keys.get(key)
        return self.numbers[:0] if at is None else self.numbers[self.starts[at] : self.starts[at + 1]]

    def save(self, folder: Path, name: str) -> None:
        (folder / f"{name}.txt").write_text("\n".join(self.keys), encoding="utf-8")
        np.save(folder / f"{name}_starts.npy", self.starts)
        np.save(folder / f"{name}_numbers.npy", self.numbers)

    @classmethod
    def load(cls, folder: Path, name: str) -> Postings:
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        keys = {key: at for at, key in enumerate(text.split("\n"))} if text else {}
        starts = np.load(folder / f"{name}_starts.npy")
        return cls(keys, starts, np.load(folder / f"{name}_numbers.npy", mmap_mode="r"))


@dataclass(frozen=True)
class Shares:
    """How often each value stands among the records that have one."""

    values: NDArray[np.int64]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[Any]) -> Shares:
        found, counts = np.unique(values[values > 0].astype(np.int64), return_counts=True)
        return cls(found, counts / max(counts.sum(), 1))

    def of_any(self, wanted: NDArray[np.int64]) -> float:
        """The share of records whose value is one of `wanted`; 1 where no record has any."""
        return float(self.shares[np.isin(self.values, wanted)].sum()) if len(self.values) else 1.0


def day_codes(dates: NDArray[Any]) -> NDArray[np.int64]:
    """(n, 3) year, month, day as one number each."""
    whole = dates.astype(np.int64)
    return np.asarray(whole[:, 0] * 10_000 + whole[:, 1] * 100 + whole[:, 2])


def _trigrams(key: str) -> set[str]:
    padded = f"^{key}$"
    return {padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)}


@dataclass(frozen=True)
class Registry:
    """Built once from the rows, or opened from a folder; then only read, by any number of threads."""

    rows: RowStore
    holders: Postings
    """Name key to the records that bear it."""
    trigrams: Postings
    """Trigram to the numbers of the name keys that hold it."""
    places: Postings
    units: Postings
    birth: NDArray[np.int16]
    """(records, 3): year, month, day; 0 where the record is silent."""
    death: NDArray[np.int16]
    notice: NDArray[np.int16]
    """The day of the notice of death."""
    place_ids: Postings
    """Ids of the places that the origin lies in, at any time."""
    codes: Postings
    """Numbers of certificates and notices."""

    @classmethod
    def of(cls, rows: Iterable[MartyrRow]) -> Registry:
        store = RowStore.of(rows)
        holders = Postings.of(name_keys(row) for row in store)
        return cls(
            store,
            holders,
            Postings.of(map(_trigrams, holders.keys)),
            Postings.of(
                {part for written in origins(row) for part in place_parts(written)[:3]} for row in store
            ),
            Postings.of(unit_parts(row.unit) for row in store),
            _dates(row.birth for row in store),
            _dates(row.death for row in store),
            _dates(row.notice for row in store),
            Postings.of({place for written in origins(row) for place in lies_in(written)} for row in store),
            Postings.of(code_keys(row.certificate) for row in store),
        )

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rows.save(folder)
        for name in _POSTINGS:
            getattr(self, name).save(folder, name)
        for name in _DATES:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> Registry:
        parts: dict[str, Any] = {name: Postings.load(folder, name) for name in _POSTINGS}
        parts.update({name: np.load(folder / f"{name}.npy") for name in _DATES})
        return cls(RowStore.load(folder), **parts)

    def __len__(self) -> int:
        return len(self.rows)

    def number_of(self, record_id: str) -> int | None:
        """The archive keeps its records in the order of their ids; a list's own order is searched through."""
        at = bisect_left(range(len(self)), record_id, key=lambda number: self.rows[number].id)
        if at < len(self) and self.rows[at].id == record_id:
            return at
        return self.numbers_of({record_id}).get(record_id)

    def numbers_of(self, ids: Collection[str]) -> dict[str, int]:
        """Numbers of the records with these ids; one pass over all."""
        return {row.id: number for number, row in enumerate(self.rows) if row.id in ids}

    @cached_property
    def names(self) -> list[str]:
        return list(self.holders.keys)

    @cached_property
    def _lengths(self) -> NDArray[np.int32]:
        return np.fromiter(map(len, self.names), np.int32, len(self.names))

    @cached_property
    def birth_years(self) -> Shares:
        return Shares.of(self.birth[:, 0])

    @cached_property
    def death_years(self) -> Shares:
        return Shares.of(self.death[:, 0])

    @cached_property
    def place_letters(self) -> list[tuple[str, str]]:
        """(part of an origin, its letters without spaces); too short ones stand in any text."""
        return [(part, part.replace(" ", "")) for part in self.places.keys if len(part) >= 4]

    @cached_property
    def notice_years(self) -> Shares:
        return Shares.of(self.notice[:, 0])

    @cached_property
    def notice_days(self) -> Shares:
        return Shares.of(np.where(self.notice[:, 2] > 0, day_codes(self.notice), 0))

    @cached_property
    def death_days(self) -> Shares:
        return Shares.of(np.where(self.death[:, 2] > 0, day_codes(self.death), 0))

    def names_like(self, line: str) -> tuple[Ints, NDArray[np.float32]]:
        """Numbers of the names most like a line's letters, with their likeness (0 to 1), best first."""
        key = re.sub(r"[^a-z]", "", name_key(line))
        if len(key) < _GRAM + 1 or not self.names:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        shared = self._shared_trigrams(key)
        candidates = np.flatnonzero(shared)
        if len(candidates) > _LOOKED_AT:
            closeness = shared[candidates] / (len(key) + self._lengths[candidates])
            candidates = candidates[np.argpartition(-closeness, _LOOKED_AT)[:_LOOKED_AT]]
        chosen = [self.names[at] for at in candidates]
        likeness = process.cdist([key], chosen, scorer=ratio, dtype=np.float32)[0] / 100
        order = np.argsort(-likeness, kind="stable")
        return candidates[order].astype(np.int32), likeness[order]

    def _shared_trigrams(self, key: str) -> NDArray[np.float32]:
        """For each name, how much of the line's trigrams it shares, rare ones counting more."""
        shared = np.zeros(len(self.names), np.float32)
        found = sorted((self.trigrams.of_key(gram) for gram in _trigrams(key)), key=len)
        for rank, numbers in enumerate(found):
            if len(numbers) and (rank < 4 or len(numbers) < _TOO_COMMON):
                shared[numbers] += np.float32(np.log1p(len(self.names) / len(numbers)))
        return shared


_POSTINGS = ("holders", "trigrams", "places", "units", "place_ids", "codes")
_DATES = ("birth", "death", "notice")


def origins(row: MartyrRow) -> list[str]:
    """The places that he came from and lived in, as written."""
    written = (row.hometown, row.native, row.residence)
    return [one for one in written if one and not missing_value("hometown", one)]


@lru_cache(maxsize=1 << 17)
def lies_in(written: str) -> tuple[str, ...]:
    """Ids of the place that a list writes and of all that it lay in, at any time; empty if unknown."""
    found = [mention for mention in find_mentions(written) if mention.kind is MentionKind.PLACE]
    refs = [one.candidates[0].ref for one in found if one.candidates and one.candidates[0].ref]
    return tuple({place for ref in refs for place in expand_place(ref)})


def code_keys(written: str) -> set[str]:
    """Each number of a certificate, without spaces and signs; one digit tells nothing."""
    parts = ("".join(_CODE_LETTERS.findall(fold_text(part))) for part in re.split(r"[;,]", written))
    return {part for part in parts if len(part) >= 2 and any(letter.isdigit() for letter in part)}


_CODE_LETTERS = re.compile(r"[a-z0-9]")


def name_keys(row: MartyrRow) -> set[str]:
    """An empty or stand-in name belongs to nobody."""
    written = (row.name, *row.other_names)
    return {name_key(name) for name in written if name and not is_placeholder(name)} - {""}


def _dates(cells: Iterable[str]) -> NDArray[np.int16]:
    cache: dict[str, tuple[int, int, int]] = {"": (0, 0, 0)}
    dates = []
    for cell in cells:
        if cell not in cache:
            date = parse_partial_date(cell) or PartialDate(None, None, None)
            cache[cell] = (date.year or 0, date.month or 0, date.day or 0)
        dates.append(cache[cell])
    return np.array(dates, np.int16).reshape(-1, 3)
