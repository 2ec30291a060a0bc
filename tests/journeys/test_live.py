"""Pages that change by themselves while the machine works, and what a failure lets a person do."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect

from archive.bootstrap import Archive
from archive.indexing import index_items
from archive.intake import Deposit, Receipt, receive
from schemas.holdings import Derivative, DerivativeKind
from schemas.processing import Stage, State
from schemas.transcripts import Author, Box, PageInfo, Segment, Transcript
from tests.support.story import LEASE, Story, end_all, page_image

REASON = "Máy đọc gặp lỗi với tệp này. Bản gốc vẫn nguyên vẹn; có thể bấm thử lại."


@pytest.fixture
def fresh(told: tuple[Archive, Story]) -> Receipt:
    archive, story = told
    return receive(archive, io.BytesIO(page_image()), "trang mới.jpg", Deposit(story.visit.id, "test"))


def test_the_page_shows_picture_and_text_when_they_are_ready(
    desk: Page, origin: str, told: tuple[Archive, Story], fresh: Receipt
) -> None:
    archive = told[0]
    desk.goto(f"{origin}/tu-lieu/{fresh.item.id}")
    expect(desk.locator("[data-live=state]")).to_contain_text("Chờ đến lượt")
    expect(desk.locator("[data-live=original]")).to_contain_text("Đang làm bản xem")
    with archive.records() as records:
        held = records.claim_stage(fresh.asset.id, Stage.READ_PAGE, "test", LEASE)
        assert held is not None
        records.report_progress(held, 0.5, LEASE)
        records.commit()
    expect(desk.locator("[data-live=state]")).to_contain_text("Đang đọc 50 %")
    _finish(archive, fresh)
    expect(desk.locator("[data-live=state]")).to_contain_text("Đã đọc")
    expect(desk.locator("[data-live=text]")).to_contain_text("Sông Thạch Hãn")
    expect(desk.locator(".viewer[data-ready]")).to_be_visible()
    desk.locator("[data-line='0']").hover()
    expect(desk.locator(".line-box").first).to_have_class(re.compile("lit"))


def _finish(archive: Archive, fresh: Receipt) -> None:
    picture = page_image()
    key = f"{fresh.asset.id}/web"
    archive.objects.put_derivative(key, io.BytesIO(picture), len(picture), "image/jpeg")
    line = Segment("Sông Thạch Hãn", 0.9, 1, Box(90, 100, 500, 56))
    with archive.records() as records:
        records.add_derivative(
            Derivative(fresh.asset.id, DerivativeKind.WEB_IMAGE, key, "image/jpeg", 1, 1400, 1000)
        )
        author = Author("engine", "scripted", "1")
        records.add_transcript(Transcript(fresh.asset.id, author, (line,), (PageInfo(1, 1400, 1000),)))
        state = records.stage(fresh.asset.id, Stage.READ_PAGE)
        assert state is not None
        records.end_stage(state, State.DONE)
        records.commit()
    end_all(archive, fresh.item.id)


def test_a_failure_says_why_and_can_be_tried_again(
    phone: Page, origin: str, told: tuple[Archive, Story], fresh: Receipt
) -> None:
    archive = told[0]
    end_all(archive, fresh.item.id, State.FAILED, REASON)
    phone.goto(f"{origin}/")
    phone.get_by_role("region", name="Cần người xem lại").get_by_role("link", name="trang mới").first.click()
    expect(phone.locator("[data-live=steps]")).to_contain_text(REASON)
    row = phone.locator(".steps li", has_text="Đọc chữ")
    row.get_by_role("button", name="Thử lại").click()
    expect(phone.locator(".note.good")).to_contain_text("Đã xếp lại vào hàng chờ")
    expect(phone.locator(".steps li", has_text="Đọc chữ")).to_contain_text("Đang chờ")


def test_a_title_is_mended_and_found_by_its_new_words(
    desk: Page, origin: str, told: tuple[Archive, Story], fresh: Receipt
) -> None:
    archive = told[0]
    end_all(archive, fresh.item.id)
    desk.goto(f"{origin}/tu-lieu/{fresh.item.id}")
    desk.get_by_role("link", name="Sửa thông tin").click()
    desk.get_by_label("Tên tư liệu").fill("Sổ tay ông Tạ Quang Nghiêu")
    desk.get_by_label("Loại tư liệu").select_option("nhat_ky")
    desk.get_by_role("button", name="Lưu").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sổ tay ông Tạ Quang Nghiêu")
    with archive.records() as records:
        planned = records.stage(fresh.item.id, Stage.INDEX_ITEM)
    assert planned is not None and planned.state is State.WAITING
    index_items(archive.records, archive.index, [fresh.item.id])
    desk.goto(f"{origin}/tra-cuu?q=ta+quang+nghieu")
    expect(desk.locator("[data-hit]").first).to_contain_text("Nhật ký chiến trường")
