"""The counts of a collection, kept in Elasticsearch itself, so that every machine searches with the same."""

from __future__ import annotations

import base64
import threading
import time
from uuid import uuid4

from elasticsearch import Elasticsearch, NotFoundError

from archive.search_analysis.counts import WordCounts, WordTable, empty_table

_PIECE = 6_000_000
"""Bytes in one document; a request may hold 100 MB."""
_FRESH_S = 2.0
_GROWTH = 1.1
"""Kept anew when the collection has grown by a tenth."""
_HEAD, _NEW = "head", "new"
_MAPPINGS = {
    "dynamic": False,
    "properties": {"mark": {"type": "keyword"}},
}


class KeptWords:
    """Counts under the name of the index they belong to. Threads may share it."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self._client, self.name = client, name
        self._guard = threading.RLock()
        self._table, self._mark, self._seen = empty_table(), "", 0.0
        self._counting: tuple[str, WordCounts] | None = None

    def table(self) -> WordTable:
        """As it was kept at most two seconds ago."""
        with self._guard:
            if time.monotonic() - self._seen > _FRESH_S:
                self._load()
            return self._table

    def _load(self) -> None:
        self._seen = time.monotonic()
        try:
            head = self._client.get(index=self.name, id=_HEAD)["_source"]
            if head["mark"] == self._mark:
                self._table = self._table.extended(self._new_forms())
                return
            pieces = [
                self._client.get(index=self.name, id=f"{head['mark']}-{number}")["_source"]["data"]
                for number in range(head["pieces"])
            ]
        except NotFoundError:
            self._table, self._mark = empty_table(), ""
            return
        packed = base64.b64decode("".join(pieces))
        self._table, self._mark = WordTable.from_bytes(packed), head["mark"]
        self._table = self._table.extended(self._new_forms())

    def counting(self) -> WordCounts:
        """Counts to go on from: those of this process, unless another one has kept newer ones."""
        with self._guard:
            self._load()
            if self._counting is None or self._counting[0] != self._mark:
                self._counting = (self._mark, WordCounts(self._table if self._mark else None))
            return self._counting[1]

    def keep(self, counts: WordCounts, *, always: bool = False) -> None:
        with self._guard:
            if not always and counts.texts < _GROWTH * counts.texts_kept:
                self._keep_new(counts.new_forms())
                return
            table, mark = counts.table(), uuid4().hex
            self._ensure()
            data = base64.b64encode(table.to_bytes()).decode()
            pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
            for number, piece in enumerate(pieces):
                self._client.index(index=self.name, id=f"{mark}-{number}", document={"data": piece})
            old = self._mark
            self._client.index(index=self.name, id=_HEAD, document={"mark": mark, "pieces": len(pieces)})
            self._table, self._mark, self._counting = table, mark, (mark, counts)
            self._forget(old)

    def _keep_new(self, forms: list[str]) -> None:
        """Words met since the counts were kept: they can be searched for at once."""
        known = self._new_forms()
        more = [form for form in forms if form not in set(known)]
        if more:
            document = {"mark": self._mark, "data": "\n".join([*known, *more])}
            self._client.index(index=self.name, id=_NEW, document=document)
            self._seen = 0.0

    def _new_forms(self) -> list[str]:
        try:
            found = self._client.get(index=self.name, id=_NEW)["_source"]
        except NotFoundError:
            return []
        return str(found["data"]).split("\n") if found["mark"] == self._mark else []

    def _ensure(self) -> None:
        if not self._client.indices.exists(index=self.name):
            self._client.indices.create(
                index=self.name,
                mappings=_MAPPINGS,
                settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
            )

    def _forget(self, mark: str) -> None:
        """The pieces of the counts before; readers that are in the midst of them read again."""
        number = 0
        while mark:
            try:
                self._client.delete(index=self.name, id=f"{mark}-{number}")
            except NotFoundError:
                return
            number += 1
