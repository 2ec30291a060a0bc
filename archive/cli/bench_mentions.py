"""Đo tốc độ tìm tên, đơn vị, ngày, nơi / MB/s of the extraction on one core, on a file or on made texts."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

from archive.authority.extraction import find_mentions
from archive.authority.gazetteer import gazetteer
from archive.authority.lexicons import compounds
from archive.authority.unit_writing import Style, write
from archive.cli.bench_names import made_names
from archive.cli.evaluate_mentions import MANNERS
from schemas.units import UnitName

_DESCRIPTION = """Đo tốc độ nhận tên, đơn vị, địa danh, ngày tháng (MB/giây, một nhân).
Measure the extraction in MB/s on one core."""


def made_texts(count: int, seed: int) -> list[str]:
    """Letters of about 1.5 kB: dictionary words with names, places, units and dates among them."""
    chance = random.Random(seed)
    words, names = sorted(compounds()), made_names(500, seed)
    places = [place.label for place in list(gazetteer().places.values())[:4000]]
    return ["\n".join(_line(chance, words, names, places) for _ in range(12)) for _ in range(count)]


def _line(chance: random.Random, words: list[str], names: list[str], places: list[str]) -> str:
    unit = UnitName(
        (
            ("c", str(chance.randint(1, 20))),
            ("d", str(chance.randint(1, 9))),
            ("e", str(chance.randint(1, 300))),
        )
    )
    said = [
        f"đồng chí {chance.choice(names)}", f"ở {chance.choice(places)}",
        write(unit, chance.choice(list(Style))),
        f"ngày {chance.randint(1, 28)}/{chance.randint(1, 12)}/19{chance.randint(60, 75)}",
    ]  # fmt: skip
    plain = [" ".join(chance.choices(words, k=chance.randint(5, 12))) for _ in range(2)]
    return f"{plain[0].capitalize()}, {chance.choice(said)} {plain[1]}."


def _measured(texts: list[str], manner: str) -> dict[str, object]:
    find_mentions(texts[0][:2000])
    size = sum(len(text.encode()) for text in texts) / 1e6
    began, cpu = time.perf_counter(), time.process_time()
    found = sum(len(find_mentions(text)) for text in texts)
    wall, used = time.perf_counter() - began, time.process_time() - cpu
    return {"manner": manner, "texts": len(texts), "mb": round(size, 2), "mentions": found,
            "mb_per_s": round(size / wall, 3), "mb_per_cpu_s": round(size / used, 3)}  # fmt: skip


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("kyuc bench mentions", description=_DESCRIPTION)
    parser.add_argument("file", nargs="?", type=Path, help="tệp văn bản / a text file (UTF-8)")
    parser.add_argument("--texts", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--manner", choices=("all", *MANNERS), default="all", help="gõ cách khác / the texts typed otherwise"
    )
    asked = parser.parse_args(argv)
    texts = [asked.file.read_text("utf-8")] if asked.file else made_texts(asked.texts, asked.seed)
    for manner in MANNERS if asked.manner == "all" else (asked.manner,):
        print(json.dumps(_measured([MANNERS[manner](text) for text in texts], manner)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
