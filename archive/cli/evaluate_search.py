"""Chấm việc tra cứu, so với BM25 thường / how well questions find their passage, against plain BM25.

Material: XQuAD in Vietnamese, which is not part of the project. Measure: mean reciprocal rank of the right
passage among the first ten, for questions as written, with every mark dropped, and with half of them dropped.
With `KYUC_ELASTIC_URL` set, Elasticsearch is measured too, and how far the first ten of both agree.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from uuid import uuid4

from archive.adapters.index_elastic import ElasticIndex
from archive.adapters.index_tantivy import TantivyIndex
from archive.adapters.plain_elastic import PlainElastic
from archive.adapters.plain_tantivy import PlainTantivy
from archive.authority.orthography import fold, fold_text, nfc
from archive.ports import SearchIndex
from archive.settings import load
from archive.understanding import understand
from schemas.holdings import ItemKind
from schemas.queries import IndexDocument, Passage, SearchQuery

_FIRST = 10
_DEFAULT = Path("../shared/eval/passages/xquad.vi.json")
Finder = Callable[[str], Sequence[str]]
Question = tuple[str, str]
"""Text and the id of its passage."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc evaluate search",
        description="Đo chất lượng tra cứu trên XQuAD tiếng Việt. / Search quality on XQuAD in Vietnamese.",
    )
    parser.add_argument("--data", type=Path, default=_DEFAULT, help="tệp xquad.vi.json / the file")
    parser.add_argument("--questions", type=int, default=0, help="chỉ N câu đầu / only the first N questions")
    return parser


def _material(path: Path) -> tuple[list[Question], list[Question]]:
    """(id, passage) of every passage, and (question, id of its passage)."""
    articles = json.loads(path.read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    passages = [(str(number), paragraph["context"]) for number, paragraph in enumerate(paragraphs)]
    questions = [
        (qa["question"], str(n)) for n, paragraph in enumerate(paragraphs) for qa in paragraph["qas"]
    ]
    return passages, questions


def _half_bare(text: str, chosen: random.Random) -> str:
    return " ".join(fold(word) if chosen.random() < 0.5 else word for word in text.split())


def _mrr(find: Finder, questions: Sequence[Question]) -> float:
    ranks = []
    for text, wanted in questions:
        found = list(find(text))[:_FIRST]
        ranks.append(1 / (found.index(wanted) + 1) if wanted in found else 0.0)
    return round(sum(ranks) / max(len(ranks), 1), 4)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", nfc(text).lower()))


def _bare_words(text: str) -> str:
    return _words(fold_text(text))


def _finder(index: SearchIndex) -> Finder:
    def find(text: str) -> list[str]:
        asked, _ = understand(SearchQuery(text, limit=_FIRST, facets=False))
        return [hit.item_id for hit in index.search(asked).hits]

    return find


def _documents(passages: Iterable[Question]) -> Iterable[IndexDocument]:
    return (IndexDocument(name, ItemKind.TEXT, "", (Passage(None, None, text),)) for name, text in passages)


def _tantivy(folder: Path, passages: Sequence[Question]) -> dict[str, Finder]:
    ours = TantivyIndex(folder / "ours")
    ours.rebuild(_documents(passages))
    exact, folded = PlainTantivy(folder / "exact"), PlainTantivy(folder / "folded")
    exact.build((name, _words(text)) for name, text in passages)
    folded.build((name, _bare_words(text)) for name, text in passages)
    return {
        "ours": _finder(ours),
        "plain_exact": lambda text: exact.search(_words(text)),
        "plain_folded": lambda text: folded.search(_bare_words(text)),
    }


def _elastic(
    urls: Sequence[str], passages: Sequence[Question]
) -> tuple[dict[str, Finder], Callable[[], None]]:
    name = f"evaluate-{uuid4().hex}"
    ours = ElasticIndex(urls, prefix=name)
    ours.rebuild(_documents(passages))
    exact, folded = PlainElastic(urls, f"{name}-exact"), PlainElastic(urls, f"{name}-folded")
    exact.build((name, _words(text)) for name, text in passages)
    folded.build((name, _bare_words(text)) for name, text in passages)

    def clean() -> None:
        for one in (exact, folded):
            one.remove()
        ours.delete_all()

    finders: dict[str, Finder] = {
        "ours": _finder(ours),
        "plain_exact": lambda text: exact.search(_words(text)),
        "plain_folded": lambda text: folded.search(_bare_words(text)),
    }
    return finders, clean


def _agreement(one: Finder, other: Finder, questions: Sequence[Question]) -> float:
    """The part of questions for which both give the same first ten."""
    same = sum(set(one(text)) == set(other(text)) for text, _ in questions)
    return round(same / max(len(questions), 1), 4)


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    if not given.data.is_file():
        print(f"Không có tệp {given.data}. / {given.data} is not there.", file=sys.stderr)
        return 1
    passages, questions = _material(given.data)
    questions = questions[: given.questions or None]
    chosen = random.Random(1)
    asked = {
        "with_marks": questions,
        "without_marks": [(fold_text(text), wanted) for text, wanted in questions],
        "half_of_marks": [(_half_bare(text, chosen), wanted) for text, wanted in questions],
    }
    with tempfile.TemporaryDirectory() as folder:
        engines = {"tantivy": _tantivy(Path(folder), passages)}
        result: dict[str, object] = {"evaluate": "search", "measure": "MRR@10", "questions": len(questions)}
        clean: Callable[[], None] = lambda: None  # noqa: E731
        if urls := load().elastic_urls:
            engines["elasticsearch"], clean = _elastic(urls, passages)
        try:
            for engine, finders in engines.items():
                result[engine] = {
                    way: {name: _mrr(find, texts) for name, find in finders.items()}
                    for way, texts in asked.items()
                }
            if len(engines) > 1:
                one, other = (finders["ours"] for finders in engines.values())
                result["agreement"] = {way: _agreement(one, other, texts) for way, texts in asked.items()}
        finally:
            clean()
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
