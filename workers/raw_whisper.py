"""faster-whisper alone, with the same weights but nothing of ours: what we are measured against."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workers.engines.whisper import WhisperHearer

Raw = Callable[[Path], str]


def with_our_settings(hearer: WhisperHearer) -> Raw:
    """The settings that were measured best for Vietnamese."""

    def hear(path: Path) -> str:
        segments, _ = hearer.model.transcribe(
            str(path),
            language="vi",
            beam_size=5,
            temperature=0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 1000, "speech_pad_ms": 400},
        )
        return " ".join(segment.text.strip() for segment in segments)

    return hear


def as_it_comes(hearer: WhisperHearer) -> Raw:
    """Its own defaults, with only the language given."""

    def hear(path: Path) -> str:
        segments, _ = hearer.model.transcribe(str(path), language="vi")
        return " ".join(segment.text.strip() for segment in segments)

    return hear
