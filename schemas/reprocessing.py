"""What a better engine shall read or hear again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.holdings import ItemKind, Medium
from schemas.transcripts import PageOutcome, Transcript


@dataclass(frozen=True, slots=True)
class MachineText:
    """The newest version that a machine made of an asset. `took`: seconds of work, where they are known."""

    item_id: str
    transcript: Transcript
    took: float | None
    by_person: bool
    """A person's version stands above it and stays."""


@dataclass(frozen=True, slots=True)
class MachineTextFilter:
    """Which machine-made texts are meant; what is empty or None asks nothing."""

    media: frozenset[Medium]
    kind: ItemKind | None = None
    visit_id: str | None = None
    before: datetime | None = None
    """Made before then."""
    outcome: PageOutcome | None = None
    """Of any of its pages."""
    engine: str = ""
    """The name or version of the engine that made it holds this."""
    below: float | None = None
    """Mean confidence, 0 to 1."""

    def fits(self, text: MachineText) -> bool:
        """What the records cannot ask for: it stands in the text itself."""
        made = text.transcript
        by = f"{made.author.name} {made.author.version}".lower()
        if self.engine.lower() not in by:
            return False
        if self.outcome and all(page.outcome is not self.outcome for page in made.pages):
            return False
        return self.below is None or confidence_of(made) < self.below


def confidence_of(transcript: Transcript) -> float:
    """Mean by letters, 0 to 1; 0 for an empty text."""
    letters = sum(len(segment.text) for segment in transcript.segments)
    sure = sum(segment.confidence * len(segment.text) for segment in transcript.segments)
    return sure / letters if letters else 0.0
