"""The sound of a file as a stream: 16 kHz, one channel, a block at a time, on the clock of the player.

Memory does not grow with the file. Silence fills what the file leaves out (a sound track that begins late, a
packet that is missing), so that a second here is the same second in the player.
"""

from __future__ import annotations

import selectors
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TypeAlias

import numpy as np
import numpy.typing as npt

from schemas.errors import EngineTimeout
from workers.confined.programs import started
from workers.media import MediaInfo, NoSound, NotMedia, command, probe, source

RATE = 16_000
Sound: TypeAlias = npt.NDArray[np.float32]
"""Samples of one channel at 16 kHz, -1 to 1."""

_STALL_SECONDS = 120.0
_BYTES = 2
_COMPLAINT = 2000


class SoundFile:
    """Decodes while it is iterated: float32 arrays of at most `block` seconds.

    After the last block `seconds` says how much sound there was, and `shortfall` and `complaint` what the
    file lacks. Raises NoSound, NotMedia, EmptyRecording, EngineTimeout.
    """

    def __init__(self, path: Path, *, block: float = 30.0, start: float = 0.0) -> None:
        self.info: MediaInfo = probe(path)
        if not self.info.has_sound:
            raise NoSound("no sound track")
        self.seconds = 0.0
        self.complaint = ""
        self._path, self._block, self._start = path, int(block * RATE), start
        self._process: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None

    def __enter__(self) -> SoundFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
        if self._words is not None:
            self._words.close()

    @property
    def shortfall(self) -> float:
        """Seconds that the file announces but does not hold (0 where its duration is only a guess)."""
        if self.info.duration is None or self.info.estimated:
            return 0.0
        missing = self.info.duration - self.seconds
        return missing if missing > max(1.0, 0.03 * self.info.duration) else 0.0

    def __iter__(self) -> Iterator[Sound]:
        self._begin()
        skip, size = round(self._start * RATE) * _BYTES, self._block * _BYTES
        rest, total = b"", 0
        while data := self._read(size - len(rest)):
            rest, total = rest + data, total + len(data)
            self.seconds = total // _BYTES / RATE
            if skip:
                dropped = min(skip, len(rest))
                rest, skip = rest[dropped:], skip - dropped
            if len(rest) == size:
                yield _as_sound(rest)
                rest = b""
        self._finish()
        if whole := len(rest) // _BYTES * _BYTES:
            yield _as_sound(rest[:whole])

    def _begin(self) -> None:
        clocked = source(self._path)["a:0"].filter("aresample", RATE, **{"async": 1, "first_pts": 0})
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 closed by __exit__
        self._process = started(
            command(clocked.output("pipe:", format="s16le", ac=1, ar=RATE, threads=1)),
            stdout=subprocess.PIPE,
            stderr=self._words,
        )

    def _read(self, wanted: int) -> bytes:
        """At most `wanted` bytes; empty at the end. Only ffmpeg's own silence counts as a stall."""
        assert self._process is not None
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            if not waiting.select(_STALL_SECONDS):
                raise EngineTimeout("ffmpeg gave no sound in time")
        return self._process.stdout.read1(wanted)  # type: ignore[attr-defined,no-any-return]

    def _finish(self) -> None:
        assert self._process is not None
        assert self._words is not None
        code = self._process.wait()
        self._words.seek(0)
        self.complaint = self._words.read(_COMPLAINT).decode("utf-8", "replace").strip()
        if code and not self.seconds:
            raise NotMedia(f"ffmpeg ended with {code}")


def _as_sound(data: bytes) -> Sound:
    """16-bit samples, as the engine's own decoder takes them, between -1 and 1."""
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32768)
