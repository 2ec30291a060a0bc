"""A heard recording in the forms that `kyuc hear` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from archive.transcription.srt import to_srt
from archive.transcription.webvtt import to_webvtt
from archive.transcription.whisper_json import to_whisper_json
from schemas.transcripts import Segment, Transcript
from workers.hearing import HeardRecording


def recording_json(path: Path, heard: HeardRecording) -> dict[str, Any]:
    """The published form of `kyuc hear --json`; times in seconds."""
    return {
        "file": str(path),
        "duration": round(heard.duration, 3),
        "segments": [_segment(segment) for segment in heard.segments],
        "notes": [{"code": note.code, "vi": note.vi, "en": note.en} for note in heard.notes],
        "dropped": len(heard.dropped),
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "confidence": segment.confidence,
        "doubt": segment.doubt,
        "speaker": segment.speaker,
        "words": [
            {"text": w.text, "start": w.start, "end": w.end, "confidence": w.confidence, "source": w.source}
            for w in segment.words
        ],
        "readings": [
            {"text": reading.text, "confidence": reading.confidence, "engine": reading.engine}
            for reading in segment.readings
        ],
    }


def _as_json(path: Path, heard: HeardRecording) -> str:
    return json.dumps(recording_json(path, heard), ensure_ascii=False)


def _as_whisper(path: Path, heard: HeardRecording) -> str:
    transcript = Transcript(str(path), heard.author, heard.segments, duration=heard.duration)
    return json.dumps(to_whisper_json(transcript), ensure_ascii=False)


def _for_eyes(path: Path, heard: HeardRecording) -> str:
    lines = [f"# {path}"]
    for segment in heard.segments:
        doubt = f"  [? {segment.doubt}]" if segment.doubt else ""
        who = f"{segment.speaker}: " if segment.speaker else ""
        lines.append(f"{segment.start or 0.0:9.2f}  {who}{segment.text}{doubt}")
    return "\n".join(lines)


Writer = Callable[[Path, HeardRecording], str]
WRITERS: Mapping[str, Writer] = {
    "json": _as_json,
    "lines": _for_eyes,
    "srt": lambda path, heard: to_srt(heard.segments),
    "text": lambda path, heard: "\n".join(segment.text for segment in heard.segments),
    "vtt": lambda path, heard: to_webvtt(heard.segments),
    "whisper": _as_whisper,
}
