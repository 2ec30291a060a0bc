"""Bàn chép mở và cuộn nhanh đến đâu trên điện thoại rẻ / how soon a long text opens on a cheap phone.

A real Chromium with a slowed processor, against an archive started for it: a page of 500 lines and a
recording of four hours, from the address to the caret in a line with the picture or the waveform there;
frames while scrolling; the way of a save there and back. A plain page tells how busy the machine is.
"""

from __future__ import annotations

import io
import json
import random
import sys
import wave
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

from PIL import Image

from archive.bootstrap import Archive
from archive.cli.bench_mentions import made_texts
from archive.cli.evaluate_alignment import made_page, made_sound
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.supervision.machine import lock_of
from archive.supervision.seen_in_browser import add_browser, archive_with_chromium
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError
from schemas.holdings import (
    Accession,
    Asset,
    Derivative,
    DerivativeKind,
    Item,
    ItemKind,
    Medium,
    StoredObject,
    Visit,
)
from schemas.ids import new_id
from schemas.people import Role, User
from schemas.transcripts import Author, PageInfo, Segment, Transcript

LIMIT_SECONDS, LIMIT_SAVE_MS, LONG_FRAME_MS = 2.0, 100.0, 50.0
_PASSWORD = "một câu dài chỉ dùng để đo"
_PHONE = {"width": 390, "height": 844}
_LINES, _HOURS, _PEAKS = 500, 4, 8_000
_GIVE_UP_MS = 60_000
_READY = """() => document.activeElement?.classList.contains('ws-input') &&
    document.querySelector('.ws-image[data-ready], .ws-wave[data-ready]') ? performance.now() : 0"""
_LOADED = """() => performance.getEntriesByType('navigation')[0]?.loadEventEnd ?? 0"""
_SCROLL = """async () => {
    const list = document.querySelector('.ws-scroll'), frames = [];
    let last = await new Promise(requestAnimationFrame);
    for (let n = 0; n < 120; n += 1) {
        list.scrollTop += n % 40 < 20 ? 260 : 40;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
    }
    return frames;
}"""
_SAVES = """() => performance.getEntriesByType('resource')
    .filter(one => one.name.endsWith('/nhap')).map(one => one.responseEnd - one.requestStart)"""


def main(argv: Sequence[str]) -> int:
    """0 if both open in two seconds and a save takes no longer than a tenth of one."""
    given = _parser().parse_args(argv)
    try:
        with archive_with_chromium("workspaces") as (folders, chromium):
            archive = Archive(load({"KYUC_DATA": str(folders.data)}))
            user = create_user(archive, "nguoi-chep", [Role.TEAM_LEAD], password=_PASSWORD)
            assets = _entered(archive, user)
            browser = chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
            address = str(lock_of(folders).facts()["url"])
            rows = _measured(browser, address, assets, given)
            browser.close()
            archive.close()
    except KyucError as error:
        return complain(error)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    return int(any(_too_slow(row) for row in rows))


def _parser() -> Parser:
    parser = Parser(prog="./kyuc bench workspaces", description=__doc__)
    add_browser(parser)
    parser.add_argument("--slower", type=float, default=4, help="bộ xử lý chậm hơn mấy lần / processor")
    parser.add_argument("--times", type=int, default=3, help="số lần mở / how often each is opened")
    return parser


def _too_slow(row: dict[str, Any]) -> bool:
    slow = row["what"] != "plain" and (row["seconds"] > LIMIT_SECONDS or row["save_ms"] > LIMIT_SAVE_MS)
    return bool(slow)


def _entered(archive: Archive, user: User) -> dict[str, Asset]:
    chance, text = random.Random(1), " ".join(made_texts(130, 1))
    page = made_page(chance, " ".join(text.split()[: _LINES * 9]))
    sound = tuple(one for one in made_sound(chance, text) if (one.start or 0) < _HOURS * 3600)
    height = max(one.box.y for one in page if one.box) + 200
    peaks = {"duration": _HOURS * 3600, "peaks": [[round(chance.random(), 3) for _ in range(_PEAKS)]]}
    return {
        "page": _entry(
            archive,
            user,
            Medium.IMAGE,
            page,
            {DerivativeKind.WEB_IMAGE: (_picture(height), "image/jpeg")},
            height,
        ),
        "sound": _entry(
            archive,
            user,
            Medium.AUDIO,
            sound,
            {
                DerivativeKind.AUDIO_PROXY: (_silence(), "audio/wav"),
                DerivativeKind.WAVEFORM: (json.dumps(peaks).encode(), "application/json"),
            },
        ),
    }


def _entry(
    archive: Archive,
    user: User,
    medium: Medium,
    segments: Sequence[Segment],
    files: dict[DerivativeKind, tuple[bytes, str]],
    height: int | None = None,
) -> Asset:
    visit, sha256 = Visit("bench", code=new_id()[-12:], created_by=user.id), new_id().replace("-", "") * 2
    item = Item(visit.id, ItemKind.PAPER)
    asset = Asset(item.id, sha256, "bench", medium, "image/jpeg" if height else "audio/wav")
    pages = (PageInfo(1, 1600, height),) if height else ()
    with archive.records() as records:
        records.add_visit(visit)
        records.add_item(item)
        records.add_object(StoredObject(sha256, 1, asset.media_type))
        records.add_asset(asset, Accession(asset.id, visit.id, sha256, datetime.now(UTC), user.id))
        for kind, (body, media) in files.items():
            key = f"{asset.id}/{kind.value}"
            archive.objects.put_derivative(key, io.BytesIO(body), len(body), media)
            size = (1600, height) if height else (None, None)
            page = 1 if height else None
            records.add_derivative(Derivative(asset.id, kind, key, media, page, size[0], size[1]))
        length = segments[-1].end
        records.add_transcript(
            Transcript(asset.id, Author("engine", "bench"), tuple(segments), pages, length)
        )
        records.commit()
    return asset


def _picture(height: int) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((800, height // 2), 12).save(kept, "JPEG", quality=60)
    return kept.getvalue()


def _silence() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(3000)
        file.writeframes(b"\x80" * (3000 * _HOURS * 3600))
    return kept.getvalue()


def _measured(browser: Any, address: str, assets: dict[str, Asset], given: Any) -> list[dict[str, Any]]:
    context = browser.new_context(viewport=_PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{address}/dang-nhap")
    page.fill("[name=login]", "nguoi-chep")
    page.fill("[name=password]", _PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    wire = context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": given.slower})
    plain = [_until(page, f"{address}/viec-can-lam", _LOADED) for _ in range(given.times)]
    rows: list[dict[str, Any]] = [{"what": "plain", "seconds": _seconds(plain)}]
    for name, asset in assets.items():
        opened = [_until(page, f"{address}/chep/{asset.id}", _READY) for _ in range(given.times)]
        frames = page.evaluate(_SCROLL)
        rows.append(
            {
                "what": name,
                "seconds": _seconds(opened),
                "limit_seconds": LIMIT_SECONDS,
                "times_a_plain_page": round(median(opened) / median(plain), 1),
                "long_frames": sum(frame > LONG_FRAME_MS for frame in frames),
                "frames": len(frames),
                "longest_frame_ms": round(max(frames)),
                "save_ms": _save(page),
                "limit_save_ms": LIMIT_SAVE_MS,
                "slower": given.slower,
            }
        )
    context.close()
    return rows


def _save(page: Any) -> float:
    """Typed in the line in hand and saved, five times: from the request to its answer."""
    page.locator(".ws-input").focus()
    for number in range(5):
        page.keyboard.type(f" {number}")
        page.wait_for_selector("#ws-state[data-where=stored]")
        page.wait_for_timeout(1200)
    return round(float(median(page.evaluate(_SAVES))), 1)


def _until(page: Any, address: str, ready: str) -> float:
    page.goto(address, wait_until="commit")
    for _ in range(_GIVE_UP_MS // 25):
        at = float(page.evaluate(ready))
        if at:
            return at
        page.wait_for_timeout(25)
    raise KyucError("never ready")


def _seconds(milliseconds: Sequence[float]) -> float:
    return round(median(milliseconds) / 1000, 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
