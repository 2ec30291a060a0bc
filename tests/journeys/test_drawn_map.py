"""A hand-drawn map is laid over today's: labels, control points in three ways, the error, the search map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from archive.bootstrap import Archive
from archive.intake import Receipt, open_visit
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.transcription.map_fitting import at_metres
from schemas.holdings import Visit
from schemas.people import Role
from tests.journeys.conftest import DESK, PASSWORD, PHONE, serving, until
from tests.servers.seaweedfs import SeaweedFS
from tests.support.bench import enter_drawing, find_anew

KHE_SANH = (16.62, 106.73)
KNOWN = ((120, 180), (880, 200), (150, 1250), (900, 1180))
"""Pixels of places whose coordinates are known."""
TREE = (560, 690)


@dataclass(frozen=True)
class Valley:
    archive: Archive
    origin: str
    drawing: Receipt


@pytest.fixture(scope="module")
def valley(seaweedfs: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valley]:
    data = tmp_path_factory.mktemp("valley")
    names = {"KYUC_S3_BUCKET": "valley-originals", "KYUC_S3_DERIVATIVES": "valley-derivatives"}
    archive = Archive(load({**seaweedfs.environment(), **names, "KYUC_DATA": str(data)}))
    archive.objects.prepare()
    for login, role in (
        ("lan", Role.COMMUNE_VERIFIER),
        ("hai", Role.COMMUNE_VERIFIER),
        ("hoa", Role.TEAM_LEAD),
    ):
        create_user(archive, login, [role], name=login.capitalize(), password=PASSWORD)
    visit = open_visit(archive, Visit(title="Thăm gia đình ông Hồ Văn Kray", commune="Khe Sanh"))
    with serving(archive) as origin:
        yield Valley(archive, origin, enter_drawing(archive, visit))
    archive.close()


def where(x: float, y: float) -> tuple[float, float]:
    """The true place of a pixel: turned by 12 degrees, 4 metres each."""
    east, north = (x - 500) * 4, (700 - y) * 4
    turned = (
        east * cos(radians(12)) + north * sin(radians(12)),
        north * cos(radians(12)) - east * sin(radians(12)),
    )
    return at_metres(KHE_SANH, *turned)


def signed_in(browser: Browser, origin: str, login: str, size: object = None) -> Page:
    page = browser.new_context(viewport=size or DESK, locale="vi-VN").new_page()  # type: ignore[arg-type]
    page.goto(f"{origin}/dang-nhap")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/")
    return page


def touch(page: Page, x: int, y: int) -> None:
    """The place of the drawing under these pixels."""
    picture = page.locator("#ws-drawn .leaflet-image-layer").bounding_box()
    assert picture is not None
    page.mouse.click(picture["x"] + picture["width"] * x / 1000, picture["y"] + picture["height"] * y / 1400)


def test_a_drawing_is_laid_over_todays_map_with_its_error(valley: Valley, browser: Browser) -> None:
    address = f"{valley.origin}/chep/{valley.drawing.asset.id}/ban-do"
    page = signed_in(browser, valley.origin, "lan")
    page.goto(address)
    until(page, "document.body.dataset.mapReady === 'true'")
    for number, (x, y) in enumerate(KNOWN):
        touch(page, x, y)
        latitude, longitude = where(x, y)
        row = page.locator(".ws-point").nth(number)
        row.locator("[name=grid]").select_option("4326")
        row.locator("[name=written]").fill(f"{latitude:.6f}, {longitude:.6f}")
    expect(page.locator("#ws-fit")).to_contain_text("Khớp với sai số")
    touch(page, *TREE)
    tree = page.locator(".ws-point").nth(4)
    tree.locator("[name=label]").fill("gốc đa")
    expect(tree.locator(".ws-point-says")).to_contain_text("±")
    said = tree.locator(".ws-point-says").inner_text()
    found = [float(part) for part in re.findall(r"\d+\.\d+", said)[:2]]
    right = where(*TREE)
    assert abs(found[0] - right[0]) < 0.0003
    assert abs(found[1] - right[1]) < 0.0003
    laid = page.locator("svg.ws-drawn-over").bounding_box()
    assert laid is not None and laid["width"] > 100
    expect(page.locator("#ws-state")).to_have_attribute("data-where", "stored")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/tu-lieu/"))

    page = signed_in(browser, valley.origin, "hai")
    page.goto(address)
    expect(page.locator("#ws-fit")).to_contain_text("Khớp với sai số")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url(re.compile("/tu-lieu/"))
    find_anew(valley.archive, valley.drawing)
    page.goto(f"{valley.origin}/tra-cuu/ban-do?q=gốc+đa")
    expect(page.locator("ol.spoken").last).to_contain_text("gốc đa")
    expect(page.locator("ol.spoken .number").first).not_to_contain_text("2,5")


def test_who_sees_no_exact_points_names_labels_and_is_shown_them_coarsely(
    valley: Valley, browser: Browser
) -> None:
    page = signed_in(browser, valley.origin, "hoa", PHONE)
    page.goto(f"{valley.origin}/chep/{valley.drawing.asset.id}/ban-do")
    until(page, "document.body.dataset.mapReady === 'true'")
    expect(page.locator(".ws-point")).to_have_count(5)
    expect(page.locator("#ws-ground")).to_be_hidden()
    assert "16.6" not in page.content()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.goto(f"{valley.origin}/tra-cuu/ban-do?q=gốc+đa")
    expect(page.locator("ol.spoken .number").first).to_contain_text("2,5")
