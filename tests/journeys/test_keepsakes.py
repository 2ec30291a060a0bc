"""Keepsakes with sides and labels, the place, what is missing, and the team lead's word on the phone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from schemas.rights import EVERYTHING
from tests.journeys.conftest import CHROMIUM, FLAGS, PASSWORD, PHONE, serving
from tests.journeys.test_capture import MICROPHONE, sign, sign_in
from tests.journeys.test_everybody import SMALL_TARGETS
from tests.servers.seaweedfs import SeaweedFS

HOUSE = {"latitude": 21.853712, "longitude": 106.761523, "accuracy": 12.0}


@pytest.fixture
def empty(seaweedfs: SeaweedFS, tmp_path: Path) -> Iterator[Archive]:
    names = {"KYUC_S3_BUCKET": "keepsakes-originals", "KYUC_S3_DERIVATIVES": "keepsakes-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(tmp_path / "data")}))
    create_user(archive, "hoa", [Role.VOLUNTEER], name="Lường Thị Hoa", password=PASSWORD)
    create_user(archive, "lan", [Role.TEAM_LEAD], name="Phạm Thị Lan", password=PASSWORD)
    yield archive
    archive.close()


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "phone"),
        executable_path=CHROMIUM,
        args=[*FLAGS, *MICROPHONE],
        viewport=PHONE,
        has_touch=True,
        locale="vi-VN",
        permissions=["microphone", "geolocation"],
        geolocation=HOUSE,
    )
    yield context
    context.close()


def photo(folder: Path, name: str, seed: int) -> str:
    path = folder / name
    Image.effect_noise((900, 700), 50 + seed).convert("RGB").save(path, "JPEG", quality=90)
    return str(path)


def label(folder: Path, held: str) -> str:
    """A label lying on a table, as the camera sees it."""
    drawn = io.BytesIO()
    segno.make_qr(held, error="m").save(drawn, kind="png", scale=9, border=4)
    table = Image.new("RGB", (1200, 900), (150, 120, 90))
    table.paste(Image.open(drawn).convert("RGB").rotate(7, expand=True, fillcolor=(150, 120, 90)), (400, 250))
    table.save(folder / "nhãn.jpg", "JPEG", quality=85)
    return str(folder / "nhãn.jpg")


def read_code(page: Page, selector: str, folder: Path) -> str:
    """What another phone reads from this screen."""
    page.locator(selector).screenshot(path=folder / "code.png")
    return str(cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(folder / "code.png")))[0])


def page_is_sound(page: Page) -> None:
    """No violation for axe, nothing smaller than a finger, nothing scrolls sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def begin(page: Page, origin: str) -> None:
    page.goto(f"{origin}/ghi")
    page.click("#begin")
    page.fill("#family", "Gia đình bà Nông Thị Thử")
    page.fill("#commune", "Xã Thử, Lạng Sơn")


def test_an_object_its_sides_and_label_arrive_as_one_and_the_lead_answers(
    browser: Browser, empty: Archive, phone: BrowserContext, tmp_path: Path
) -> None:
    with serving(empty) as origin:
        page = phone.new_page()
        sign_in(page, origin)
        begin(page, origin)
        page.click("#locate")
        expect(page.locator("#place-says")).to_contain_text("12 m")
        page.fill("#martyr", "Liệt sĩ Nông Văn Mẫu")
        page.get_by_text("Người kể và người có mặt").click()
        page.fill("#witness_name", "Nông Thị Thử")
        page.fill("#witness_born", "1935")
        page.click("#add-thing")
        card = page.locator("[data-thing]")
        card.locator("[name=name]").fill("Sổ tay hành quân")
        card.locator("[name=kind]").select_option("nhat_ky")
        card.locator("[name=told]").fill("Anh gửi về năm 1971")
        card.locator("[data-scan]").set_input_files(label(tmp_path, "KYUC:KV-2345"))
        expect(card.locator("[name=label]")).to_have_value("KV-2345")
        card.locator("[data-role=front]").set_input_files(photo(tmp_path, "bìa.jpg", 1))
        pages = [photo(tmp_path, f"trang {number}.jpg", 10 * number) for number in (1, 2, 3)]
        card.locator("[data-role=page]").set_input_files(pages)
        expect(card.locator("[data-piece]")).to_have_count(4)
        card.locator("[data-piece]").filter(has_text="trang 2.jpg").locator("[data-remove]").click()
        expect(card.locator(".gaps")).to_contain_text("Thiếu trang 2")
        expect(page.locator("#lacking")).to_contain_text("Thiếu trang 2")
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("sự đồng ý cho lưu trữ")
        page.check("[name=consent_luu_tru]")
        page.fill("#consent_by", "Nông Thị Thử")
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("chữ ký")
        sign(page)
        page.click("#show-copy")
        copy = read_code(page, "#family-copy canvas", tmp_path)
        assert "[x] lưu trữ" in copy and "[ ] công bố" in copy and "Nông Thị Thử" in copy
        page_is_sound(page)
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=30_000)
        consent = page.request.get(f"{origin}{page.get_attribute('#consent-pdf', 'href')}")
        assert consent.body().startswith(b"%PDF")
        with empty.records() as records:
            (visit,) = records.visits(reach=EVERYTHING)
            items = {item.title: item for item in records.items_of(visit.id)}
            diary = items["Sổ tay hành quân"]
            sides = [(one.role.value, one.position) for one in records.assets_of(diary.id)]
        assert (diary.kind, diary.external_id, diary.description) == (
            "nhat_ky",
            "KV-2345",
            "Anh gửi về năm 1971",
        )
        assert sides == [("front", 0), ("page", 1), ("page", 3)]
        assert (visit.account.latitude, visit.account.accuracy) == (HOUSE["latitude"], 12)
        assert visit.account.people[0].born == "1935"
        lead_asks_for_more(browser, origin, visit.id)
        page.goto(f"{origin}/ghi")
        page.click(".capture-visit")
        expect(page.locator("#check")).to_contain_text("Chụp lại trang 2")


def lead_asks_for_more(browser: Browser, origin: str, visit_id: str) -> None:
    """On the visit's page: told as the family would, with what is missing named."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    page = context.new_page()
    sign_in(page, origin, "lan")
    page.goto(f"{origin}/buoi-tham/{visit_id}")
    main = page.locator("main")
    for words in ("Nông Thị Thử · 1935", "Liệt sĩ Nông Văn Mẫu", "Anh gửi về năm 1971", "Trang 3"):
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("Thiếu trang: Sổ tay hành quân: 2")
    expect(main).not_to_contain_text("21.853712")
    page_is_sound(page)
    page.fill("#check-words", "Chụp lại trang 2")
    page.get_by_role("button", name="Cần bổ sung").click()
    expect(main).to_contain_text("Phạm Thị Lan")
    context.close()


def test_practice_says_so_and_a_lead_clears_it(empty: Archive, phone: BrowserContext, tmp_path: Path) -> None:
    with serving(empty) as origin:
        page = phone.new_page()
        sign_in(page, origin, "lan")
        page.goto(f"{origin}/ghi")
        page.click("#begin-practice")
        expect(page.locator("#practice-note")).to_be_visible()
        page.fill("#family", "Gia đình tập")
        page.fill("#commune", "Xã Thử")
        page.set_input_files("#pick", photo(tmp_path, "tập.jpg", 4))
        page.check("[name=consent_luu_tru]")
        page.fill("#consent_by", "Người tập")
        sign(page)
        page.click("#send")
        expect(page.locator("#standing")).to_contain_text("đã đến kho", timeout=30_000)
        page.goto(f"{origin}/buoi-tham")
        expect(page.locator("main")).not_to_contain_text("Gia đình tập")
        page.get_by_role("link", name="Buổi tập").click()
        expect(page.locator("main")).to_contain_text("Gia đình tập")
        page.get_by_role("button", name="Xóa mọi buổi tập").click()
        expect(page.get_by_text("Đã xóa 1 buổi tập")).to_be_visible()
        page.goto(f"{origin}/buoi-tham?tap=1")
        expect(page.locator("main")).not_to_contain_text("Gia đình tập")
