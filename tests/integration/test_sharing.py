"""A family opens its own items by a link: those and no others, without what is withheld, until it ends."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from archive.sharing import open_share, share
from archive.signing_in.accounts import create_user
from archive.withholding import suspect, withhold
from schemas.errors import InvalidInput
from schemas.people import Role, User
from schemas.transcripts import Box, Locator
from schemas.withheld import WithheldFor, WithheldPart
from search_ui.app import create_app
from tests.support.story import Story, tell

PASSWORD = "sông Thạch Hãn 1972"


@pytest.fixture
def story(archive: Archive) -> Story:
    return tell(archive)


@pytest.fixture
def lead(archive: Archive) -> User:
    return create_user(archive, "lan", [Role.TEAM_LEAD], password=PASSWORD)


@pytest.fixture
def family(archive: Archive) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def test_a_link_opens_its_items_counts_and_is_revoked(
    archive: Archive, story: Story, lead: User, family: FlaskClient
) -> None:
    page = f"/buoi-tham/{story.visit.id}/chia-se"
    office = family.application.test_client()
    office.post("/dang-nhap", data={"login": "lan", "password": PASSWORD})
    given = {"item": story.letter.item.id, "days": "14", "label": "Bà Mận"}
    link = next(word for word in office.post(page, data=given).text.split() if "/gia-dinh/" in word)
    path = "/gia-dinh/" + link.split("/gia-dinh/")[1].split("<")[0]
    opened = family.get(path)
    assert "Thư gửi mẹ" in opened.text
    assert "Lời kể" not in opened.text
    assert opened.headers["X-Robots-Tag"] == "noindex"
    assert family.get(f"{path}/{story.letter.asset.id}/web_image").status_code == 200
    assert family.get(f"{path}/{story.testimony.asset.id}/audio_proxy").status_code == 404
    assert family.get(f"/tu-lieu/{story.letter.item.id}").status_code == 302, "the link is no sign-in"
    assert "Đã mở 1 lần" in office.get(page).text
    with archive.records() as records:
        (made,) = records.shares_of(story.visit.id)
    assert office.post(f"{page}/{made.id}/thu-hoi").status_code == 302
    assert family.get(path).status_code == 404
    assert family.get("/gia-dinh/khong-co").status_code == 404


def test_what_is_withheld_or_set_apart_is_not_shared(
    archive: Archive, story: Story, lead: User, family: FlaskClient
) -> None:
    item, asset = story.letter.item, story.letter.asset
    token = share(archive, lead, story.visit.id, [item.id], days=14)
    card = WithheldPart(Locator(asset.id, 1, Box(0, 0, 400, 90)), WithheldFor.IDENTITY_CARD, lead.id, level=4)
    withhold(archive, lead, card)
    assert family.get(f"/gia-dinh/{token}/{asset.id}/web_image").status_code == 404, "not made without it yet"
    suspect(archive, lead, item.id)
    assert "Thư gửi mẹ" not in family.get(f"/gia-dinh/{token}").text


def test_a_link_ends(archive: Archive, story: Story, lead: User) -> None:
    with pytest.raises(InvalidInput):
        share(archive, lead, story.visit.id, [story.letter.item.id], days=400)
    with pytest.raises(InvalidInput):
        share(archive, lead, story.visit.id, [], days=4)
    token = share(archive, lead, story.visit.id, [story.letter.item.id], days=1)
    with archive.records() as records:
        made = open_share(records, token)
    assert made.holds(made.made_at)
    assert not made.holds(made.until)
