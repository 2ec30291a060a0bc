"""Đo tốc độ gợi ý liên kết trên sổ liệt sĩ lớn / Time suggestions against a large register.

Makes `--records` invented martyrs (seeded; name parts by their frequency), then asks for `--items` items
whose lines are damaged copies of some of them. One JSON object: build seconds, peak memory (MB), p50 and p95
in ms, and the share of items whose true record stands first. With many items the mean of each tenth of them
is given, so that a cost that grows is seen. `wrong_strong`: of stones of men who are not in the register, the
share that gets a strong suggestion all the same. `--import`: the same records are brought into a new archive
as a CSV list first, with the seconds and the memory of that.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from archive.authority.orthography import fold_text
from archive.bootstrap import Archive
from archive.linkage.clues import clues_of_lines
from archive.linkage.importing import ListToImport, import_list
from archive.linkage.invented import invented_martyrs
from archive.linkage.registry import Registry
from archive.linkage.suggest import suggest
from archive.settings import load
from schemas.martyrs import MartyrRow
from schemas.transcripts import Segment

_STRANGERS = 500


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="kyuc bench suggest", description=__doc__)
    parser.add_argument("--records", type=int, default=1_200_000)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="nơi lưu sổ đã lập / keep the built register here")
    parser.add_argument("--import", action="store_true", dest="brought_in", help="đo cả việc nhập · also")
    given = parser.parse_args(argv)
    imported = _import(given.records, given.seed) if given.brought_in else {}
    began = time.perf_counter()
    men = invented_martyrs(given.records + _STRANGERS, given.seed)
    registry = Registry.of(islice(men, given.records))
    built = time.perf_counter() - began
    if given.folder:
        registry.save(given.folder)
    seconds: list[float] = []
    first = 0
    chance = random.Random(given.seed)
    for row, segments in _items(_some_of(registry, given.items, chance), chance):
        began = time.perf_counter()
        found = suggest(registry, clues_of_lines(segments), top=5)
        seconds.append(time.perf_counter() - began)
        first += bool(found) and found[0].row.id == row.id
    strangers = [suggest(registry, clues_of_lines(stone), top=5) for _, stone in _items(men, chance)]
    tenths = _tenths(seconds)
    seconds.sort()
    print(
        json.dumps(
            {
                "records": given.records,
                "names": len(registry.names),
                "build_s": round(built, 1),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "p50_ms": round(1000 * seconds[len(seconds) // 2], 1),
                "p95_ms": round(1000 * seconds[int(len(seconds) * 0.95)], 1),
                "first": round(first / given.items, 3),
                "wrong_strong": round(sum(any(s.strong for s in f) for f in strangers) / _STRANGERS, 4),
                "mean_ms_by_tenth": tenths,
                "load": round(os.getloadavg()[0], 1),
                **imported,
            }
        )
    )
    return 0


def _tenths(seconds: Sequence[float]) -> list[float]:
    """Mean milliseconds of the first tenth of the items, the second, …"""
    size = max(len(seconds) // 10, 1)
    parts = [seconds[at : at + size] for at in range(0, size * 10, size)]
    return [round(1000 * sum(part) / len(part), 1) for part in parts if part]


def _import(count: int, seed: int) -> dict[str, float]:
    """Seconds and peak memory of bringing the records in as a list; seconds of the same list once more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as made:
            rows = csv.writer(made)
            rows.writerow(_HEADINGS)
            for row in invented_martyrs(count, seed):
                rows.writerow([getattr(row, field) for field in _COLUMNS])
        archive = Archive(load({"KYUC_DATA": str(Path(folder) / "data")}))
        began = time.perf_counter()
        import_list(archive.records, ListToImport(path, "bench", "bench"))
        first = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        began = time.perf_counter()
        import_list(archive.records, ListToImport(path, "bench", "bench"))
        again = time.perf_counter() - began
        archive.close()
    return {"import_s": round(first, 1), "import_peak_mb": peak, "import_again_s": round(again, 1)}


_COLUMNS = ("external_id", "name", "birth", "death", "hometown", "rank", "unit", "enlisted")
_HEADINGS = (
    "Mã số",
    "Họ và tên",
    "Năm sinh",
    "Ngày hy sinh",
    "Quê quán",
    "Cấp bậc",
    "Đơn vị",
    "Nhập ngũ",
)


def _some_of(registry: Registry, count: int, chance: random.Random) -> Iterator[MartyrRow]:
    return (registry.rows[chance.randrange(len(registry))] for _ in range(count))


def _items(men: Iterable[MartyrRow], chance: random.Random) -> Iterator[tuple[MartyrRow, list[Segment]]]:
    """The stone of each, half of the names with a letter misread."""
    for row in men:
        name = fold_text(row.name).upper()
        if chance.random() < 0.5:
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("ABCDEGHIKLMNOPQRSTUVXY") + name[at + 1 :]
        lines = ["TỔ QUỐC GHI CÔNG", "LIỆT SĨ", name, f"SINH NĂM {row.birth}", f"QUÊ: {row.hometown.upper()}"]
        lines.append(f"HY SINH {row.death}")
        yield row, [Segment(line, confidence=chance.uniform(0.7, 1)) for line in lines]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
