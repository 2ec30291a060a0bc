"""The words in which rights are spoken of: for whom something is open, what is asked, what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemas.consent import Purpose


class Audience(StrEnum):
    """What a role reads for. Each needs the consent of the family for that purpose."""

    PROGRAMME = "p"
    RESEARCH = "r"
    VERIFICATION = "v"


class Use(StrEnum):
    """What a person wants of a thing."""

    VIEW = "view"
    """Find it, see its page, its pictures and words."""
    PICTURE = "picture"
    """See the picture or hear the sound, and none of the words."""
    ORIGINAL = "original"
    """The file as it came, byte for byte."""
    CONTACTS = "contacts"
    """Addresses and telephones of living relatives."""
    EXACT_POINT = "exact_point"
    """Where a grave lies, to the metre."""


class ThingState(StrEnum):
    KEPT = "kept"
    QUARANTINED = "quarantined"
    """Cách ly (nghi bí mật): a stamp was seen; nobody but one role, and no machine."""
    WITHDRAWN = "withdrawn"
    """Đã gỡ."""
    PRACTICE = "practice"
    """Brought to a practice visit: nobody finds it, no machine works on it, it leaves the archive nowhere."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What the policy needs to know of an item, a visit or a record."""

    level: int = 1
    """0 public, 1 inside the programme, 2 research, 3 verification, 4 specially restricted."""
    organisation_path: str | None = ""
    """Where it belongs in the tree, as `lang-son/mau-son`; empty: to the root; None: to everybody."""
    owners: frozenset[str] = frozenset()
    """Ids of who made the visit and who brought the files."""
    allowed: frozenset[Purpose] | None = None
    """What every party allows now. None: never recorded here (imports, visits with consent on paper)."""
    state: ThingState = ThingState.KEPT
    withheld_to: tuple[int, ...] = ()
    """For each withheld part, the level from which it is seen."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """One way in: up to this level, in this part of the organisation tree, for this audience."""

    level: int
    audience: Audience = Audience.PROGRAMME
    organisation_path: str = ""
    """Empty: the whole tree."""
    quarantine: bool = False
    owned_by: str | None = None
    """Only what this person brought, wherever it belongs."""


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a person may find, as ways in of which one suffices. Nobody's reach is what is public."""

    ways: tuple[Clearance, ...] = ()
    apart: frozenset[str] = frozenset()
    """Ids of items of which this person writes down a page apart from the others just now: of these nothing
    is shown but the picture and the sound, or the second reading would not be one."""

    @property
    def highest(self) -> int:
        return max((way.level for way in self.ways), default=0)


def whole_archive(level: int) -> Reach:
    """Everything up to a level, inside the programme: for commands and measurements."""
    return Reach((Clearance(level),))


EVERYTHING = whole_archive(4)


class Outcome(StrEnum):
    ALLOWED = "allowed"
    PARTLY = "partly"
    """Without the parts that are withheld."""
    REFUSED = "refused"


class Reason(StrEnum):
    """Why something is refused or only shown in part. The first that holds is given."""

    CLOSED_ACCOUNT = "closed_account"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"
    PRACTICE = "practice"
    MINOR = "minor"
    ORGANISATION = "organisation"
    LEVEL = "level"
    NO_PURPOSE = "no_purpose"
    CONSENT = "consent"
    WITHHELD = "withheld"
    REASON_MISSING = "reason_missing"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The policy's answer. `words_*` are for the person who asked."""

    outcome: Outcome
    reason: Reason | None = None
    words_vi: str = ""
    words_en: str = ""

    def __bool__(self) -> bool:
        """Whether anything may be seen."""
        return self.outcome is not Outcome.REFUSED
