"""What is asked of the search and what comes back, in the archive's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from schemas.holdings import ItemKind
from schemas.rights import Reach
from schemas.transcripts import Locator


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an item as it is indexed: an asset's transcript, a title, a description."""

    asset_id: str | None
    transcript_id: str | None
    text: str
    quality: float = 1.0
    """Mean confidence, 0 to 1."""
    located: bool = False
    """Its transcript knows boxes or seconds."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """An item as the search index sees it; replaced whole."""

    item_id: str
    kind: ItemKind
    title: str
    passages: tuple[Passage, ...]
    visit_id: str = ""
    external_id: str | None = None
    level: int = 1
    organisation_path: str = ""
    doors: tuple[str, ...] = ()
    """For whom it is open (`archive.rights.doors`); empty: by level and organisation alone."""
    commune: str = ""
    captured: date | None = None
    persons: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Normal forms with every tail: `c3.d7.e66`, `d7.e66`, `e66`."""
    places: tuple[str, ...] = ()
    """Place ids of every epoch with their ancestors."""
    days: tuple[tuple[date, date], ...] = ()
    """Lower and upper day of each date mentioned."""
    place_labels: tuple[str, ...] = ()
    medium: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of the query that was understood; shown as a chip that can be switched off."""

    kind: str
    text: str
    value: str
    start: int = 0
    end: int = 0
    values: tuple[str, ...] = ()
    """What the index holds of it: tails of a unit, place ids with what lies within."""
    days: tuple[date, date] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    text: str = ""
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    visits: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    """Years that the material speaks of, as `1968`."""
    qualities: tuple[str, ...] = ()
    """`high`, `middle`, `low`: how well it could be read."""
    days: tuple[tuple[date, date], ...] = ()
    """Only items that speak of a day within one of these."""
    understood: tuple[Understood, ...] = ()
    """What was understood in the text; lifts what matches, excludes nothing."""
    switched_off: tuple[str, ...] = ()
    """Values of `Understood` that the person switched off."""
    max_level: int = 1
    """Without a `reach`: the whole archive up to this level."""
    reach: Reach | None = None
    """What the person who asks may find."""
    organisation_path: str = ""
    offset: int = 0
    limit: int = 20
    sort: str = "relevance"
    """`relevance`, `newest` or `oldest` (by the day the material was collected)."""
    facets: bool = True
    facet_values: int = 20
    """So many values of each facet, the commonest first; of few-valued facets and years all."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A match inside a snippet, in code points of the snippet."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HitPlace:
    """A best place inside a hit: the snippet as written, and where it stands."""

    snippet: str
    highlights: tuple[Highlight, ...]
    locator: Locator | None
    transcript_id: str | None = None
    """The transcript that knows the box or the second of it; None where there is neither."""


@dataclass(frozen=True, slots=True)
class Hit:
    item_id: str
    score: float
    kind: str
    title: str
    external_id: str | None = None
    visit_id: str = ""
    places: tuple[HitPlace, ...] = ()
    commune: str = ""
    captured: date | None = None
    medium: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    did_you_mean: str | None = None
