"""Why two things may be one, and what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from schemas.ids import new_id
from schemas.rights import EVERYTHING, Reach
from schemas.transcripts import Box, Locator


@dataclass(frozen=True, slots=True)
class Evidence:
    """One compared feature: its weight in bits (log2 of the odds), and the words on each side."""

    feature: str
    level: str
    weight: float
    left: str
    right: str
    where: Locator | None = None
    """The box or second that the left side comes from, if it stands in an item."""

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        if self.where is None:
            del data["where"]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Evidence:
        where = data.get("where")
        if where is None:
            return cls(**data)
        box = Box(**where["box"]) if where["box"] else None
        return cls(**{**data, "where": Locator(**{**where, "box": box})})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal that an item concerns a record; may be made anew, never decides."""

    item_id: str
    record_id: str
    external_id: str
    name: str
    weight: float
    """Bits."""
    probability: float
    evidence: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]
    model: str
    """Version of the matcher and of the register it saw."""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is decided about: that `left` and `right` are (or concern) one person. Always in this order."""

    left: str
    """Id of an item, a grave or a record."""
    right: str

    @classmethod
    def of(cls, one: str, other: str) -> Subject:
        return cls(min(one, other), max(one, other))


class Step(StrEnum):
    PROPOSE = "propose"
    REVIEW = "review"
    CONFIRM_COMMUNE = "confirm_commune"
    CONFIRM_PROVINCE = "confirm_province"
    AUTHORITY = "authority"
    """The number of an authority's decision, after the province confirmed: only that concludes identity."""
    REFUTE = "refute"
    INSUFFICIENT = "insufficient"
    WITHDRAW = "withdraw"


class LinkState(StrEnum):
    PROPOSED = "proposed"
    REVIEWING = "reviewing"
    CONFIRMED_COMMUNE = "confirmed_commune"
    CONFIRMED_PROVINCE = "confirmed_province"
    REFUTED = "refuted"
    INSUFFICIENT = "insufficient"
    DISPUTED = "disputed"
    """Two people disagree: a third decides."""
    NONE = "none"


class VerifierLevel(StrEnum):
    """The level at which somebody decides; a machine only proposes."""

    MACHINE = "machine"
    VOLUNTEER = "volunteer"
    COMMUNE = "commune"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry in the ledger. Entries are added, never changed; a later one may withdraw an earlier."""

    subject: Subject
    step: Step
    by: str
    """User id, or the engine and its version."""
    level: VerifierLevel
    reason_code: str = ""
    words: str = ""
    evidence_seen: tuple[Mapping[str, Any], ...] = ()
    withdraws: str | None = None
    """Id of the entry that this one withdraws."""
    authority_number: str = ""
    """Number of the decision of the authority that concluded; never one of ours."""
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """What decisions taught the matcher, and whether it is used: only if it foretold better."""

    version: str
    parameters: Mapping[str, Any]
    confirmed: int
    refused: int
    """Cases learned from and tried on."""
    held_out: int
    """Of these, those that it was tried on."""
    before: float
    """Mean surprise (bits) of the held-out decisions to the model before."""
    after: float
    kept: bool
    moved: tuple[tuple[str, float, float], ...]
    """(belief, as it was, as it is)."""
    by: str
    id: str = field(default_factory=new_id)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


NOBODY = "-"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases of the verification desk are wanted; empty: any."""

    reach: Reach = EVERYTHING
    """Items out of this reach are left out."""
    commune: str = ""
    kind: str = ""
    """Code of the kind of material."""
    strength: str = ""
    """Code of the strength of the machine's suggestion."""
    brought_before: datetime | None = None
    """Items that wait since then or longer."""
    assigned: str = ""
    """Id of the user it was handed to; `NOBODY`: handed to nobody."""
