"""The main job, on the whole archive: in through the page, read, heard, found by words, opened in place."""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, PHONE, until
from tests.support.pages import FONT, NOTICE, page
from tests.support.whole import Whole, running

pytestmark = pytest.mark.slow
EVAL = Path(__file__).resolve().parents[2].parent / "shared" / "eval"
READY = 180_000
LETTER = (
    "Quảng Trị, ngày 20 tháng 7 năm 1972",
    "Mẹ kính yêu của con,",
    "Đơn vị con đang chốt bên bờ sông Thạch Hãn.",
    "Anh Phạm Quang Lẫm cùng tổ đã hy sinh đêm qua.",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with running(tmp_path_factory.mktemp("whole") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def person(browser: Browser, whole: Whole) -> Iterator[Page]:
    """The first administrator, come in by the link, with a visit open; given a collector's role too."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    here = context.new_page()
    here.set_default_timeout(30_000)
    here.goto(whole.link)
    here.get_by_label("Mật khẩu mới").fill(PASSWORD)
    here.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    here.get_by_role("button", name="Đặt mật khẩu").click()
    here.get_by_role("link", name="Buổi thăm").last.click()
    here.get_by_role("link", name="Buổi thăm mới").click()
    here.get_by_label("Gia đình").fill("gia đình bà Phạm Thị Lụa")
    here.get_by_label("Xã, phường").fill("Triệu Ái, Quảng Trị")
    here.get_by_role("button", name="Lưu và thêm tư liệu").click()
    here.wait_for_url(re.compile("/them$"))
    yield here
    context.close()


@pytest.fixture(scope="module")
def sent(person: Page, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A photo, a PDF and a recording through the page; by name, the address of each, once ready."""
    folder = tmp_path_factory.mktemp("brought")
    photo, paper, voice = folder / "thư.jpg", folder / "giấy báo tử.pdf", _recording(folder)
    page(LETTER).save(photo, quality=88)
    first = page(("TRANG BÌA", "Hồ sơ gia đình"))
    first.save(paper, save_all=True, append_images=[page(NOTICE)], resolution=150)
    person.set_input_files("#files", [photo, paper, voice])
    person.get_by_role("button", name="Gửi 3 tệp").click()
    rows = person.locator(".upload")
    addresses = {}
    for name in (photo.name, paper.name, voice.name):
        row = rows.filter(has_text=name)
        expect(row.locator(".chip .label").first).to_have_text("Đã đến kho (đã đối chiếu)", timeout=60_000)
        addresses[name] = row.get_by_role("link", name="Mở tư liệu").get_attribute("href") or ""
    for name in addresses:
        # Without reload: the page hears of it by itself.
        live = rows.filter(has_text=name).locator("[data-live] .label")
        expect(live).to_have_text(re.compile("^Đã (đọc|nghe)$"), timeout=READY)
    return {"photo": addresses[photo.name], "pdf": addresses[paper.name], "voice": addresses[voice.name]}


def _recording(folder: Path) -> Path:
    clips = EVAL / "speech" / "clips"
    if clips.is_dir():
        return clips / "VIVOSDEV01_R012.wav"
    target = folder / "lời kể.wav"
    said = "những cơn gió mạnh và mưa đóng băng gây trơn trợt"
    subprocess.run(["espeak-ng", "-v", "vi", "-s", "130", "-w", str(target), said], check=True, timeout=60)
    return target


def _search(person: Page, whole: Whole, words: str, item: str) -> None:
    """Search, and follow the best place of the hit on this item."""
    person.goto(f"{whole.origin}/tra-cuu?q={words}")
    hit = person.locator("[data-hit]").filter(has=person.locator(f"a[href*='{item}']"))
    expect(hit).to_be_visible()
    hit.locator("a.place").first.click()


def _box(person: Page) -> tuple[int, int, int, int]:
    target = person.locator("#target-box")
    expect(target).to_be_visible(timeout=30_000)
    x, y, width, height = (int(side) for side in (target.get_attribute("data-box") or "").split(","))
    return x, y, width, height


def _printed(
    lines: tuple[str, ...], line: int, word: str, size: int = 40
) -> tuple[float, float, float, float]:
    """Where `tests.support.pages.page` printed this word: left, top, right, bottom."""
    font = ImageFont.truetype(str(FONT), size)
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    before = lines[line][: lines[line].index(word)]
    left = 100 + pen.textlength(before, font=font)
    return left, 100 + 2 * size * line, left + pen.textlength(word, font=font), 100 + 2 * size * line + size


def _covers(box: tuple[int, int, int, int], word: tuple[float, float, float, float], scale: float) -> bool:
    x, y, width, height = box
    left, top, right, bottom = (side * scale for side in word)
    wide = min(x + width, right) - max(x, left)
    middle = (top + bottom) / 2
    return wide > 0.8 * (right - left) and y <= middle <= y + height


def test_a_photo_is_found_and_opened_at_the_word(person: Page, whole: Whole, sent: dict[str, str]) -> None:
    _search(person, whole, "thach han", sent["photo"])
    assert _covers(_box(person), _printed(LETTER, 2, "Thạch Hãn"), 1.0)


def test_a_page_of_a_pdf_is_opened_at_the_word(person: Page, whole: Whole, sent: dict[str, str]) -> None:
    _search(person, whole, "tran huu khoi", sent["pdf"])
    assert "page=2" in person.url
    box = _box(person)
    sight = person.evaluate("JSON.parse(document.getElementById('sight').textContent)")
    assert _covers(box, _printed(NOTICE, 2, "Trần Hữu Khởi"), sight["width"] / 1240)


def test_a_recording_is_opened_at_the_second(person: Page, whole: Whole, sent: dict[str, str]) -> None:
    person.goto(whole.origin + sent["voice"])
    heard = person.locator(".transcript .word")
    expect(heard.first).to_be_visible()
    words = [(word.inner_text(), float(word.get_attribute("data-start") or "-1")) for word in heard.all()]
    spoken, start = max(words[1:], key=lambda pair: len(pair[0]))
    spoken = re.sub(r"\W", "", spoken)
    _search(person, whole, spoken, sent["voice"])
    until(person, "document.querySelector('audio').readyState >= 1")
    stands = person.evaluate("document.querySelector('audio').currentTime")
    starts = [second for word, second in words if re.sub(r"\W", "", word).lower() == spoken.lower()]
    assert min(abs(stands - second) for second in starts) <= 0.5, (spoken, start, stands)


def test_the_original_comes_back_byte_for_byte(person: Page, whole: Whole, sent: dict[str, str]) -> None:
    person.goto(whole.origin + sent["photo"])
    with person.expect_download() as download:
        person.get_by_role("link", name="Tải bản gốc").click()
    assert download.value.suggested_filename == "thư.jpg"
    told = person.locator("dd.mono").last.inner_text()
    kept = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == told


def test_a_large_file_goes_in_parts_to_the_store_and_only_what_is_missing_goes_again(
    person: Page, whole: Whole, sent: dict[str, str], tmp_path: Path
) -> None:
    film = tmp_path / "phim dài.mp4"
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    film.write_bytes(head + random.Random(7).randbytes(70_000_000))
    parts: list[str] = []
    person.on("request", lambda asked: parts.append(asked.url) if "partNumber=" in asked.url else None)
    person.route(re.compile("partNumber=4"), lambda route: route.abort(), times=1)
    person.goto(whole.origin + sent["photo"])
    person.locator(".crumbs a").first.click()
    person.get_by_role("link", name="Thêm tư liệu").first.click()
    person.set_input_files("#files", film)
    person.get_by_role("button", name="Gửi 1 tệp").click()
    row = person.locator(".upload").filter(has_text=film.name)
    expect(row.locator(".chip .label").first).to_have_text("Đã đến kho (đã đối chiếu)", timeout=120_000)
    numbers = [re.search(r"partNumber=(\d+)", address)[1] for address in parts]  # type: ignore[index]
    assert sorted(map(int, set(numbers))) == list(range(1, 10))
    assert numbers.count("4") == 2
    expect(row).to_contain_text(hashlib.sha256(film.read_bytes()).hexdigest()[:16])
