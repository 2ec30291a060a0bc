"""Tìm tên, đơn vị, địa danh, ngày trong văn bản / find persons, units, places and dates in a text."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from archive.authority.encodings import decode
from archive.authority.extraction import find_mentions

_DESCRIPTION = """Tìm tên người, đơn vị, địa danh, ngày tháng, cấp bậc, chức vụ, mã số, tọa độ, giấy tờ, mộ.
Find persons, units, places, dates, ranks, posts, codes, coordinates, papers and graves in a text."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("kyuc mentions", description=_DESCRIPTION)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--json", action="store_true", help="một văn bản vào, một JSON ra / one text in, one JSON out"
    )
    kind.add_argument(
        "--jsonl", action="store_true", help='mỗi dòng {"id","text"} vào, một dòng ra / a line in, a line out'
    )
    parser.add_argument(
        "file", nargs="?", default="-", help="tệp, hoặc - là đầu vào chuẩn / a file, or - for stdin"
    )
    asked = parser.parse_args(argv)
    try:
        if asked.file == "-":
            return _run(sys.stdin.buffer, lines=asked.jsonl)
        with Path(asked.file).open("rb") as stream:
            return _run(stream, lines=asked.jsonl)
    except OSError as cause:
        print(f"Không đọc được {asked.file}. / Cannot read {asked.file}: {cause.strerror}", file=sys.stderr)
        return 1


def _run(stream: BinaryIO, *, lines: bool) -> int:
    if lines:
        failures = [
            number for number, line in enumerate(stream, 1) if line.strip() and not _one_line(line, number)
        ]
        return 1 if failures else 0
    found = decode(stream.read())
    text = found.text
    if found.encoding != "unicode":
        print(f"Đã chuyển mã từ {found.encoding}. / Converted from {found.encoding}.", file=sys.stderr)
    _write({"mentions": mentions_json(text)})
    return 0


def _one_line(line: bytes, number: int) -> bool:
    try:
        given = json.loads(line)
        identity, text = given.get("id"), given["text"]
        if not isinstance(text, str):
            raise TypeError("text")
    except (ValueError, KeyError, TypeError, AttributeError):
        print(
            f'Dòng {number} không phải JSON {{"id","text"}}; đã bỏ qua. / '
            f'Line {number} is no JSON {{"id","text"}}; passed over.',
            file=sys.stderr,
        )
        return False
    _write({"id": identity, "mentions": mentions_json(text)})
    return True


def mentions_json(text: str) -> list[dict[str, Any]]:
    """Mentions as published: kind, start, end, text, value, candidates, and what else is known."""
    return [mention.to_json() for mention in find_mentions(text)]


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
