"""SubRip (SRT), out and in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.transcription.cues import clock, cues_of, one_line, timed
from schemas.transcripts import Segment

_TAG = re.compile(r"</?[biu]>|</?font[^>]*>|\{\\[^}]*\}", re.IGNORECASE)


def to_srt(segments: Iterable[Segment]) -> str:
    """Raises InvalidInput for a transcript without times."""
    blocks = [
        f"{number}\n{clock(start, ',')} --> {clock(end, ',')}\n{one_line(segment.text)}\n"
        for number, (start, end, segment) in enumerate(timed(segments), start=1)
    ]
    return "\n".join(blocks)


def from_srt(text: str) -> tuple[Segment, ...]:
    """Cues in order, without their numbers and marks of style. Raises InvalidInput."""
    return tuple(
        Segment(one_line(_TAG.sub("", cue.text)), start=cue.start, end=cue.end, kind="speech")
        for cue in cues_of(text)
    )
