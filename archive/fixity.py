"""Hashing while bytes pass by, and comparing what was sent with what stands in the store. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

CHUNK_BYTES = 1024 * 1024


class Source(Protocol):
    """Anything that bytes can be read from once."""

    def read(self, size: int = -1, /) -> bytes: ...


def chunks(stream: Source, size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """The stream in pieces; never more than one piece in memory."""
    while piece := stream.read(size):
        yield piece


def sha256_of(stream: Source) -> tuple[str, int]:
    """Hex digest and number of bytes of what is left in the stream."""
    digest, size = hashlib.sha256(), 0
    for piece in chunks(stream):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


class HashingReader:
    """Passes a stream on and knows the SHA-256 and size of what passed."""

    def __init__(self, stream: Source) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        self.size += len(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()
