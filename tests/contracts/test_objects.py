"""What every object store must do for the archive."""

from __future__ import annotations

import hashlib
import io
import random
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from minio import Minio
from minio.error import S3Error

from archive.bootstrap import Archive
from archive.ports import ObjectStore
from archive.settings import load
from schemas.errors import NotFound
from schemas.ids import new_id
from tests.servers.minio import MinioServer
from tests.servers.seaweedfs import SeaweedFS

_SIZES = [1, 65_536, 40 * 1024 * 1024 + 7]


@pytest.fixture(params=["seaweedfs", pytest.param("minio_server", marks=pytest.mark.servers)])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    server: SeaweedFS | MinioServer = request.getfixturevalue(request.param)
    name = f"t{new_id()[-12:]}"
    buckets = {"KYUC_S3_BUCKET": f"{name}-originals", "KYUC_S3_DERIVATIVES": f"{name}-derivatives"}
    return Archive(load({**server.environment(), **buckets, "KYUC_DATA": str(tmp_path)}))


@pytest.fixture
def store(archive: Archive) -> ObjectStore:
    archive.objects.prepare()
    return archive.objects


def _bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("size", _SIZES)
def test_what_is_deposited_comes_back_the_same(store: ObjectStore, size: int) -> None:
    data = _bytes(size)
    stored = store.deposit(io.BytesIO(data), "image/jpeg")
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), size)
    with store.retrieve(stored.sha256) as stream:
        assert stream.read() == data
    assert store.holds(stored.sha256)
    assert store.verify(stored.sha256, size)


def test_a_file_of_this_machine_is_kept_whole(store: ObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "ghi âm.wav"
    file.write_bytes(_bytes(20_000_000))
    stored = store.deposit_file(file, "audio/wav")
    assert store.verify(stored.sha256, 20_000_000)


def test_the_same_bytes_twice_are_one_object(archive: Archive, store: ObjectStore, client: Minio) -> None:
    first = store.deposit(io.BytesIO(b"the same letter"))
    second = store.deposit(io.BytesIO(b"the same letter"))
    assert first.sha256 == second.sha256
    bucket = archive.settings.s3_bucket
    assert len(list(client.list_objects(bucket, prefix=first.sha256, include_version=True))) == 1


def test_an_original_cannot_be_deleted(archive: Archive, store: ObjectStore, client: Minio) -> None:
    stored = store.deposit(io.BytesIO(b"a letter from the front"))
    bucket = archive.settings.s3_bucket
    version = client.stat_object(bucket, stored.sha256).version_id
    with pytest.raises(S3Error):
        client.remove_object(bucket, stored.sha256, version)
    assert store.verify(stored.sha256, stored.size)


def test_what_is_not_held_is_not_found(store: ObjectStore) -> None:
    assert not store.holds("0" * 64)
    with pytest.raises(NotFound), store.retrieve("0" * 64):
        pass


def test_a_derivative_is_replaced(store: ObjectStore) -> None:
    for data in (b"first", b"second, longer"):
        store.put_derivative("asset/web.jpg", io.BytesIO(data), len(data), "image/jpeg")
    with store.read_derivative("asset/web.jpg") as stream:
        assert stream.read() == b"second, longer"


def test_a_browser_gets_a_part_of_an_original_by_its_address(store: ObjectStore) -> None:
    stored = store.deposit(io.BytesIO(bytes(range(256)) * 100), "video/mp4")
    name = "Lời kể của bà … 1972.mp4"
    address = store.address(stored.sha256, original=True, filename=name, valid=timedelta(minutes=5))
    request = urllib.request.Request(address, headers={"Range": "bytes=256-511"})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 206
        assert answer.read() == bytes(range(256))
        assert "filename*=UTF-8''L%E1%BB%9Di" in answer.headers["Content-Disposition"]


@pytest.fixture
def client(archive: Archive) -> Minio:
    settings = archive.settings
    return Minio(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, secure=False)
