"""A military unit as a mention names it, before anyone has said which unit of history it was."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = "abcdef"
"""tiểu đội, trung đội, đại đội, tiểu đoàn, trung đoàn, sư đoàn: small to large."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a mention says: levels with number and letter ("95B"), opaque codes, theatre and mailbox."""

    levels: tuple[tuple[str, str], ...] = ()
    """(level letter, number with suffix), small to large, each level once."""
    codes: tuple[str, ...] = ()
    """Kept as written but for spaces: `NT10`, `Đoàn559`, `LĐ52`, `QĐ3`."""
    theatre: str | None = None
    mailbox: str | None = None

    @property
    def normal(self) -> str:
        """`c3.d7.e66.f304@B3`, `BT14.Đoàn559`, `d7#HT:86.500YK`."""
        parts = [letter + number for letter, number in self.levels] + list(self.codes)
        theatre = f"@{self.theatre}" if self.theatre else ""
        mailbox = f"#HT:{self.mailbox}" if self.mailbox else ""
        return ".".join(parts) + theatre + mailbox

    @classmethod
    def parse(cls, normal: str) -> UnitName:
        """Back from the normal form."""
        rest, _, mailbox = normal.partition("#HT:")
        rest, _, theatre = rest.partition("@")
        levels, codes = [], []
        for part in filter(None, rest.split(".")):
            if part[0] in LEVELS and part[1:2].isdigit():
                levels.append((part[0], part[1:]))
            else:
                codes.append(part)
        return cls(tuple(levels), tuple(codes), theatre or None, mailbox or None)

    def tails(self) -> tuple[str, ...]:
        """Every name under which a search shall find it: `c3.d7.e66` also as `d7.e66` and `e66`."""
        parts = [letter + number for letter, number in self.levels] + list(self.codes)
        found = [self.normal] if self.normal else []
        for at in range(len(parts)):
            tail = ".".join(parts[at:])
            found += [tail, f"{tail}@{self.theatre}"] if self.theatre else [tail]
        found += [f"@{self.theatre}"] if self.theatre else []
        found += [f"#HT:{self.mailbox}"] if self.mailbox else []
        return tuple(dict.fromkeys(found))
