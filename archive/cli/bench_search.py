"""Đo tốc độ tra cứu, so với máy tìm gốc / how fast searches are, against the raw engine's query.

All answer the same words over the same texts in turn: ours as a page of results has it, with snippets and the
counts of every facet; ours without those counts; and the raw engine. Where marks are left out, the raw engine
gets texts and words without marks, since it would find nothing otherwise.

`processor` is time of all threads of this process: what compares on a machine that does other things as well.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from uuid import uuid4

from archive.adapters.index_elastic import ElasticIndex
from archive.adapters.index_tantivy import TantivyIndex
from archive.adapters.plain_elastic import PlainElastic
from archive.adapters.plain_tantivy import PlainTantivy
from archive.authority.orthography import fold_text
from archive.ports import SearchIndex
from archive.settings import load
from archive.understanding import understand
from archive.word_model import document, word_model
from schemas.queries import IndexDocument, SearchQuery

Search = Callable[[str], object]
Named = Iterator[tuple[str, str]]
_QUERIES_FROM = 20_000
"""Queries are taken from so many of the texts."""
_ROUNDS = 5


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench search",
        description="Đo tốc độ tra cứu (có bộ lọc và đoạn trích), so với máy tìm nguyên bản. / "
        "Search speed (with facets and snippets), against the raw engine's plain query.",
    )
    parser.add_argument("--texts", type=int, default=20_000, help="số văn bản / number of texts")
    parser.add_argument("--queries", type=int, default=200, help="số câu / number of queries")
    parser.add_argument("--seed", type=int, default=1975, help="hạt giống / seed of the word model")
    parser.add_argument("--engine", choices=["tantivy", "elasticsearch"], default="tantivy")
    return parser


def _queries(texts: Sequence[str], count: int, seed: int) -> list[str]:
    """Stretches of the texts: half as long as a title, half as short as a name."""
    chosen = random.Random(seed)
    made = []
    for number in range(count):
        words = chosen.choice(texts).replace(".", "").split()
        length = min(len(words), 10 if number % 2 else 3)
        start = chosen.randrange(len(words) - length + 1)
        made.append(" ".join(words[start : start + length]))
    return made


def _timed(search: Search, text: str) -> tuple[float, float]:
    """Milliseconds by the clock and of processor, the best of some: what else runs does not count."""
    clock, processor = [], []
    for _ in range(_ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        search(text)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return min(clock) * 1000, min(processor) * 1000


def _compare(searches: Mapping[str, Search], queries: Sequence[str]) -> dict[str, object]:
    """Milliseconds, in turn, after a first round that warms all; and how many times the raw engine's."""
    for text in queries[:20]:
        for search in searches.values():
            search(text)
    rows = [[_timed(search, text) for search in searches.values()] for text in queries]
    figures = {
        name: _figures(measured) for name, measured in zip(searches, zip(*rows, strict=True), strict=True)
    }
    ratios = {
        f"{name}_ratio": {point: round(ms / figures["raw"][point], 3) for point, ms in ours.items()}
        for name, ours in figures.items()
        if name != "raw"
    }
    return {**figures, **ratios}


def _figures(measured: Sequence[tuple[float, float]]) -> dict[str, float]:
    clock, processor = zip(*measured, strict=True)
    points = {"p50": (clock, 0.5), "p95": (clock, 0.95)}
    points |= {"processor_p50": (processor, 0.5), "processor_p95": (processor, 0.95)}
    return {point: round(_quantile(times, part), 3) for point, (times, part) in points.items()}


def _quantile(times: Sequence[float], part: float) -> float:
    return sorted(times)[int(part * (len(times) - 1))]


def _ours(index: SearchIndex, *, facets: bool) -> Search:
    return lambda text: index.search(understand(SearchQuery(text, limit=10, facets=facets))[0])


def _measure(index: SearchIndex, exact: Search, folded: Search, queries: list[str]) -> dict[str, object]:
    ours = {"ours": _ours(index, facets=True), "without_facets": _ours(index, facets=False)}
    bare = [fold_text(text) for text in queries]
    return {
        "with_marks": _compare({**ours, "raw": exact}, queries),
        "without_marks": _compare({**ours, "raw": folded}, bare),
    }


class _Texts:
    """The texts of one seed, made anew each time they are read: a million of them fill no memory."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._seed = count, seed

    def __iter__(self) -> Iterator[str]:
        return word_model(self._seed).texts(self._count)

    def documents(self) -> Iterator[IndexDocument]:
        return (document(number, text) for number, text in enumerate(self))

    def named(self) -> Named:
        return ((str(number), text) for number, text in enumerate(self))

    def folded(self) -> Named:
        return ((name, fold_text(text)) for name, text in self.named())


@contextmanager
def _tantivy(texts: _Texts) -> Iterator[tuple[SearchIndex, Search, Search]]:
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder) / "ours")
        exact, folded = (PlainTantivy(Path(folder) / name) for name in ("exact", "folded"))
        index.rebuild(texts.documents())
        exact.build(texts.named())
        folded.build(texts.folded())
        yield index, exact.search, folded.search


@contextmanager
def _elastic(texts: _Texts) -> Iterator[tuple[SearchIndex, Search, Search]]:
    urls, name = load().elastic_urls, f"bench-{uuid4().hex}"
    index = ElasticIndex(urls, prefix=name)
    exact, folded = (PlainElastic(urls, f"{name}-{kind}") for kind in ("exact", "folded"))
    try:
        index.rebuild(texts.documents())
        exact.build(texts.named())
        folded.build(texts.folded())
        yield index, exact.search, folded.search
    finally:
        for one in (exact, folded):
            one.remove()
        index.delete_all()


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    texts = _Texts(given.texts, given.seed)
    queries = _queries(list(islice(texts, _QUERIES_FROM)), given.queries, given.seed)
    with (_tantivy if given.engine == "tantivy" else _elastic)(texts) as searches:
        figures = _measure(*searches, queries)
    print(json.dumps({"bench": "search", "engine": given.engine, "texts": given.texts, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
