"""`python -m workers.confined.decoder IN OUT MEMORY`: opens pictures and PDF for the process that started it.

Everything it needs is loaded before the bars go up. It is asked in JSON and answers in JSON, after a page
with its pixels: a file that takes it over can say nothing that runs on the other side. It ends with the
pipe.
"""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from schemas.errors import EngineFailed, EngineOutOfMemory, KyucError
from workers import imaging, pdf
from workers.confined.cage import Limits, lock_up
from workers.engines.ports import ReadLine
from workers.imaging import PagePicture
from workers.picture_facts import picture_facts

LIMITS = Limits(memory=6 << 30, largest_file=0, files=64)


def main(argv: list[str]) -> int:
    asked = Connection(int(argv[0]), writable=False)
    told = Connection(int(argv[1]), readable=False)
    shared = mmap.mmap(int(argv[2]), 0)
    bars = lock_up(LIMITS)
    _say(told, {"kind": "ready", "calls": bars.calls, "landlock": bars.landlock})
    while True:
        try:
            wish = json.loads(asked.recv_bytes())
        except EOFError:
            return 0
        _serve(asked, told, shared, wish["what"], Path(wish["path"]))


def _serve(asked: Connection, told: Connection, shared: mmap.mmap, what: str, path: Path) -> None:
    """Pages or a value, then `end`; or an error. The next page waits until this one was taken."""
    try:
        for kind, answer in _answers(what, path):
            if kind == "page":
                _send_page(told, shared, *answer)
                asked.recv_bytes()
            else:
                _say(told, {"kind": kind, "value": answer})
        _say(told, {"kind": "end"})
    except EOFError:
        sys.exit(0)  # nobody waits for the rest of the file
    except KyucError as error:
        _say(told, _told(error))
    except MemoryError:
        _say(told, _told(EngineOutOfMemory("MemoryError")))
    except Exception as error:  # noqa: BLE001 - the border of the process: whatever a library raises is told on
        _say(told, _told(EngineFailed(f"decoder: {type(error).__name__}")))


def _told(error: KyucError) -> dict[str, Any]:
    words = {"vi": error.message_vi, "en": error.message_en, "detail": error.detail}
    return {"kind": "error", "name": type(error).__name__, **words}


def _say(told: Connection, answer: dict[str, Any]) -> None:
    told.send_bytes(json.dumps(answer, ensure_ascii=False).encode())


def _answers(what: str, path: Path) -> Iterator[tuple[str, Any]]:
    if what == "pages":
        yield from (("page", (picture, ())) for picture in imaging.open_pages(path))
    elif what == "pdf":
        yield from (("page", (page.picture, page.layer)) for page in pdf.open_pdf(path))
    elif what == "page_count":
        yield "value", imaging.page_count(path)
    elif what == "pdf_page_count":
        yield "value", pdf.pdf_page_count(path)
    else:
        yield "value", picture_facts(path)


def _send_page(told: Connection, shared: mmap.mmap, picture: PagePicture, layer: Sequence[ReadLine]) -> None:
    """The header with the shape; the pixels lie in the memory that both share."""
    pixels = picture.pixels
    into = np.frombuffer(shared, np.uint8, pixels.size).reshape(pixels.shape)
    into[:] = pixels
    facts: dict[str, Any] = {"number": picture.number, "width": picture.width, "height": picture.height}
    facts |= {"dpi": picture.dpi, "torn": picture.torn, "shape": pixels.shape}
    words = [[[w.text, w.confidence, w.left, w.top, w.right, w.bottom] for w in line.words] for line in layer]
    _say(told, {"kind": "page", **facts, "layer": words})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
