"""The verifiers' way: from the queue to the case, two confirm, the state is shown, one takes it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from tests.journeys.conftest import DESK, PASSWORD, PHONE, serving
from tests.servers.seaweedfs import SeaweedFS
from tests.support.cases import LIST, import_martyrs, suggest, suggestion
from tests.support.story import tell


@dataclass(frozen=True)
class Work:
    """Two verifiers' browsers (a desk and a phone) on one archive with one suggested case."""

    origin: str
    commune: BrowserContext
    province: BrowserContext
    letter: str
    record: str

    @property
    def case(self) -> str:
        return f"{self.origin}/ban-xac-minh/{self.letter}/{self.record}"


@pytest.fixture(scope="module")
def work(seaweedfs: SeaweedFS, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    data = tmp_path_factory.mktemp("desk")
    names = {"KYUC_S3_BUCKET": "desk-originals", "KYUC_S3_DERIVATIVES": "desk-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(data)}))
    for login, name, role in (
        ("xa", "Đỗ Thị Hạnh", Role.COMMUNE_VERIFIER),
        ("tinh", "Vũ Minh Tâm", Role.PROVINCE_VERIFIER),
        ("so", "Hồ Thị Nga", Role.MARTYR_FILE_OFFICER),
    ):
        create_user(archive, login, [role], name=name, password=PASSWORD)
    story = tell(archive)
    martyrs = import_martyrs(archive, data)
    letter, heard = story.letter, story.testimony
    suggest(
        archive,
        suggestion(letter.item.id, martyrs["QT-001"], 0.97, letter.asset.id),
        suggestion(letter.item.id, martyrs["QT-002"], 0.02, letter.asset.id),
        suggestion(heard.item.id, martyrs["QT-001"], 0.7),
    )
    with serving(archive) as origin:
        commune = _signed_in(browser.new_context(viewport=DESK, locale="vi-VN"), origin, "xa")
        phone = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
        yield Work(origin, commune, _signed_in(phone, origin, "tinh"), letter.item.id, martyrs["QT-001"])
        commune.close()
        phone.close()
    archive.close()


def _signed_in(context: BrowserContext, origin: str, login: str) -> BrowserContext:
    page = context.new_page()
    page.goto(f"{origin}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{origin}/")
    page.close()
    return context


def test_from_the_queue_two_people_confirm_and_one_takes_it_back(work: Work) -> None:
    desk = work.commune.new_page()
    desk.goto(f"{work.origin}/ban-xac-minh")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(work.letter))
    expect(desk.locator("svg .marked")).to_have_count(1)
    expect(desk.locator(".waterfall tr.against")).to_contain_text("1950")
    _decide(desk, "Xác nhận cấp xã", "Đã đối chiếu giấy báo tử số 17")
    expect(desk.locator(".page-head .chip")).to_have_text("Xác nhận cấp xã")

    phone = work.province.new_page()
    phone.goto(work.case)
    expect(phone.get_by_text("Đã đối chiếu giấy báo tử số 17")).to_be_visible()
    _decide(phone, "Xác nhận cấp tỉnh", "Công văn 21/BCH")
    expect(phone.locator(".page-head .chip")).to_have_text("Xác nhận cấp tỉnh")
    phone.goto(f"{work.origin}/liet-si/{work.record}")
    expect(phone.locator(".cases .chip").filter(has_text="Xác nhận cấp tỉnh")).to_be_visible()

    desk.goto(work.case)
    own = desk.locator(".ledger > li").filter(has_text="số 17")
    own.get_by_text("Rút lại bước này").click()
    own.get_by_label("Lý do").select_option("Ghi nhầm")
    own.get_by_label("Ghi rõ").fill("Giấy báo tử là của người khác")
    own.get_by_role("button", name="Rút lại").click()
    expect(desk.locator(".page-head .chip")).to_have_text("Đang xem xét")
    expect(desk.locator(".ledger > li.withdrawn")).to_contain_text("số 17")
    desk.keyboard.press("n")
    desk.wait_for_url(lambda address: work.record not in address or work.letter not in address)
    desk.close()
    phone.close()


def _decide(page: Page, step: str, words: str) -> None:
    page.get_by_label(step).check()
    page.get_by_label("Lý do", exact=True).select_option("Giấy tờ khớp nhau")
    page.get_by_label("Ghi rõ", exact=True).fill(words)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator(".note.good")).to_contain_text(step)


def test_a_case_is_decided_without_script(work: Work, browser: Browser) -> None:
    context = browser.new_context(
        viewport=DESK, java_script_enabled=False, storage_state=work.commune.storage_state()
    )
    page = context.new_page()
    page.goto(f"{work.origin}/ban-xac-minh?loai=loi_ke")
    page.locator("[data-open]").first.click()
    page.get_by_label("Đang xem xét").check()
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator(".page-head .chip")).to_have_text("Đang xem xét")
    context.close()


def test_a_list_is_looked_at_tried_and_brought_in(work: Work, browser: Browser, tmp_path: Path) -> None:
    context = _signed_in(browser.new_context(viewport=DESK, locale="vi-VN"), work.origin, "so")
    page = context.new_page()
    newer = tmp_path / "sổ mới.csv"
    newer.write_text(LIST.replace("20/7/1972", "20/8/1972") + "QT-003,Trùng Mã Số,,,,\n", encoding="utf-8")
    page.goto(f"{work.origin}/danh-sach")
    page.get_by_label("Tệp CSV hoặc XLSX").set_input_files(newer)
    page.get_by_label("Tên nguồn").fill("sổ liệt sĩ thử")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_label("Họ tên")).to_have_value("Họ và tên")
    page.get_by_role("button", name="Chạy thử").click()
    expect(page.locator(".note.care")).to_contain_text("Thay đổi: 1")
    expect(page.locator(".note.care")).to_contain_text("Không nhận: 1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải các dòng không nhận").click()
    assert "mã số đã có" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Nhập vào hồ sơ").click()
    expect(page.locator(".note.good")).to_contain_text("1 hồ sơ có thay đổi")
    page.goto(f"{work.origin}/liet-si/{work.record}")
    expect(page.locator(".side-by-side")).to_contain_text("20/7/1972")
    expect(page.locator(".side-by-side")).to_contain_text("20/8/1972")
    context.close()


PAGES = (
    "/ban-xac-minh",
    "{case}",
    "/liet-si/{record}",
    "/liet-si/{record}/ho-so",
    "/liet-si?q=nguyen+van+hung",
    "/danh-sach",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_of_the_desk_is_whole(work: Work, path: str, size: str) -> None:
    page = (work.province if size == "phone" else work.commune).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(work.origin + path.format(case=work.case.removeprefix(work.origin), record=work.record))
    page.wait_for_load_state("networkidle")
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]] == []
    page.close()
