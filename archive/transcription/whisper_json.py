"""The JSON of Whisper, and of WhisperX (`score` for `probability`, `speaker`), out and in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from archive.authority.orthography import nfc
from schemas.errors import InvalidInput
from schemas.transcripts import Segment, Transcript, Word


def to_whisper_json(transcript: Transcript) -> dict[str, Any]:
    """What `whisper --output_format json --word_timestamps True` writes; `speaker`, `doubt` where known."""
    segments = [_written(number, segment) for number, segment in enumerate(transcript.segments)]
    return {"text": "".join(s["text"] for s in segments), "segments": segments, "language": "vi"}


def _written(number: int, segment: Segment) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": number,
        "start": segment.start,
        "end": segment.end,
        "text": f" {segment.text}",
        "avg_logprob": math.log(max(segment.confidence, 1e-4)),
        "words": [
            {"word": f" {word.text}", "start": word.start, "end": word.end, "probability": word.confidence}
            for word in segment.words
        ],
    }
    known = {"speaker": segment.speaker, "doubt": segment.doubt}
    return data | {name: value for name, value in known.items() if value}


def from_whisper_json(data: Any) -> tuple[Segment, ...]:
    """Segments with their words. Raises InvalidInput where it is neither Whisper's nor WhisperX's JSON."""
    segments = data.get("segments") if isinstance(data, Mapping) else None
    if not isinstance(segments, list):
        raise _foreign("no segments")
    try:
        return tuple(_read(segment) for segment in segments)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _foreign(type(error).__name__) from error


def _read(data: Mapping[str, Any]) -> Segment:
    words = tuple(_words(data.get("words") or ()))
    start, end = _second(data["start"]), _second(data["end"])
    if start is None or end is None or end < start:
        raise ValueError("times")
    text = nfc(" ".join(str(data["text"]).split()))
    return Segment(
        text,
        _confidence(data, words),
        start=start,
        end=end,
        words=words,
        kind="speech",
        speaker=data.get("speaker") or None,
        doubt=data.get("doubt") or None,
    )


def _words(words: Iterable[Mapping[str, Any]]) -> Iterable[Word]:
    """WhisperX leaves out the times of words that it could not align (figures)."""
    for word in words:
        text = nfc(str(word["word"]).strip())
        sure = word.get("probability", word.get("score", 1.0))
        if text:
            yield Word(text, _share(sure), None, _second(word.get("start")), _second(word.get("end")))


def _confidence(data: Mapping[str, Any], words: tuple[Word, ...]) -> float:
    if "avg_logprob" in data:
        return _share(math.exp(float(data["avg_logprob"])))
    return sum(word.confidence for word in words) / len(words) if words else 1.0


def _second(value: Any) -> float | None:
    if value is None:
        return None
    second = float(value)
    if not math.isfinite(second) or second < 0:
        raise ValueError("time")
    return second


def _share(value: Any) -> float:
    return min(max(float(value), 0.0), 1.0) if math.isfinite(float(value)) else 0.0


def _foreign(detail: str) -> InvalidInput:
    return InvalidInput(
        detail,
        vi="Tệp JSON này không phải bản chép của Whisper hay WhisperX: "
        "thiếu danh sách segments có start, end, text.",
        en="This JSON is no transcript of Whisper or WhisperX: a list segments with start, end, text lacks.",
    )
