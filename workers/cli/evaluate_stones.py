"""Chấm việc đọc bia mộ / measure the reading of gravestones: DIR --registry FILE.csv

Đo việc đọc bia mộ: với mỗi ảnh, hồ sơ đúng đứng thứ mấy trong danh sách; tên có đủ dấu hay không.
Measures the reading of gravestones: at which rank each photo puts its true record of the list, and whether
the name was read with all its marks; and, with the true record taken out of the list, how often a wrong one
is shown as strong. DIR holds labels.jsonl, a line a photo: {"image", "grave_key" (the id of
the true record), "name", …}. One JSON object a photo, then one with the shares; ranks count ties against us.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from archive.authority.orthography import canon, fold, tokens
from archive.linkage.clues import Clues, clues_of_lines
from archive.linkage.lists import martyr_rows
from archive.linkage.registry import Registry
from archive.linkage.suggest import suggest
from archive.linkage.table import read_table
from schemas.errors import KyucError
from schemas.holdings import ItemKind
from schemas.martyrs import MartyrRow
from schemas.transcripts import Segment
from workers.reading import read_document

_LOOKED_AT = 100


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "kyuc evaluate stones", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--registry", type=Path, required=True, metavar="FILE.csv")
    parser.add_argument(
        "--kind", default=ItemKind.GRAVESTONE.value, help="bia_mo; rỗng: không nói / empty: unsaid"
    )
    options = parser.parse_args(argv)
    registry = Registry.of(martyr_rows(read_table(options.registry)))
    kind = ItemKind(options.kind) if options.kind else None
    labels = (options.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    photos: list[dict[str, Any]] = []
    graves: dict[str, list[Clues]] = defaultdict(list)
    for line in labels:
        label = json.loads(line)
        row, clues = _measured(options.folder / label["image"], label, registry, kind)
        photos.append(row)
        graves[label["grave_key"]].append(clues)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    ranks = [_rank(registry, reduce(or_, clues), key) for key, clues in graves.items()]
    wrong = _wrongly_strong(list(martyr_rows(read_table(options.registry))), graves)
    print(json.dumps({**_summary(photos, ranks), "wrong_shown_as_strong": wrong}, ensure_ascii=False))
    return int(any("error" in row for row in photos))


def _measured(
    path: Path, label: dict[str, Any], registry: Registry, kind: ItemKind | None
) -> tuple[dict[str, Any], Clues]:
    started = time.process_time()
    try:
        segments = read_document(path, kind=kind).segments
    except KyucError as error:
        return {"image": label["image"], "rank": None, "error": error.message_en}, Clues()
    seconds = time.process_time() - started
    clues = clues_of_lines(segments)
    found = _nearest(segments, label["name"])
    row = {
        "image": label["image"],
        "rank": _rank(registry, clues, label["grave_key"]),
        "name_exact": _same(found, label["name"]),
        "name_bare": [fold(word) for word in tokens(found)] == [fold(word) for word in tokens(label["name"])],
        "read": found,
        "name": label["name"],
        "seconds": round(seconds, 2),
    }
    return row, clues


def _wrongly_strong(rows: Sequence[MartyrRow], graves: Mapping[str, Sequence[Clues]]) -> float:
    """The share of photos that lead to a strong suggestion though their man is not in the list."""
    strong: list[bool] = []
    for true_id, photos in graves.items():
        others = Registry.of(row for row in rows if row.external_id != true_id)
        strong += [any(one.strong for one in suggest(others, clues)) for clues in photos]
    return round(sum(strong) / max(len(strong), 1), 4)


def _rank(registry: Registry, clues: Clues, true_id: str) -> int | None:
    """1 for the first; who weighs as much as the true record stands before it. None: not among the first."""
    found = suggest(registry, clues, _LOOKED_AT, shown_from=0.0)
    true = next((one for one in found if one.row.external_id == true_id), None)
    if true is None:
        return None
    return sum(1 for one in found if one.weight >= true.weight)


def _nearest(segments: Sequence[Segment], name: str) -> str:
    """The line shown that holds most of the name."""
    wanted = [fold(word) for word in tokens(name)]

    def shared(segment: Segment) -> float:
        words = [fold(word) for word in tokens(segment.text)]
        return sum(word in words for word in wanted) - abs(len(words) - len(wanted)) / 10

    return max((segment.text for segment in sorted(segments, key=shared)[-1:]), default="")


def _same(read: str, name: str) -> bool:
    return [canon(word) for word in tokens(read)] == [canon(word) for word in tokens(name)]


def _summary(photos: Sequence[dict[str, Any]], graves: Sequence[int | None]) -> dict[str, Any]:
    def share(ranks: Sequence[int | None], at: int) -> float:
        return round(sum(1 for rank in ranks if rank is not None and rank <= at) / max(len(ranks), 1), 4)

    ranks = [row["rank"] for row in photos]
    seconds = sorted(row.get("seconds", 0.0) for row in photos)
    return {
        "photos": len(photos),
        "at_1": share(ranks, 1),
        "at_5": share(ranks, 5),
        "graves": len(graves),
        "graves_at_1": share(graves, 1),
        "graves_at_5": share(graves, 5),
        "name_exact": round(sum(row.get("name_exact", False) for row in photos) / max(len(photos), 1), 4),
        "name_bare": round(sum(row.get("name_bare", False) for row in photos) / max(len(photos), 1), 4),
        "core_seconds_mean": round(sum(seconds) / max(len(seconds), 1), 2),
        "core_seconds_most": seconds[-1] if seconds else 0.0,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
