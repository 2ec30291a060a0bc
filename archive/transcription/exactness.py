"""How exact people are, and what follows: who has shown it is accepted by sample, the others all.

What counts is the edit distance between what a person handed in first and what another person accepted, over
texts that somebody really looked at. A newcomer has shown nothing yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from archive.ports import Catalogue
from archive.transcription.comparison import changed_letters
from schemas.holdings import ItemKind
from schemas.textwork import HARD_BELOW, Exactness
from schemas.transcripts import Transcript, TranscriptStatus

LEAST_PAGES = 5
MOST_CHANGED = 0.01
"""Of a hundred letters not more than one had to be changed."""
ONE_IN = 5
"""So many of the texts of an exact person are looked at all the same, by chance."""


def has_shown(exactness: Exactness) -> bool:
    return exactness.pages >= LEAST_PAGES and exactness.share <= MOST_CHANGED


def looked_at() -> bool:
    """Whether chance wants a person to look at this one; nobody can tell beforehand."""
    return secrets.randbelow(ONE_IN) == 0


def is_hard(machine: Transcript | None) -> bool:
    """Handwriting, or what a machine could hardly read: always looked at."""
    if machine is None or not machine.text.strip():
        return True
    letters = sum(len(one.text) for one in machine.segments)
    sure = sum(one.confidence * len(one.text) for one in machine.segments) / max(letters, 1)
    return sure < HARD_BELOW or any(one.kind == "handwriting" for one in machine.segments)


def all_have_shown(records: Catalogue, people: Iterable[str]) -> bool:
    return all(has_shown(records.exactness_of(one)) for one in people)


def measure(records: Catalogue, accepted: Transcript, kind: ItemKind) -> None:
    """Note what had to be changed in what each author handed in first since the last accepted version."""
    first: dict[str, Transcript] = {}
    for version in records.transcripts(accepted.asset_id):
        if version.id != accepted.id and version.status is TranscriptStatus.ACCEPTED:
            break
        if version.author.kind == "person" and version.track == accepted.track:
            first[version.author.name] = version
    for author, version in first.items():
        letters, changed = changed_letters(version.text, accepted.text)
        records.note_exactness(version.id, author, kind, letters, changed)
