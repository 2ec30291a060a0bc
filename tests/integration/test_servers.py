"""The servers that tests stand on are the real ones, refuse strangers, and keep data through a kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy
from minio import Minio
from minio.error import S3Error

from tests.servers.availability import started_or_skipped
from tests.servers.minio import MinioServer
from tests.servers.postgres import Postgres
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.valkey import Valkey


def test_queue_keeps_what_was_pushed_through_a_kill(tmp_path: Path) -> None:
    server = Valkey(tmp_path / "valkey")
    server.start()
    client = redis.Redis.from_url(server.url)
    client.config_set("appendfsync", "always")
    client.rpush("work", "page")
    server.kill()
    server.start()
    assert client.lrange("work", 0, -1) == [b"page"]
    server.stop()


def test_queue_refuses_who_has_no_password(valkey: Valkey) -> None:
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=valkey.port).ping()


def test_store_refuses_wrong_keys(seaweedfs: SeaweedFS) -> None:
    stranger = Minio(seaweedfs.endpoint, "archive", "wrong-key-of-some-length", secure=False)
    with pytest.raises(S3Error, match=r"SignatureDoesNotMatch|InvalidAccessKeyId"):
        stranger.list_buckets()


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A server of this test alone: what is killed here is nobody else's."""
    yield from started_or_skipped(lambda: Postgres(tmp_path / "postgres"))


@pytest.mark.servers
@pytest.mark.slow
def test_postgres_keeps_what_was_committed_through_a_crash(own_postgres: Postgres) -> None:
    address = own_postgres.create("kept")
    engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE kept (word text)"))
        connection.execute(sqlalchemy.text("INSERT INTO kept VALUES ('Hướng Hoá')"))
    own_postgres.kill()
    own_postgres.start()
    with engine.begin() as connection:
        assert connection.execute(sqlalchemy.text("SELECT word FROM kept")).scalar() == "Hướng Hoá"


@pytest.mark.servers
@pytest.mark.slow
def test_minio_locks_objects_and_refuses_wrong_keys(minio_server: MinioServer) -> None:
    client = Minio(minio_server.endpoint, "archive", "only-for-tests-0123456789", secure=False)
    client.make_bucket("locked", object_lock=True)
    assert client.get_bucket_versioning("locked").status == "Enabled"
    stranger = Minio(minio_server.endpoint, "archive", "wrong-key-of-some-length", secure=False)
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        stranger.list_buckets()
