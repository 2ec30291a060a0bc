"""A list between its upload and its import: kept in the object store, looked at, tried, brought in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Protocol

from archive.linkage.cells import CellRead, read_cell
from archive.linkage.content import guessed_from
from archive.linkage.importing import ListToImport, import_list
from archive.linkage.list_parts import Row
from archive.linkage.sheets import open_list_file
from archive.ports import Catalogue, ObjectStore
from schemas.errors import TooLarge
from schemas.ids import new_id
from schemas.martyrs import ImportReport, ListNote

_SHOWN = 20
_LARGEST = 64 << 20
_ROWS_AT_MOST = 60_000
"""What a page waits for; longer lists go in by the command, which tells how far it is."""


class Stores(Protocol):
    @property
    def objects(self) -> ObjectStore: ...
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Preview:
    headings: Row
    rows: list[Row]
    mapping: Mapping[str, str]
    """Field to heading: what last served for this source, else guessed."""
    notes: Sequence[ListNote] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of the first rows that a field could not make sense of."""

    row: int
    heading: str
    written: str
    why: ListNote


def as_fields(seen: Preview, mapping: Mapping[str, str]) -> tuple[list[dict[str, CellRead]], list[Unread]]:
    """The shown rows as fields of records, as they were understood, and what could not be read."""
    places = {field: seen.headings.index(heading) for field, heading in mapping.items()}
    after: list[dict[str, CellRead]] = []
    unread: list[Unread] = []
    for number, row in enumerate(seen.rows, 1):
        read = {field: read_cell(field, row[at]) for field, at in places.items()}
        after.append(read)
        for field, at in places.items():
            if (why := read[field].wrong) is not None:
                unread.append(Unread(number, seen.headings[at], row[at], why))
    return after, unread


@dataclass(frozen=True, slots=True)
class Staged:
    id: str
    filename: str


def stage(archive: Stores, stream: BinaryIO, filename: str) -> Staged:
    """Keep an uploaded list under a key of its own. Raises InvalidInput, TooLarge, StoreUnavailable."""
    staged = Staged(new_id(), _safe(filename))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / staged.filename
        with path.open("wb") as kept:
            copyfileobj(stream, kept)
        size = path.stat().st_size
        if size > _LARGEST:
            raise TooLarge(
                vi="Danh sách lớn hơn 64 MB. Hãy nhập bằng lệnh: ./kyuc martyrs import TỆP",
                en="The list is larger than 64 MB. Import it with: ./kyuc martyrs import FILE",
            )
        open_list_file(path)
        with path.open("rb") as whole:
            archive.objects.put_derivative(_key(staged), whole, size, "application/octet-stream")
    return staged


def preview(archive: Stores, staged: Staged, source: str) -> Preview:
    with _on_disk(archive, staged) as path:
        opened = open_list_file(path)
        rows = [row for _, row in islice(opened.rows, _SHOWN)]
    with archive.records() as records:
        earlier = next((one.mapping for one in records.source_lists() if one.source == source), None)
    fits = earlier is not None and set(earlier.values()) <= set(opened.headings)
    guessed = guessed_from(opened.headings, rows)
    return Preview(opened.headings, rows, earlier if fits and earlier else guessed, opened.notes)


def run_import(
    archive: Stores, staged: Staged, source: str, by: str, mapping: Mapping[str, str], *, dry_run: bool
) -> ImportReport:
    """Import, or only say what an import would do; an imported list's file is kept as its proof."""
    with _on_disk(archive, staged) as path:
        if not dry_run:
            _check_length(path)
        wanted = ListToImport(path, source, by, mapping)
        report = import_list(archive.records, wanted, dry_run=dry_run)
        if not dry_run:
            stored = archive.objects.deposit_file(path)
            with archive.records() as records:
                records.add_object(stored)
                records.commit()
    return report


def _check_length(path: Path) -> None:
    rows = sum(1 for _ in islice(open_list_file(path).rows, _ROWS_AT_MOST + 1))
    if rows > _ROWS_AT_MOST:
        raise TooLarge(
            vi="Danh sách có hơn 60.000 dòng. Hãy nhập bằng lệnh: ./kyuc martyrs import TỆP",
            en="The list has more than 60,000 rows. Import it with: ./kyuc martyrs import FILE",
        )


@contextmanager
def _on_disk(archive: Stores, staged: Staged) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _safe(staged.filename)
        with archive.objects.read_derivative(_key(staged)) as held, path.open("wb") as kept:
            copyfileobj(held, kept)
        yield path


def _key(staged: Staged) -> str:
    return f"lists/{staged.id}"


def _safe(filename: str) -> str:
    """The last part of a name, as a name on any disk."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "").strip(". ")
    return name[-120:] or "list.csv"
