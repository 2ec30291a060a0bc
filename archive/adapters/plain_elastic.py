"""Elasticsearch as it comes, for comparison only: BM25 over one text field, its own analyser and `match`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk


class PlainElastic:
    def __init__(self, urls: Sequence[str], name: str) -> None:
        self._client = Elasticsearch(list(urls), request_timeout=120)
        self._name = name
        self._client.indices.create(
            index=name,
            mappings={"properties": {"body": {"type": "text"}}},
            settings={"number_of_shards": 1, "number_of_replicas": 0},
        )

    def build(self, texts: Iterable[tuple[str, str]]) -> None:
        bulk(self._client, ({"_index": self._name, "_id": name, "body": text} for name, text in texts))
        self._client.indices.refresh(index=self._name)

    def search(self, text: str, limit: int = 10) -> list[str]:
        query = {"match": {"body": text}}
        found = self._client.search(index=self._name, query=query, size=limit, track_total_hits=True)
        return [str(hit["_id"]) for hit in found["hits"]["hits"]]

    def remove(self) -> None:
        self._client.indices.delete(index=self._name, ignore_unavailable=True)
