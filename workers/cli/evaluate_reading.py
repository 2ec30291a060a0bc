"""Đo độ đúng khi đọc chữ / error rates of reading against what people typed: DIR [--kind KIND]

Đo việc đọc chữ: tỉ lệ sai theo chữ cái (CER) và theo từ (WER), từng máy đọc riêng và kết quả chung.
Measures reading against what people typed: character and word error rates, each engine alone and ours
together, and seconds of one core a page. DIR holds labels.jsonl, a line a picture: {"image", "text"}, or for
stones {"image", "name", "birth", "death", "hometown"}: then the share of names and years found is told.
One JSON object a picture, then one with the table.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jiwer

from archive.authority.orthography import canon, fold, tokens
from schemas.errors import KyucError
from schemas.holdings import ItemKind
from schemas.transcripts import Segment
from workers import imaging
from workers.engines import shelf
from workers.reading import read_document


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "kyuc evaluate reading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--kind", choices=[kind.value for kind in ItemKind])
    options = parser.parse_args(argv)
    kind = ItemKind(options.kind) if options.kind else None
    table: dict[str, list[dict[str, float]]] = defaultdict(list)
    failed = 0
    for line in (options.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        try:
            texts, seconds = _read(options.folder / label["image"], kind)
        except KyucError as error:
            print(json.dumps({"image": label["image"], "error": error.message_en}), flush=True)
            failed = 1
            continue
        row = {engine: _figures(text, label) for engine, text in texts.items()}
        for engine, figures in row.items():
            table[engine].append(figures)
        table["seconds"].append({"core_seconds": seconds})
        print(
            json.dumps({"image": label["image"], "core_seconds": seconds, **row}, ensure_ascii=False),
            flush=True,
        )
    print(json.dumps({engine: _mean(rows) for engine, rows in table.items()}))
    return failed


def _read(path: Path, kind: ItemKind | None) -> tuple[dict[str, str], float]:
    """The text of each engine alone and of ours, and the seconds that ours took."""
    started = _core_seconds()
    segments = read_document(path, kind=kind).segments
    seconds = round(_core_seconds() - started, 2)
    texts = {"ours": "\n".join(segment.text for segment in segments), **_alone(segments)}
    pages = [shelf.tesseract().read_page(page.pixels) for page in imaging.open_pages(path)]
    texts["tesseract"] = "\n".join(line.text for page in pages for line in page)
    return texts, seconds


def _core_seconds() -> float:
    """Of this process and of the engines that it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _alone(segments: Sequence[Segment]) -> dict[str, str]:
    """What each line reader saw by itself in the lines that ours found; its first reading of each line."""
    lines: dict[str, list[str]] = defaultdict(list)
    for segment in segments:
        for engine in dict.fromkeys(reading.engine for reading in segment.readings):
            lines[engine].append(next(r.text for r in segment.readings if r.engine == engine))
    return {engine: "\n".join(own) for engine, own in lines.items()}


def _figures(read: str, label: dict[str, Any]) -> dict[str, float]:
    if "text" in label:
        wanted, found = " ".join(label["text"].split()), " ".join(read.split())
        return {
            "cer": round(float(jiwer.cer(wanted, found)), 4),
            "wer": round(float(jiwer.wer(wanted, found)), 4),
            "cer_bare": round(float(jiwer.cer(fold(wanted), fold(found))), 4),
        }
    words = [canon(word) for word in tokens(read)]
    bare = [fold(word) for word in tokens(read)]
    years = [
        value[-4:] for key in ("birth", "death") if (value := label.get(key, "")) and value[-4:].isdigit()
    ]
    return {
        "name_words": _share([canon(word) for word in tokens(label["name"])], words),
        "name_words_bare": _share([fold(word) for word in tokens(label["name"])], bare),
        "hometown_words_bare": _share([fold(word) for word in tokens(label.get("hometown", ""))], bare),
        "years": _share(years, [*words, *(part for word in words for part in word.split("-"))]),
    }


def _share(wanted: Sequence[str], found: Sequence[str]) -> float:
    there = set(found)
    return round(sum(word in there for word in wanted) / len(wanted), 4) if wanted else 1.0


def _mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: round(sum(row[key] for row in rows) / len(rows), 4) for key in rows[0]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
