"""Byte ranges (RFC 9110 §14) over a stream that can only be read forward, in flat memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 256 * 1024
_ONE = re.compile(r"bytes=(\d*)-(\d*)$")


class RangeNotSatisfiableError(Exception):
    """The range starts after the end."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """`start` to `end`, both included, of a body of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1

    @property
    def header(self) -> str:
        return f"bytes {self.start}-{self.end}/{self.size}"


def requested_range(header: str | None, size: int) -> ByteRange | None:
    """The one range asked for; None where there is none (of several: then all is the answer)."""
    asked = _ONE.match(header.strip()) if header else None
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if first == "":
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if start > end or start >= size:
        raise RangeNotSatisfiableError(header)
    return ByteRange(start, end, size)


def read_range(opened: AbstractContextManager[BinaryIO], wanted: ByteRange | None) -> Iterator[bytes]:
    """The bytes of the range (or all), piece by piece; closes the stream at the end."""
    with opened as stream:
        skip = wanted.start if wanted else 0
        while skip:
            skipped = len(stream.read(min(PIECE, skip)))
            if not skipped:
                return
            skip -= skipped
        left = wanted.length if wanted else None
        while left is None or left:
            piece = stream.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece
