"""What the matcher of items and records believes before it sees either: how often a true pair agrees in what.

The defaults were measured on photos of stones and on papers; decisions of people move them (`learning`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from archive.linkage.slips import Slip

LIKENESS_STEPS = (0.97, 0.9, 0.83, 0.76, 0.68, 0.6)


@dataclass(frozen=True)
class Parameters:
    """Shares of true pairs (m). How often a pair agrees by chance (u) is counted in the register itself."""

    likeness: tuple[float, ...] = (0.68, 0.17, 0.09, 0.04, 0.015, 0.004)
    """Of true names by their best likeness to a line, step by step; the rest (1 %) is below."""
    year_read: float = 0.82
    """A stone's or paper's year is found in its text, given that it shows years."""
    day_read: float = 0.6
    slips: Mapping[str, float] = field(
        default_factory=lambda: {
            Slip.MONTH: 0.02,
            Slip.SWAPPED: 0.01,
            Slip.LUNAR: 0.01,
            Slip.NOTICE: 0.02,
        }
    )
    """A paper of the same man has the day so."""
    notice_year: float = 0.12
    """A record has the year of the notice, given that the paper shows another year than that of the death."""
    place_read: float = 0.5
    unit_shared: float = 0.6
    code_read: float = 0.7
    """The number of a certificate, given that both sides have one."""
    place_by_chance: float = 0.5 / 16
    """Least share of wrong men who agree in a part of their origin: men of one cemetery come from one
    commune, so that beyond this a shared village tells nothing more."""
    unit_by_chance: float = 0.6 / 1024
    in_register: float = 0.5
    """Prior chance that the item's person stands in the register at all."""
    version: str = "3"
    """Of what is written here; a learned one is named after its day."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parameters:
        return cls(**{**data, "likeness": tuple(data["likeness"])})

    def of_likeness(self, likeness: float) -> float:
        """Share of true names in the step that this likeness stands on."""
        for step, share in zip(LIKENESS_STEPS, self.likeness, strict=True):
            if likeness >= step:
                return share
        return BELOW


BELOW = 0.005
DEFAULT = Parameters()
