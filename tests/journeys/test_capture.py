"""A visit without network: captured, the browser killed, opened again, and all arrives, byte for byte."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.indexing import index_items
from archive.intake import open_visit
from archive.rights.consents import TEXT_SHA256
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.consent import Manner, Purpose
from schemas.holdings import Visit
from schemas.people import Role
from schemas.queries import SearchQuery
from schemas.rights import EVERYTHING
from tests.journeys.conftest import CHROMIUM, FLAGS, PASSWORD, PHONE, serving
from tests.servers.seaweedfs import SeaweedFS

MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture
def empty(seaweedfs: SeaweedFS, tmp_path: Path) -> Iterator[Archive]:
    names = {"KYUC_S3_BUCKET": "capture-originals", "KYUC_S3_DERIVATIVES": "capture-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(tmp_path / "data")}))
    create_user(archive, "hoa", [Role.VOLUNTEER], name="Lường Thị Hoa", password=PASSWORD)
    yield archive
    archive.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    out = io.BytesIO()
    Image.effect_noise((1400, 1100), 60).convert("RGB").save(out, "JPEG", quality=92)
    path = tmp_path / "nhật ký trang 1.jpg"
    path.write_bytes(out.getvalue())
    return path


def phone(browser: Browser, profile: Path) -> BrowserContext:
    """One phone: what it keeps outlives its browser."""
    return browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=[*FLAGS, *MICROPHONE],
        viewport=PHONE,
        has_touch=True,
        locale="vi-VN",
        permissions=["microphone"],
    )


def sign_in(page: Page, origin: str, login: str = "hoa") -> None:
    page.goto(f"{origin}/dang-nhap")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")


def capture(page: Page, photo: Path) -> None:
    """The visit itself: family and commune, one photo, some seconds of sound, consent."""
    page.click("#begin")
    page.fill("#family", "Gia đình bà Nông Thị Thử")
    page.fill("#commune", "Xã Thử, Thái Nguyên")
    page.set_input_files("#pick", str(photo))
    expect(page.locator("[data-piece]")).to_have_count(1)
    page.click("#record")
    expect(page.locator("#recording-says")).to_contain_text("0:05", timeout=20_000)
    page.check("[name=consent_luu_tru]")
    page.check("[name=consent_may]")
    page.fill("#consent_by", "Nông Thị Thử")
    page.fill("#consent_relation", "em gái liệt sĩ")
    sign(page)


def sign(page: Page) -> None:
    """A name drawn with a finger."""
    page.locator("#signature").scroll_into_view_if_needed()
    box = page.locator("#signature").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + 18 * step, box["y"] + 60 + 25 * (step % 2), steps=3)
    page.mouse.up()
    expect(page.locator("#consent-proof")).to_contain_text("Đã ký")


@pytest.mark.slow
def test_what_was_captured_in_flight_mode_survives_a_kill_and_arrives(
    browser: Browser, empty: Archive, photo: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "phone"
    with serving(empty) as origin:
        context = phone(browser, profile)
        page = context.new_page()
        sign_in(page, origin)
        page.goto(f"{origin}/ghi")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        context.set_offline(True)
        page.reload()
        capture(page, photo)
        context.close()  # the battery is empty while it still records

        context = phone(browser, profile)
        context.set_offline(True)
        page = context.new_page()
        page.clock.set_system_time(datetime.now() + timedelta(days=2))
        page.goto(f"{origin}/ghi")
        page.click(".capture-visit")
        expect(page.locator("#family")).to_have_value("Gia đình bà Nông Thị Thử")
        expect(page.locator("[data-piece]")).to_have_count(3)
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("Chờ có mạng")

        context.set_offline(False)
        expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=60_000)
        expect(page.locator("[data-state=stored]")).to_have_count(4)
        context.close()
    assert_arrived(empty, photo)
    assert_found(empty)


def assert_arrived(archive: Archive, photo: Path) -> None:
    """The photo byte by byte, some sound, and the consent, in one visit."""
    with archive.records() as records:
        (visit,) = records.visits(reach=EVERYTHING)
        (consent,) = records.consents_of([visit.id])[visit.id]
        assets = [one for item in records.items_of(visit.id) for one in records.assets_of(item.id)]
    kept = {asset.medium.value: asset for asset in assets if asset.filename != "Chữ ký.png"}
    (signature,) = [asset for asset in assets if asset.filename == "Chữ ký.png"]
    assert visit.family == "Gia đình bà Nông Thị Thử"
    assert kept["image"].sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert kept["image"].filename == photo.name
    assert (consent.party, consent.relation) == ("Nông Thị Thử", "em gái liệt sĩ")
    assert consent.purposes == {Purpose.KEEPING, Purpose.MACHINE}
    assert (consent.evidence_asset_id, consent.text_sha256) == (signature.id, TEXT_SHA256)
    assert consent.manner is Manner.SIGNED
    assert signature.item_id == kept["text"].item_id
    with archive.objects.retrieve(kept["text"].sha256) as paper:
        assert "[x] lưu trữ" in paper.read().decode()
    with archive.objects.retrieve(kept["audio"].sha256) as sound:
        assert len(sound.read()) > 3_000


def assert_found(archive: Archive) -> None:
    """By words without their marks, as people type them."""
    with archive.records() as records:
        (visit,) = records.visits(reach=EVERYTHING)
        ids = [item.id for item in records.items_of(visit.id)]
    index_items(archive.records, archive.index, ids)
    found = Discovery(archive.records, archive.index).search(SearchQuery("nhat ky trang 1", reach=EVERYTHING))
    assert "nhật ký trang 1" in [hit.title for hit in found.hits]


def test_a_visit_without_consent_is_not_sent(
    browser: Browser, empty: Archive, photo: Path, tmp_path: Path
) -> None:
    with serving(empty) as origin:
        context = phone(browser, tmp_path / "phone")
        page = context.new_page()
        sign_in(page, origin)
        page.goto(f"{origin}/ghi")
        page.click("#begin")
        page.fill("#family", "Gia đình ông Thử")
        page.fill("#commune", "Xã Thử")
        page.set_input_files("#pick", str(photo))
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("đồng ý")
        context.close()
    with empty.records() as records:
        assert not records.visits(reach=EVERYTHING)


def test_the_same_page_twice_a_second_tab_and_a_marked_moment_are_told(
    browser: Browser, empty: Archive, photo: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "trang 1.jpg", tmp_path / "trang 1 lần nữa.jpg"
    sheet = Image.effect_mandelbrot((1400, 1100), (-3, -2.5, 2, 2.5), 100).convert("RGB")
    sheet.save(first, "JPEG", quality=92)
    sheet.resize((1100, 860)).point(lambda light: light * 9 // 10).save(again, "JPEG", quality=80)
    with serving(empty) as origin:
        context = phone(browser, tmp_path / "phone")
        page = context.new_page()
        page.goto(f"{origin}/ghi")
        page.click("#begin")
        page.fill("#family", "Gia đình ông Thử")
        page.set_input_files("#pick", [str(photo), str(first), str(again)])
        expect(page.locator("[data-piece] .says").last).to_contain_text("giống một trang đã chụp")
        expect(page.locator("[data-piece] .says").nth(1)).not_to_contain_text("giống một trang")
        expect(page.locator("#lacking")).to_contain_text("Nhật ký chiến trường")
        page.click("#record")
        expect(page.locator("#recording-says")).to_contain_text("Đang ghi")
        page.fill("#mark-word", "Khe Sanh")
        page.click("#mark")
        page.click("#record")
        expect(page.locator("[data-piece] textarea").last).to_have_value(re.compile("0:.*Khe Sanh"))
        second = context.new_page()
        second.goto(f"{origin}/ghi")
        second.click(".capture-visit")
        expect(second.locator("#kept-note")).to_contain_text("thẻ khác")
        context.close()


def test_a_second_phone_joins_by_the_code(
    browser: Browser, empty: Archive, photo: Path, tmp_path: Path
) -> None:
    create_user(empty, "minh", [Role.VOLUNTEER], name="Vàng A Thử", password=PASSWORD)
    opened = open_visit(
        empty, Visit("Thăm bà Thử", commune="Xã Thử", family="Gia đình bà Thử", code="KH-2345")
    )
    with serving(empty) as origin:
        context = phone(browser, tmp_path / "second phone")
        page = context.new_page()
        sign_in(page, origin, "minh")
        page.goto(f"{origin}/ghi")
        page.get_by_text("Máy thứ hai trong cùng buổi thăm").click()
        page.fill("#join-code", "kh-2345")
        page.click("#join")
        expect(page.locator("#family")).to_have_value("Gia đình bà Thử")
        page.set_input_files("#pick", str(photo))
        page.click("#send")
        expect(page.locator("[data-state=stored]")).to_have_count(1, timeout=30_000)
        context.close()
    with empty.records() as records:
        (item,) = records.items_of(opened.id)
        (asset,) = records.assets_of(item.id)
    assert asset.sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()
