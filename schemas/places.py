"""Places of every epoch in one shape: names with validity, parent, source, certainty, point with radius."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one epoch; `kind` is tỉnh, huyện, sông …; years are None where unknown or still valid."""

    id: str
    name: str
    """Bare name: `Hải Lăng`."""
    kind: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    source: str = ""
    certainty: str = "C"
    """C computed from a table, F found in a public source, K general knowledge to be confirmed."""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    side: str = ""
    """`RVN` or `NLF` where only one side used the name."""

    @property
    def label(self) -> str:
        spoken = self.kind and not self.name.lower().startswith(self.kind)
        return f"{self.kind} {self.name}" if spoken else self.name
