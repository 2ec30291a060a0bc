"""Đo quyền xem làm tìm kiếm chậm đi bao nhiêu / what the rights of the reader add to a search."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from archive.adapters.index_tantivy import TantivyIndex
from archive.ports import SearchIndex
from archive.rights.standing import reach
from archive.word_model import document, word_model
from schemas.people import Role, User
from schemas.queries import IndexDocument, SearchQuery
from schemas.rights import EVERYTHING, Reach

_RESTRICTED = 100
"""One item in so many is for verification: below that level every search has to leave some out."""
_HERE = "tinh-3"
_READERS: Mapping[str, Reach] = {
    "all": EVERYTHING,
    "province_level_1": reach(User("lead", roles=frozenset({Role.TEAM_LEAD}))),
    "researcher": reach(User("nc", roles=frozenset({Role.RESEARCHER}), purpose="p")),
    "volunteer_of_a_place": reach(User("tn", roles=frozenset({Role.VOLUNTEER}), organisation_path=_HERE)),
}
"""Who searches. `all` is asked without any condition: what the search costs by itself."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench access",
        description="Thời gian tìm có và không có điều kiện quyền, cùng câu hỏi, cùng chỉ mục. / "
        "Time of a search with and without the conditions of rights, same queries, same index.",
    )
    parser.add_argument("--texts", type=int, default=50_000, help="số văn bản / number of texts")
    parser.add_argument("--queries", type=int, default=60, help="số câu hỏi / number of queries")
    parser.add_argument("--rounds", type=int, default=5, help="số lượt / rounds")
    parser.add_argument("--seed", type=int, default=1975, help="hạt giống / seed of the word model")
    return parser


def _document(number: int, text: str) -> IndexDocument:
    made = document(number, text)
    return replace(made, level=3) if number % _RESTRICTED == 0 else made


def _seconds(index: SearchIndex, queries: Sequence[str], reached: Reach) -> float:
    """Processor seconds of all threads for one page and the facets of every query."""
    began = time.process_time()
    for text in queries:
        index.search(SearchQuery(text, reach=reached))
    return time.process_time() - began


def _measured(index: SearchIndex, queries: Sequence[str], rounds: int) -> dict[str, float]:
    """Median of the rounds; readers take turns, so that a busy machine is busy for all of them."""
    spent: dict[str, list[float]] = {reader: [] for reader in _READERS}
    for number in range(rounds + 1):
        for reader, reached in _READERS.items():
            seconds = _seconds(index, queries, reached)
            if number:  # the first round warms the caches
                spent[reader].append(seconds)
    return {reader: median(seconds) for reader, seconds in spent.items()}


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    model = word_model(given.seed)
    texts = list(model.texts(given.texts))
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder))
        index.rebuild(_document(number, text) for number, text in enumerate(texts))
        step = max(len(texts) // given.queries, 1)
        queries = [" ".join(text.split()[3:6]) for text in texts[::step]][: given.queries]
        spent = _measured(index, queries, given.rounds)
    figures = {reader: round(1000 * seconds / len(queries), 3) for reader, seconds in spent.items()}
    added = {reader: round(seconds / spent["all"] - 1, 4) for reader, seconds in spent.items()}
    told = {"bench": "access", "texts": given.texts, "queries": len(queries), "rounds": given.rounds}
    print(json.dumps({**told, "processor_ms_a_search": figures, "added": added}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
