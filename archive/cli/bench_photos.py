"""Cảnh báo ảnh ngay khi chụp / what the capture page says of photos, and how long it looks at each.

Photos of a folder go into the page in a real Chromium on a slowed processor, as they are and upside down. One
JSON line for each photo that is warned of, and one for all: milliseconds a picture, warnings by their codes.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from archive.supervision.machine import lock_of
from archive.supervision.seen_in_browser import add_browser, archive_with_chromium
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError

LIMIT_MS = 300
_PHONE = {"width": 390, "height": 844}
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
_LOOKS = "performance.getEntriesByName('kyuc-look').map(one => one.duration)"
_SAYS = "[...document.querySelectorAll('[data-piece] .says')].at(-1)?.textContent ?? ''"


def main(argv: Sequence[str]) -> int:
    parser = Parser(prog="./kyuc bench photos", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="thư mục ảnh / folders of photos")
    add_browser(parser)
    parser.add_argument("--slower", type=float, default=4, help="bộ xử lý chậm hơn mấy lần / processor")
    given = parser.parse_args(argv)
    photos = [path for folder in given.folders for path in sorted(folder.rglob("*")) if _is_photo(path)]
    try:
        with archive_with_chromium("photos") as (folders, chromium):
            browser = chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
            result = _measure(browser, f"{lock_of(folders).facts()['url']}/ghi", photos, given.slower)
            browser.close()
    except KyucError as error:
        return complain(error)
    print(json.dumps(result, ensure_ascii=False))
    return int(result["ms"]["p95"] > LIMIT_MS)


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in _ENDINGS


def _measure(browser: Any, address: str, photos: Sequence[Path], slower: float) -> dict[str, Any]:
    page = browser.new_context(viewport=_PHONE, has_touch=True, is_mobile=True, locale="vi-VN").new_page()
    page.goto(address)
    page.click("#begin")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    said: dict[str, Counter[str]] = {}
    taken: list[float] = []
    for path, way, content in _ways(photos):
        words = _said_of(page, f"{path.stem}-{way}.jpg", content, len(taken))
        taken = page.evaluate(_LOOKS)
        said.setdefault(way, Counter()).update(words)
        if words:
            print(json.dumps({"photo": path.name, "way": way, "says": words}, ensure_ascii=False))
    taken.sort()
    return {
        "photos": len(photos),
        "slower": slower,
        "ms": {"median": round(taken[len(taken) // 2]), "p95": round(taken[int(len(taken) * 0.95)])},
        "limit_ms": LIMIT_MS,
        "said": {way: dict(counted) for way, counted in said.items()},
    }


def _ways(photos: Sequence[Path]) -> Iterator[tuple[Path, str, bytes]]:
    for path in photos:
        upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        width, height = upright.size
        cut = upright.crop((int(width * 0.35), 0, width, height))
        for way, picture in (("as it is", upright), ("upside down", upright.rotate(180)), ("cut", cut)):
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=92)
            yield path, way, out.getvalue()


def _said_of(page: Any, name: str, content: bytes, before: int) -> list[str]:
    """The sentences about this photo alone; it is removed again, so that the next is no likeness of it."""
    page.set_input_files("#pick", {"name": name, "mimeType": "image/jpeg", "buffer": content})
    while len(page.evaluate(_LOOKS)) <= before or not page.locator("[data-piece] .size").count():
        page.wait_for_timeout(20)
    page.wait_for_timeout(150)
    words: str = page.evaluate(_SAYS)
    page.locator("[data-piece] [data-remove]").last.click()
    page.wait_for_selector("[data-piece]", state="detached")
    return [one.strip() for one in words.split(".") if one.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
