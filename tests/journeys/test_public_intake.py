"""Somebody without an account tells what they know, on a phone; an officer asks, and accepts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from archive.bootstrap import Archive
from archive.public_intake import campaigns
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from schemas.reports import Point
from tests.journeys.conftest import PASSWORD, PHONE, serving
from tests.servers.seaweedfs import SeaweedFS


@pytest.fixture
def office(seaweedfs: SeaweedFS, tmp_path: Path) -> Iterator[Archive]:
    names = {"KYUC_S3_BUCKET": "reports-originals", "KYUC_S3_DERIVATIVES": "reports-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(tmp_path / "data")}))
    yield archive
    archive.close()


def _tell(page: Page, photo: bytes) -> str:
    """Fills in what a person knows; the code to follow it."""
    page.get_by_label("Một ngôi mộ").check()
    page.get_by_label("Bác, anh, chị biết gì?").fill("Bia mộ sau chùa, còn đọc được chữ E66.")
    page.set_input_files("#photos", {"name": "bia mộ.png", "mimeType": "image/png", "buffer": photo})
    page.get_by_text("Vẽ sơ đồ bằng ngón tay").click()
    frame = page.locator("#sketch").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 40)
    page.mouse.down()
    page.mouse.move(frame["x"] + 200, frame["y"] + 120, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Chỉ trên bản đồ").click()
    page.locator("#map").click(position={"x": 150, "y": 120})
    expect(page.locator("#map-says")).to_contain_text("Đã đánh dấu")
    page.get_by_label("Họ tên của bác, anh, chị").fill("Lò Thị Thử")
    page.get_by_label("Tôi đồng ý cho kho giữ").check()
    page.get_by_role("button", name="Gửi tin").click()
    page.wait_for_url(re.compile("/da-nhan"))
    return page.locator(".report-code").inner_text()


def test_a_report_is_brought_asked_about_and_accepted(browser: Browser, office: Archive) -> None:
    officer = create_user(office, "canbo", [Role.COMMUNE_VERIFIER], name="Cán bộ Thử", password=PASSWORD)
    poster = campaigns.begin(office, "Cổng nghĩa trang", "Xã Thử", Point(16.75, 107.19), officer)
    drawn = io.BytesIO()
    Image.effect_noise((300, 200), 60).save(drawn, "PNG")
    with serving(office) as origin:
        village = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
        page = village.new_page()
        page.goto(f"{origin}/gui-tin?c={poster.code}")
        expect(page.get_by_label("Ở đâu")).to_have_value("Xã Thử")
        code = _tell(page, drawn.getvalue())

        desk = browser.new_context(locale="vi-VN").new_page()
        desk.goto(f"{origin}/dang-nhap?next=/tiep-nhan")
        desk.fill("[name=login]", "canbo")
        desk.fill("[name=password]", PASSWORD)
        desk.keyboard.press("Enter")
        desk.get_by_role("link", name="Bia mộ sau chùa").click()
        expect(desk.locator(".card")).to_have_count(2)
        expect(desk.get_by_text("Chỉ người xác minh được xem")).to_be_visible()
        desk.get_by_role("button", name="Nhận xử lý").click()
        desk.get_by_label("Lời nhắn").fill("Mộ ở thôn nào ạ?")
        desk.get_by_label("Lý do (khi").select_option("no_place")
        desk.get_by_role("button", name="Yêu cầu bổ sung").click()

        page.goto(f"{origin}/gui-tin/theo-doi?ma={code.lower()}")
        expect(page.locator("blockquote")).to_have_text("Mộ ở thôn nào ạ?")
        page.get_by_label("Viết thêm").fill("Thôn Thử, cạnh suối.")
        page.get_by_role("button", name="Gửi bổ sung").click()
        expect(page.locator(".chip")).to_contain_text("Chờ tiếp nhận")

        desk.reload()
        desk.get_by_role("button", name="Tiếp nhận", exact=True).click()
        expect(desk.get_by_role("link", name="Xem tư liệu đã nhận")).to_be_visible()
        page.reload()
        expect(page.locator(".chip")).to_contain_text("Đã tiếp nhận")
        village.close()
        desk.context.close()
    with office.records() as records:
        ((_, came),) = records.campaigns()
    assert came == 1
