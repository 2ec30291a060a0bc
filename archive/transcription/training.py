"""Lines of pages with the text that people accepted, as a training set: only what families allow machines.

One picture and one text a line (`NAME.png`, `NAME.gt.txt`, as Kraken, eScriptorium and Tesseract read them)
and a manifest. Pages of which a part is withheld, above the asked level, or without consent stay out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from archive.ports import Catalogue, ObjectStore
from archive.rights.policy import may_process
from archive.seeing import things_of
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import NotFound
from schemas.holdings import Asset, DerivativeKind, Item, Medium
from schemas.markings import MarkKind
from schemas.transcripts import Segment, Transcript, TranscriptStatus

_BATCH = 200
_MARGIN = 0.12
"""Of a line's height, left around it: marks stand above and below the letters."""
_NOT_READ = frozenset({MarkKind.UNCLEAR, MarkKind.MISSING, MarkKind.STRUCK})
"""A line with one of these would teach what nobody could read."""


class Stores(Protocol):
    @property
    def objects(self) -> ObjectStore: ...
    def records(self) -> Catalogue: ...


@dataclass
class Exported:
    """How many lines were written, and how many files were left out, by the reason."""

    files: int = 0
    lines: int = 0
    no_consent: int = 0
    level: int = 0
    withheld: int = 0
    not_accepted: int = 0


def export_training(archive: Stores, folder: Path, highest_level: int = 1) -> Exported:
    """Write into an empty or new folder. Raises OSError, StoreUnavailable, RecordsUnavailable."""
    folder.mkdir(parents=True, exist_ok=True)
    told = Exported()
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for batch in _batches(archive):
            with archive.records() as records:
                for asset, version in _allowed(records, batch, highest_level, told):
                    written = _write(archive, records, asset, version, folder)
                    for row in written:
                        manifest.write(json.dumps(row, ensure_ascii=False) + "\n")
                    told.files += bool(written)
                    told.lines += len(written)
    with archive.records() as records:
        details: dict[str, Any] = {"form": "training", "files": told.files, "lines": told.lines}
        records.note(AuditEntry(AuditAct.EXPORTED, details=details))
        records.commit()
    return told


def _batches(archive: Stores) -> Iterator[Sequence[str]]:
    with archive.records() as records:
        ids = list(records.item_ids())
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]


def _allowed(
    records: Catalogue, item_ids: Sequence[str], highest_level: int, told: Exported
) -> Iterator[tuple[Asset, Transcript]]:
    items: dict[str, Item] = {item.id: item for item in records.items(item_ids)}
    things = things_of(records, list(items.values()))
    assets = [
        one for one in records.assets_of_items(list(items)) if one.medium in (Medium.IMAGE, Medium.DOCUMENT)
    ]
    texts = records.current_transcripts([one.id for one in assets])
    for asset in assets:
        thing, version = things[asset.item_id], texts.get(asset.id)
        if version is None or version.status is not TranscriptStatus.ACCEPTED:
            told.not_accepted += 1
        elif not may_process(thing):
            told.no_consent += 1
        elif thing.level > highest_level:
            told.level += 1
        elif thing.withheld_to:
            told.withheld += 1
        else:
            yield asset, version


def _write(
    archive: Stores, records: Catalogue, asset: Asset, version: Transcript, folder: Path
) -> list[dict[str, Any]]:
    sizes = {page.number: (page.width, page.height) for page in version.pages}
    rows = []
    for made in records.derivatives_of(asset.id):
        number = made.page or 1
        if made.kind is not DerivativeKind.WEB_IMAGE or number not in sizes:
            continue
        try:
            with archive.objects.read_derivative(made.key) as stream:
                picture = Image.open(BytesIO(stream.read())).convert("RGB")
        except NotFound:
            continue
        for at, line in enumerate(version.segments):
            if (line.page or 1) == number and _teaches(line):
                name = f"{asset.id}-{at:04d}"
                _cut(picture, line, sizes[number]).save(folder / f"{name}.png")
                (folder / f"{name}.gt.txt").write_text(line.text + "\n", encoding="utf-8")
                rows.append(_told(name, asset, version, line, number))
    return rows


def _teaches(line: Segment) -> bool:
    return (
        line.box is not None
        and bool(line.text.strip())
        and not any(mark.kind in _NOT_READ for mark in line.marks)
    )


def _cut(picture: Image.Image, line: Segment, page: tuple[int, int]) -> Image.Image:
    assert line.box is not None
    across, down = picture.width / page[0], picture.height / page[1]
    margin = line.box.height * _MARGIN
    left, top = (line.box.x - margin) * across, (line.box.y - margin) * down
    right = (line.box.x + line.box.width + margin) * across
    bottom = (line.box.y + line.box.height + margin) * down
    area = (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    x, y, end, foot = (round(side) for side in area)
    return picture.crop((x, y, max(end, x + 1), max(foot, y + 1)))


def _told(name: str, asset: Asset, version: Transcript, line: Segment, page: int) -> dict[str, Any]:
    assert line.box is not None
    return {
        "image": f"{name}.png",
        "text": line.text,
        "asset": asset.id,
        "version": version.id,
        "page": page,
        "box": line.box.as_list(),
        "kind": line.kind,
    }
