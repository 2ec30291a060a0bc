"""Một tệp rất lớn gửi từ điện thoại / one very large file sent from the capture page.

A real Chromium, an archive started for it. How much memory the page and its browser take at most while the
file is kept, hashed and sent. One JSON object; exit status 0 if it arrived equal and the page stayed small.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.supervision.folders import Folders
from archive.supervision.machine import lock_of
from archive.supervision.seen_in_browser import add_browser, archive_with_chromium
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError
from schemas.people import Role

LIMIT_MB = 400
"""Of the page's own process, whatever the file's size."""
_PHONE = {"width": 390, "height": 844}
_LOGIN, _PASSWORD = "do-tep-lon", "một tệp rất lớn"
_GIVE_UP = 3600.0
_STORED = (
    "[...document.querySelectorAll('[data-piece][data-state=stored] .name')].map(one => one.textContent)"
)
"""The names of the pieces that the archive has: the signature of the consent is one of them too."""


def main(argv: Sequence[str]) -> int:
    parser = Parser(prog="./kyuc bench large-file", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2.0, help="cỡ tệp / size of the file")
    add_browser(parser)
    given = parser.parse_args(argv)
    os.environ["KYUC_HEARING_WORKERS"] = "0"  # what is measured is the way there
    try:
        with archive_with_chromium("large-file") as (folders, chromium):
            result = _measure(chromium, given.browser, folders, int(given.gigabytes * 1e9))
    except KyucError as error:
        return complain(error)
    print(json.dumps(result))
    return int(not result["equal"] or result["page_megabytes"] > LIMIT_MB)


def _measure(chromium: Any, program: str, folders: Folders, size: int) -> dict[str, Any]:
    archive = Archive(load({"KYUC_DATA": str(folders.data)}))
    create_user(archive, _LOGIN, [Role.VOLUNTEER], password=_PASSWORD)
    origin = str(lock_of(folders).facts()["url"])
    with tempfile.TemporaryDirectory(prefix="kyuc-large-", dir=folders.data) as folder:
        # a phone's own profile: what a private one keeps would lie in memory
        context = chromium.launch_persistent_context(
            f"{folder}/phone",
            executable_path=program,
            args=["--no-sandbox"],
            viewport=_PHONE,
            has_touch=True,
            locale="vi-VN",
        )
        page, browser = context.new_page(), context.browser
        sound = Path(folder) / "lời kể.wav"
        _write_sound(sound, size)
        before = _resident(browser, "renderer")
        most: dict[str, float] = {"heap": 0, "renderer": 0, "browser": 0}
        began = time.monotonic()
        _capture(page, origin, sound)
        while not any(sound.name in name for name in page.evaluate(_STORED)):
            if time.monotonic() - began > _GIVE_UP:
                raise KyucError("it never arrived")
            _note(browser, page, most)
            page.wait_for_timeout(500)
        seconds = time.monotonic() - began
        with archive.records() as records:
            equal = bool(records.assets_with(_sha256(sound)))
        context.close()
    archive.close()
    return {
        "gigabytes": round(size / 1e9, 2),
        "seconds": round(seconds, 1),
        "heap_megabytes": round(most["heap"] / 1e6, 1),
        "page_megabytes": round(most["renderer"] / 1e6, 1),
        "page_megabytes_before": round(before / 1e6, 1),
        "browser_megabytes": round(most["browser"] / 1e6, 1),
        "limit_page_megabytes": LIMIT_MB,
        "equal": equal,
    }


def _write_sound(path: Path, size: int) -> None:
    """A recording of silence: its bytes take no room on the disk."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.setnframes(size // 2)
        sound.writeframesraw(b"")
    head = path.read_bytes()
    head = head[:4] + (size + 36).to_bytes(4, "little") + head[8:40] + size.to_bytes(4, "little")
    with path.open("r+b") as file:
        file.write(head)
        file.truncate(len(head) + size)


def _capture(page: Any, origin: str, sound: Path) -> None:
    page.goto(f"{origin}/dang-nhap")
    page.fill("[name=login]", _LOGIN)
    page.fill("[name=password]", _PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")
    page.goto(f"{origin}/ghi")
    page.click("#begin")
    page.fill("#family", "Gia đình bà Thử")
    page.fill("#commune", "Xã Thử")
    page.check("[name=consent_luu_tru]")
    page.fill("#consent_by", "Bà Thử")
    page.locator("#signature").scroll_into_view_if_needed()
    box = page.locator("#signature").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_selector("[data-piece]", state="attached")
    page.set_input_files("#pick", str(sound), timeout=_GIVE_UP * 1000)
    page.wait_for_selector(f"[data-piece]:has-text('{sound.name}')", timeout=_GIVE_UP * 1000)
    page.click("#send")


def _note(browser: Any, page: Any, most: dict[str, float]) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Performance.enable")
    told = {one["name"]: one["value"] for one in wire.send("Performance.getMetrics")["metrics"]}
    wire.detach()
    most["heap"] = max(most["heap"], told["JSHeapUsedSize"])
    for kind in ("renderer", "browser"):
        most[kind] = max(most[kind], _resident(browser, kind))


def _resident(browser: Any, kind: str) -> float:
    """Bytes in memory of the largest process of this kind."""
    wire = browser.new_browser_cdp_session()
    processes = wire.send("SystemInfo.getProcessInfo")["processInfo"]
    wire.detach()
    page_bytes = os.sysconf("SC_PAGE_SIZE")
    found = [0.0]
    for one in processes:
        if one["type"] == kind:
            found.append(int(Path(f"/proc/{one['id']}/statm").read_text().split()[1]) * page_bytes)
    return max(found)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
