"""A phone behind a bad line: every byte arrives, hardly one goes twice, whatever breaks on the way."""

from __future__ import annotations

import hashlib
import os
import signal
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from schemas.rights import EVERYTHING
from tests.integration.running import Running
from tests.journeys.conftest import PASSWORD, PHONE
from tests.journeys.test_capture import sign
from tests.support.faulty_line import FaultyLine, faulty_line

pytestmark = pytest.mark.slow

LONG = 24 << 20
"""Bytes of the recording: long enough for many cuts after 5 MB."""
RATE = 1 << 20
"""Bytes a second here; a line of 256 kbit/s takes 32 times as long and breaks no oftener."""
LINE_PATIENCE = 240_000


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The whole archive behind its front, without the machines that read and hear."""
    alone = {"KYUC_READING_WORKERS": "0", "KYUC_HEARING_WORKERS": "0"}
    running = Running(tmp_path_factory.mktemp("village") / "data", alone)
    running.up()
    archive = Archive(load({"KYUC_DATA": str(running.data)}))
    create_user(archive, "hoa", [Role.VOLUNTEER], name="Lường Thị Hoa", password=PASSWORD)
    archive.close()
    yield running
    running.down()


@pytest.fixture
def brought(tmp_path: Path) -> dict[str, Path]:
    """What the visit brings home, by hash."""
    files = []
    for number in range(3):
        photo = tmp_path / f"nhật ký trang {number}.jpg"
        Image.effect_noise((1200, 900), 50 + number).convert("RGB").save(photo, "JPEG", quality=90)
        files.append(photo)
    with wave.open(str(tmp_path / "lời kể.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(os.urandom(LONG))
    files.append(tmp_path / "lời kể.wav")
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}


def _phone(browser: Browser, origin: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{origin}/dang-nhap")
    page.fill("[name=login]", "hoa")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")
    page.goto(f"{origin}/ghi")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    return context, page


def _end_web(village: Running) -> None:
    """The server process is killed; its supervisor starts another."""
    for found in village.processes():
        if "search_ui.app" in found:
            os.kill(int(found.partition(":")[0]), signal.SIGKILL)


def _sent_once(line: FaultyLine, brought: dict[str, Path]) -> float:
    """Bytes that left the phone for each byte that had to."""
    return sum(line.body.values()) / sum(file.stat().st_size for file in brought.values())


@pytest.mark.timeout(600)
def test_every_byte_arrives_and_hardly_one_goes_twice(
    browser: Browser, village: Running, brought: dict[str, Path]
) -> None:
    with faulty_line(village.port, rate=RATE) as line:
        context, page = _phone(browser, f"http://127.0.0.1:{line.port}")
        page.click("#begin")
        page.fill("#family", "Gia đình bà Nông Thị Thử")
        page.fill("#commune", "Xã Thử")
        page.check("[name=consent_luu_tru]")
        page.fill("#consent_by", "Nông Thị Thử")
        page.fill("#consent_relation", "em gái liệt sĩ")
        sign(page)
        page.set_input_files("#pick", [str(file) for file in brought.values()])
        expect(page.locator("[data-piece]")).to_have_count(len(brought))
        line.bad = True
        page.click("#send")
        for _ in range(2):
            page.wait_for_timeout(12_000)
            _end_web(village)
        expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=LINE_PATIENCE)
        context.close()
    assert min(line.fates[fate] for fate in ("unheard", "midway", "unanswered")) >= 3
    assert 1 <= _sent_once(line, brought) <= 1.03
    archive = Archive(load({"KYUC_DATA": str(village.data)}))
    with archive.records() as records:
        (visit,) = records.visits(reach=EVERYTHING)
        assets = [one for item in records.items_of(visit.id) for one in records.assets_of(item.id)]
    assert {asset.sha256 for asset in assets} >= set(brought)
    assert len(assets) == len(brought) + 2  # and the consent with its signature; nothing was entered twice
    assert all(archive.objects.verify(sha, file.stat().st_size) for sha, file in brought.items())
    archive.close()
