"""Turns of speech: which lines of a recording one voice spoke, where the voices can be told apart.

Prints of the longer lines are joined from the likest pair on (average linkage) until no two groups are alike;
what is too little to be a person joins the likest. Every other line goes to the group that it is likest to,
or stays with its neighbour where it is too short to tell. One voice only: nothing is marked. The marks are a
machine's guess: a person names the speakers, or corrects them, in the sound workspace.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from schemas.transcripts import Segment
from workers.engines.torch_file import Array
from workers.engines.voiceprint import SECONDS, voice_prints
from workers.media_sound import RATE, Sound, SoundFile

_ALIKE = 0.68
"""Mean likeness (cosine) above which two groups are one voice. Pieces of one voice lie at .82 in the middle,
of two voices at .56; .70 is passed by one pair of voices in twenty."""
_MOST_PIECES = 240
"""Longest lines from which the groups are made: joining costs the square of their number."""
_LEAST_SECONDS, _LEAST_LINES = 8.0, 3
"""What a voice must have spoken to be a person of the conversation."""
_SHORTEST = 1.0
"""Shorter lines ("Dạ", "Vâng") say too little: they go with the line before."""


def with_turns(path: Path, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments, each with its speaker where more than one voice was told apart.

    Reads the sound once more, in bounded memory. Raises what SoundFile raises.
    """
    long = [at for at, one in enumerate(segments) if _length(one) >= _SHORTEST and one.words]
    spoken = sorted(long, key=lambda at: _middle(segments[at]))
    if sum(_length(segments[at]) for at in spoken) < 2 * _LEAST_SECONDS:
        return tuple(segments)
    prints = voice_prints(_pieces(path, [_middle(segments[at]) for at in spoken]))
    voices = _voices(prints, np.array([_length(segments[at]) for at in spoken]))
    if voices is None:
        return tuple(segments)
    return _marked(segments, dict(zip(spoken, voices.tolist(), strict=True)))


def _length(segment: Segment) -> float:
    return (segment.end or 0.0) - (segment.start or 0.0)


def _middle(segment: Segment) -> float:
    return ((segment.start or 0.0) + (segment.end or 0.0)) / 2


def _pieces(path: Path, centres: Sequence[float]) -> Iterator[Sound]:
    """The sound around each centre (s, ascending), SECONDS long, as it is reached; silence beyond its end."""
    size = int(SECONDS * RATE)
    wanted = deque(map(_first_sample, centres))
    kept, begin = np.zeros(size, np.float32), -size
    with SoundFile(path) as file:
        for block in file:
            kept = np.concatenate([kept, block])
            while wanted and wanted[0] + size <= begin + len(kept):
                start = wanted.popleft() - begin
                yield kept[start : start + size]
            surplus = max(len(kept) - 2 * size, 0)
            kept, begin = kept[surplus:].copy(), begin + surplus
    for first in wanted:
        start = min(max(first - begin, 0), len(kept))
        rest = kept[start : start + size]
        yield np.pad(rest, (0, size - len(rest)))


def _first_sample(centre: float) -> int:
    return max(round((centre - SECONDS / 2) * RATE), 0)


def _voices(prints: Array, seconds: Array) -> Array | None:
    """For each print the number of its voice from 0, or None where there is only one."""
    longest = np.argsort(-seconds, kind="stable")[:_MOST_PIECES]
    telling = longest[seconds[longest] >= SECONDS * 0.8]
    groups = _joined(prints[telling])
    heard = [telling[list(group)] for group in groups]
    people = [
        own for own in heard if len(own) >= _LEAST_LINES and float(seconds[own].sum()) >= _LEAST_SECONDS
    ]
    if len(people) < 2:
        return None
    centres = np.stack([prints[own].mean(axis=0) for own in people])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return np.asarray((prints @ centres.T).argmax(axis=1))


def _joined(prints: Array) -> list[list[int]]:
    """Groups by average linkage: the likest two become one while they are alike enough."""
    groups = [[at] for at in range(len(prints))]
    likeness = np.asarray(prints @ prints.T, np.float64)
    np.fill_diagonal(likeness, -1.0)
    while len(groups) > 1:
        one, other = sorted(np.unravel_index(int(likeness.argmax()), likeness.shape))
        if likeness[one, other] < _ALIKE:
            break
        sizes = len(groups[one]), len(groups[other])
        mixed = (sizes[0] * likeness[one] + sizes[1] * likeness[other]) / sum(sizes)
        likeness[one], likeness[:, one] = mixed, mixed
        likeness[one, one] = -1.0
        likeness = np.delete(np.delete(likeness, other, 0), other, 1)
        groups[one] += groups.pop(other)
    return groups


def _marked(segments: Sequence[Segment], voices: dict[int, int]) -> tuple[Segment, ...]:
    """Speakers numbered in the order in which they are first heard."""
    order: dict[int, int] = {}
    marked: list[Segment] = []
    current: int | None = None
    for at, segment in enumerate(segments):
        current = voices.get(at, current)
        if current is None:
            marked.append(segment)
            continue
        number = order.setdefault(current, len(order) + 1)
        marked.append(replace(segment, speaker=f"Người nói {number}"))
    return tuple(marked)
