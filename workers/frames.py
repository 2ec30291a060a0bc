"""What is written in the picture of a video, with the seconds for which it stands there.

A paper held to the camera, a title card, the stone that the voice speaks of: each stands for seconds. Frames
are looked at every few seconds; a frame like the one before is not read again, and a line that stays is one
line with its first and last second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PIL import Image
from rapidfuzz import fuzz

from schemas.transcripts import Segment
from workers.engines.ports import Pixels
from workers.media import MediaInfo, NotMedia
from workers.media_views import take_frame
from workers.page_lines import PageLine
from workers.photo import read_photo

_LEAST_BETWEEN, _MOST_FRAMES = 2.0, 90
_READ_EDGE = 1600
_SAME_PICTURE = 6.0
"""Mean difference of two frames, in grey levels of a small copy."""
_SAME_LINE = 80
_SURE, _LEAST_LETTERS = 0.8, 4
FRAME = "frame"
"""The kind of a segment that was read in a video's picture."""


def read_frames(
    path: Path, info: MediaInfo, known: frozenset[str], progress: Callable[[float], None]
) -> list[Segment]:
    """Lines with the seconds they stand for, in the order they come up. Raises EngineFailed."""
    duration = info.duration or 0.0
    step = max(_LEAST_BETWEEN, duration / _MOST_FRAMES)
    standing: list[Segment] = []
    found: list[Segment] = []
    before: Pixels | None = None
    for second, pixels in _frames(path, duration, step):
        end = round(min(second + step, duration), 2)
        if before is None or not _alike(before, pixels):
            seen = [_segment(line, second, end) for line in _sure_lines(pixels, known)]
        else:
            seen = [replace(line, start=second, end=end) for line in standing]
        standing = [_longer(found, line) for line in seen]
        before = pixels
        progress(min(end / duration, 1.0) if duration else 1.0)
    return found


def _frames(path: Path, duration: float, step: float) -> Iterator[tuple[float, Pixels]]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "frame.jpg"
        second = min(step / 2, duration / 2)
        while second <= duration:
            target.unlink(missing_ok=True)
            try:
                take_frame(path, second, target, _READ_EDGE)
            except NotMedia:
                return  # the picture ends before the sound does
            with Image.open(target) as picture:
                yield round(second, 2), np.asarray(picture.convert("RGB"), np.uint8)
            second += step


def _alike(one: Pixels, other: Pixels) -> bool:
    small = [
        cv2.resize(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), (48, 48), interpolation=cv2.INTER_AREA)
        for each in (one, other)
    ]
    return float(cv2.absdiff(*small).mean()) < _SAME_PICTURE


def _sure_lines(pixels: Pixels, known: frozenset[str]) -> list[PageLine]:
    """A moving picture is blurred and full of shapes: only what the readers are sure of."""
    lines, _ = read_photo(pixels, known)
    return [
        line
        for line in lines
        if line.confidence >= _SURE and sum(map(str.isalnum, line.text)) >= _LEAST_LETTERS
    ]


def _segment(line: PageLine, start: float, end: float) -> Segment:
    return Segment(
        line.text, round(line.confidence, 4), start=start, end=end, readings=line.readings, kind=FRAME
    )


def _longer(found: list[Segment], line: Segment) -> Segment:
    """The line as it stands in `found`: the one that stood there already, now longer and in its surest form,
    or a new one."""
    for at in range(len(found) - 1, -1, -1):
        earlier = found[at]
        if earlier.end is None or line.start is None or earlier.end < line.start - 0.01:
            continue
        if fuzz.ratio(earlier.text.lower(), line.text.lower()) >= _SAME_LINE:
            surer = earlier if earlier.confidence >= line.confidence else line
            found[at] = replace(surer, start=earlier.start, end=line.end)
            return found[at]
    found.append(line)
    return line
