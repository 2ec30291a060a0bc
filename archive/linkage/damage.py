"""A list as a second hand would have copied it: seeded damage of every kind that papers show.

For measuring linkage only. The kinds: marks lost or changed, letters misread or misheard, day and month
swapped, a year of notice, parts of a date missing, abbreviations, cells missing, units written otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from archive.authority.orthography import fold
from archive.linkage.columns import FieldKind
from archive.linkage.dates import parse_partial_date
from archive.linkage.table import Column, PersonTable

_EYE = {"c": "e", "e": "c", "h": "b", "n": "u", "u": "n", "l": "t", "t": "l", "g": "q", "i": "l", "o": "a"}
_EAR = (
    ("tr", "ch"),
    ("ch", "tr"),
    ("x", "s"),
    ("s", "x"),
    ("l", "n"),
    ("n", "l"),
    ("gi", "d"),
    ("d", "gi"),
    ("v", "d"),
)
_TONES = ("áàảãạa", "óòỏõọo", "úùủũụu", "íìỉĩịi", "éèẻẽẹe", "ấầẩẫậâ", "ốồổỗộô", "ếềểễệê", "ớờởỡợơ", "ứừửữựư")
_ABBREVIATED = {"nguyễn": "Ng.", "văn": "v.", "thị": "T.", "trần": "Tr.", "phạm": "Ph."}


def damaged(table: PersonTable, seed: int, *, severity: float = 1.0, keep: float = 0.8) -> PersonTable:
    """A shuffled copy of a share `keep` of the rows with new ids `B<row's old id>` and damaged cells.

    `severity` scales how often a cell suffers: 1 is one cell in three, about.
    """
    chance = random.Random(seed)
    rows = [row for row in range(len(table)) if chance.random() < keep]
    chance.shuffle(rows)
    columns = tuple(
        Column(
            column.heading, column.kind, [_cell(column.cells[r], column.kind, chance, severity) for r in rows]
        )
        for column in table.columns
    )
    return PersonTable([f"B{table.ids[row]}" for row in rows], columns)


def _cell(cell: str, kind: FieldKind, chance: random.Random, severity: float) -> str:
    if not cell or chance.random() < 0.08 * severity:
        return ""
    if chance.random() > 0.35 * severity:
        return cell
    return chance.choice(_WAYS.get(kind, _TEXT_WAYS))(cell, chance)


def _without_marks(cell: str, chance: random.Random) -> str:
    return " ".join(fold(word).title() for word in cell.split())


def _other_tone(cell: str, chance: random.Random) -> str:
    places = [(at, row) for at, letter in enumerate(cell.lower()) for row in _TONES if letter in row]
    if not places:
        return cell
    at, row = chance.choice(places)
    letter = chance.choice(row)
    return cell[:at] + (letter.upper() if cell[at].isupper() else letter) + cell[at + 1 :]


def _misread(cell: str, chance: random.Random) -> str:
    places = [at for at, letter in enumerate(cell.lower()) if letter in _EYE]
    if not places:
        return cell
    at = chance.choice(places)
    return cell[:at] + _EYE[cell[at].lower()] + cell[at + 1 :]


def _misheard(cell: str, chance: random.Random) -> str:
    words = cell.split()
    at = chance.randrange(len(words))
    for one, other in chance.sample(_EAR, len(_EAR)):
        if words[at].lower().startswith(one):
            words[at] = (other + words[at][len(one) :]).title()
            break
    return " ".join(words)


def _abbreviated(cell: str, chance: random.Random) -> str:
    return " ".join([_ABBREVIATED.get(word.lower(), word) for word in cell.split()[:-1]] + cell.split()[-1:])


def _middle_lost(cell: str, chance: random.Random) -> str:
    words = cell.split()
    return f"{words[0]} {words[-1]}" if len(words) > 2 else cell


def _date_slip(cell: str, chance: random.Random) -> str:
    date = parse_partial_date(cell)
    if date is None or date.year is None:
        return cell
    ways: list[Callable[[], str]] = [
        lambda: str(date.year),
        lambda: str((date.year or 0) + chance.choice((-1, 1))),
    ]
    if date.month:
        ways.append(lambda: f"{(date.month or 1) % 12 + 1}/{date.year}")
    if date.month and date.day:
        ways.append(lambda: f"{date.month}/{date.day}/{date.year}")
        ways.append(lambda: f"{date.day}.{date.month}.{(date.year or 0) % 100}")
        ways.append(lambda: f"{date.month}-{date.year}")
    return chance.choice(ways)()


def _part_lost(cell: str, chance: random.Random) -> str:
    parts = [part.strip() for part in cell.split(",")]
    return ", ".join(parts[: chance.randint(1, len(parts))])


def _unit_otherwise(cell: str, chance: random.Random) -> str:
    parts = cell.replace("-", "/").split("/")
    return chance.choice((" ".join(part.upper() for part in parts), parts[-1], ", ".join(parts)))


_TEXT_WAYS = (_without_marks, _other_tone, _misread)
_WAYS: dict[FieldKind, tuple[Callable[[str, random.Random], str], ...]] = {
    FieldKind.NAME: (_without_marks, _other_tone, _misread, _misheard, _abbreviated, _middle_lost),
    FieldKind.DATE: (_date_slip,),
    FieldKind.PLACE: (_part_lost, _without_marks, _other_tone, _misread),
    FieldKind.UNIT: (_unit_otherwise,),
}  # fmt: skip
