"""Resumable uploads on every store: parts by presigned address, days apart, in any order, twice, torn."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from urllib3 import PoolManager

from archive import uploads
from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from archive.settings import load
from schemas.errors import Conflict, DamagedObject, InvalidInput, NotFound, UnreadableFile
from schemas.holdings import ItemKind, Visit
from schemas.ids import new_id
from schemas.processing import Stage, State
from tests.servers.minio import MinioServer
from tests.servers.seaweedfs import SeaweedFS

_HTTP = PoolManager()


@pytest.fixture(params=["seaweedfs", pytest.param("minio_server", marks=pytest.mark.servers)])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    server: SeaweedFS | MinioServer = request.getfixturevalue(request.param)
    name = f"t{new_id()[-12:]}"
    buckets = {"KYUC_S3_BUCKET": f"{name}-originals", "KYUC_S3_DERIVATIVES": f"{name}-derivatives"}
    return Archive(load({**server.environment(), **buckets, "KYUC_DATA": str(tmp_path)}))


@pytest.fixture
def deposit(archive: Archive) -> Deposit:
    visit = open_visit(archive, Visit("Thăm nhà bà Tạ Thị Mơ"))
    return Deposit(visit.id, "u1", kind=ItemKind.TESTIMONY, title="Lời kể")


def _video(size: int = 2 * uploads.PART_BYTES + 12_345) -> bytes:
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    return head + random.Random(size).randbytes(size - len(head))


def _send(archive: Archive, upload_id: str, data: bytes, *numbers: int) -> None:
    for number, address in uploads.addresses(archive, upload_id, "u1", numbers).items():
        part = data[(number - 1) * uploads.PART_BYTES : number * uploads.PART_BYTES]
        assert _HTTP.request("PUT", address, body=part).status == 200


def test_parts_sent_in_any_order_over_days_make_one_original(archive: Archive, deposit: Deposit) -> None:
    data, identity = _video(), new_id()
    begun = uploads.begin(archive, deposit, "phim.mp4", len(data), upload_id=identity)
    assert begun.missing == (1, 2, 3)
    _send(archive, identity, data, 3, 1)
    after_days = uploads.begin(Archive(archive.settings), deposit, "phim.mp4", len(data), upload_id=identity)
    assert after_days.missing == (2,)
    with pytest.raises(Conflict):
        uploads.complete(archive, identity, "u1")
    _send(archive, identity, data, 2, 3)
    receipt = uploads.complete(archive, identity, "u1")
    assert (receipt.sha256, receipt.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (receipt.item.title, receipt.asset.media_type) == ("Lời kể", "video/mp4")
    assert archive.objects.verify(receipt.sha256, receipt.size)
    with archive.records() as records:
        states = {state.stage: state.state for state in records.stages_of(receipt.item.id)}
    assert states == {Stage.MAKE_DERIVATIVES: State.WAITING, Stage.HEAR_TESTIMONY: State.WAITING}
    again = uploads.complete(archive, identity, "u1")
    assert (again.asset.id, again.item.id) == (receipt.asset.id, receipt.item.id)
    told = uploads.arrived(archive, identity, "u1").receipt
    assert told is not None
    assert told.asset.id == receipt.asset.id


def test_a_completion_that_was_cut_short_is_finished_by_asking_again(
    archive: Archive, deposit: Deposit
) -> None:
    """As when the web process is killed after the store joined the parts."""
    data, identity = _video(100_000), new_id()
    uploads.begin(archive, deposit, "phim.mp4", len(data), upload_id=identity)
    _send(archive, identity, data, 1)
    with archive.records() as records:
        upload = records.find_upload(identity)
    assert upload is not None
    archive.parts.join_parts(upload.key, upload.store_id)
    assert not uploads.begin(archive, deposit, "phim.mp4", len(data), upload_id=identity).missing
    assert uploads.complete(archive, identity, "u1").sha256 == hashlib.sha256(data).hexdigest()


def test_a_torn_part_is_asked_for_again(archive: Archive, deposit: Deposit) -> None:
    data = _video()
    begun = uploads.begin(archive, deposit, "phim.mp4", len(data))
    [address] = uploads.addresses(archive, begun.upload_id, "u1", [1]).values()
    _HTTP.request("PUT", address, body=data[: uploads.PART_BYTES - 1])
    assert uploads.arrived(archive, begun.upload_id, "u1").missing == (1, 2, 3)


def _not_the_declared_file(data: bytes) -> str:
    return hashlib.sha256(data + b"x").hexdigest()


@pytest.mark.parametrize(
    ("data", "declared", "error"),
    [
        (_video(90_000), _not_the_declared_file, DamagedObject),
        (b"PK\x03\x04" + bytes(range(256)) * 40, None, UnreadableFile),
    ],
    ids=["another hash", "a kind that is not taken"],
)
def test_what_is_not_right_is_dropped_and_can_be_sent_again(
    archive: Archive,
    deposit: Deposit,
    data: bytes,
    declared: Callable[[bytes], str] | None,
    error: type[Exception],
) -> None:
    identity = new_id()
    sha256 = declared(data) if declared else None
    uploads.begin(archive, deposit, "a.mp4", len(data), sha256=sha256, upload_id=identity)
    _send(archive, identity, data, 1)
    with pytest.raises(error):
        uploads.complete(archive, identity, "u1")
    with archive.records() as records:
        assert records.items_of(deposit.visit_id) == []
    with pytest.raises(NotFound):
        uploads.arrived(archive, identity, "u1")


def test_bytes_that_are_held_already_are_kept_once(archive: Archive, deposit: Deposit) -> None:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "JPEG")
    data = file.getvalue()
    receive(archive, io.BytesIO(data), "a.jpg", deposit)
    begun = uploads.begin(archive, deposit, "b.jpg", len(data))
    _send(archive, begun.upload_id, data, 1)
    assert uploads.complete(archive, begun.upload_id, "u1").duplicate


def test_an_upload_belongs_to_its_sender(archive: Archive, deposit: Deposit) -> None:
    begun = uploads.begin(archive, deposit, "a.mp4", 1000)
    for ask in (uploads.arrived, uploads.complete):
        with pytest.raises(NotFound):
            ask(archive, begun.upload_id, "somebody else")
    with pytest.raises(InvalidInput):
        uploads.addresses(archive, begun.upload_id, "u1", [2])


def test_what_was_given_up_leaves_the_store(archive: Archive, deposit: Deposit) -> None:
    begun = uploads.begin(archive, deposit, "a.mp4", 1000)
    _send(archive, begun.upload_id, _video(1000), 1)
    assert uploads.drop_stale(archive, timedelta(seconds=-1)) == 1
    assert uploads.drop_stale(archive, timedelta(seconds=-1)) == 0
    with pytest.raises(NotFound):
        uploads.arrived(archive, begun.upload_id, "u1")
