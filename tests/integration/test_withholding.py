"""A withheld part is gone for others everywhere, until it is given back; a stamp sets all of it apart."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from archive.bootstrap import Archive
from archive.discovery import Discovery
from archive.indexing import index_items
from archive.intake import Deposit, open_visit, receive
from archive.rights.standing import reach
from archive.rights.withholding import without
from archive.seeing import hidden_parts, texts_for_all
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.withholding import clear, give_back, suspect, withhold, withhold_cards
from schemas.audit import AuditFilter
from schemas.errors import Refused
from schemas.holdings import Visit
from schemas.people import Role, User
from schemas.processing import Stage, State
from schemas.queries import SearchQuery
from schemas.transcripts import Box, Locator
from schemas.withheld import WithheldFor, WithheldPart
from search_ui.app import create_app
from tests.support.story import Story, page_image, tell
from tests.support.work import enter, state_of
from workers.engine_host import EngineHost
from workers.runner import Pace, Runner

_SCRIPT = "tests.support.scripted_stage"
PASSWORD = "sông Thạch Hãn 1972"
NAME = Box(380, 450, 560, 80)
"""Where "Nguyễn Văn Hùng" stands in the letter."""


@pytest.fixture
def story(archive: Archive) -> Story:
    return tell(archive)


@pytest.fixture
def people(archive: Archive) -> dict[Role, User]:
    roles = (Role.RESEARCHER, Role.COMMUNE_VERIFIER, Role.PROVINCE_VERIFIER, Role.TEAM_LEAD)
    return {
        role: create_user(archive, role.value, [role], password=PASSWORD, purpose="Trận 1972")
        for role in roles
    }


def _client(archive: Archive, role: Role) -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/dang-nhap", data={"login": role.value, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def runner(archive: Archive) -> Iterator[Runner]:
    host = EngineHost(archive.settings, {Stage.MAKE_DERIVATIVES: "workers.stages.make_derivatives"})
    yield Runner(archive, host, "test", Pace(first_pause=0))
    host.stop()


def test_a_withheld_name_is_gone_for_who_may_not_see_it_everywhere(
    archive: Archive, story: Story, people: dict[Role, User], runner: Runner
) -> None:
    asset, item = story.letter.asset, story.letter.item
    reader, verifier = _client(archive, Role.RESEARCHER), _client(archive, Role.COMMUNE_VERIFIER)
    whole = reader.get(f"/tep/{asset.id}/xem/web_image").data
    assert "Nguyễn Văn Hùng" in reader.get(f"/tu-lieu/{item.id}").text
    form = {"asset": asset.id, "page": "1", "reason": "living_person", "words": "Tên người còn sống"}
    sides = {"x": NAME.x, "y": NAME.y, "width": NAME.width, "height": NAME.height}
    assert verifier.post(f"/tu-lieu/{item.id}/giu-lai", data={**form, **sides}).status_code == 302

    assert reader.get(f"/tep/{asset.id}/xem/web_image").status_code == 404, (
        "nothing stands in before it is made"
    )
    runner.work(asset.id, Stage.MAKE_DERIVATIVES)
    assert state_of(archive, asset.id, Stage.MAKE_DERIVATIVES).state is State.DONE
    masked = reader.get(f"/tep/{asset.id}/xem/web_image")
    assert masked.status_code == 200
    assert masked.data not in (whole, verifier.get(f"/tep/{asset.id}/xem/web_image").data)
    page = reader.get(f"/tu-lieu/{item.id}").text
    assert "Hùng" not in page
    assert "Tên người còn sống" not in page
    assert "Bạn đang xem bản không có phần này" in page
    assert "Tên người còn sống" in verifier.get(f"/tu-lieu/{item.id}").text
    assert reader.get(f"/tep/{asset.id}/goc").status_code == 403
    assert verifier.get(f"/tep/{asset.id}/goc").data == archive_bytes(archive, asset.sha256)

    discovery = Discovery(archive.records, archive.index)
    for role in (Role.RESEARCHER, Role.COMMUNE_VERIFIER):
        found = discovery.search(SearchQuery('"Văn Hùng"', reach=reach(people[role])))
        assert [hit.item_id for hit in found.hits] == [story.testimony.item.id]
        others = discovery.search(SearchQuery("thư gửi mẹ", reach=reach(people[role])))
        assert "Hùng" not in str([hit for hit in others.hits if hit.item_id == item.id])
    export = reader.get("/api/search?q=th%C6%B0+g%E1%BB%ADi+m%E1%BA%B9").get_json()["hits"]
    assert "Hùng" not in str([hit for hit in export if hit["item_id"] == item.id])

    with archive.records() as records:
        (part,) = records.withheld_parts([asset.id])[asset.id]
    with pytest.raises(Refused):
        give_back(archive, people[Role.TEAM_LEAD], part.id)
    give_back(archive, people[Role.COMMUNE_VERIFIER], part.id)
    assert "Nguyễn Văn Hùng" in reader.get(f"/tu-lieu/{item.id}").text


def archive_bytes(archive: Archive, sha256: str) -> bytes:
    with archive.objects.retrieve(sha256) as stream:
        return stream.read()


def test_what_was_said_in_a_withheld_stretch_is_not_in_the_text(
    archive: Archive, story: Story, people: dict[Role, User]
) -> None:
    asset, item = story.testimony.asset, story.testimony.item
    part = WithheldPart(Locator(asset.id, start=4.0, end=7.9), WithheldFor.GRIEF, "u")
    withhold(archive, people[Role.TEAM_LEAD], part)
    with archive.records() as records:
        texts, mentions = texts_for_all(records, [asset.id])
        hidden = hidden_parts(records, people[Role.TEAM_LEAD], item)
        spoken = records.current_transcript(asset.id)
    assert spoken is not None
    for text in (texts[asset.id].text, without(spoken, hidden).text):
        assert "trung đoàn sáu mươi sáu" in text
        assert "Nguyễn" not in text
        assert "Thạch Hãn" in text
    assert "Nguyễn Văn Hùng" not in [one.value for one in mentions[spoken.id]]


def test_a_suspected_secret_is_for_one_role_and_for_no_machine(
    archive: Archive, story: Story, people: dict[Role, User]
) -> None:
    item = story.letter.item
    lead, province = _client(archive, Role.TEAM_LEAD), _client(archive, Role.PROVINCE_VERIFIER)
    suspect(archive, people[Role.TEAM_LEAD], item.id)
    assert lead.get(f"/tu-lieu/{item.id}").status_code == 404
    assert lead.get(f"/tep/{story.letter.asset.id}/xem/web_image").status_code == 404
    assert "Thư gửi mẹ" in province.get("/tu-lieu/cach-ly").text
    assert lead.get("/tu-lieu/cach-ly").status_code == 403
    assert "Đang cách ly" in province.get(f"/tu-lieu/{item.id}").text
    found = archive.index.search(SearchQuery("thạch hãn", reach=reach(people[Role.TEAM_LEAD])))
    assert item.id not in [hit.item_id for hit in found.hits]
    with archive.records() as records:
        assert records.suggestions_of(item.id) == []
    with pytest.raises(Exception, match="not for this person"):
        clear(archive, people[Role.TEAM_LEAD], item.id)
    clear(archive, people[Role.PROVINCE_VERIFIER], item.id)
    assert lead.get(f"/tu-lieu/{item.id}").status_code == 200


CARD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 000168000123",
    "Họ và tên: LÊ THỊ MẬN",
    "Nơi thường trú: xã Triệu Ái, Quảng Trị",
    "Có giá trị đến: 01/01/2035",
)


def test_an_identity_card_is_masked_as_soon_as_it_is_read_until_a_person_says_otherwise(
    archive: Archive, people: dict[Role, User]
) -> None:
    """Drawn, read by the real reader: neither the number nor the picture is for who is below level 3."""
    archive.objects.prepare()
    visit = open_visit(archive, Visit("Thăm nhà", commune="Triệu Ái, Quảng Trị"))
    card = receive(archive, io.BytesIO(page_image(lines=CARD)), "giay.jpg", Deposit(visit.id, "test"))
    asset, item = card.asset, card.item
    stages = {Stage.MAKE_DERIVATIVES: "make_derivatives", Stage.READ_PAGE: "read_page"}
    host = EngineHost(archive.settings, {stage: f"workers.stages.{name}" for stage, name in stages.items()})
    work = Runner(archive, host, "test", Pace(first_pause=0))
    try:
        for stage in (Stage.MAKE_DERIVATIVES, Stage.READ_PAGE, Stage.MAKE_DERIVATIVES):
            work.work(asset.id, stage)
            assert state_of(archive, asset.id, Stage.READ_PAGE).state is not State.FAILED
    finally:
        host.stop()
    index_items(archive.records, archive.index, [item.id])
    reader, verifier = _client(archive, Role.RESEARCHER), _client(archive, Role.COMMUNE_VERIFIER)
    shown = reader.get(f"/tu-lieu/{item.id}").text
    assert "000168000123" not in shown and "Mận" not in shown.title()
    assert "000168000123" in verifier.get(f"/tu-lieu/{item.id}").text.replace(" ", "")
    seen = Image.open(io.BytesIO(reader.get(f"/tep/{asset.id}/xem/web_image").data))
    assert len(seen.getcolors(1 << 24) or ()) < 4, "nothing of the card is left in the picture"
    assert reader.get(f"/tep/{asset.id}/goc").status_code == 403
    found = Discovery(archive.records, archive.index).search(SearchQuery("000168000123"))
    assert found.total == 0
    assert reader.get("/tu-lieu/giay-to-tuy-than").status_code == 403
    listed = verifier.get("/tu-lieu/giay-to-tuy-than").text
    with archive.records() as records:
        (part,) = records.withheld_parts([asset.id])[asset.id]
        assert "000168000123" not in str(records.audit_entries(AuditFilter(subject_id=asset.id)))
    assert part.id in listed and "cả trang 1" in listed
    verifier.post(f"/tu-lieu/giu-lai/{part.id}/dung")
    assert part.id not in verifier.get("/tu-lieu/giay-to-tuy-than").text
    assert verifier.post(f"/tu-lieu/giu-lai/{part.id}/mo").status_code == 302
    with archive.records() as records:
        again = records.current_transcript(asset.id)
        assert again is not None
        assert withhold_cards(records, item, again) == [], "a person has decided"


def test_a_stamp_that_the_reader_sees_sets_the_item_apart(tmp_path: Path) -> None:
    archive = Archive(load({"KYUC_DATA": str(tmp_path / "data")}))
    host = EngineHost(archive.settings, dict.fromkeys((Stage.READ_PAGE, Stage.EXTRACT_MENTIONS), _SCRIPT))
    runner = Runner(archive, host, "test", Pace(first_pause=0))
    try:
        planned = enter(archive, "stamp.jpg")
        runner.work(planned.target_id, Stage.READ_PAGE)
        with archive.records() as records:
            assert records.item(planned.item_id).state == "quarantined"
        runner.work(planned.target_id, Stage.EXTRACT_MENTIONS)
        state = state_of(archive, planned.target_id, Stage.EXTRACT_MENTIONS)
        assert (state.state, state.reason_code) == (State.BARRED, "quarantined")
    finally:
        host.stop()
        archive.close()
