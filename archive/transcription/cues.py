"""What WebVTT and SRT share: timed cues in blocks divided by empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.authority.orthography import nfc
from schemas.errors import InvalidInput
from schemas.transcripts import Segment

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_ARROW = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")


@dataclass(frozen=True, slots=True)
class Cue:
    """Seconds, and the text as it stands in the file."""

    start: float
    end: float
    text: str


def cues_of(text: str) -> Iterator[Cue]:
    """The cues of a WebVTT or SRT text. Raises InvalidInput with the number of the line that is wrong."""
    lines = nfc(text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        times = _ARROW.match(lines[at])
        if not times:
            if "-->" in lines[at]:
                raise _wrong(at + 1)
            at += 1
            continue
        start, end = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        if end < start:
            raise _wrong(at + 1)
        first = at = at + 1
        while at < len(lines) and lines[at].strip():
            at += 1
        yield Cue(start, end, "\n".join(lines[first:at]))


def _seconds(parts: Iterable[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole * 1000 + int(fraction.ljust(3, "0"))) / 1000


def _wrong(line: int) -> InvalidInput:
    return InvalidInput(
        f"line {line}",
        vi=f"Tệp phụ đề sai ở dòng {line}: cần có dạng 00:01:02.500 --> 00:01:05.000. Hãy sửa rồi gửi lại.",
        en=f"The subtitle file is wrong at line {line}: it should read 00:01:02.500 --> 00:01:05.000.",
    )


def clock(seconds: float, point: str) -> str:
    """`01:02:03.500` with the given decimal point."""
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{rest:03d}"


def timed(segments: Iterable[Segment]) -> Iterator[tuple[float, float, Segment]]:
    """Segments with their start and end. Raises InvalidInput for what has no times (a page)."""
    for segment in segments:
        if segment.start is None or segment.end is None:
            raise InvalidInput(
                "no times",
                vi="Bản chép này không có thời gian nên không làm phụ đề được. Hãy tải về dạng văn bản.",
                en="This transcript has no times, so it cannot become subtitles. Download it as text.",
            )
        yield segment.start, segment.end, segment


def one_line(text: str) -> str:
    """Without line breaks: an empty line would end a cue."""
    return " ".join(text.split())
