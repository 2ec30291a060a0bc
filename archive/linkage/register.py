"""The register: martyr records as a searchable snapshot in the data folder, made anew when lists change."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from archive.linkage.headings import martyr_row
from archive.linkage.registry import Registry
from archive.ports import Catalogue
from schemas.martyrs import MartyrRow

_LAYOUT = "2"


def version_of(catalogue: Catalogue) -> str:
    """Changes whenever a list was imported."""
    lists = [one.id for one in catalogue.source_lists()]
    return hashlib.sha256("|".join([_LAYOUT, *lists]).encode()).hexdigest()[:12]


def registry_of(catalogue: Catalogue, folder: Path) -> tuple[Registry, str]:
    """The snapshot of the newest lists and its version; built on first use (about 80 s a million records)."""
    version = version_of(catalogue)
    made = folder / version
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_dir():
            _build(catalogue, made)
    return Registry.load(made), version


def names_in(catalogue: Catalogue) -> Iterator[str]:
    """Names of the newest rows of all lists, as written."""
    return (row.name for row in _rows(catalogue) if row.name)


def _build(catalogue: Catalogue, made: Path) -> None:
    beside = made.with_suffix(".building")
    shutil.rmtree(beside, ignore_errors=True)
    Registry.of(_rows(catalogue)).save(beside)
    beside.rename(made)
    for old in made.parent.iterdir():
        if old.is_dir() and old != made:
            shutil.rmtree(old, ignore_errors=True)


def _rows(catalogue: Catalogue) -> Iterator[MartyrRow]:
    mappings = {one.id: dict(one.mapping) for one in catalogue.source_lists()}
    for _, external_id, row in catalogue.newest_rows():
        mapping = mappings[row.list_id]
        values = {field: row.cells.get(heading, "") for field, heading in mapping.items()}
        yield martyr_row(row.record_id, external_id, values)
