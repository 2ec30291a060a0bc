"""What a collection's words tell about each other: how often a form stands, and after which.

`WordCounts` gathers while texts are indexed; `WordTable` is what the search reads. Both are numbers about
the whole collection and hold no text. How they are used: `restoration`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from archive.authority.orthography import folded_key
from archive.search_analysis.tokens import Terms
from archive.search_analysis.vocabulary import Vocabulary

Ints = npt.NDArray[np.int64]
_STOP_ID = 0
_STOPS = np.zeros(1, np.int32)
_UNSEEN = -1
_MOST_PAIRS = 6_000_000
"""Above this, pairs seen once are left out of the table (they stay counted in `successors`)."""
_SAMPLED_TEXTS = 200
_FULLY_COUNTED = 20_000_000
"""Words. Of what comes after so many, one text in four is counted: more would change nothing."""
_THINNED = 4
_MERGE_AT = 4_000_000
_FORMAT = 1


@dataclass(frozen=True)
class WordTable:
    """Counts of a collection. Form 0 stands for the end of a sentence.

    `pair_keys` are `first << 32 | second`, ascending; `share` is the part of texts that hold the form.
    """

    forms: tuple[str, ...]
    uses: Ints
    share: npt.NDArray[np.float32]
    pair_keys: Ints
    pair_uses: Ints
    successors: Ints
    texts: int

    @cached_property
    def remembered(self) -> dict[str, object]:
        """What others worked out about a word from these counts; dies with the table."""
        return {}

    @cached_property
    def total(self) -> int:
        return int(self.uses.sum())

    @cached_property
    def ids(self) -> dict[str, int]:
        return {form: index for index, form in enumerate(self.forms)}

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """Folded key to the forms that fold to it, the commonest first."""
        found: dict[str, list[int]] = {}
        for index in np.argsort(-self.uses, kind="stable").tolist():
            if index != _STOP_ID:
                found.setdefault(folded_key(self.forms[index]), []).append(index)
        return found

    def pairs(self, keys: Ints) -> Ints:
        """How often each pair stands in the collection."""
        if not len(self.pair_keys):
            return np.zeros(len(keys), np.int64)
        at = np.searchsorted(self.pair_keys, keys)
        at[at == len(self.pair_keys)] = 0
        return np.where(self.pair_keys[at] == keys, self.pair_uses[at], 0)

    def share_of(self, form: str) -> float:
        index = self.ids.get(form)
        return float(self.share[index]) if index is not None else 0.0

    def extended(self, forms: Sequence[str]) -> WordTable:
        """With forms that were met since it was counted, each as if it stood once."""
        new = [form for form in dict.fromkeys(forms) if form and form not in self.ids]
        if not new:
            return self
        size, more = len(self.forms), len(new)
        made = replace(
            self,
            forms=self.forms + tuple(new),
            uses=np.concatenate([self.uses, np.ones(more, np.int64)]),
            share=np.concatenate([self.share, np.zeros(more, np.float32)]),
            successors=np.concatenate([self.successors, np.zeros(more, np.int64)]),
        )
        by_key = dict(self.by_key)
        for index, form in enumerate(new, size):
            key = folded_key(form)
            by_key[key] = [*by_key.get(key, ()), index]
        made.__dict__["by_key"] = by_key  # not worked out again for all the other forms
        made.__dict__["ids"] = {**self.ids, **{form: index for index, form in enumerate(new, size)}}
        return made

    def to_bytes(self) -> bytes:
        packed = io.BytesIO()
        np.savez(
            packed,
            format=np.array([_FORMAT, self.texts]),
            forms=np.frombuffer("\n".join(self.forms).encode(), np.uint8),
            uses=self.uses,
            share=self.share,
            pair_keys=self.pair_keys,
            pair_uses=self.pair_uses.astype(np.int32),
            successors=self.successors.astype(np.int32),
        )
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, packed: bytes) -> WordTable:
        """Raises ValueError for another format."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            if int(arrays["format"][0]) != _FORMAT:
                raise ValueError("word table of another format")
            return cls(
                forms=tuple(arrays["forms"].tobytes().decode().split("\n")),
                uses=arrays["uses"],
                share=arrays["share"],
                pair_keys=arrays["pair_keys"],
                pair_uses=arrays["pair_uses"].astype(np.int64),
                successors=arrays["successors"].astype(np.int64),
                texts=int(arrays["format"][1]),
            )


def empty_table() -> WordTable:
    return WordCounts().table()


class _Ids(dict[str, int]):
    def __missing__(self, form: str) -> int:
        made = self[form] = len(self)
        return made


class WordCounts:
    """Counts gathered text by text. `table` gives what was gathered so far."""

    def __init__(self, start: WordTable | None = None) -> None:
        self._ids = _Ids({".": _STOP_ID})
        self._uses: Ints = np.zeros(1, np.int64)
        self._in_texts: Ints = np.zeros(1, np.int64)
        self._runs: list[tuple[Ints, Ints]] = []
        self._unmerged = 0
        self._total = 0
        self.texts = 0
        self.texts_kept = 0
        """As many were there when `table` was last asked for."""
        self._sampled = 0
        self._forms_kept = 1
        self._known: tuple[Vocabulary | None, Ints] = (None, np.zeros(0, np.int64))
        """A vocabulary, and for each number of it the id of the form here."""
        if start is not None:
            self._continue(start)

    def _continue(self, start: WordTable) -> None:
        self._ids = _Ids({form: index for index, form in enumerate(start.forms)})
        self._uses = start.uses.copy()
        self._total = start.total
        self._sampled = min(start.texts, _SAMPLED_TEXTS)
        self._in_texts = np.rint(start.share * self._sampled).astype(np.int64)
        self._runs = [(start.pair_keys, start.pair_uses)]
        self.texts = self.texts_kept = start.texts
        self._forms_kept = len(start.forms)

    def add(self, items: Sequence[Sequence[Terms]]) -> None:
        """Count items, each given as the terms of its texts, all of which were made together."""
        self.texts += len(items)
        vocabulary = next((terms.vocabulary for item in items for terms in item), None)
        if vocabulary is None:
            return
        counted = [self._ids_in(item, vocabulary) for item in items]
        if self._total > _FULLY_COUNTED:
            counted = counted[::_THINNED]  # the others were met, so that they can be searched for
        ids, size = np.concatenate(counted), len(self._ids)
        self._total += len(ids)
        self._uses = _grown(self._uses, size) + np.bincount(ids, minlength=size)
        self._uses[_STOP_ID] = 0
        self._sample(counted, size)
        whole = (ids[:-1] != _STOP_ID) & (ids[1:] != _STOP_ID)
        self._gather((ids[:-1] << 32 | ids[1:])[whole])

    def _ids_in(self, item: Sequence[Terms], vocabulary: Vocabulary) -> Ints:
        """The forms of an item as they are numbered here, with a stop at the end of each text."""
        if self._known[0] is not vocabulary:
            self._known = (vocabulary, np.zeros(0, np.int64))
        numbers = np.concatenate([part for terms in item for part in (terms.numbers, _STOPS)] or [_STOPS])
        known = self._known[1]
        if len(known) < len(vocabulary.forms):
            more = np.full(len(vocabulary.forms) - len(known), _UNSEEN, np.int64)
            known = np.concatenate([known, more])
            self._known = (vocabulary, known)
        found = known[numbers]
        if (found == _UNSEEN).any():
            for number in np.unique(numbers[found == _UNSEEN]).tolist():
                known[number] = self._ids[vocabulary.forms[number]]
        return np.asarray(known[numbers], np.int64)

    def _sample(self, counted: Sequence[Ints], size: int) -> None:
        """In how many texts a form stands is estimated from the first ones and thinly from later ones."""
        step = 1 if self._sampled < _SAMPLED_TEXTS else 20
        self._in_texts = _grown(self._in_texts, size)
        for ids in counted[::step]:
            self._in_texts[np.unique(ids)] += 1
            self._sampled += 1

    def _gather(self, keys: Ints) -> None:
        found, uses = np.unique(keys, return_counts=True)
        self._runs.append((found, uses.astype(np.int64)))
        self._unmerged += len(found)
        if self._unmerged > max(_MERGE_AT, len(self._runs[0][0])):
            self._merge()

    def _merge(self) -> None:
        keys = np.concatenate([run[0] for run in self._runs]) if self._runs else np.zeros(0, np.int64)
        uses = np.concatenate([run[1] for run in self._runs]) if self._runs else np.zeros(0, np.int64)
        order = np.argsort(keys, kind="stable")
        keys, uses = keys[order], uses[order]
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        self._runs = [(keys[first], np.add.reduceat(uses, first) if len(keys) else uses)]
        self._unmerged = 0

    def new_forms(self) -> list[str]:
        """Forms met since `table` was last asked for."""
        return list(islice(self._ids, self._forms_kept, None))

    def table(self) -> WordTable:
        self._merge()
        self.texts_kept, self._forms_kept = self.texts, len(self._ids)
        keys, uses = self._runs[0]
        size = len(self._ids)
        successors = np.bincount(keys >> 32, minlength=size) if len(keys) else np.zeros(size, np.int64)
        if len(keys) > _MOST_PAIRS:
            keys, uses = keys[uses > 1], uses[uses > 1]
        in_texts = _grown(self._in_texts, size)
        return WordTable(
            forms=tuple(self._ids),
            uses=_grown(self._uses, size),
            share=(in_texts / max(self._sampled, 1)).astype(np.float32),
            pair_keys=keys,
            pair_uses=uses,
            successors=successors,
            texts=self.texts,
        )


def _grown(counts: Ints, size: int) -> Ints:
    return np.concatenate([counts, np.zeros(size - len(counts), np.int64)]) if len(counts) < size else counts
