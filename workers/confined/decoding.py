"""Pictures and PDF, opened by the decoder behind bars; the same words as `workers.imaging` and `workers.pdf`.

One decoder serves a process for as long as it is well. One that crashes, is silent too long or is left in the
middle of a file is ended, and the next file gets a new one.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from multiprocessing import ProcessError
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from schemas.errors import (
    EngineFailed,
    EngineOutOfMemory,
    EngineTimeout,
    KyucError,
    TooLarge,
    UnreadableFile,
)
from workers.confined.cage import Bars
from workers.engines.ports import ReadLine, ReadWord
from workers.imaging import WORKING_PIXELS, PagePicture, Pixels
from workers.pdf import PdfPage

log = logging.getLogger(__name__)

SILENCE = 120.0
"""Seconds that a page may take to decode."""
_FILES_EACH = 500
"""A decoder is changed for a new one after so many files: what a library leaks goes with it."""
_LONGEST_ANSWER = 64 << 20
_ERRORS: dict[str, type[KyucError]] = {
    one.__name__: one for one in (UnreadableFile, TooLarge, EngineFailed, EngineOutOfMemory)
}
_TAKEN = b"taken"
"""Said of each page: only then is the next one laid where it lay."""
SHARED_BYTES = 6 * WORKING_PIXELS
"""Room for the pixels of one page, and more: only what is used takes memory."""
_ROOT = Path(__file__).resolve().parents[2]


class Decoder:
    """The process, and the pipes to it. One file at a time: others wait."""

    def __init__(self, silence: float = SILENCE) -> None:
        self._silence = silence
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ask: Connection | None = None
        self._hear: Connection | None = None
        self._shared: mmap.mmap | None = None
        self._served = 0
        self.bars = Bars(False, False)

    def answers(self, what: str, path: Path) -> Iterator[Mapping[str, Any]]:
        """Raises what the decoding raised, EngineTimeout, EngineFailed (it crashed)."""
        with self._lock:
            whole = False
            try:
                self._started().send_bytes(json.dumps({"what": what, "path": str(path.resolve())}).encode())
                while (answer := self._received())["kind"] in ("page", "value"):
                    yield answer
                whole = True
            except (EOFError, OSError) as error:
                status = self._process.wait() if self._process else None
                raise EngineFailed(f"the decoder ended with status {status}") from error
            except (ProcessError, ValueError, KeyError, TypeError) as error:
                raise EngineFailed("the decoder answered with nonsense") from error
            finally:
                if not whole:
                    self.stop()
            self._served += 1
            if self._served >= _FILES_EACH:
                self.stop()
            if answer["kind"] == "error":
                raise _error(answer)

    def _received(self) -> Mapping[str, Any]:
        """Nothing of it is trusted: JSON, and pixels of the size that a page may have."""
        hear = self._hear
        assert hear is not None
        if not hear.poll(self._silence):
            raise EngineTimeout("the decoder was silent")
        answer: dict[str, Any] = json.loads(hear.recv_bytes(_LONGEST_ANSWER))
        if answer["kind"] == "page":
            height, width, _ = answer["shape"]
            if not 0 < height * width * 3 <= SHARED_BYTES or height < 0:
                raise ValueError("shape")
            answer["pixels"] = np.empty((height, width, 3), dtype=np.uint8)
            self._take_pixels(answer["pixels"])
            assert self._ask is not None
            self._ask.send_bytes(_TAKEN)
        return answer

    def _take_pixels(self, pixels: Pixels) -> None:
        """Out of the memory that both share; it stays for the next page, as touching it anew takes longer."""
        assert self._shared is not None
        pixels.reshape(-1)[:] = np.frombuffer(self._shared, np.uint8, pixels.nbytes)

    def _started(self) -> Connection:
        if self._process is not None and self._process.poll() is None and self._ask is not None:
            return self._ask
        self.stop()
        held = os.memfd_create("pages")
        os.ftruncate(held, SHARED_BYTES)
        self._shared = mmap.mmap(held, SHARED_BYTES)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        theirs = (theirs_in, theirs_out, held)
        command = [sys.executable, "-m", "workers.confined.decoder", *map(str, theirs)]
        quiet = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command, pass_fds=theirs, cwd=_ROOT, env=quiet, stdin=subprocess.DEVNULL
        )
        for pipe in theirs:
            os.close(pipe)
        self._ask = Connection(ours_out, readable=False)
        self._hear = Connection(ours_in, writable=False)
        if not self._hear.poll(self._silence):
            raise EngineTimeout("the decoder did not start")
        ready = self._received()
        self.bars = Bars(bool(ready["calls"]), bool(ready["landlock"]))
        self._served = 0
        if not self.bars.calls:
            log.warning("this kernel refuses no system calls: the decoder has only its limits")
        return self._ask

    @property
    def process_id(self) -> int | None:
        """Of the decoder that runs now, if one does."""
        return self._process.pid if self._process is not None else None

    def stop(self) -> None:
        """End it now; the next file starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        for pipe in (self._ask, self._hear):
            if pipe is not None:
                pipe.close()
        self._ask = self._hear = None
        if self._shared is not None:
            self._shared.close()
            self._shared = None


_decoder = Decoder()


def open_pages(path: Path) -> Iterator[PagePicture]:
    """The pages of a picture file, in order. Raises UnreadableFile, TooLarge, EngineFailed."""
    for answer in _decoder.answers("pages", path):
        yield _picture(answer)


def page_count(path: Path) -> int:
    return int(_value("page_count", path))


def open_pdf(path: Path) -> Iterator[PdfPage]:
    """The pages in order. Raises UnreadableFile (damaged, or locked by a password), EngineFailed."""
    for answer in _decoder.answers("pdf", path):
        layer = tuple(ReadLine(tuple(ReadWord(*word) for word in line)) for line in answer["layer"])
        yield PdfPage(_picture(answer), layer)


def pdf_page_count(path: Path) -> int:
    return int(_value("pdf_page_count", path))


def picture_facts(path: Path) -> dict[str, Any]:
    """As `workers.picture_facts`; what cannot be read is left out."""
    found: dict[str, Any] = _value("picture_facts", path)
    return found


def _value(what: str, path: Path) -> Any:
    (answer,) = _decoder.answers(what, path)
    return answer["value"]


def _picture(answer: Mapping[str, Any]) -> PagePicture:
    facts = {name: answer[name] for name in ("number", "pixels", "width", "height", "dpi", "torn")}
    return PagePicture(**facts)


def _error(answer: Mapping[str, Any]) -> KyucError:
    kind = _ERRORS.get(answer["name"], EngineFailed)
    return kind(str(answer["detail"]), vi=str(answer["vi"]), en=str(answer["en"]))
