"""Parts of an item that are not for everybody: a box of a page, a stretch of a recording, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from schemas.holdings import Derivative
from schemas.ids import new_id
from schemas.transcripts import Locator

MACHINE = "machine"
"""In place of a person, where a machine withheld something by itself."""


class WithheldFor(StrEnum):
    """Why. The value is the code; the words are in the catalogues."""

    IDENTITY_CARD = "identity_card"
    """Image or number of an identity card: only for who sees what is restricted."""
    LIVING_PERSON = "living_person"
    HEALTH = "health"
    GRIEF = "grief"
    FAMILY_WISH = "family_wish"
    DISPUTE = "dispute"


SEEN_FROM: dict[WithheldFor, int] = {**dict.fromkeys(WithheldFor, 3), WithheldFor.IDENTITY_CARD: 4}
"""The access level from which such a part is seen."""


@dataclass(frozen=True, slots=True)
class WithheldPart:
    """`where`: asset with page and box, or with start and end in seconds."""

    where: Locator
    reason: WithheldFor
    made_by: str
    words: str = ""
    """More about it, for those who may see it."""
    level: int = 3
    """The access level from which it is seen."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    confirmed_by: str = ""
    """Who looked at what a machine withheld and left it so."""

    @property
    def asset_id(self) -> str:
        return self.where.asset_id


@dataclass(frozen=True, slots=True)
class MaskedDerivative:
    """A derivative without what is withheld from readers below some level."""

    derivative: Derivative
    mask: str
    """Which parts are gone (`archive.rights.withholding.mask_of`)."""
