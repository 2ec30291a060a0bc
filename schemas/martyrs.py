"""The dead as lists record them. A record is made of assertions; here is what a list row says at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MartyrRow:
    """One person of a list, every value as written (empty: the list is silent)."""

    id: str
    """The archive's id of the record."""
    external_id: str
    """The id that the list gave it."""
    name: str
    birth: str = ""
    death: str = ""
    hometown: str = ""
    rank: str = ""
    unit: str = ""
    enlisted: str = ""
    cemetery: str = ""
    grave: str = ""
    other_names: tuple[str, ...] = ()
