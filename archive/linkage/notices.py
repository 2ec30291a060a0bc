"""In two lists side by side: the date of the notice in one stands where the other has the date of death."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archive.linkage.blocking import Pairs
from archive.linkage.dates import parse_partial_date
from archive.linkage.headings import guessed_mapping
from archive.linkage.table import PersonTable


def dated_by_the_notice(left: PersonTable, right: PersonTable, pairs: Pairs) -> tuple[str, NDArray[np.bool_]]:
    """(heading of the death, which pairs): the death that one list gives is the notice of the other."""
    deaths = [_cells(table, "death") for table in (left, right)]
    found = np.zeros(len(pairs), bool)
    for one, other in ((0, 1), (1, 0)):
        notices = _cells((left, right)[other], "notice")
        if deaths[one] and notices:
            rows = zip(pairs[:, one], pairs[:, other], strict=True)
            found |= np.fromiter((_same(deaths[one][a], notices[b]) for a, b in rows), bool, len(pairs))
    return guessed_mapping([column.heading for column in left.columns]).get("death", ""), found


def _cells(table: PersonTable, field: str) -> Sequence[str]:
    heading = guessed_mapping([column.heading for column in table.columns]).get(field, "")
    column = table.column(heading)
    return column.cells if column else ()


@lru_cache(maxsize=1 << 16)
def _same(death: str, notice: str) -> bool:
    """The same day, or the same year where one of them is a year only."""
    a, b = parse_partial_date(death), parse_partial_date(notice)
    if a is None or b is None or a.year is None:
        return False
    return all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))
