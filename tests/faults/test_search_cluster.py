"""Elasticsearch as three nodes, one of which dies: search goes on and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.adapters.index_elastic import ElasticIndex
from schemas.errors import SearchUnavailable
from schemas.holdings import ItemKind
from schemas.queries import IndexDocument, Passage, SearchQuery
from tests.servers.availability import ServerMissing, cannot_be_had
from tests.servers.elasticsearch import ElasticCluster, ElasticNode

pytestmark = [pytest.mark.slow, pytest.mark.servers]


def items(first: int, count: int) -> list[IndexDocument]:
    return [
        IndexDocument(f"item {n}", ItemKind.LETTER, "", (Passage("a", "t", f"Lá thư số {n} gửi mẹ"),))
        for n in range(first, first + count)
    ]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[ElasticCluster]:
    made = ElasticCluster(tmp_path)
    try:
        made.start()
    except ServerMissing as missing:
        cannot_be_had(missing)
    yield made
    made.stop()


def holder_of_the_data(cluster: ElasticCluster) -> ElasticNode:
    """The node with the primary of the items: the one whose death hurts most."""
    with cluster.nodes[0].client() as client:
        client.cluster.health(wait_for_status="green", timeout="60s")
        shards = client.cat.shards(index="kyuc-items", format="json", h="prirep,node")
    primary = next(str(shard["node"]) for shard in shards if shard["prirep"] == "p")  # type: ignore[index]
    return next(node for node in cluster.nodes if node.name == primary)


def test_search_goes_on_when_the_node_with_the_data_is_killed(cluster: ElasticCluster) -> None:
    urls = [node.url for node in cluster.nodes]
    index = ElasticIndex(urls)
    index.put(items(0, 30))
    holder_of_the_data(cluster).kill()
    deadline = time.monotonic() + 90
    while True:
        try:
            assert index.search(SearchQuery("thư gửi mẹ", limit=50)).total == 30
            index.put(items(30, 5))
            break
        except SearchUnavailable:
            assert time.monotonic() < deadline, "the cluster did not recover"
            time.sleep(1)
    assert index.search(SearchQuery("thư gửi mẹ", limit=50)).total == 35


def test_without_any_node_search_says_that_it_is_away() -> None:
    index = ElasticIndex(["http://127.0.0.1:9"])
    with pytest.raises(SearchUnavailable):
        index.search(SearchQuery("thư"))
