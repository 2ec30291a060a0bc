"""A person's ways through the pages: find, open at the place, hear from the second, send files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import until
from tests.support.story import Story, page_image


def test_search_without_marks_opens_the_letter_with_the_words_in_the_box(
    desk: Page, origin: str, story: Story
) -> None:
    desk.goto(f"{origin}/")
    desk.keyboard.press("/")
    desk.keyboard.type("nguyen van hung")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/tra-cuu"))
    hit = desk.locator("[data-hit]", has_text="Thư gửi mẹ")
    expect(hit.locator("mark").first).to_have_text("Nguyễn")
    hit.locator("a.place").first.click()
    target = desk.locator("#target-box")
    expect(target).to_be_visible()
    x, y, width, height = (int(side) for side in (target.get_attribute("data-box") or "").split(","))
    # The fourth line holds the name; its words stand where the page was printed.
    assert (y, height) == (460, 56)
    assert x >= 90
    assert x + width <= 1300
    assert width > 150


def test_the_keyboard_alone_walks_the_hits_and_comes_back(desk: Page, origin: str) -> None:
    desk.goto(f"{origin}/tra-cuu?q=thach+han")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    second = desk.locator("[data-hit]").nth(1)
    expect(second).to_have_class(re.compile("here"))
    title = second.get_by_role("heading").inner_text()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text(title)
    desk.go_back()
    expect(desk.locator("[data-hit]").nth(1)).to_have_class(re.compile("here"))


def test_a_hit_in_speech_opens_the_player_at_its_second(desk: Page, origin: str, story: Story) -> None:
    desk.goto(f"{origin}/tra-cuu?q=trieu+ai&loai=loi_ke")
    desk.locator("[data-hit] a.place").first.click()
    expect(desk.locator(".wave[data-ready]")).to_be_visible()
    said = next(word for word in desk.locator(".word").all() if word.inner_text() == "Triệu")
    start = float(said.get_attribute("data-start") or "-1")
    until(desk, "document.querySelector('audio').readyState >= 1")
    stands = desk.evaluate("document.querySelector('audio').currentTime")
    assert abs(stands - start) <= 0.5


def test_a_click_on_a_word_seeks_to_it(desk: Page, origin: str, story: Story) -> None:
    desk.goto(f"{origin}/tu-lieu/{story.testimony.item.id}")
    until(desk, "document.querySelector('audio').readyState >= 1")
    word = desk.locator(".word", has_text="Thạch")
    word.click()
    start = float(word.get_attribute("data-start") or "-1")
    until(desk, f"Math.abs(document.querySelector('audio').currentTime - {start}) < 1")
    assert f"t={start:g}" in desk.url


def test_line_and_box_light_each_other(desk: Page, origin: str, story: Story) -> None:
    desk.goto(f"{origin}/tu-lieu/{story.letter.item.id}")
    expect(desk.locator(".viewer[data-ready]")).to_be_visible()
    third = desk.locator("[data-line='2']")
    third.hover()
    expect(desk.locator(".line-box").nth(2)).to_have_class(re.compile("lit"))
    desk.locator(".line-box").nth(3).hover()
    expect(desk.locator("[data-line='3']")).to_have_class(re.compile("lit"))
    expect(third).not_to_have_class(re.compile(r"\blit\b"))


def test_a_proposed_martyr_shows_its_grounds_and_leads_to_the_words(
    desk: Page, origin: str, story: Story
) -> None:
    desk.goto(f"{origin}/tu-lieu/{story.letter.item.id}")
    proposed = desk.get_by_role("region", name="Liệt sĩ có thể liên quan")
    expect(proposed).to_contain_text("chưa ai xem")
    expect(proposed).to_contain_text("Căn cứ mạnh")
    expect(proposed.locator("li", has_text="Ngày hy sinh")).to_contain_text("trái nhau")
    proposed.locator("li", has_text="Họ tên").get_by_role("link").click()
    expect(desk.locator("#target-box")).to_have_attribute("data-box", "400,460,520,56")


def test_what_was_understood_can_be_switched_off(desk: Page, origin: str) -> None:
    desk.goto(f"{origin}/tra-cuu?q=hung+e66")
    chip = desk.locator(".chips a.chip", has_text="e66")
    expect(chip).to_be_visible()
    chip.click()
    expect(desk.locator(".chips a.chip", has_text="đã tắt")).to_be_visible()
    assert "bo=" in desk.url


def test_many_files_are_sent_and_each_says_where_it_is(
    phone: Page, origin: str, story: Story, tmp_path: Path
) -> None:
    photo, again, empty = tmp_path / "ảnh bia mộ.jpg", tmp_path / "ảnh bia mộ (2).jpg", tmp_path / "rỗng.pdf"
    photo.write_bytes(page_image((900, 1200)))
    again.write_bytes(photo.read_bytes())
    empty.write_bytes(b"")
    phone.goto(f"{origin}/buoi-tham/{story.visit.id}")
    phone.get_by_role("link", name="Thêm tư liệu").first.click()
    phone.set_input_files("#files", [photo, again, empty])
    expect(phone.locator(".upload .chip .label").first).to_have_text("Trên máy này")
    phone.get_by_role("button", name="Gửi 3 tệp").click()
    rows = phone.locator(".upload")
    expect(rows.nth(0).locator(".chip .label").first).to_have_text("Đã đến kho (đã đối chiếu)")
    expect(rows.nth(1).locator(".chip .label").first).to_have_text("Đã đến kho (đã đối chiếu)")
    expect(phone.locator(".upload", has_text="đã có trong kho từ trước")).to_have_count(1)
    expect(rows.nth(2).locator(".chip .label").first).to_have_text("Chưa nhận")
    expect(rows.nth(2)).to_contain_text("Tệp rỗng")
    expect(phone.locator("#tally")).to_have_text("2 trên 3 tệp đã đến kho")


def test_pages_of_one_item_stay_together_in_their_order(
    desk: Page, origin: str, story: Story, tmp_path: Path
) -> None:
    pages = [tmp_path / f"trang {number}.jpg" for number in (1, 2, 3)]
    for number, page in enumerate(pages):
        page.write_bytes(page_image((600 + number, 400)))
    desk.goto(f"{origin}/buoi-tham/{story.visit.id}/them")
    desk.get_by_label("Các tệp này là các trang").check()
    desk.set_input_files("#files", pages)
    desk.get_by_role("button", name="Gửi 3 tệp").click()
    expect(desk.locator("#tally")).to_have_text("3 trên 3 tệp đã đến kho")
    links = desk.locator(".upload").get_by_role("link", name="Mở tư liệu")
    assert len({link.get_attribute("href") for link in links.all()}) == 1
    links.first.click()
    strip = desk.get_by_role("list", name="Các tệp của tư liệu").get_by_role("link")
    expect(strip).to_have_count(3)
    strip.nth(2).click()
    expect(desk.locator("dd", has_text="trang 3.jpg")).to_be_visible()


def test_sending_goes_on_by_itself_when_the_network_is_back(
    phone_context: BrowserContext, origin: str, story: Story, tmp_path: Path
) -> None:
    photo = tmp_path / "mất mạng.jpg"
    photo.write_bytes(page_image((640, 480)))
    page = phone_context.new_page()
    page.goto(f"{origin}/buoi-tham/{story.visit.id}/them")
    page.set_input_files("#files", [photo])
    phone_context.set_offline(True)
    page.get_by_role("button", name="Gửi 1 tệp").click()
    chip = page.locator(".upload .chip .label").first
    expect(chip).to_have_text("Chờ gửi lại")
    expect(page.locator(".upload")).to_contain_text("Tệp vẫn nằm trên máy này")
    phone_context.set_offline(False)
    expect(chip).to_have_text("Đã đến kho (đã đối chiếu)")
    page.close()


def test_the_pages_work_without_script(
    desk_context: BrowserContext, origin: str, story: Story, tmp_path: Path
) -> None:
    browser = desk_context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, storage_state=desk_context.storage_state())
    page = context.new_page()
    photo = tmp_path / "không script.jpg"
    photo.write_bytes(page_image((320, 240)))
    page.goto(f"{origin}/buoi-tham/{story.visit.id}/them")
    page.set_input_files("#files", [photo])
    page.get_by_role("button", name="Gửi").first.click()
    expect(page.locator(".note.good")).to_contain_text("không script.jpg đã đến kho")
    page.goto(f"{origin}/tu-lieu/{story.letter.item.id}")
    expect(page.locator("img.still")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_language_changes_and_the_page_stays(desk: Page, origin: str, language: str) -> None:
    desk.goto(f"{origin}/tra-cuu?q=hung")
    desk.locator("footer").locator(f"button[value={language}]").evaluate(
        "button => { button.disabled = false; button.click() }"
    )
    desk.wait_for_load_state()
    expect(desk.locator("html")).to_have_attribute("lang", language)
    assert desk.url.endswith("/tra-cuu?q=hung")
