"""Hearing: what is said in a recording, stretch by stretch: a killed worker loses minutes, not hours."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.processing import StageState, State
from schemas.transcripts import Author, Segment, Transcript
from workers.hearing import FinishedStretch, HeardRecording, hear_recording
from workers.hearing_stretch import HeardStretch
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of, original_file

_NOBODY = Author("engine", "")


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One recording at a time. Raises UnreadableFile, EngineFailed, DamagedObject, StoreUnavailable."""
    return [_hear(place, state) for state in states]


def _hear(place: Workplace, state: StageState) -> StageResult:
    asset = asset_of(place, state)
    with place.archive.records() as records:
        before = records.current_transcript(asset.id)
    kept = KeptStretches.of(place.archive.settings.data, state)
    with original_file(place, asset) as path:
        heard = hear_recording(
            path,
            known=known_of(place, asset),
            progress=lambda seconds, whole: place.report(min(seconds / whole, 1.0) if whole else 0.0),
            checkpoint=kept,
        )
    kept.path.unlink(missing_ok=True)
    return _result(asset.id, heard, before)


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


@dataclass(frozen=True)
class KeptStretches:
    """Finished stretches in a file of JSON lines; a line that was torn by a crash is left out."""

    path: Path

    @classmethod
    def of(cls, data: Path, state: StageState) -> KeptStretches:
        folder = data / "work" / "heard"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder / f"{state.target_id}-{state.revision}.jsonl")

    def load(self) -> Sequence[FinishedStretch]:
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").split("\n")
        return [_stretch(json.loads(line)) for line in lines[:-1]]

    def save(self, stretch: FinishedStretch) -> None:
        line = {
            "start": stretch.start,
            "end": stretch.end,
            "segments": _packed(stretch.heard.segments),
            "dropped": _packed(stretch.heard.dropped),
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _packed(segments: tuple[Segment, ...]) -> dict[str, object]:
    return Transcript("", _NOBODY, segments).to_json()


def _stretch(line: dict[str, object]) -> FinishedStretch:
    segments, dropped = (
        Transcript.from_json(part).segments
        for part in (line["segments"], line["dropped"])
        if isinstance(part, dict)
    )
    heard = HeardStretch(segments, dropped)
    return FinishedStretch(float(str(line["start"])), float(str(line["end"])), heard)
