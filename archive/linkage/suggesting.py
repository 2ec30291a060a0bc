"""Suggestions for the items of the archive: from what was read and heard to records, with their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from threading import Lock

from archive.linkage.clues import Clues, clues_of_form, clues_of_lines, clues_of_mentions
from archive.linkage.parameters import DEFAULT, Parameters
from archive.linkage.register import registry_of, version_of
from archive.linkage.registry import Registry
from archive.linkage.suggest import suggest
from archive.ports import Catalogue
from archive.transcription.forms import fields_of
from schemas.holdings import Item, ItemKind
from schemas.linkage import Suggestion
from schemas.mentions import Mention
from schemas.transcripts import Transcript

MODEL = "lines, forms and mentions"
_TOP = 8
_A_STONE_HAS_AT_MOST = 25
"""Lines; a photo or page of unknown kind with more is running text."""
_ANY_LINE_MAY_BE_THE_NAME = frozenset(
    {
        ItemKind.GRAVESTONE,
        ItemKind.DEATH_NOTICE,
        ItemKind.HONOUR_CERTIFICATE,
        ItemKind.PHOTO,
        ItemKind.KEEPSAKE,
        ItemKind.RELIC,
        ItemKind.GRAVE_SKETCH,
    }
)


class Suggester:
    """Holds the register and opens it anew when lists have changed. One a process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._held: tuple[Registry, str] | None = None

    def register(self, records: Catalogue) -> tuple[Registry, str]:
        """The register of the newest lists, and its version."""
        with self._lock:
            if self._held is None or self._held[1] != version_of(records):
                self._held = registry_of(records, self._folder)
            return self._held

    def suggestions(self, records: Catalogue, item: Item) -> list[Suggestion]:
        """What the item's current texts suggest; empty where there is no list or no name to go by."""
        if not records.source_lists():
            return []
        registry, version = self.register(records)
        clues, believed = clues_of_item(records, item), believed_now(records)
        return [
            Suggestion(
                item.id,
                one.row.id,
                one.row.external_id,
                one.row.name,
                one.weight,
                one.probability,
                one.evidence,
                one.contradictions,
                f"{MODEL} {believed.version}, {version}",
            )
            for one in suggest(registry, clues, _TOP, believed=believed)
        ]


def believed_now(records: Catalogue) -> Parameters:
    """The newest model that was kept, if it was learned on what this version measures; else the default."""
    kept = next((one for one in records.learned_models() if one.kept), None)
    if kept is None or kept.version.partition(".")[0] != DEFAULT.version:
        return DEFAULT
    return Parameters.from_json(kept.parameters)


def clues_of_item(records: Catalogue, item: Item) -> Clues:
    """All that the item's current texts tell of persons, days, units and places."""
    transcripts = records.current_transcripts([asset.id for asset in records.assets_of(item.id)])
    mentions = records.mentions_of_all([transcript.id for transcript in transcripts.values()])
    told = [clues_of_text(item.kind, text, mentions.get(text.id, ())) for text in transcripts.values()]
    return reduce(or_, told) if told else Clues()


def clues_of_text(kind: ItemKind | None, transcript: Transcript, mentions: Sequence[Mention]) -> Clues:
    """A form says which line is the name, on a stone any line may be; in running text only what was found to
    be a person."""
    found = clues_of_mentions(transcript, mentions)
    short = bool(transcript.pages) and len(transcript.segments) <= _A_STONE_HAS_AT_MOST
    if kind not in _ANY_LINE_MAY_BE_THE_NAME and not (kind is None and short):
        return found
    heard = transcript.duration is not None
    by_mentions = Clues(units=found.units, places=found.places, where=found.where)
    form = fields_of(transcript)
    if any(field.name == "name" and field.value for field in form):
        return clues_of_form(transcript, form) | by_mentions
    lines = [one for one in transcript.segments if not (heard and one.doubt)]
    return clues_of_lines(lines, transcript.asset_id) | by_mentions
