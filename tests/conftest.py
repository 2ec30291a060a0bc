"""Fixtures that start the real servers, once for a session, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from archive.bootstrap import Archive
from archive.settings import Secret, load
from tests.servers.availability import started_or_skipped
from tests.servers.elasticsearch import ElasticNode
from tests.servers.minio import MinioServer
from tests.servers.postgres import Postgres
from tests.servers.seaweedfs import SeaweedFS
from tests.servers.valkey import Valkey

# A busy machine is no fault of the code: nothing here may fail by the clock.
settings.register_profile("kyuc", deadline=None, max_examples=60)
settings.load_profile("kyuc")


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedFS]:
    server = SeaweedFS(tmp_path_factory.mktemp("seaweedfs"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Skips where PostgreSQL is not installed; a test takes a database of its own with `create`."""
    yield from started_or_skipped(lambda: Postgres(tmp_path_factory.mktemp("postgres")))


@pytest.fixture(scope="session")
def minio_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinioServer]:
    """Skips where MinIO was not built (`python -m tests.servers`)."""
    yield from started_or_skipped(lambda: MinioServer(tmp_path_factory.mktemp("minio")))


@pytest.fixture(scope="session")
def elasticsearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticNode]:
    """Skips where it cannot be fetched or started."""
    yield from started_or_skipped(lambda: ElasticNode(tmp_path_factory.mktemp("elasticsearch")))


@pytest.fixture
def archive(seaweedfs: SeaweedFS, tmp_path: Path) -> Iterator[Archive]:
    """An archive with a real store and SQLite, without queue server; buckets of its own for each test."""
    name = "t" + tmp_path.name.lower().replace("_", "-")[-40:]
    settings = load(
        {
            **seaweedfs.environment(),
            "KYUC_DATA": str(tmp_path / "data"),
            "KYUC_S3_BUCKET": f"{name}-originals",
            "KYUC_S3_DERIVATIVES": f"{name}-derivatives",
        }
    )
    opened = Archive(settings)
    yield opened
    opened.close()


@pytest.fixture
def elsewhere(archive: Archive, tmp_path: Path) -> Iterator[Archive]:
    """An empty machine: nothing in common with the first but the kind of its servers."""
    bucket = archive.settings.s3_bucket
    settings = replace(
        archive.settings,
        data=tmp_path / "elsewhere",
        database_url=Secret(f"sqlite:///{tmp_path / 'elsewhere' / 'records.sqlite'}"),
        s3_bucket=f"{bucket}-2",
        s3_derivatives=f"{bucket}-2d",
    )
    opened = Archive(settings)
    yield opened
    opened.close()
