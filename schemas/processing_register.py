"""What a register of the processing of personal data counts: numbers only, nobody is named in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ProcessingCounts:
    visits: int
    visits_without_consent: int
    parties: int
    """Statements of consent that people gave."""
    minors: int
    """Of these, for people under eighteen."""
    given: Mapping[str, int] = field(default_factory=dict)
    """By purpose, statements that allowed it."""
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    witnesses: int = 0
    items: Mapping[int, int] = field(default_factory=dict)
    """By access level, those that are kept."""
    quarantined: int = 0
    erased: int = 0
    recordings: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)
    """By reason, parts that are withheld now."""
    kin: int = 0
    """Relatives of whom a contact is kept."""
    points: int = 0
    """Exact points of graves."""
    shares: int = 0
    """Links of families that are open now."""
