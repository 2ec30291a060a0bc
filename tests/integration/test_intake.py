"""A file from the hand of a volunteer to its proof in the store and its row in the records."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive, receive_file
from schemas.errors import StoreUnavailable, UnreadableFile
from schemas.holdings import ItemKind, Medium, Visit
from schemas.processing import Stage, State
from tests.servers.ports import free_port


@pytest.fixture
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm nhà bà Tạ Thị Mơ", commune="Tân Cương"))


def _photo(text: int = 0) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (text, 120, 90)).save(file, "JPEG")
    return file.getvalue()


def test_a_photo_is_stored_entered_and_its_work_planned(archive: Archive, visit: Visit) -> None:
    data = _photo()
    receipt = receive(archive, io.BytesIO(data), "thư.jpg", Deposit(visit.id, by="u1", kind=ItemKind.LETTER))
    assert receipt.sha256 == hashlib.sha256(data).hexdigest()
    assert not receipt.duplicate
    with archive.records() as records:
        [item] = records.items_of(visit.id)
        [asset] = records.assets_of(item.id)
        assert (item.kind, item.title, asset.medium) == (ItemKind.LETTER, "thư", Medium.IMAGE)
        states = {state.stage: state.state for state in records.stages_of(item.id)}
        assert states == {Stage.MAKE_DERIVATIVES: State.WAITING, Stage.READ_PAGE: State.WAITING}
    with archive.objects.retrieve(asset.sha256) as stream:
        assert stream.read() == data


def test_the_same_photo_in_two_visits_is_kept_by_both(archive: Archive, visit: Visit) -> None:
    other = open_visit(archive, Visit("Thăm nhà ông Lò Văn Páo"))
    first = receive(archive, io.BytesIO(_photo()), "a.jpg", Deposit(visit.id, by="u1"))
    second = receive(archive, io.BytesIO(_photo()), "b.jpg", Deposit(other.id, by="u2"))
    assert (first.duplicate, second.duplicate) == (False, True)
    with archive.records() as records:
        holders = {records.item(asset.item_id).visit_id for asset in records.assets_with(first.sha256)}
    assert holders == {visit.id, other.id}


def test_the_type_comes_from_the_bytes_and_the_name_is_only_data(archive: Archive, visit: Visit) -> None:
    deposit = Deposit(visit.id, by="u1")
    receipt = receive(archive, io.BytesIO(_photo(7)), "../../etc/mật\x00 khẩu\u202e.mp3", deposit)
    assert receipt.asset.media_type == "image/jpeg"
    assert receipt.asset.filename == "mật khẩu.mp3"


def test_a_phone_that_sends_again_makes_nothing_new(archive: Archive, visit: Visit) -> None:
    deposit = Deposit(visit.id, by="u1", asset_id="018f2e6a-0000-7000-8000-00000000abcd")
    first = receive(archive, io.BytesIO(_photo(9)), "a.jpg", deposit)
    again = receive(archive, io.BytesIO(_photo(9)), "a.jpg", deposit)
    assert (again.item.id, again.asset.id) == (first.item.id, first.asset.id)
    with archive.records() as records:
        assert len(records.items_of(visit.id)) == 1


class _Torn:
    """A connection that breaks after some bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        piece = self._data.read(min(size, 70_000))
        if not piece:
            raise ConnectionResetError("the phone lost its signal")
        return piece


def test_a_torn_connection_leaves_nothing(archive: Archive, visit: Visit) -> None:
    with pytest.raises(ConnectionResetError):
        receive(archive, _Torn(_photo() + bytes(300_000)), "a.jpg", Deposit(visit.id, by="u1"))
    with archive.records() as records:
        assert records.items_of(visit.id) == []
    assert list((archive.settings.data / "spool").iterdir()) == []


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "rỗng"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(900), "nén"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "HTML"),
        (bytes(range(128, 256)) * 9, "Không nhận ra"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    archive: Archive, visit: Visit, data: bytes, word: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        receive(archive, io.BytesIO(data), "ảnh.jpg", Deposit(visit.id, by="u1"))
    assert word in refused.value.message("vi")
    with archive.records() as records:
        assert records.items_of(visit.id) == []


def test_a_file_on_disk_is_taken_in_under_its_name(archive: Archive, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "Nhật ký.jpg"
    file.write_bytes(_photo(3))
    receipt = receive_file(archive, file, Deposit(visit.id, by="import", kind=ItemKind.DIARY))
    assert (receipt.item.title, receipt.size) == ("Nhật ký", file.stat().st_size)


def test_without_a_store_nothing_is_acknowledged(archive: Archive, visit: Visit) -> None:
    away = Archive(replace(archive.settings, s3_endpoint=f"127.0.0.1:{free_port()}"))
    with pytest.raises(StoreUnavailable):
        receive(away, io.BytesIO(_photo(5)), "a.jpg", Deposit(visit.id, by="u1"))
    with archive.records() as records:
        assert records.items_of(visit.id) == []
        assert records.work_to_wake() == []
