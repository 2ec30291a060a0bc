"""A transcript file of people's or of another program, whichever form it has."""

from __future__ import annotations

import json
import re

from archive.authority.orthography import nfc
from archive.transcription.srt import from_srt
from archive.transcription.webvtt import from_webvtt
from archive.transcription.whisper_json import from_whisper_json
from schemas.errors import InvalidInput
from schemas.transcripts import Segment

_ARROW = re.compile(r"^\s*[\d:]+[.,]\d+\s*-->", re.MULTILINE)


def read_transcript(text: str) -> tuple[Segment, ...]:
    """WebVTT, SRT, Whisper's or WhisperX's JSON by content, else plain text: a segment a line, no times.

    Raises InvalidInput.
    """
    bare = text.removeprefix("\ufeff").lstrip()
    if bare.startswith("WEBVTT"):
        return from_webvtt(text)
    if bare.startswith("{"):
        try:
            return from_whisper_json(json.loads(bare))
        except json.JSONDecodeError as error:
            raise InvalidInput(
                str(error),
                vi=f"Tệp JSON hỏng ở dòng {error.lineno}. Hãy xuất lại từ phần mềm đã tạo ra nó.",
                en=f"The JSON is broken at line {error.lineno}. Export it again from its program.",
            ) from error
    if _ARROW.search(bare):
        return from_srt(text)
    return tuple(Segment(nfc(line.strip()), kind="speech") for line in bare.splitlines() if line.strip())
