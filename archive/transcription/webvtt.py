"""WebVTT (W3C), out and in. A voice becomes `<v Name>`, a doubt the class `doubt` with its reason."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from archive.transcription.cues import clock, cues_of, one_line, timed
from schemas.transcripts import Segment

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_DOUBT = re.compile(r"<c\.doubt\.([a-z_]+)>")
_TAG = re.compile(r"<[^>]*>")


def to_webvtt(segments: Iterable[Segment]) -> str:
    """Raises InvalidInput for a transcript without times."""
    blocks = ["WEBVTT"]
    for number, (start, end, segment) in enumerate(timed(segments), start=1):
        text = html.escape(one_line(segment.text), quote=False)
        if segment.doubt:
            text = f"<c.doubt.{segment.doubt}>{text}</c>"
        if segment.speaker:
            text = f"<v {html.escape(one_line(segment.speaker), quote=False)}>{text}"
        blocks.append(f"{number}\n{clock(start, '.')} --> {clock(end, '.')}\n{text}")
    return "\n\n".join(blocks) + "\n"


def from_webvtt(text: str) -> tuple[Segment, ...]:
    """Cues in order; styles, regions, notes and tags are passed over. Raises InvalidInput."""
    return tuple(_segment(cue.start, cue.end, cue.text) for cue in cues_of(text))


def _segment(start: float, end: float, text: str) -> Segment:
    voice, doubt = _VOICE.search(text), _DOUBT.search(text)
    return Segment(
        one_line(html.unescape(_TAG.sub("", text))),
        start=start,
        end=end,
        kind="speech",
        speaker=html.unescape(voice[1]).strip() if voice else None,
        doubt=doubt[1] if doubt else None,
    )
