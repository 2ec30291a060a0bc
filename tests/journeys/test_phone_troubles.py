"""What may go wrong on a phone is said in a sentence, and nothing that was kept before is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.consenting import withdraw
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.consent import Purpose, Withdrawal
from schemas.people import Role
from schemas.rights import EVERYTHING
from tests.journeys.conftest import PASSWORD, PHONE, serving
from tests.journeys.test_capture import sign, sign_in
from tests.journeys.test_keepsakes import begin, label, photo
from tests.servers.seaweedfs import SeaweedFS

REFUSING = """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "%s"))"""
FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, key) {
  if (value instanceof Blob && window.sick) throw new DOMException("", window.sick);
  return put.call(this, value, key);
};"""
UNREADABLE = """const read = Blob.prototype.arrayBuffer;
Blob.prototype.arrayBuffer = function () {
  const gone = this.size === window.lost;
  return gone ? Promise.reject(new DOMException("", "NotReadableError")) : read.call(this);
};"""
OLD = """for (const name of ["locks", "storage", "wakeLock"])
  Object.defineProperty(Navigator.prototype, name, { get: () => undefined });
delete window.MediaRecorder; delete window.BarcodeDetector;"""


@pytest.fixture(scope="module")
def archive(seaweedfs: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    names = {"KYUC_S3_BUCKET": "troubles-originals", "KYUC_S3_DERIVATIVES": "troubles-derivatives"}
    data = tmp_path_factory.mktemp("troubles")
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(data)}))
    create_user(archive, "hoa", [Role.VOLUNTEER], name="Lường Thị Hoa", password=PASSWORD)
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def origin(archive: Archive) -> Iterator[str]:
    with serving(archive) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="vi-VN")
    yield context
    context.close()


def allow(page: Page) -> None:
    page.check("[name=consent_luu_tru]")
    page.fill("#consent_by", "Nông Thị Thử")
    sign(page)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("NotAllowedError", "quyền micro"),
        ("NotFoundError", "không có micro"),
        ("NotReadableError", "cuộc gọi"),
    ],
)
def test_a_microphone_that_is_refused(context: BrowserContext, origin: str, name: str, told: str) -> None:
    context.add_init_script(REFUSING % name)
    page = context.new_page()
    begin(page, origin)
    page.click("#record")
    expect(page.locator("#kept-note")).to_contain_text(told)


def test_a_full_phone_and_a_file_that_changes_cost_only_that_piece(
    context: BrowserContext, origin: str, tmp_path: Path
) -> None:
    context.add_init_script(FULL)
    page = context.new_page()
    begin(page, origin)
    page.set_input_files("#pick", photo(tmp_path, "một.jpg", 1))
    expect(page.locator("[data-piece]")).to_have_count(1)
    for sick, told in (("QuotaExceededError", "đã đầy"), ("NotReadableError", "đã đổi")):
        page.evaluate(f"window.sick = '{sick}'")
        page.set_input_files("#pick", photo(tmp_path, "hai.jpg", 2))
        expect(page.locator("#kept-note")).to_contain_text(told)
        expect(page.locator("[data-piece]")).to_have_count(1)
    page.evaluate("window.sick = ''")
    page.set_input_files("#pick", photo(tmp_path, "hai.jpg", 2))
    expect(page.locator("[data-piece]")).to_have_count(2)


def test_storage_that_the_system_cleared_and_a_wrong_clock(context: BrowserContext, origin: str) -> None:
    context.add_init_script("""localStorage.setItem("kyuc-visits-here", '["a", "b"]')""")
    page = context.new_page()
    page.clock.set_system_time(datetime(2019, 1, 1))
    page.goto(f"{origin}/ghi")
    expect(page.locator("#kept-note")).to_contain_text("đã xóa 2 buổi thăm")
    expect(page.locator("#kept-note")).to_contain_text("Đồng hồ của máy sai ngày")


def test_a_clock_that_is_hours_off_is_told_once_the_archive_answers(
    context: BrowserContext, origin: str, tmp_path: Path
) -> None:
    page = context.new_page()
    sign_in(page, origin)
    page.clock.set_system_time(datetime(2031, 5, 1, 12))
    begin(page, origin)
    page.set_input_files("#pick", photo(tmp_path, "một.jpg", 3))
    allow(page)
    page.click("#send")
    expect(page.locator("#kept-note")).to_contain_text("lệch")
    expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=30_000)


def test_an_old_browser_still_captures_and_sends(
    context: BrowserContext, origin: str, tmp_path: Path
) -> None:
    context.add_init_script(OLD)
    page = context.new_page()
    sign_in(page, origin)
    begin(page, origin)
    page.click("#record")
    expect(page.locator("#kept-note")).to_contain_text("không ghi âm được trong trang")
    page.set_input_files("#pick", photo(tmp_path, "một.jpg", 5))
    allow(page)
    page.click("#send")
    expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=30_000)


def test_a_piece_that_the_phone_cannot_read_any_more_stops_no_other(
    context: BrowserContext, origin: str, tmp_path: Path
) -> None:
    context.add_init_script(UNREADABLE)
    page = context.new_page()
    sign_in(page, origin)
    begin(page, origin)
    lost, whole = photo(tmp_path, "mất.jpg", 6), photo(tmp_path, "còn.jpg", 7)
    page.evaluate(f"window.lost = {Path(lost).stat().st_size}")
    page.set_input_files("#pick", [lost, whole])
    allow(page)
    page.click("#send")
    row = page.locator("[data-piece]").filter(has_text="mất.jpg")
    expect(row.locator(".says")).to_contain_text("không đọc lại được", timeout=30_000)
    kept = page.locator("[data-piece]").filter(has_text="còn.jpg")
    expect(kept).to_have_attribute("data-state", "stored", timeout=30_000)


def test_a_visit_that_the_family_took_back_meanwhile(
    archive: Archive, context: BrowserContext, origin: str, tmp_path: Path
) -> None:
    page = context.new_page()
    sign_in(page, origin)
    begin(page, origin)
    page.fill("#family", "Gia đình rút lại")
    page.set_input_files("#pick", photo(tmp_path, "một.jpg", 8))
    allow(page)
    page.click("#send")
    expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=30_000)
    with archive.records() as records:
        (visit,) = [one for one in records.visits(reach=EVERYTHING) if one.family == "Gia đình rút lại"]
        (given,) = records.consents_of([visit.id])[visit.id]
    withdraw(archive, given.id, Withdrawal(given.id, frozenset({Purpose.KEEPING}), "lead"))
    page.set_input_files("#pick", photo(tmp_path, "hai.jpg", 9))
    row = page.locator("[data-piece]").filter(has_text="hai.jpg")
    expect(row.locator(".says")).to_contain_text("đã rút lại đồng ý", timeout=30_000)
    expect(row.locator("[data-again]")).to_be_visible()
    row.locator("[data-remove]").click()
    expect(row).to_have_count(0)


def test_an_identity_card_is_warned_of(context: BrowserContext, origin: str, tmp_path: Path) -> None:
    page = context.new_page()
    begin(page, origin)
    card = label(tmp_path, "001099000001|123456789|NGUYEN VAN THU|01011950|Nam|Xa Thu|01012022")
    page.set_input_files("#pick", card)
    expect(page.locator(".says")).to_contain_text("căn cước", timeout=20_000)
    page.locator("[data-keep]").click()
    expect(page.locator("[data-keep]")).to_be_hidden()
