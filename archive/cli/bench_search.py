"""Đo tốc độ tra cứu, so với máy tìm gốc / how fast searches are, against the raw engine's query.

Both answer the same words over the same texts in turn. Where marks are left out, the raw engine gets texts
and words without marks, since it would find nothing otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from archive.adapters.index_elastic import ElasticIndex
from archive.adapters.index_tantivy import TantivyIndex
from archive.adapters.plain_elastic import PlainElastic
from archive.adapters.plain_tantivy import PlainTantivy
from archive.authority.orthography import fold_text
from archive.settings import load
from archive.understanding import understand
from archive.word_model import document, word_model
from schemas.queries import SearchQuery

Search = Callable[[str], object]


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


def _timed(search: Search, text: str) -> float:
    """Milliseconds, the best of three: what else runs on the machine is not what is measured."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        search(text)
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def _compare(ours: Search, raw: Search, queries: Sequence[str]) -> dict[str, object]:
    """Milliseconds, in turn, after a first round that warms both."""
    for text in queries[:20]:
        ours(text), raw(text)
    pairs = [(_timed(ours, text), _timed(raw, text)) for text in queries]
    figures = {
        name: {"p50_ms": _quantile(times, 0.5), "p95_ms": _quantile(times, 0.95)}
        for name, times in zip(("ours", "raw"), zip(*pairs, strict=True), strict=True)
    }
    ratios = {
        f"ratio_{point}": round(figures["ours"][f"{point}_ms"] / figures["raw"][f"{point}_ms"], 3)
        for point in ("p50", "p95")
    }
    return {**figures, **ratios}


def _quantile(times: Sequence[float], part: float) -> float:
    return round(sorted(times)[int(part * (len(times) - 1))], 3)


def _measure(ours: Search, exact: Search, folded: Search, queries: list[str]) -> dict[str, object]:
    bare = [fold_text(text) for text in queries]
    return {"with_marks": _compare(ours, exact, queries), "without_marks": _compare(ours, folded, bare)}


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    texts = list(word_model(given.seed).texts(given.texts))
    queries = _queries(texts, given.queries, given.seed)
    documents = (document(number, text) for number, text in enumerate(texts))
    exact = ((str(number), text) for number, text in enumerate(texts))
    folded = ((str(number), fold_text(text)) for number, text in enumerate(texts))
    with tempfile.TemporaryDirectory() as folder:
        if given.engine == "tantivy":
            ours = TantivyIndex(Path(folder) / "ours")
            raws = [PlainTantivy(Path(folder) / name) for name in ("exact", "folded")]
            ours.rebuild(documents)
            raws[0].build(exact)
            raws[1].build(folded)
            figures = _measure(
                lambda text: ours.search(understand(SearchQuery(text, limit=10))[0]),
                raws[0].search,
                raws[1].search,
                queries,
            )
        else:
            urls, name = load().elastic_urls, f"bench-{uuid4().hex}"
            elastic = ElasticIndex(urls, prefix=name)
            plain = [PlainElastic(urls, f"{name}-{kind}") for kind in ("exact", "folded")]
            elastic.rebuild(documents)
            plain[0].build(exact)
            plain[1].build(folded)
            figures = _measure(
                lambda text: elastic.search(understand(SearchQuery(text, limit=10))[0]),
                plain[0].search,
                plain[1].search,
                queries,
            )
            for one in plain:
                one.remove()
            elastic.delete_all()
    print(json.dumps({"bench": "search", "engine": given.engine, "texts": given.texts, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
