"""Trang ghi nhận mở nhanh đến đâu trên máy yếu, mạng chậm / how soon the capture page can be used.

A real Chromium on a slowed processor and line (its own protocol), against an archive started for it. It is
usable once a touch on “Buổi thăm mới” opens a visit. Then once more without any network, from the device.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from archive.supervision.machine import lock_of
from archive.supervision.seen_in_browser import add_browser, archive_with_chromium
from archive.supervision.words import Parser, complain
from schemas.errors import KyucError

LIMIT_KB, LIMIT_SECONDS = 150, 5.0
_PHONE = {"width": 390, "height": 844}
_TOUCH = "document.querySelector('#begin')?.click(), document.querySelector('#visit-here')?.hidden === false"
_GIVE_UP = 60.0


def main(argv: Sequence[str]) -> int:
    """0 if the first screen keeps to its size and its time."""
    given = _parser().parse_args(argv)
    try:
        with archive_with_chromium("first-screen") as (folders, chromium):
            address = f"{lock_of(folders).facts()['url']}/ghi"
            browser = chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
            result = _measure(browser, address, given)
            browser.close()
    except KyucError as error:
        return complain(error)
    print(json.dumps(result))
    return int(result["kilobytes"] > LIMIT_KB or result["seconds"] > LIMIT_SECONDS)


def _parser() -> Parser:
    parser = Parser(prog="./kyuc bench first-screen", description=__doc__)
    add_browser(parser)
    parser.add_argument("--slower", type=float, default=4, help="bộ xử lý chậm hơn mấy lần / processor")
    parser.add_argument("--kilobits", type=int, default=400, help="kbit/s (slow 3G: 400)")
    parser.add_argument("--delay", type=int, default=400, help="ms (slow 3G: 400)")
    return parser


def _measure(browser: Any, address: str, given: Any) -> dict[str, Any]:
    context = browser.new_context(viewport=_PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    received: list[int] = []
    wire.on("Network.loadingFinished", lambda told: received.append(int(told["encodedDataLength"])))
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": given.slower})
    speed = given.kilobits * 1000 / 8
    line = {"offline": False, "latency": given.delay, "downloadThroughput": speed, "uploadThroughput": speed}
    wire.send("Network.emulateNetworkConditions", line)
    seconds = _until_usable(page, address)
    first = sum(received)
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    context.set_offline(True)
    again = _until_usable(page, address)
    context.close()
    return {
        "kilobytes": round(first / 1000, 1),
        "limit_kilobytes": LIMIT_KB,
        "requests": len(received),
        "seconds": round(seconds, 2),
        "limit_seconds": LIMIT_SECONDS,
        "seconds_without_network": round(again, 2),
        "slower": given.slower,
        "kilobits": given.kilobits,
        "delay_ms": given.delay,
    }


def _until_usable(page: Any, address: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    while not page.evaluate(_TOUCH):
        if time.perf_counter() - began > _GIVE_UP:
            raise KyucError("never usable")
        page.wait_for_timeout(50)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
