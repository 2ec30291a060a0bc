"""Đo tốc độ lập chỉ mục, so với máy tìm gốc / how fast texts are indexed, against the raw engine."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from archive.adapters.index_elastic import ElasticIndex
from archive.adapters.index_tantivy import TantivyIndex
from archive.adapters.plain_elastic import PlainElastic
from archive.adapters.plain_tantivy import PlainTantivy
from archive.settings import load
from archive.word_model import document, word_model


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc bench index",
        description="Đo tốc độ lập chỉ mục, so với máy tìm nguyên bản. / "
        "Indexing speed, against the raw engine on the same texts.",
    )
    parser.add_argument("--texts", type=int, default=20_000, help="số văn bản / number of texts")
    parser.add_argument("--seed", type=int, default=1975, help="hạt giống / seed of the word model")
    parser.add_argument("--engine", choices=["tantivy", "elasticsearch"], default="tantivy")
    return parser


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor in this process: on a busy machine only the latter compare."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def _figures(texts: int, seconds: tuple[float, float]) -> dict[str, float]:
    clock, processor = seconds
    return {
        "seconds": round(clock, 3),
        "processor_seconds": round(processor, 3),
        "texts_per_second": round(texts / clock, 1),
    }


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    texts = list(word_model(given.seed).texts(given.texts))
    documents = (document(number, text) for number, text in enumerate(texts))
    named = ((str(number), text) for number, text in enumerate(texts))
    with tempfile.TemporaryDirectory() as folder:
        if given.engine == "tantivy":
            ours, raw = TantivyIndex(Path(folder) / "ours"), PlainTantivy(Path(folder) / "raw")
            raw_s = _seconds(lambda: raw.build(named))
            ours_s = _seconds(lambda: ours.rebuild(documents))
        else:
            urls, name = load().elastic_urls, f"bench-{uuid4().hex}"
            elastic, plain = ElasticIndex(urls, prefix=name), PlainElastic(urls, f"{name}-raw")
            raw_s = _seconds(lambda: plain.build(named))
            ours_s = _seconds(lambda: elastic.rebuild(documents))
            plain.remove()
            elastic.delete_all()
    characters = sum(map(len, texts))
    print(
        json.dumps(
            {
                "bench": "index",
                "engine": given.engine,
                "texts": given.texts,
                "characters": characters,
                "ours": _figures(given.texts, ours_s),
                "raw": _figures(given.texts, raw_s),
                "ratio": round(raw_s[0] / ours_s[0], 3),
                "processor_ratio": round(raw_s[1] / ours_s[1], 3),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
