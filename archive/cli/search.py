"""Tra cứu từ dòng lệnh / search the archive, one query or a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.bootstrap import open_archive
from archive.discovery import Discovery
from schemas.errors import KyucError
from schemas.queries import Hit, SearchQuery, SearchResult

_ALL_LEVELS = 4


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kyuc search",
        description="Tra cứu kho tư liệu. / Search the archive.",
    )
    parser.add_argument("query", nargs="*", help="câu cần tìm / what to search for")
    parser.add_argument("--json", action="store_true", help="in JSON Lines / print JSON Lines")
    parser.add_argument("--top", type=int, default=10, metavar="N", help="số kết quả / number of hits")
    parser.add_argument(
        "--queries",
        type=Path,
        metavar="FILE",
        help="tệp có nhiều câu, mỗi dòng: mã, tab, câu / many queries, a line each: id, tab, query",
    )
    return parser


def _queries(given: argparse.Namespace) -> Iterator[tuple[str | None, str]]:
    if given.queries is None:
        yield None, " ".join(given.query)
        return
    with given.queries.open(encoding="utf-8-sig", newline="\n") as lines:
        for line in lines:
            name, tab, text = line.rstrip("\r\n").partition("\t")
            if tab:
                yield name, text


def _hit(hit: Hit) -> dict[str, Any]:
    place = hit.places[0] if hit.places else None
    locator = place.locator if place else None
    return {
        "item": hit.item_id,
        "external_id": hit.external_id,
        "kind": hit.kind,
        "score": round(hit.score, 4),
        "title": hit.title,
        "snippet": place.snippet if place else "",
        "page": locator.page if locator else None,
        "box": locator.box.as_list() if locator and locator.box else None,
        "start": locator.start if locator else None,
    }


def _print(name: str | None, text: str, result: SearchResult, *, as_json: bool) -> None:
    if as_json:
        line: dict[str, Any] = {"id": name} if name is not None else {}
        line |= {"query": text, "hits": [_hit(hit) for hit in result.hits]}
        print(json.dumps(line, ensure_ascii=False))
        return
    print(f"{text}: {result.total}")
    for rank, hit in enumerate(result.hits, 1):
        snippet = " ".join(hit.places[0].snippet.split()) if hit.places else ""
        print(f"{rank:3}. {hit.title or hit.item_id}  [{hit.kind}]\n     {snippet}")


def main(argv: list[str]) -> int:
    given = _parser().parse_args(argv)
    if given.queries is None and not given.query:
        _parser().error("cần câu tìm hoặc --queries / a query or --queries is needed")
    archive = open_archive()
    try:
        discovery = Discovery(archive.records, archive.index)
        single = given.queries is None
        for name, text in _queries(given):
            asked = SearchQuery(text, limit=given.top, max_level=_ALL_LEVELS, facets=single)
            _print(name, text, discovery.search(asked), as_json=given.json)
    except KyucError as error:
        print(f"{error.message('vi')}\n{error.message('en')}", file=sys.stderr)
        return 1
    finally:
        archive.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
