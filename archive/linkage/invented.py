"""Invented martyrs by the million, for measuring: name parts as frequent as among people, the rest seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator

from archive.authority.distances import data_rows
from archive.authority.gazetteer import gazetteer
from archive.authority.places import full_label
from schemas.martyrs import MartyrRow

_RANKS = ("", "Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ", "Chuẩn úy", "Thiếu úy", "A trưởng", "B phó")


def invented_martyrs(count: int, seed: int) -> Iterator[MartyrRow]:
    """`count` rows, the same for the same seed; ids `M1`, `M2`, …"""
    chance = random.Random(seed)
    parts = {part: _frequencies(part) for part in ("surname", "middle", "given")}
    places = _communes()
    for number in range(1, count + 1):
        names = [chance.choices(*parts[part])[0] for part in ("surname", "middle", "given")]
        born = int(chance.gauss(1946, 7))
        died = min(max(born + int(chance.gauss(23, 4)), 1946), 1989)
        yield MartyrRow(
            id=f"M{number}",
            external_id=f"M{number}",
            name=" ".join(names),
            birth=str(born),
            death=_day(chance, died),
            hometown=chance.choice(places),
            rank=chance.choice(_RANKS),
            unit=_unit(chance),
            enlisted=str(born + 18),
        )


def _day(chance: random.Random, year: int) -> str:
    return str(year) if chance.random() < 0.3 else f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{year}"


def _unit(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return ""
    return f"c{chance.randint(1, 20)}/d{chance.randint(1, 12)}/e{chance.randint(1, 280)}"


def _frequencies(part: str) -> tuple[list[str], list[float]]:
    rows = list(data_rows(f"name_{part}.tsv"))
    return [name for name, _ in rows], [float(count) for _, count in rows]


def _communes() -> list[str]:
    """Communes of the tree of 63 provinces, written from small to large."""
    table = gazetteer()
    return [full_label(place.id) for place in table.places.values() if place.id.startswith("w63:")]
