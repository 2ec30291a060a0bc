"""Units by their names of honour or cover ("Đoàn Plei Me"): a weaker reading, with the source's certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.authority.distances import data_rows
from archive.authority.mention_making import Found
from archive.authority.orthography import fold
from archive.authority.scan import Scan, Triggers, agrees
from schemas.mentions import MentionKind

_SIZES = ("đoàn", "trung đoàn", "sư đoàn", "đại đoàn", "lữ đoàn")
_TRIGGERS = Triggers(lambda _, folded: folded in {fold(size.split()[0]) for size in _SIZES})


def find_honours(scan: Scan) -> Iterator[Found]:
    """Capitalised behind a word of size; what was written must agree in its marks."""
    for match in scan.matches(_pattern(), _TRIGGERS):
        name, unit, certainty = _names()[" ".join(match["name"].split())]
        written = scan.text[match.start("name") : match.end("name")]
        size = scan.text[match.start() : match.end("size")]
        if written[0].isupper() and agrees(written, name) and any(agrees(size, each) for each in _SIZES):
            attributes = {"honour_name": name, "source_certainty": certainty}
            yield Found(MentionKind.UNIT, match.start(), match.end(), unit, (), "weak", attributes)


@cache
def _names() -> dict[str, tuple[str, str, str]]:
    return {fold(name): (name, unit, certainty) for name, unit, certainty in data_rows("honour_names.tsv")}


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(name.replace(" ", r"\s+") for name in _names())
    sizes = "|".join(fold(size).replace(" ", r"\s+") for size in _SIZES)
    return re.compile(rf"(?P<size>{sizes})\s+[\"“]?(?P<name>{names})(?![^\W_])")
