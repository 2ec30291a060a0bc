"""Reading in a video's picture what is held to the camera; joins what was heard, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.processing import StageState, State
from schemas.transcripts import Segment, Transcript
from workers.frames import FRAME, read_frames
from workers.media import probe
from workers.reading import author
from workers.reasons import words_for
from workers.spelling import known_words
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of, original_file


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One video at a time. Raises UnreadableFile, EngineFailed, EngineTimeout, StoreUnavailable."""
    return [_read(place, state) for state in states]


def _read(place: Workplace, state: StageState) -> StageResult:
    asset = asset_of(place, state)
    with place.archive.records() as records:
        heard = records.machine_transcript(asset.id)
    with original_file(place, asset) as path:
        info = probe(path)
        seen = (
            read_frames(path, info, known_words(known_of(place, asset)), place.report)
            if info.has_picture
            else []
        )
    spoken = tuple(one for one in heard.segments if one.kind != FRAME) if heard else ()
    outcome = State.DONE if spoken or seen else State.BLANK
    if outcome is State.BLANK:
        vi, en = words_for("blank")
        return StageResult(outcome, reason_code="blank", reason_vi=vi, reason_en=en)
    if not seen and heard is not None and len(spoken) == len(heard.segments):
        return StageResult(outcome)
    together = tuple(sorted((*spoken, *seen), key=_begin))
    if heard is None:
        return StageResult(outcome, (Transcript(asset.id, author(), together, duration=info.duration),))
    fresh = Transcript(asset.id, heard.author, together, duration=heard.duration, supersedes=heard.id)
    return StageResult(outcome, (replace(fresh, pages=heard.pages),))


def _begin(segment: Segment) -> float:
    return segment.start or 0.0
