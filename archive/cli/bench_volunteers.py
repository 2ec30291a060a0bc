"""Nhiều tình nguyện viên gửi cùng lúc / many volunteers sending at once, while somebody reads the pages.

Starts an archive of its own in an empty folder, with all its workers, and ends it again. One JSON object:
`failed` phones and `lost` files must be 0; `page_seconds` is how long a person waited for a page meanwhile.
`web_peak_mb` is the most memory that a process of the pages had: it must not grow with the files.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import threading
import time
import wave
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from PIL import Image

from archive.bootstrap import Archive
from archive.phones import Brought, Phone, PhoneFailed
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.supervision import processes
from archive.supervision.alone import archive_alone
from archive.supervision.control import Supervisor
from archive.supervision.folders import Folders
from archive.supervision.machine import lock_of
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError
from schemas.people import Role

LIMIT_SECONDS = 1.0
_PASSWORD = "một câu dài chỉ dùng để đo"
_PAGES = ("/", "/buoi-tham", "/tra-cuu?q=nguyen+van+hung", "/ghi")
_BETWEEN = 0.3
_MOST_FRAMES = 0x7FFF_FF00
"""No header of a WAV file can say more; what follows is kept as well."""


@dataclass(slots=True)
class Outcome:
    """What the phones and the reader saw."""

    kept: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    asked_again: int = 0
    waits: list[float] = field(default_factory=list)
    wrong_pages: int = 0
    seconds: float = 0.0
    web_peak: int = 0


def main(argv: Sequence[str]) -> int:
    """0 if nothing failed, nothing was lost, and no page took longer than a second (95 of 100)."""
    given = _parser().parse_args(argv)
    try:
        with archive_alone("volunteers") as folders:
            outcome, lost = _measure(folders, given)
    except KyucError as error:
        return complain(error)
    return _tell(outcome, lost, given)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="./kyuc bench volunteers", description=__doc__)
    parser.add_argument("--volunteers", type=int, default=50, help="số người / people at once")
    parser.add_argument("--photos", type=int, default=20, help="ảnh mỗi người / photos each")
    parser.add_argument("--megabytes", type=int, default=100, help="MB tiếng mỗi người / MB of sound each")
    return parser


def _measure(folders: Folders, given: argparse.Namespace) -> tuple[Outcome, int]:
    archive = Archive(load({"KYUC_DATA": str(folders.data)}))
    address = str(lock_of(folders).facts()["url"])
    people = [f"volunteer{number}" for number in range(given.volunteers)]
    for login in people:
        create_user(archive, login, [Role.VOLUNTEER], password=_PASSWORD)
    outcome, ended = Outcome(), threading.Event()
    reader = threading.Thread(target=_read_pages, args=(address, people[0], outcome, ended))
    photo = _photo()
    began = time.monotonic()
    reader.start()
    with ThreadPoolExecutor(len(people)) as crowd:
        sent = [crowd.submit(_volunteer, address, login, photo, given, outcome) for login in people]
        for one in sent:
            one.result()
    outcome.seconds = time.monotonic() - began
    ended.set()
    reader.join()
    outcome.web_peak = _web_peak(folders)
    with archive.records() as records:
        lost = sum(not records.assets_with(sha256) for sha256 in outcome.kept)
    archive.close()
    expected = given.volunteers * (given.photos + (given.megabytes > 0))
    return outcome, lost + expected - len(outcome.kept)


def _web_peak(folders: Folders) -> int:
    web = next(state for state in Supervisor(folders).processes() if state.name == "web")
    return max(map(processes.peak, processes.descendants(web.process)))


def _volunteer(address: str, login: str, photo: bytes, given: argparse.Namespace, outcome: Outcome) -> None:
    phone = Phone(address)
    try:
        phone.sign_in(login, _PASSWORD)
        visit = phone.open_visit(f"Gia đình {login}", "Xã Thử")
        for number in range(given.photos):
            outcome.kept.add(phone.send(visit, _one_photo(photo, f"{login} {number}")))
        if given.megabytes:
            outcome.kept.add(phone.send(visit, _sound(given.megabytes, login)))
    except PhoneFailed as error:
        outcome.failed.append(error.detail)
    outcome.asked_again += phone.asked_again


def _read_pages(address: str, login: str, outcome: Outcome, ended: threading.Event) -> None:
    """Somebody who reads all the while, a page after the other."""
    reader = Phone(address)
    reader.sign_in(login, _PASSWORD)
    while not ended.wait(_BETWEEN):
        for path in _PAGES:
            status, seconds = reader.page(path)
            outcome.waits.append(seconds)
            outcome.wrong_pages += status != 200


def _photo() -> bytes:
    """About as many bytes as a phone's camera makes."""
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _one_photo(photo: bytes, remark: str) -> Brought:
    """The photo with a remark of its own: other bytes, another hash."""
    words = remark.encode()
    data = photo[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + photo[2:]
    return Brought(f"{remark}.jpg", len(data), "anh", lambda: io.BytesIO(data))


def _sound(megabytes: int, seed: str) -> Brought:
    head = io.BytesIO()
    with wave.open(head, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.setnframes(min(megabytes << 19, _MOST_FRAMES))
        sound.writeframesraw(b"")
    start = head.getvalue()
    return Brought(
        f"{seed}.wav",
        len(start) + (megabytes << 20),
        "loi_ke",
        lambda: cast(BinaryIO, _Noise(start, megabytes)),
    )


class _Noise(io.RawIOBase):
    """Megabytes that differ from one another, without keeping them."""

    def __init__(self, start: bytes, megabytes: int) -> None:
        self._left = [start, *[b""] * megabytes]
        self._noise = os.urandom(1 << 20)
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while self._left and len(self._rest) < size:
            begun = self._left.pop(0)
            self._rest += begun or self._noise[:-8] + len(self._left).to_bytes(8, "big")
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _tell(outcome: Outcome, lost: int, given: argparse.Namespace) -> int:
    waits = sorted(outcome.waits)
    slow = sum(wait > LIMIT_SECONDS for wait in waits)
    share = slow / max(1, len(waits))
    for reason in sorted(set(outcome.failed))[:5]:
        print(reason, file=sys.stderr)
    line = {
        "volunteers": given.volunteers,
        "files": len(outcome.kept),
        "megabytes": given.volunteers * given.megabytes,
        "seconds": round(outcome.seconds, 1),
        "failed": len(outcome.failed),
        "lost": lost,
        "asked_again": outcome.asked_again,
        "pages": len(waits),
        "wrong_pages": outcome.wrong_pages,
        "web_peak_mb": round(outcome.web_peak / 1e6),
        "page_seconds": {
            "median": round(waits[len(waits) // 2], 3) if waits else None,
            "p95": round(waits[int(len(waits) * 0.95)], 3) if waits else None,
            "most": round(waits[-1], 3) if waits else None,
        },
        "over_1_s": round(share, 4),
    }
    print(json.dumps(line), flush=True)
    return int(bool(outcome.failed or lost or outcome.wrong_pages or share > 0.05))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
