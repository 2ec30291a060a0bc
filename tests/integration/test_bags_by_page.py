"""Bags given to a page are taken in beside it, each with its outcome; what is damaged changes nothing."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.bags.exporting import export_item
from archive.bags.receiving import take_next
from archive.bootstrap import Archive
from archive.erasing import erase, finish
from schemas.bag_imports import BagImport, ImportState
from schemas.people import Role
from search_ui.app import create_app
from tests.support.story import Story, tell
from tests.unit.search_ui.conftest import signed_in


@pytest.fixture
def story(archive: Archive) -> Story:
    return tell(archive)


def _client(archive: Archive, role: Role = Role.PROVINCE_VERIFIER, place: str = "") -> FlaskClient:
    app = create_app(archive.settings, archive=archive)
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app, archive, role, place=place)


def _zip(folder: Path, change: Callable[[str, bytes], bytes] = lambda name, content: content) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(folder))
                file.writestr(name, change(name, path.read_bytes()))
    return packed.getvalue()


def _give(client: FlaskClient, content: bytes, name: str = "goi.zip") -> None:
    answer = client.post("/tu-lieu/nhan-goi", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302


def _taken(archive: Archive) -> BagImport:
    assert take_next(archive)
    assert not take_next(archive)
    with archive.records() as records:
        (user,) = records.all_users()
        return records.bag_imports_of(user.id)[0]


def _forget(archive: Archive, story: Story) -> None:
    """As in an archive that never had these items."""
    with archive.records() as records:
        erase(records, [story.letter.item.id, story.testimony.item.id])
        records.commit()
    finish(archive)


def test_bags_come_in_one_by_one_and_a_damaged_one_hinders_no_other(
    archive: Archive, story: Story, tmp_path: Path
) -> None:
    """Into the same archive: what stands already is refused, what was damaged too, each with its reason."""
    out = tmp_path / "out"
    letter = export_item(archive, story.letter.item.id, out)
    export_item(archive, story.testimony.item.id, out)
    client = _client(archive)

    def damaged(name: str, content: bytes) -> bytes:
        return content + b"x" if name.startswith(letter.name) and "/originals/" in name else content

    _give(client, _zip(out, damaged))
    waiting = client.get("/tu-lieu/nhan-goi")
    assert "goi.zip" in waiting.text and "<progress" in waiting.text
    done = _taken(archive)
    assert (done.state, done.done, done.total) == (ImportState.DONE, 2, 2)
    reasons = {one.bag: one.reason_vi for one in done.outcomes}
    assert "Gói này hỏng hoặc bị sửa" in reasons[letter.name]
    assert sorted("đã có tư liệu" in words for words in reasons.values()) == [False, True]
    page = client.get("/tu-lieu/nhan-goi").text
    assert "bị từ chối" in page and "Gói này hỏng" in page
    states = client.get("/tu-lieu/nhan-goi/trang-thai").get_json()["exports"]
    assert [(one["state"], one["done"]) for one in states] == [("done", 2)]


def test_what_another_archive_exported_stands_here_as_it_was(
    archive: Archive, elsewhere: Archive, story: Story, tmp_path: Path
) -> None:
    export_item(archive, story.letter.item.id, tmp_path / "out")
    _give(_client(elsewhere), _zip(tmp_path / "out"))
    done = _taken(elsewhere)
    assert [one.item_id for one in done.outcomes] == [story.letter.item.id]
    assert elsewhere.objects.holds(story.letter.sha256)
    with elsewhere.records() as records:
        assert records.current_transcript(story.letter.asset.id) is not None


def test_a_family_that_had_it_erased_does_not_get_it_back_by_a_bag(
    archive: Archive, story: Story, tmp_path: Path
) -> None:
    export_item(archive, story.letter.item.id, tmp_path / "out")
    _forget(archive, story)
    _give(_client(archive), _zip(tmp_path / "out"))
    assert [one.item_id for one in _taken(archive).outcomes] == [""]
    assert not archive.objects.holds(story.letter.sha256)


def _evil(name: str, *, link: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        part = zipfile.ZipInfo(name)
        part.external_attr = (stat.S_IFLNK | 0o777) << 16 if link else 0
        file.writestr(part, "/etc/passwd")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"khong phai zip", "Gói này hỏng"),
        (_evil("../../ra-ngoai.txt"), "Gói này hỏng"),
        (_evil("/etc/ra-ngoai.txt"), "Gói này hỏng"),
        (_evil("goi/lien-ket", link=True), "Gói này hỏng"),
        (_evil("goi/thu.txt"), "không phải gói tư liệu"),
    ],
    ids=["no zip", "up", "absolute", "link", "no bag"],
)
def test_a_file_that_is_none_changes_nothing_and_leaves_nothing(
    archive: Archive, content: bytes, said: str
) -> None:
    archive.objects.prepare()
    client = _client(archive)
    _give(client, content)
    refused = _taken(archive)
    assert refused.state is ImportState.FAILED and said in refused.reason_vi
    assert said in client.get("/tu-lieu/nhan-goi").text
    assert list((archive.settings.data / "spool").iterdir()) == []
    assert not list(archive.settings.data.rglob("ra-ngoai.txt"))


def test_who_works_in_one_place_takes_in_nothing_of_another(
    archive: Archive, elsewhere: Archive, story: Story, tmp_path: Path
) -> None:
    export_item(archive, story.letter.item.id, tmp_path / "out")
    _give(_client(elsewhere, place="Lạng Sơn/Mẫu Sơn"), _zip(tmp_path / "out"))
    (refused,) = _taken(elsewhere).outcomes
    assert (refused.item_id, "nơi khác" in refused.reason_vi) == ("", True)
    assert _client(archive, Role.TEAM_LEAD).get("/tu-lieu/nhan-goi").status_code == 403
