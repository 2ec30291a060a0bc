"""Đo tốc độ tìm tên đã biết / how fast known names are found, with names and text made on the spot."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time

from archive.authority.known_names import KnownNames
from archive.authority.lexicons import compounds, given_names, middle_names, surnames

_DESCRIPTION = """Đo tốc độ tìm tên đã biết trong văn bản (tên và văn bản được tạo tại chỗ).
Measure how fast known names are found in a text (names and text are made on the spot)."""


def made_names(count: int, seed: int) -> list[str]:
    """Distinct invented names of three or four syllables."""
    chance = random.Random(seed)
    first, middle, last = (
        sorted(word for word in words if not word.isascii())
        for words in (surnames(), middle_names(), given_names())
    )
    made: dict[str, None] = {}
    while len(made) < count:
        parts = [chance.choice(first), chance.choice(middle), chance.choice(last)]
        if chance.random() < 0.6:
            parts.insert(2, chance.choice(last))
        made[" ".join(parts).title()] = None
    return list(made)


def made_text(names: list[str], megabytes: float, seed: int) -> str:
    """Running text of dictionary words with a name every twenty words; half of the names are known ones."""
    chance = random.Random(seed)
    words = sorted(compounds())
    others = made_names(max(200, len(names) // 100), seed + 1)
    lines, size = [], 0
    while size < megabytes * 1e6:
        name = chance.choice(names if chance.random() < 0.5 else others)
        line = f"{' '.join(chance.choices(words, k=10))} {name} {' '.join(chance.choices(words, k=4))}.\n"
        lines.append(line)
        size += len(line.encode())
    return "".join(lines)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("kyuc bench names", description=_DESCRIPTION)
    parser.add_argument("--names", type=int, default=1_200_000, help="số tên / number of names")
    parser.add_argument("--megabytes", type=float, default=5.0, help="MB văn bản / MB of text")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    names = made_names(asked.names, asked.seed)
    began = time.perf_counter()
    known = KnownNames(names)
    built = time.perf_counter() - began
    text = made_text(names, asked.megabytes, asked.seed)
    size = len(text.encode()) / 1e6
    for label, slips in (("exact_and_marks", False), ("with_slips", True)):
        began, cpu = time.perf_counter(), time.process_time()
        hits = known.find(text, slips=slips)
        row = {
            "what": label, "names": len(names), "build_s": round(built, 2), "text_mb": round(size, 2),
            "mb_per_s": round(size / (time.perf_counter() - began), 2),
            "mb_per_cpu_s": round(size / (time.process_time() - cpu), 2), "found": len(hits),
        }  # fmt: skip
        print(json.dumps(row))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
