"""The search index in Elasticsearch 8.19, one node or a cluster: for archives on many machines.

An alias names the index in use; a rebuild writes a new one beside it and swaps the alias. The engine gets
terms of ours and takes them apart at spaces only; it needs no plug-in.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, bulk

from archive.adapters.index_base import Counts, Found, PlannedIndex
from archive.adapters.index_elastic_query import (
    aggregations,
    among,
    mappings,
    matching,
    ranking,
    settings,
    suggestions,
)
from archive.adapters.index_elastic_words import KeptWords
from archive.search_analysis import versions
from archive.search_analysis.counts import WordCounts, WordTable
from archive.search_analysis.documents import (
    KEYWORDS,
    IndexEntry,
    entries_of,
    suggestion_label,
    suggestion_prefix,
)
from archive.search_analysis.plan import Plan, reach_of
from archive.settings import Settings
from schemas.errors import Conflict, SearchUnavailable
from schemas.queries import FacetValue, IndexDocument, SearchQuery
from schemas.rights import Reach

_BATCH = 500
_EXISTS = 409
_FRESH_S = 2.0
_ORDERS = {"newest": "desc", "oldest": "asc"}


def open_index(settings: Settings) -> ElasticIndex:
    return ElasticIndex(settings.elastic_urls)


class ElasticIndex(PlannedIndex):
    """Port `SearchIndex`. Threads may share it."""

    def __init__(self, urls: Sequence[str], prefix: str = "kyuc", abandoned_after: float = 20.0) -> None:
        """`prefix` begins the names of all indices, so that several archives may share a cluster. A rebuild
        that adds nothing for `abandoned_after` seconds has lost its process."""
        super().__init__()
        self._abandoned_after = abandoned_after
        self._readable_until = 0.0
        self._client = Elasticsearch(
            list(urls),
            request_timeout=30,
            max_retries=4,
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
        )
        self._alias, self._building = f"{prefix}-items", f"{prefix}-building"
        self._log = f"{prefix}-rebuilds"
        self._words = KeptWords(self._client, f"{prefix}-words")

    # writing

    def put(self, documents: Iterable[IndexDocument]) -> None:
        with _ours():
            self._current() or self._create(self._alias)
            targets = [self._alias, *self._built_now()]
            counts = self._words.counting()
            self._write(documents, counts, targets, action="index")
            for target in targets:
                self._client.indices.refresh(index=target)
            self._words.keep(counts)

    def remove(self, item_ids: Iterable[str]) -> None:
        with _ours():
            if self._current() is None:
                return
            ids = list(item_ids)
            for target in [self._alias, *self._built_now()]:
                actions = ({"_op_type": "delete", "_index": target, "_id": item_id} for item_id in ids)
                bulk(self._client, actions, raise_on_error=False, refresh=True)

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """What is put meanwhile goes to both; the rebuild never overwrites it. Raises Conflict."""
        with _ours():
            self._drop_abandoned()
            began = datetime.now(UTC)
            new, old, counts = self._create(self._building), self._in_use(), WordCounts()
            try:
                self._write(documents, counts, [new], action="create")
            except BaseException:
                self._client.indices.delete(index=new)
                raise
            self._swap(new, old)
            self._words.keep(counts, always=True)
            self._record(new, began)
            return self.count()

    def _drop_abandoned(self) -> None:
        """What a killed rebuild left. One that still grows is somebody's: raises Conflict."""
        for name in self._built_now():
            before = self._size(name)
            time.sleep(self._abandoned_after)
            if self._size(name) != before:
                raise Conflict(
                    "a rebuild is running",
                    vi="Chỉ mục đang được dựng lại ở nơi khác. Hãy đợi xong rồi chạy lại.",
                    en="The index is being rebuilt elsewhere. Wait for it to end, then run again.",
                )
            self._client.indices.delete(index=name, ignore_unavailable=True)

    def _size(self, name: str) -> int:
        """Of an index that may have been begun only now, or taken away by whoever built it."""
        try:
            stands = self._client.indices.stats(index=name, metric="indexing")["_all"]["primaries"]
        except NotFoundError:
            return 0
        return int(stands.get("indexing", {}).get("index_total", 0))

    def delete_all(self) -> None:
        """Take every index of this prefix away; the records can make them again."""
        with _ours():
            names = [*self._named(self._alias), *self._built_now(), self._words.name, self._log]
            self._client.indices.delete(index=names, ignore_unavailable=True)

    def _write(
        self, documents: Iterable[IndexDocument], counts: WordCounts, targets: list[str], *, action: str
    ) -> None:
        source = iter(documents)
        while batch := entries_of(list(islice(source, _BATCH))):
            counts.add([entry.said for entry in batch])
            actions = (_action(entry, target, action) for target in targets for entry in batch)
            failed: Any = bulk(self._client, actions, raise_on_error=False, max_retries=3)[1]
            refused = [one for one in failed if isinstance(one, dict) and one[action]["status"] != _EXISTS]
            if refused:
                raise SearchUnavailable(f"{len(refused)} items refused: {str(refused[0])[:300]}")

    def _swap(self, new: str, old: str | None) -> None:
        self._client.indices.refresh(index=new)
        actions: list[dict[str, Any]] = [
            {"add": {"index": new, "alias": self._alias}},
            {"remove": {"index": new, "alias": self._building}},
        ]
        if old:
            actions.append({"remove_index": {"index": old}})
        self._client.indices.update_aliases(actions=actions)

    def _create(self, alias: str) -> str:
        """A new index that this alias names. Another process may have been faster: then its index."""
        name = f"{self._alias}-v{versions.SCHEMA_VERSION}-{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
        self._client.indices.create(index=name, mappings=mappings(), settings=settings(), aliases={alias: {}})
        return name

    def _current(self) -> str | None:
        name = self._in_use()
        if name:
            versions.must_be_readable(name)
        return name

    def _in_use(self) -> str | None:
        return next(iter(self._named(self._alias)), None)

    def _built_now(self) -> list[str]:
        return self._named(self._building)

    def _named(self, alias: str) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _record(self, name: str, began: datetime) -> None:
        """One document for each rebuild, for whoever runs the archive."""
        ended = datetime.now(UTC)
        line = {"index": name, "items": self.count(), "ended": ended.isoformat(timespec="seconds")}
        line["seconds"] = round((ended - began).total_seconds(), 2)
        self._client.index(index=self._log, document=line)

    # reading

    def is_outdated(self) -> bool:
        with _ours():
            name = self._in_use()
            return name is not None and versions.is_outdated(name)

    def count(self) -> int:
        with _ours():
            try:
                return int(self._client.count(index=self._alias)["count"])
            except NotFoundError:
                return 0

    def words(self) -> WordTable:
        with _ours():
            return self._words.table()

    def suggest(
        self, prefix: str, limit: int = 8, max_level: int = 1, reach: Reach | None = None
    ) -> Sequence[str]:
        start = suggestion_prefix(prefix)
        if not start:
            return ()
        found = self._search(suggestions(Plan(reach=reach_of(reach, max_level)), start, 4 * limit))
        if found is None:
            return ()
        buckets = found["aggregations"]["found"]["buckets"]
        labels = dict.fromkeys(suggestion_label(bucket["key"]) for bucket in buckets)
        typed = prefix.casefold().strip()
        return sorted(labels, key=lambda label: typed not in label.casefold())[:limit]

    def count_hits(self, plan: Plan, query: SearchQuery) -> Counts:
        body: dict[str, Any] = {"size": 0, "track_total_hits": True, "query": matching(plan)}
        if query.facets:
            body["aggs"] = aggregations(query.facet_values)
        found = self._search(body)
        if found is None:
            return Counts(0)
        counted = found.get("aggregations", {})
        facets = {
            name: tuple(FacetValue(b["key"], int(b["doc_count"])) for b in counted[name]["buckets"])
            for name in KEYWORDS
            if name in counted
        }
        return Counts(int(found["hits"]["total"]["value"]), facets)

    def count_among(self, plan: Plan, item_ids: Sequence[str]) -> int:
        body = {"size": 0, "track_total_hits": True, "query": among(plan, item_ids)}
        found = self._search(body)
        return int(found["hits"]["total"]["value"]) if found else 0

    def page(self, plan: Plan, query: SearchQuery, *, strict: bool) -> list[Found]:
        order = query.sort if plan.ranked or query.sort != "relevance" else "newest"
        body: dict[str, Any] = {
            "query": ranking(plan, strict=strict),
            "from": query.offset,
            "size": query.limit,
            "track_total_hits": False,
            "_source": ["stored"],
        }
        if order in _ORDERS:
            body["sort"] = [{"day": _ORDERS[order]}]
        found = self._search(body)
        hits = found["hits"]["hits"] if found else []
        return [Found(float(hit["_score"] or 0.0), str(hit["_source"]["stored"])) for hit in hits]

    def _search(self, body: dict[str, Any]) -> Any:
        """None before anything was indexed."""
        with _ours():
            self._must_be_readable()
            try:
                return self._client.search(index=self._alias, body=body)
            except NotFoundError:
                return None

    def _must_be_readable(self) -> None:
        """Asked anew every few seconds: another machine may have swapped."""
        if time.monotonic() >= self._readable_until:
            self._current()
            self._readable_until = time.monotonic() + _FRESH_S


def _action(entry: IndexEntry, target: str, action: str) -> dict[str, Any]:
    return {
        "_op_type": action,
        "_index": target,
        "_id": entry.item_id,
        "c": entry.words,
        "p": entry.pairs,
        "day": entry.day,
        "stored": entry.stored.decode(),
        **{name: list(values) for name, values in entry.keywords.items()},
    }


@contextmanager
def _ours() -> Iterator[None]:
    try:
        yield
    except (TransportError, ApiError, BulkIndexError) as error:
        raise SearchUnavailable(f"elasticsearch: {error}") from error
