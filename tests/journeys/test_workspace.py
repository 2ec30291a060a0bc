"""People correct what the machine read and heard, by keys alone, and nothing that they typed is lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.bootstrap import Archive
from archive.intake import Receipt, open_visit
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.signing_in.sessions import end_all
from archive.transcription.drafting import Save, save_draft
from archive.transcription.versions import propose
from schemas.holdings import Visit
from schemas.people import Role, User
from tests.journeys.conftest import CHROMIUM, DESK, FLAGS, PASSWORD, PHONE, serving, until
from tests.servers.ports import free_port
from tests.servers.seaweedfs import SeaweedFS
from tests.support.bench import SAID, WRITTEN, enter_diary, enter_talk, find_anew

KEPT = "caches.open('kyuc-opened').then(kept => kept.keys()).then(keys => keys.length > 3)"


@dataclass(frozen=True)
class Bench:
    archive: Archive
    origin: str
    environment: dict[str, str]
    hoa: User
    minh: User
    diary: Receipt
    talk: Receipt

    def page(self, receipt: Receipt) -> str:
        return f"{self.origin}/chep/{receipt.asset.id}"


@pytest.fixture(scope="module")
def bench(seaweedfs: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    data = tmp_path_factory.mktemp("bench")
    names = {"KYUC_S3_BUCKET": "bench-originals", "KYUC_S3_DERIVATIVES": "bench-derivatives"}
    environment = {**seaweedfs.environment(), **names, "KYUC_DATA": str(data)}
    archive = Archive(load(environment))
    hoa, minh, _ = (
        create_user(archive, login, [role], name=name, password=PASSWORD)
        for login, name, role in (
            ("hoa", "Lường Thị Hoa", Role.VOLUNTEER),
            ("minh", "Trần Minh", Role.TEAM_LEAD),
            ("lan", "Phạm Thị Lan", Role.COMMUNE_VERIFIER),
        )
    )
    archive.objects.prepare()
    visit = open_visit(
        archive, Visit(title="Thăm gia đình ông Vi Văn Phúc", commune="Na Rì", created_by=hoa.id)
    )
    with serving(archive) as origin:
        yield Bench(
            archive, origin, environment, hoa, minh, enter_diary(archive, visit), enter_talk(archive, visit)
        )
    archive.close()


def signed_in(context: BrowserContext, origin: str, login: str) -> Page:
    page = context.new_page()
    page.goto(f"{origin}/dang-nhap")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")
    return page


def opened(page: Page, address: str) -> None:
    """Open, and be at the first line with the caret in it."""
    page.goto(address)
    expect(page.locator(".ws-row.here .ws-input")).to_be_focused()


def down(page: Page, lines: int) -> None:
    for _ in range(lines):
        page.keyboard.press("Enter")


def state(page: Page, where: str) -> None:
    expect(page.locator("#ws-state")).to_have_attribute("data-where", where)


def accept(browser: Browser, bench: Bench, receipt: Receipt) -> None:
    """A second person looks at it and takes it, by one key."""
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, bench.origin, "lan")
    opened(page, bench.page(receipt))
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url(re.compile(f"/tu-lieu/{receipt.item.id}"))
    find_anew(bench.archive, receipt)
    context.close()


def test_a_page_is_corrected_by_keys_offline_in_the_middle_and_found_at_its_box(
    bench: Bench, browser: Browser
) -> None:
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, bench.origin, "hoa")
    opened(page, bench.page(bench.diary))
    until(page, KEPT)
    down(page, 3)
    page.keyboard.press("Control+a")
    page.keyboard.type(WRITTEN[3])
    page.keyboard.press("Control+ArrowLeft")
    page.keyboard.press("Alt+KeyK")
    expect(page.locator(".ws-row.here .ws-signs")).to_contain_text("gạo")
    state(page, "stored")

    context.set_offline(True)
    down(page, 6)
    page.keyboard.press("Alt+Digit1")
    expect(page.locator(".ws-input")).to_have_value(WRITTEN[9])
    state(page, "no_network")
    page.reload()
    expect(page.locator(".ws-row").nth(9)).to_contain_text("Tà Lê")
    expect(page.locator(".ws-image[data-ready]")).to_be_visible()
    context.set_offline(False)
    state(page, "stored")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(f"/tu-lieu/{bench.diary.item.id}"))

    accept(browser, bench, bench.diary)
    page.goto(f"{bench.origin}/tra-cuu?q=Vi+Văn+Lả")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    target = page.locator("#target-box")
    x, y, width, height = (int(side) for side in (target.get_attribute("data-box") or "").split(","))
    assert (y, height) == (80 + 3 * 88, 56)
    assert 90 < x < 260 < x + width < 520
    context.close()


def test_a_recording_is_corrected_by_keys_and_found_at_its_second(bench: Bench, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, bench.origin, "hoa")
    opened(page, bench.page(bench.talk))
    expect(page.locator(".ws-wave[data-ready]")).to_be_visible()
    down(page, 3)
    now = "document.querySelector('#ws-media').currentTime"
    until(page, f"{now} === 15")
    page.keyboard.press("F2")
    until(page, f"{now} === 17")
    expect(page.locator(".word.lit")).to_have_text("qua")
    page.keyboard.press("F3")
    assert page.evaluate("document.querySelector('#ws-media').playbackRate") == 0.9
    page.keyboard.press("Control+a")
    page.keyboard.type(SAID)
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.type("ông Phúc")
    page.keyboard.press("Enter")
    expect(page.locator(".ws-row.here .ws-lead")).to_have_text("ông Phúc")
    page.locator(".ws-input").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(f"/tu-lieu/{bench.talk.item.id}"))

    accept(browser, bench, bench.talk)
    page.goto(f"{bench.origin}/tra-cuu?q=Cồn+Tiên")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("t="))
    second = float(re.search(r"[?&]t=([\d.]+)", page.url)[1])  # type: ignore[index]
    assert 17.0 <= second <= 18.2
    context.close()


@pytest.mark.slow
def test_a_killed_browser_loses_at_most_two_seconds(bench: Bench, browser: Browser, tmp_path: Path) -> None:
    typed = "Bà cụ giữ quyển sổ này trong hòm gỗ suốt năm mươi năm, không cho ai xem."
    context = _persistent(browser, tmp_path)
    page = signed_in(context, bench.origin, "minh")
    opened(page, bench.page(bench.diary))
    page.keyboard.press("Control+a")
    context.set_offline(True)
    page.keyboard.type(typed, delay=40)
    _kill(tmp_path)

    context = _persistent(browser, tmp_path)
    page = signed_in(context, bench.origin, "minh")
    opened(page, bench.page(bench.diary))
    kept = page.locator(".ws-input").input_value()
    assert typed.startswith(kept)
    assert (len(typed) - len(kept)) * 0.04 <= 2
    state(page, "stored")
    context.close()


@pytest.mark.slow
def test_a_killed_server_loses_at_most_two_seconds_and_the_device_sends_the_rest(
    bench: Bench, browser: Browser
) -> None:
    """What it had is on its disk, what it had not is on the device and reaches it when it is there again."""
    diary, typed = (
        _another_diary(bench),
        "Bà cụ giữ quyển sổ này trong hòm gỗ suốt năm mươi năm, không ai xem.",
    )
    port, delay = free_port(), 40
    server = _pages(bench, port)
    origin = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, origin, "minh")
    opened(page, f"{origin}/chep/{diary.asset.id}")
    page.keyboard.press("Control+a")
    page.keyboard.type(typed, delay=delay)
    server.kill()
    server.wait()
    with bench.archive.records() as records:
        draft = records.draft(diary.asset.id)
    had = draft.segments[0].text if draft else ""
    assert typed.startswith(had)
    assert (len(typed) - len(had)) * delay <= 2000
    page.keyboard.type(" Mưa.", delay=delay)
    state(page, "no_network")
    server = _pages(bench, port)
    expect(page.locator("#ws-state")).to_have_attribute("data-where", "stored", timeout=30_000)
    context.close()
    elsewhere = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(elsewhere, origin, "minh")
    opened(page, f"{origin}/chep/{diary.asset.id}")
    expect(page.locator(".ws-input")).to_have_value(f"{typed} Mưa.")
    elsewhere.close()
    server.kill()
    server.wait()


def _another_diary(bench: Bench) -> Receipt:
    with bench.archive.records() as records:
        visit = records.visit(bench.diary.item.visit_id)
    return enter_diary(bench.archive, visit)


def _pages(bench: Bench, port: int) -> subprocess.Popen[bytes]:
    """The pages over the same records, in a process that can be killed."""
    command = [sys.executable, "-m", "tests.support.pages_alone", str(port)]
    server = subprocess.Popen(command, env={**os.environ, **bench.environment})
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap").close()
            return server
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the pages never came up")


def test_an_expired_sign_in_while_typing_costs_nothing(bench: Bench, browser: Browser) -> None:
    diary, typed = _another_diary(bench), "Gõ khi phiên đã hết."
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, bench.origin, "minh")
    opened(page, bench.page(diary))
    end_all(bench.archive, bench.minh.id)
    page.keyboard.press("Control+a")
    page.keyboard.type(typed)
    state(page, "no_sign_in")
    expect(page.locator("#ws-sign-in")).to_be_visible()
    other = signed_in(context, bench.origin, "hoa")
    page.keyboard.press("Control+s")
    state(page, "no_sign_in")
    other.close()
    end_all(bench.archive, bench.hoa.id)
    signed_in(context, bench.origin, "minh").close()
    expect(page.locator("#ws-state")).to_have_attribute("data-where", "stored", timeout=30_000)
    with bench.archive.records() as records:
        draft = records.draft(diary.asset.id)
    assert draft is not None and draft.segments[0].text == typed
    context.close()


def test_texts_kept_on_a_shared_machine_are_cleared_but_not_what_waits(
    bench: Bench, browser: Browser
) -> None:
    sent, waiting = _another_diary(bench), _another_diary(bench)
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    page = signed_in(context, bench.origin, "minh")
    opened(page, bench.page(sent))
    page.keyboard.type("a")
    state(page, "stored")
    until(page, KEPT)
    opened(page, bench.page(waiting))
    page.wait_for_timeout(1500)
    context.set_offline(True)
    page.keyboard.type("chưa gửi ")
    state(page, "no_network")
    page.route("**/api/phien-am/**", lambda route: route.abort())
    context.set_offline(False)
    page.goto(f"{bench.origin}/tai-khoan")
    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("Máy này giữ 2 trang")
    assert _axe(page) == []
    kept.get_by_role("button", name="Xóa chữ giữ trên máy này").click()
    expect(kept).to_contain_text("Còn 1 trang có chữ chưa gửi")
    expect(kept.get_by_role("button")).to_be_disabled()
    page.unroute("**/api/phien-am/**")
    opened(page, bench.page(waiting))
    state(page, "stored")
    expect(page.locator(".ws-input")).to_have_value(re.compile("chưa gửi"))
    context.close()


def _persistent(browser: Browser, profile: Path) -> BrowserContext:
    return browser.browser_type.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=[*FLAGS], viewport=DESK, locale="vi-VN"
    )


def _kill(profile: Path) -> None:
    """The power goes: every process of this browser at once."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue  # it ended while we looked
        if f"--user-data-dir={profile}".encode() in command:
            os.kill(int(process.name), signal.SIGKILL)


def test_two_people_in_one_page_see_each_other_and_choose(bench: Bench, browser: Browser) -> None:
    contexts = [browser.new_context(viewport=size, locale="vi-VN") for size in (DESK, PHONE)]
    first, second = (
        signed_in(context, bench.origin, login)
        for context, login in zip(contexts, ("hoa", "minh"), strict=True)
    )
    for page in (first, second):
        opened(page, bench.page(bench.diary))
    expect(second.locator("#ws-present")).to_contain_text("Lường Thị Hoa")
    assert _axe(first) == []
    assert _axe(second) == []
    for page, lines, text in (
        (first, 4, "Trưa nghỉ ở bãi khách 14."),
        (second, 4, "Đến trưa nghỉ ở bãi 14."),
    ):
        down(page, lines)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    state(first, "stored")
    clash = second.locator("#ws-clash")
    expect(clash).to_be_visible()
    expect(clash).to_contain_text("Trưa nghỉ ở bãi khách 14.")
    second.keyboard.press("ArrowDown")
    second.keyboard.press("Enter")
    expect(second.locator(".ws-row").nth(4)).to_contain_text("Trưa nghỉ ở bãi khách 14.")
    state(second, "stored")
    for context in contexts:
        context.close()


def test_a_hard_page_is_read_twice_and_a_third_settles_it_by_keys(bench: Bench, browser: Browser) -> None:
    diary = _another_diary(bench)
    _first_reading(bench.archive, bench.hoa, diary)
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    page = signed_in(context, bench.origin, "minh")
    page.goto(f"{bench.origin}/viec-can-lam?viec=lan-hai")
    page.locator(".list a.title").first.click()
    page.get_by_role("button", name="Bắt đầu chép").click()
    expect(page.locator(".ws-row.here .ws-input")).to_have_value("")
    assert "Trường Sơn" not in page.content()
    for number, line in enumerate(WRITTEN):
        page.keyboard.insert_text("Cả tiểu đội vượt dốc Ba Thang lúc gà gáy." if number == 2 else line)
        page.keyboard.press("Enter")
    assert page.goto(f"{bench.origin}/tu-lieu/{diary.item.id}").status == 403  # type: ignore[union-attr]
    page.goto(f"{bench.origin}/chep/{diary.asset.id}/lan-hai")
    expect(page.locator(".ws-row").nth(2)).to_contain_text("lúc gà gáy")
    state(page, "stored")
    page.locator(".ws-input").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("viec=lan-hai"))
    context.close()

    context = browser.new_context(viewport=DESK, locale="vi-VN")
    page = signed_in(context, bench.origin, "lan")
    page.goto(f"{bench.origin}/viec-can-lam?viec=doi-chieu")
    page.locator(".list a.title").first.click()
    expect(page.locator(".settle-place")).to_have_count(2)
    expect(page.locator(".settle-cut").first).to_be_visible()
    assert _axe(page) == []
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    expect(page.locator("body")).to_contain_text("hai bản độc lập vẫn được giữ")
    context.close()
    with bench.archive.records() as records:
        made = records.current_transcript(diary.asset.id)
    assert made is not None and len(made.sources) == 2
    assert [line.text for line in made.segments] == list(WRITTEN)


def _first_reading(archive: Archive, hoa: User, diary: Receipt) -> None:
    """Hoa handed in what she read: right but for one letter."""
    with archive.records() as records:
        machine = records.machine_transcript(diary.asset.id)
    assert machine is not None
    right = [line.replace("ngầm Tà Lê", "ngầm Tà Le") for line in WRITTEN]
    typed = tuple(
        replace(line, text=text, words=(), readings=(), id=f"s{at}")
        for at, (line, text) in enumerate(zip(machine.segments, right, strict=True))
    )
    save_draft(archive, hoa, diary.asset.id, Save(machine.id, 0, typed, "d"))
    propose(archive, hoa, diary.asset.id)


def _axe(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]
