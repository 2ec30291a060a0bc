"""Chấm việc tìm tên, đơn vị, ngày, nơi / span F1 of mentions by kind, against a gold file."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.authority.extraction import find_mentions
from archive.authority.orthography import fold_text, nfc
from archive.cli.mention_markup import read_markup
from schemas.mentions import MentionKind

_DESCRIPTION = """Đo độ đúng của phần nhận tên, đơn vị, địa danh, ngày tháng … theo tệp mẫu đã gán nhãn
(JSON Lines: {"text", "mentions": [{"kind", "start", "end", "value"?}]}).
Measure mentions against a labelled file: exact spans, and values where the file gives them."""


@dataclass
class Tally:
    """Counts of one kind; `values` of the right spans that have a value in the gold file."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    overlapping: int = 0
    values_right: int = 0
    values: int = 0

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.extra) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / ((2 * self.right + self.extra + self.missed) or 1)

    def as_row(self) -> dict[str, Any]:
        value = round(self.values_right / self.values, 4) if self.values else None
        return {
            "f1": round(self.f1, 4),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "right": self.right,
            "extra": self.extra,
            "missed": self.missed,
            "missed_but_overlapped": self.overlapping,
            "value_accuracy": value,
        }


def evaluate(rows: Iterable[dict[str, Any]], errors: list[dict[str, Any]] | None = None) -> dict[str, Tally]:
    """Tallies by kind and under `all`; `errors` is filled with each extra, missed or misread span."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, row in enumerate(rows, 1):
        gold = {(m["kind"], m["start"], m["end"]): m.get("value") for m in row["mentions"]}
        found = {(m.kind.value, m.start, m.end): m.value for m in find_mentions(row["text"])}
        for kind, problem, span, said in _compare(gold, found, tallies):
            if errors is not None:
                text = row["text"][span[0] : span[1]]
                errors.append({"line": number, "kind": kind, "problem": problem, "text": text, "value": said})
    return dict(tallies)


def _compare(
    gold: dict[tuple[str, int, int], Any], found: dict[tuple[str, int, int], str], tallies: dict[str, Tally]
) -> Iterator[tuple[str, str, tuple[int, int], Any]]:
    for key in gold.keys() | found.keys():
        kind, start, end = key
        both = (tallies[kind], tallies["all"])
        if key in gold and key in found:
            wrong = gold[key] is not None and gold[key] != found[key]
            for tally in both:
                tally.right += 1
                tally.values += gold[key] is not None
                tally.values_right += gold[key] is not None and not wrong
            if wrong:
                yield kind, f"value, expected {gold[key]}", (start, end), found[key]
        elif key in gold:
            touched = any(k == kind and s < end and start < e for k, s, e in found)
            for tally in both:
                tally.missed += 1
                tally.overlapping += touched
            yield kind, "missed", (start, end), gold[key]
        else:
            for tally in both:
                tally.extra += 1
            yield kind, "extra", (start, end), found[key]


def _without_marks(text: str) -> str:
    """Each letter without its marks, as long as before; capitals stay."""
    bare = fold_text(text)
    return "".join(
        plain.upper() if letter.isupper() else plain for letter, plain in zip(nfc(text), bare, strict=True)
    )


MANNERS: dict[str, Callable[[str], str]] = {
    "written": str,
    "lower": lambda text: "".join(letter.lower()[:1] for letter in text),
    "capitals": lambda text: "".join(letter.upper()[:1] for letter in text),
    "unmarked": _without_marks,
    "bare": fold_text,
}
"""What careless typing and machines do to a text; every manner keeps its length."""


def in_manner(rows: Iterable[dict[str, Any]], manner: str) -> list[dict[str, Any]]:
    """The same gold texts typed in another manner; only the spans are then compared."""
    if manner == "written":
        return list(rows)
    changed = MANNERS[manner]
    return [
        {"text": changed(row["text"]), "mentions": [{**m, "value": None} for m in row["mentions"]]}
        for row in rows
    ]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Rows of a gold file (JSON Lines, or `.txt` with marks); raises ValueError with the line number."""
    source = path.read_text("utf-8")
    if path.suffix == ".txt":
        return read_markup(source)
    rows = []
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text = row["text"]
            for mention in row["mentions"]:
                MentionKind(mention["kind"])
                if not 0 <= mention["start"] < mention["end"] <= len(text):
                    raise ValueError("span outside the text")
        except (KeyError, TypeError, ValueError) as cause:
            raise ValueError(f"line {number}: {cause}") from cause
        rows.append(row)
    return rows


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("kyuc evaluate mentions", description=_DESCRIPTION)
    parser.add_argument("file", type=Path, help="tệp mẫu / gold file")
    parser.add_argument(
        "--manner", choices=MANNERS, default="written", help="gõ cách khác / the same texts typed otherwise"
    )
    parser.add_argument("--errors", action="store_true", help="in từng chỗ sai / print every error")
    asked = parser.parse_args(argv)
    try:
        rows = read_gold(asked.file)
    except (OSError, ValueError) as cause:
        print(f"Không đọc được tệp mẫu. / Cannot read the gold file: {cause}", file=sys.stderr)
        return 1
    errors: list[dict[str, Any]] | None = [] if asked.errors else None
    for kind, tally in sorted(evaluate(in_manner(rows, asked.manner), errors).items()):
        print(json.dumps({"kind": kind, **tally.as_row()}, ensure_ascii=False))
    for error in errors or ():
        print(json.dumps(error, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
