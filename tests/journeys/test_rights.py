"""A box drawn on a page is withheld from others; consent is given and taken back on one page."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from archive.bootstrap import Archive
from archive.signing_in.accounts import create_user
from schemas.people import Role
from tests.journeys.conftest import DESK, PASSWORD, serving
from tests.support.story import Story, tell


def _signed_in(browser: Browser, origin: str, login: str) -> Page:
    page = browser.new_context(viewport=DESK, locale="vi-VN").new_page()
    page.goto(f"{origin}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{origin}/")
    return page


def _draw(page: Page) -> None:
    """From left of the fourth line to right of it."""
    page.get_by_text("Giữ lại một phần").click()
    picture = page.locator(".withhold-picture")
    picture.scroll_into_view_if_needed()
    frame = picture.bounding_box()
    assert frame is not None
    left, top, scale = frame["x"], frame["y"], frame["width"] / 1400
    page.mouse.move(left + 80 * scale, top + 450 * scale)
    page.mouse.down()
    page.mouse.move(left + 700 * scale, top + 480 * scale)
    page.mouse.move(left + 1350 * scale, top + 530 * scale)
    page.mouse.up()


def test_a_drawn_box_is_gone_for_others_and_consent_is_taken_back(archive: Archive, browser: Browser) -> None:
    story: Story = tell(archive)
    create_user(archive, "xa", [Role.COMMUNE_VERIFIER], password=PASSWORD)
    create_user(archive, "doi", [Role.TEAM_LEAD], password=PASSWORD)
    with serving(archive) as origin:
        officer, lead = _signed_in(browser, origin, "xa"), _signed_in(browser, origin, "doi")
        item = f"{origin}/tu-lieu/{story.letter.item.id}"
        lead.goto(item)
        expect(lead.locator("body")).to_contain_text("Nguyễn Văn Hùng")
        officer.goto(item)
        _draw(officer)
        assert 1200 < int(officer.locator("[name=width]").input_value()) < 1340
        officer.get_by_label("Lý do").select_option("living_person")
        officer.get_by_role("button", name="Giữ lại phần này").click()
        expect(officer.locator("body")).to_contain_text("Đã giữ lại phần này")
        lead.goto(item)
        expect(lead.locator("body")).to_contain_text("Bạn đang xem bản không có phần này")
        expect(lead.locator("body")).not_to_contain_text("Nguyễn Văn Hùng cùng tổ")

        lead.goto(f"{origin}/buoi-tham/{story.visit.id}/dong-y")
        for purpose in ("lưu trữ", "nghiên cứu"):
            lead.get_by_label(purpose, exact=True).check()
        lead.get_by_label("Người đồng ý", exact=True).fill("Lê Thị Mận")
        lead.get_by_role("button", name="Ghi sự đồng ý").click()
        lead.get_by_text("Rút lại sự đồng ý", exact=True).click()
        lead.get_by_label("nghiên cứu", exact=True).first.check()
        lead.get_by_role("button", name="Rút các mục đã chọn").click()
        expect(lead.locator("body")).to_contain_text("Đã rút hoặc hết hạn")
        for page in (officer, lead):
            page.context.close()
