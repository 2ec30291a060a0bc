"""A person's browser, and the pages over embedded pieces: a real store, SQLite, the index in a folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from archive.bootstrap import Archive
from archive.launch import system
from archive.settings import load
from archive.signing_in.accounts import create_user
from schemas.people import Role
from search_ui.app import create_app
from tests.servers.availability import cannot_be_had
from tests.servers.ports import free_port
from tests.servers.seaweedfs import SeaweedFS
from tests.support.story import Story, tell

PASSWORD = "sông Thạch Hãn 1972"
CHROMIUM = system.browser() or "chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


@pytest.fixture(scope="session")
def told(seaweedfs: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Story]]:
    """One archive with the small story in it, for all journeys that only read."""
    data = tmp_path_factory.mktemp("told")
    names = {"KYUC_S3_BUCKET": "told-originals", "KYUC_S3_DERIVATIVES": "told-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(data)}))
    create_user(archive, "lan", [Role.TEAM_LEAD, Role.ADMINISTRATOR], name="Phạm Thị Lan", password=PASSWORD)
    yield archive, tell(archive)
    archive.close()


@contextmanager
def serving(archive: Archive) -> Iterator[str]:
    """The pages on a port of their own, as many requests at once as a browser asks."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    port = free_port()
    server = make_server("127.0.0.1", port, create_app(archive.settings, archive=archive), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join(5)


@pytest.fixture(scope="session")
def story(told: tuple[Archive, Story]) -> Story:
    return told[1]


@pytest.fixture(scope="session")
def origin(told: tuple[Archive, Story]) -> Iterator[str]:
    with serving(told[0]) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if system.browser() is None:
        cannot_be_had("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


def until(page: Page, expression: str, tries: int = 100) -> None:
    """Wait for what is true in the page: `wait_for_function` needs eval, which our policy forbids."""
    for _ in range(tries):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def sign_in(context: BrowserContext, origin: str) -> Page:
    page = context.new_page()
    page.goto(f"{origin}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{origin}/")
    return page


@pytest.fixture(scope="session")
def phone_context(browser: Browser, origin: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="vi-VN")
    sign_in(context, origin).close()
    yield context
    context.close()


@pytest.fixture(scope="session")
def desk_context(browser: Browser, origin: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    sign_in(context, origin).close()
    yield context
    context.close()


@pytest.fixture
def desk(desk_context: BrowserContext) -> Iterator[Page]:
    page = desk_context.new_page()
    yield page
    page.close()


@pytest.fixture
def phone(phone_context: BrowserContext) -> Iterator[Page]:
    page = phone_context.new_page()
    yield page
    page.close()
