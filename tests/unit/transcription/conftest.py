"""An archive on this machine's disk, and the people who work on its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.settings import load
from schemas.people import Role, User
from tests.support.texts import person


@dataclass(frozen=True)
class People:
    lan: User
    """Volunteer."""
    minh: User
    """Another volunteer."""
    thu: User
    """Team lead: may accept."""
    son: User
    """Another who may accept."""


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(load({"KYUC_DATA": str(tmp_path / "data")}))
    yield opened
    opened.close()


@pytest.fixture
def people(texts: Archive) -> People:
    return People(
        person(texts, "lan", Role.VOLUNTEER),
        person(texts, "minh", Role.VOLUNTEER),
        person(texts, "thu", Role.TEAM_LEAD),
        person(texts, "son", Role.TEAM_LEAD),
    )
