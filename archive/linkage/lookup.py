"""Martyr records by a name that a person types, with or without marks: for linking by hand."""

from __future__ import annotations

from dataclasses import dataclass

from archive.authority.orthography import nfc
from archive.linkage.names import name_syllables
from archive.linkage.registry import Registry
from schemas.errors import InvalidInput
from schemas.martyrs import MartyrRow

_LIKE_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Named:
    row: MartyrRow
    likeness: float
    """Of the letters, marks apart, 0 to 1."""


def records_named(registry: Registry, name: str, limit: int = 40) -> list[Named]:
    """The most alike first, those with the very marks before those without. Raises InvalidInput."""
    exact, plain = name_syllables(nfc(name))
    if len(plain) < 2 or plain in (("nguyen", "van"), ("nguyen", "thi"), ("tran", "van"), ("le", "van")):
        raise InvalidInput(
            "too little of a name",
            vi="Tên như vậy là quá ít để tìm. Hãy gõ cả họ, đệm và tên, ví dụ: Nguyễn Văn Hùng.",
            en="That is too little of a name. Type all of it, for example: Nguyễn Văn Hùng.",
        )
    numbers, likeness = registry.names_like(name)
    found: list[Named] = []
    for number, alike in zip(numbers, likeness, strict=True):
        if alike < _LIKE_ENOUGH or len(found) >= 5 * limit:
            break
        holders = registry.holders.of_key(registry.names[int(number)])
        found.extend(Named(registry.rows[int(at)], float(alike)) for at in holders[: 5 * limit])
    found.sort(key=lambda one: (-round(one.likeness, 3), name_syllables(one.row.name)[0] != exact))
    return found[:limit]
