"""Every page, on a phone and on a desk: nothing cut or sideways, nothing that axe finds, no code blocked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE
from tests.support.story import Story

PAGES = {
    "home": "/",
    "visits": "/buoi-tham",
    "new visit": "/buoi-tham/moi",
    "capture": "/ghi",
    "visit": "/buoi-tham/{visit}",
    "upload": "/buoi-tham/{visit}/them",
    "search": "/tra-cuu",
    "results": "/tra-cuu?q=nguyen+van+hung+e66",
    "no results": "/tra-cuu?q=zzqx",
    "letter": "/tu-lieu/{letter}?page=1&box=90,460,400,56",
    "testimony": "/tu-lieu/{testimony}?t=4.2",
    "users": "/quan-tri/nguoi-dung",
    "account": "/tai-khoan",
    "missing": "/khong-co",
}
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .button, select, input:not([type=hidden])')]
  .filter(e => e.offsetParent && !e.closest('.off-screen') && !e.classList.contains('off-screen'))
  .filter(e => !(e.type === 'checkbox' && e.closest('label')) && e.type !== 'file')
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""


def _open(page: Page, origin: str, story: Story, name: str) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    path = PAGES[name].format(
        visit=story.visit.id, letter=story.letter.item.id, testimony=story.testimony.item.id
    )
    page.goto(origin + path)
    page.wait_for_load_state("networkidle")
    return [one for one in complaints if "404" not in one]


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_it_whole(phone: Page, origin: str, story: Story, name: str) -> None:
    complaints = _open(phone, origin, story, name)
    assert complaints == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.evaluate(SMALL_TARGETS) == []
    assert _violations(phone) == []


@pytest.mark.parametrize("name", ["home", "results", "letter", "testimony", "users"])
def test_a_desk_shows_it_whole(desk: Page, origin: str, story: Story, name: str) -> None:
    assert _open(desk, origin, story, name) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert _violations(desk) == []


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
