"""Names, units, places and dates in the text of an asset: what stands and what is proposed beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive.authority.extraction import find_mentions
from archive.authority.known_mentions import with_known_names
from archive.authority.known_names import KnownNames
from archive.linkage.register_names import RegisterNames
from archive.transcription.marked_mentions import with_marks
from schemas.mentions import Mention
from schemas.processing import StageState
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of


@lru_cache(maxsize=1)
def _register() -> RegisterNames:
    return RegisterNames()


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """Many at once; a text without mentions is done, not blank."""
    with place.archive.records() as records:
        current = records.current_transcripts([state.target_id for state in states])
        marks = records.mention_marks([state.target_id for state in states])
        proposed = records.proposed_transcripts([state.target_id for state in states])
        register = _register().known(records)
    results = []
    for number, state in enumerate(states):
        texts = [text for text in (current.get(state.target_id), proposed.get(state.target_id)) if text]
        said = marks.get(state.target_id, ())
        names = (register, _of_visit(known_of(place, asset_of(place, state)))) if texts else ()
        found = {text.id: with_marks(_mentions(text.text, names), said, text) for text in texts}
        results.append(StageResult(mentions=found))
        place.report((number + 1) / len(states))
    return results


@lru_cache(maxsize=64)
def _of_visit(names: tuple[str, ...]) -> KnownNames:
    return KnownNames(names)


def _mentions(text: str, names: Iterable[KnownNames]) -> Sequence[Mention]:
    found = find_mentions(text)
    for known in names:
        found = with_known_names(text, found, known)
    return found
