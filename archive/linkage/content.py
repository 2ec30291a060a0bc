"""Columns of a list told by their content, where the headings say nothing ("cột 1", "TT2", "ghi chú")."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from archive.authority.lexicons import surnames
from archive.linkage.columns import FieldKind, kind_of_column
from archive.linkage.dates import parse_partial_date
from archive.linkage.headings import guessed_mapping

_ENOUGH = 0.6


def guessed_from(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Field to heading: first by what the headings say, then by what stands below the others."""
    mapping = guessed_mapping(list(headings))
    free = {
        heading: [row[at] for row in rows if row[at]]
        for at, heading in enumerate(headings)
        if heading not in mapping.values()
    }
    if "name" not in mapping and (name := _name_column(free)):
        mapping["name"] = name
        del free[name]
    for field, heading in _date_columns(free).items():
        mapping.setdefault(field, heading)
    units = [heading for heading, cells in free.items() if kind_of_column("", cells) is FieldKind.UNIT]
    if units:
        mapping.setdefault("unit", units[0])
    return mapping


def _name_column(columns: dict[str, list[str]]) -> str | None:
    shares = {heading: _share_of_names(cells) for heading, cells in columns.items()}
    best = max(shares, key=lambda heading: shares[heading], default=None)
    return best if best is not None and shares[best] >= _ENOUGH else None


def _share_of_names(cells: Sequence[str]) -> float:
    """Of two to five words without a digit, the first of them a surname."""
    known = surnames()
    names = [
        cell
        for cell in cells
        if 2 <= len(words := cell.lower().split()) <= 5
        and words[0] in known
        and not any(letter.isdigit() for letter in cell)
    ]
    return len(names) / len(cells) if cells else 0.0


def _date_columns(columns: dict[str, list[str]]) -> dict[str, str]:
    """Two columns of dates are births and deaths, the earlier years the births."""
    years: dict[str, float] = {}
    for heading, cells in columns.items():
        dates = [parse_partial_date(cell) for cell in cells]
        found = [date.year for date in dates if date is not None and date.year is not None]
        if found and kind_of_column("", cells) is FieldKind.DATE:
            years[heading] = median(found)
    if len(years) != 2:
        return {}
    first, last = sorted(years, key=lambda heading: years[heading])
    return {"birth": first, "death": last} if years[last] - years[first] >= 10 else {}
