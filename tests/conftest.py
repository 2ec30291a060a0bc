"""Fixtures that start the real servers, once for a session, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from tests.servers.seaweedfs import SeaweedFS


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedFS]:
    server = SeaweedFS(tmp_path_factory.mktemp("seaweedfs"))
    server.start()
    yield server
    server.stop()


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
