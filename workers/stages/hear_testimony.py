"""Hearing: what is said in a recording, stretch by stretch: a killed worker loses minutes, not hours."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.processing import StageState, State
from schemas.transcripts import Transcript
from workers.hearing import HeardRecording, hear_recording
from workers.hearing_checkpoint import FileCheckpoint
from workers.media import NoSound
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of, original_file


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One recording at a time. Raises UnreadableFile, EngineFailed, DamagedObject, StoreUnavailable."""
    return [_hear(place, state) for state in states]


def _hear(place: Workplace, state: StageState) -> StageResult:
    asset = asset_of(place, state)
    with place.archive.records() as records:
        before = records.machine_transcript(asset.id)
    known, settings = known_of(place, asset), place.archive.settings
    finished = settings.data / "work" / "heard" / f"{state.target_id}-{state.revision}.jsonl"
    kept = FileCheckpoint(finished, asset.sha256, settings.whisper_model, *known)
    with original_file(place, asset) as path:
        try:
            heard = hear_recording(
                path,
                known=known,
                progress=lambda seconds, whole: place.report(min(seconds / whole, 1.0) if whole else 0.0),
                checkpoint=kept,
            )
        except NoSound as mute:
            return _mute(mute)
    kept.forget()
    return _result(asset.id, heard, before)


def _mute(mute: NoSound) -> StageResult:
    """A whole video without a sound track: there was nothing to hear, and nothing failed."""
    return StageResult(
        State.BLANK, reason_code=mute.code, reason_vi=mute.message_vi, reason_en=mute.message_en
    )


def _result(asset_id: str, heard: HeardRecording, before: Transcript | None) -> StageResult:
    earlier = before.id if before else None
    transcript = Transcript(
        asset_id, heard.author, heard.segments, duration=heard.duration, supersedes=earlier
    )
    note = heard.notes[0] if heard.notes else None
    return StageResult(
        State.BLANK if heard.nothing_heard else State.DONE,
        (transcript,),
        metadata={"duration": heard.duration},
        reason_code=note.code if note else None,
        reason_vi=" ".join(part.vi for part in heard.notes) or None,
        reason_en=" ".join(part.en for part in heard.notes) or None,
    )
