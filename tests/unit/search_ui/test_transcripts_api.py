"""What the workspaces call: opened, saved, merged, handed in, judged; every bad input has its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.bootstrap import Archive
from schemas.holdings import Asset, Medium
from schemas.people import Role
from tests.support.texts import LINES, PROVINCE, enter_page
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def asset(records_archive: Archive) -> Asset:
    return enter_page(records_archive)


@pytest.fixture
def lan(app: Flask, records_archive: Archive) -> FlaskClient:
    return signed_in(app, records_archive, Role.VOLUNTEER, place=PROVINCE)


@pytest.fixture
def thu(app: Flask, records_archive: Archive) -> FlaskClient:
    return signed_in(app, records_archive, Role.TEAM_LEAD, login="thu")


def _open(client: FlaskClient, asset: Asset) -> dict[str, Any]:
    answer = client.get(f"/api/phien-am/{asset.id}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def _lines(opened: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**one, "words": None} for one in opened["current"]["segments"]]


def _save(client: FlaskClient, asset: Asset, **given: Any) -> Any:
    return client.put(f"/api/phien-am/{asset.id}/nhap", json={"device": "điện thoại", **given})


def test_a_page_opens_with_its_words_and_boxes(lan: FlaskClient, asset: Asset) -> None:
    opened = _open(lan, asset)
    second = opened["current"]["segments"][1]
    assert (second["id"], second["text"], second["page"]) == ("s1", LINES[1], 1)
    assert second["words"][0] == {
        "text": "Đơn",
        "start": None,
        "end": None,
        "box": [50, 160, 30, 40],
        "confidence": 0.8,
        "at": [0, 3],
    }
    assert opened["pages"] == [{"number": 1, "width": 800, "height": 1000, "image": None}]
    assert opened["may"] == {"write": True, "accept": False, "return": False}
    assert (opened["draft"], opened["lock"], opened["revision"]) == (None, None, 0)


def test_a_recording_whose_proxy_is_missing_opens_with_its_text(
    lan: FlaskClient, records_archive: Archive
) -> None:
    opened = _open(lan, enter_page(records_archive, medium=Medium.AUDIO))
    assert opened["sound"] == {"audio": None, "video": None, "waveform": None}
    assert opened["current"]["segments"][0]["words"][1]["start"] == 0.5
    assert opened["duration"] > 0


def test_an_image_that_is_not_made_and_not_read_yet_is_typed_all_the_same(
    lan: FlaskClient, records_archive: Archive
) -> None:
    asset = enter_page(records_archive, None)
    opened = _open(lan, asset)
    assert opened["pages"] == [{"number": 1, "width": None, "height": None, "image": None}]
    assert opened["current"] is None
    said = lan.get(f"/chep/{asset.id}").get_data(as_text=True)
    assert "Ảnh của trang này chưa làm xong" in said and "Trang này chưa có dòng nào" in said
    line = {"id": "a", "text": "Kính gửi", "page": 1}
    assert _save(lan, asset, base=None, revision=0, segments=[line]).status_code == 200
    assert _open(lan, asset)["draft"]["segments"][0]["text"] == "Kính gửi"


def test_only_changed_lines_are_sent(lan: FlaskClient, asset: Asset) -> None:
    opened = _open(lan, asset)
    some = [{"id": "s1", "text": "Đơn vị con", "page": 1}]
    kept = _save(lan, asset, base=opened["current"]["id"], revision=0, segments=some, partial=True)
    assert kept.status_code == 200
    assert [one["text"] for one in _open(lan, asset)["draft"]["segments"]] == [
        LINES[0],
        "Đơn vị con",
        LINES[2],
    ]
    lost = _save(lan, asset, base=None, revision=40, segments=some, partial=True)
    assert (lost.status_code, lost.get_json()["error"]["code"]) == (409, "needs_all")


def test_from_typing_to_acceptance(lan: FlaskClient, thu: FlaskClient, asset: Asset) -> None:
    opened = _open(lan, asset)
    lines = _lines(opened)
    lines[1]["text"] = "Đơn vị con đang chốt bên bờ sông"
    lines[2]["marks"] = [{"start": 0, "end": 9, "kind": "unclear", "note": "mực nhòe"}]
    held = lan.post(f"/api/phien-am/{asset.id}/khoa", json={"device": "a"}).get_json()
    assert held["lock"]["mine"] is True
    saved = _save(lan, asset, base=opened["current"]["id"], revision=0, segments=lines)
    assert saved.status_code == 200
    assert saved.get_json()["revision"] == 1
    draft = _open(thu, asset)["draft"]
    assert draft["segments"][1]["text"] == "Đơn vị con đang chốt bên bờ sông"
    made = lan.post(f"/api/phien-am/{asset.id}/gui", json={"reason": "đọc lại", "revision": 1})
    assert made.status_code == 201
    version = {"version": made.get_json()["id"]}
    assert lan.post(f"/api/phien-am/{asset.id}/nhan", json=version).status_code == 403
    assert _open(thu, asset)["may"] == {"write": True, "accept": True, "return": True}
    assert thu.post(f"/api/phien-am/{asset.id}/nhan", json=version).get_json()["status"] == "accepted"
    now = _open(lan, asset)
    assert now["current"]["segments"][2]["marks"][0]["kind"] == "unclear"
    assert [one["status"] for one in now["versions"]] == ["accepted", "machine"]
    shown = lan.get(
        f"/api/phien-am/{asset.id}/so-sanh?a={opened['current']['id']}&b={version['version']}"
    ).get_json()
    changed = [(one["change"], one["text"]) for one in shown["pieces"] if one["change"] != "same"]
    assert changed == [("gone", "xông"), ("new", "sông")]


def test_a_save_on_an_old_revision_gets_both_texts_and_the_merge(
    lan: FlaskClient, thu: FlaskClient, asset: Asset
) -> None:
    opened = _open(lan, asset)
    base, lines = opened["current"]["id"], _lines(opened)
    first = [{**one} for one in lines]
    first[0]["text"] = "Mẹ kính yêu,"
    assert _save(thu, asset, base=base, revision=0, segments=first).status_code == 200
    lines[0]["text"], lines[2]["text"] = "Má kính yêu,", "Thạch Hãn."
    answer = _save(lan, asset, base=base, revision=0, segments=lines)
    told = answer.get_json()
    assert (answer.status_code, told["mine_lost"], told["theirs"]["by"]) == (409, False, "thu")
    assert [one["text"] for one in told["merged"]] == ["Mẹ kính yêu,", LINES[1], "Thạch Hãn."]
    assert [(one["id"], one["mine"]["text"]) for one in told["clashes"]] == [("s0", "Má kính yêu,")]
    assert _open(lan, asset)["asides"][0]["segments"][0]["text"] == "Má kính yêu,"
    settled = _save(lan, asset, base=base, revision=told["revision"], segments=told["merged"], settled=True)
    assert settled.status_code == 200
    assert _open(lan, asset)["asides"] == []


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ('<p class="MsoNormal"><span style="mso-x">Mẹ</span> kính<o:p></o:p></p>', "Mẹ kính"),
        ("Mẹ\u200b \u202ekính\u202c\x07", "Mẹ kính"),
        ("Mẹ\u00a0kính\r\nyêu", "Mẹ kính yêu"),
        ("Ñôn vò con ñang choát beân bôø soâng Thaïch Haõn", "Đơn vị con đang chốt bên bờ sông Thạch Hãn"),
        ("§¬n vÞ con ®ang chèt bªn bê s«ng Th¹ch H·n", "Đơn vị con đang chốt bên bờ sông Thạch Hãn"),
    ],
)
def test_what_is_pasted_is_made_fit_and_the_person_is_told(
    lan: FlaskClient, asset: Asset, pasted: str, kept: str
) -> None:
    opened = _open(lan, asset)
    lines = _lines(opened)
    lines[0]["text"] = pasted
    told = _save(lan, asset, base=opened["current"]["id"], revision=0, segments=lines).get_json()
    [cleaned] = told["cleaned"]
    assert cleaned["segment"]["text"] == kept
    assert cleaned["notes"]
    if "encoding" in str(cleaned) or "bảng mã" in cleaned["notes"][0]:
        assert cleaned["segment"]["raw"] == pasted


def test_the_writers_own_spelling_is_not_touched(lan: FlaskClient, asset: Asset) -> None:
    opened = _open(lan, asset)
    lines = _lines(opened)
    lines[0]["text"] = "Mẹ kính iêu, chúng con dẫn  khoẻ (<3 gạch>)"
    told = _save(lan, asset, base=opened["current"]["id"], revision=0, segments=lines).get_json()
    assert told["cleaned"] == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"revision": -1, "segments": []},
        {"revision": 0, "segments": "chữ"},
        {"revision": 0, "segments": [{"text": 7}]},
        {"revision": 0, "segments": [{"text": "a", "box": [1, 2]}]},
        {"revision": 0, "segments": [{"text": "a", "start": 5, "end": 1}]},
        {"revision": 0, "segments": [{"text": "a", "marks": [{"start": 0, "end": 1, "kind": "x"}]}]},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    lan: FlaskClient, asset: Asset, given: dict[str, Any]
) -> None:
    answer = lan.put(f"/api/phien-am/{asset.id}/nhap", json=given)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["message"]


def test_a_reader_may_look_and_not_write(app: Flask, records_archive: Archive, asset: Asset) -> None:
    reader = signed_in(app, records_archive, Role.RESEARCHER, login="r")
    assert _open(reader, asset)["may"]["write"] is False
    assert _save(reader, asset, base=None, revision=0, segments=[]).status_code == 403
