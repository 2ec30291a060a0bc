"""Folders of files into the archive: every file once, however often the folder is given."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.fixity import sha256_of
from archive.formats import HEAD_BYTES
from archive.intake import Deposit, Receipt, Stores, open_visit, receive_file
from schemas.errors import NotFound
from schemas.holdings import ItemKind, Visit

_NAMESPACE = uuid.UUID("0f2a4f0e-7c36-5b1e-9a55-6d0c1a7f3f10")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in: `name` is its place under the path that was given."""

    path: Path
    name: str
    visit_id: str


def sources(archive: Stores, paths: Iterable[Path], title: str = "", commune: str = "") -> Iterator[Source]:
    """Every file under these paths, in order of name, each path being a visit of its own (or all of one).

    Hidden files are left out. Raises NotFound for a path that does not exist, after those before it.
    """
    for path in paths:
        if not path.exists():
            raise NotFound(
                "path",
                vi=f"Không có tệp hoặc thư mục {path}.",
                en=f"There is no file or folder {path}.",
            )
        visit = _visit(archive, path.resolve(), title, commune)
        if path.is_file():
            yield Source(path, path.name, visit.id)
            continue
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_file() and not any(part.startswith(".") for part in Path(name).parts):
                yield Source(file, name, visit.id)


def _visit(archive: Stores, path: Path, title: str, commune: str) -> Visit:
    """The same path (or the same title) leads to the same visit, so an import that broke off goes on."""
    key = title or str(path)
    made = Visit(title or path.stem, commune, kind="import", id=str(uuid.uuid5(_NAMESPACE, key)))
    return open_visit(archive, made)


def is_text_list(path: Path) -> bool:
    """Whether the first line of the file is a JSON object: the name tells nothing."""
    with path.open("rb") as file:
        first = file.readline(HEAD_BYTES * 16).removeprefix(b"\xef\xbb\xbf").strip()
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return path.suffix.lower() in (".jsonl", ".ndjson")


def import_file(archive: Stores, source: Source, kind: ItemKind | None = None) -> Receipt | None:
    """Take the file in; None if it was taken in before. Raises as `archive.intake.receive_file`."""
    with source.path.open("rb") as file:
        sha256, _ = sha256_of(file)
    asset_id = str(uuid.uuid5(_NAMESPACE, f"{source.visit_id}/{source.name}/{sha256}"))
    with archive.records() as records:
        if records.find_asset(asset_id) is not None:
            return None
    return receive_file(
        archive, source.path, Deposit(source.visit_id, "import", kind=kind, asset_id=asset_id)
    )
