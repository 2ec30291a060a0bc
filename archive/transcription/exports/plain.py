"""Plain text: a line a line, pages apart, speakers and times before what they said. Pure."""

from __future__ import annotations

from archive.transcription.cues import clock
from archive.transcription.exports.signs import signed
from schemas.transcripts import Segment, Transcript


def to_plain(version: Transcript) -> str:
    """With the editorial signs; pages are divided by a line that names the page."""
    many = len({segment.page for segment in version.segments}) > 1
    lines: list[str] = []
    page: int | None = None
    for segment in version.segments:
        if many and segment.page != page:
            page = segment.page
            lines += ["", f"[{page}]", ""] if lines else [f"[{page}]", ""]
        lines.append(_line(segment))
    return "\n".join(lines) + "\n"


def _line(segment: Segment) -> str:
    time = f"[{clock(segment.start, '.')[:8]}] " if segment.start is not None else ""
    who = f"{segment.speaker}: " if segment.speaker else ""
    return f"{time}{who}{signed(segment)}"
