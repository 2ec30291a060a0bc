"""Lists of texts (JSON Lines) into the archive: in batches, resumable, the same list twice changing nothing.

A text of a list needs no object store: its first transcript is the original, word for word; the SHA-256 of
its asset proves it. A text that changed becomes a newer version; what a person corrected stays above it.
Each batch is one transaction with the mentions in it; only the indexing follows.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import BinaryIO

from archive.authority.extraction import find_mentions
from archive.intake import Stores
from archive.ports import Catalogue
from archive.text_lines import TextLine, parse_line
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput
from schemas.holdings import Accession, Asset, AssetRole, Item, Medium, StoredObject
from schemas.mentions import Mention
from schemas.processing import Stage
from schemas.transcripts import Author, Segment, Transcript

BATCH = 500
_CHUNK = 25
_IMPORTED = Author("engine", "import", "1")
_LAST_SHA256 = "imported_sha256"
_LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LineError:
    """`line` counts from 1."""

    line: int
    error: InvalidInput


@dataclass
class TextCounts:
    """What became of the lines of one list."""

    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[LineError] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.same


Finder = Callable[[Sequence[str]], Iterable[list[Mention]]]


@contextmanager
def mention_finders(few: bool) -> Iterator[Finder]:
    """`find_mentions` over many texts, on all cores unless there are only a few."""
    if few:
        yield lambda texts: map(find_mentions, texts)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        yield lambda texts: pool.map(find_mentions, texts, chunksize=_CHUNK)


def import_texts(
    archive: Stores,
    lines: BinaryIO,
    visit_id: str,
    find: Finder,
    progress: Callable[[TextCounts], None] = lambda counts: None,
) -> TextCounts:
    """Take every line of the list in; a line that is wrong is counted with its reason and left out.

    The items wait for indexing afterwards. Raises RecordsUnavailable, StoreFull; what was taken stays.
    """
    counts = TextCounts()
    for batch in _batches(_parsed(lines, counts)):
        with archive.records() as records:
            before = counts.new, counts.changed
            _take(records, batch, visit_id, find, counts)
            taken = {"new": counts.new - before[0], "changed": counts.changed - before[1]}
            if any(taken.values()):
                records.note(AuditEntry(AuditAct.TEXTS_IMPORTED, "visit", visit_id, details=taken))
            records.commit()
        progress(counts)
    return counts


def _parsed(lines: BinaryIO, counts: TextCounts) -> Iterator[TextLine]:
    number = 0
    while line := lines.readline(_LONGEST_LINE):
        number += 1
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            try:
                yield parse_line(line.removeprefix(b"\xef\xbb\xbf"))
            except InvalidInput as error:
                counts.errors.append(LineError(number, error))


def _batches(parsed: Iterator[TextLine]) -> Iterator[list[TextLine]]:
    """Up to BATCH lines; an id that comes again begins a new batch, so that it meets its earlier self."""
    batch: dict[tuple[str, str], TextLine] = {}
    for line in parsed:
        key = (line.source, line.external_id)
        if len(batch) == BATCH or key in batch:
            yield list(batch.values())
            batch = {}
        batch[key] = line
    if batch:
        yield list(batch.values())


def _take(
    records: Catalogue, batch: Sequence[TextLine], visit_id: str, find: Finder, counts: TextCounts
) -> None:
    known = _known(records, batch)
    fresh = [line for line in batch if (line.source, line.external_id) not in known]
    _add(records, fresh, visit_id, find)
    counts.new += len(fresh)
    for line in batch:
        if (held := known.get((line.source, line.external_id))) is not None:
            changed = _renew(records, line, *held, find)
            counts.changed += changed
            counts.same += not changed


def _known(records: Catalogue, batch: Sequence[TextLine]) -> Mapping[tuple[str, str], tuple[Item, Asset]]:
    by_source: dict[str, list[str]] = {}
    for line in batch:
        by_source.setdefault(line.source, []).append(line.external_id)
    items = {
        item.id: item for source, ids in by_source.items() for item in records.items_known_as(source, ids)
    }
    held: dict[tuple[str, str], tuple[Item, Asset]] = {}
    for asset in records.assets_of_items(list(items)) if items else ():
        item = items[asset.item_id]
        if asset.medium is Medium.TEXT and item.external_id is not None:
            held.setdefault((item.source, item.external_id), (item, asset))
    return held


def _add(records: Catalogue, lines: Sequence[TextLine], visit_id: str, find: Finder) -> None:
    """New items with their text, their mentions and the state of their work."""
    now = datetime.now(UTC)
    items = [_item(line, visit_id) for line in lines]
    assets = [_asset(line, item) for line, item in zip(lines, items, strict=True)]
    texts = [_version(line, asset) for line, asset in zip(lines, assets, strict=True)]
    size_of = {line.sha256: len(line.text.encode()) for line in lines}
    records.add_items(items)
    records.add_objects(
        [StoredObject(key, size, "text/plain", now, "records") for key, size in size_of.items()]
    )
    accessions = [Accession(asset.id, visit_id, asset.sha256, now, "import") for asset in assets]
    records.add_assets(list(zip(assets, accessions, strict=True)))
    _add_texts(records, texts, find)
    done = (Stage.READ_PAGE, Stage.EXTRACT_MENTIONS)
    records.end_at_once([(asset.id, asset.item_id, stage) for asset in assets for stage in done])
    records.plan_stages([(item.id, item.id, Stage.INDEX_ITEM) for item in items])


def _renew(records: Catalogue, line: TextLine, item: Item, asset: Asset, find: Finder) -> bool:
    """Bring a known item up to the line; whether anything had changed."""
    renewed = replace(item, title=line.title or item.title, kind=line.kind, dated=line.dated)
    new_text = line.sha256 != asset.metadata.get(_LAST_SHA256, asset.sha256)
    if new_text:
        before = records.current_transcript(asset.id)
        _add_texts(records, [_version(line, asset, before.id if before else None)], find)
        records.describe_asset(asset.id, {_LAST_SHA256: line.sha256, "record": line.record})
    if renewed != item:
        records.change_item(renewed)
    if new_text or renewed != item:
        records.plan_stage(item.id, item.id, Stage.INDEX_ITEM)
        return True
    return False


def _add_texts(records: Catalogue, texts: Sequence[Transcript], find: Finder) -> None:
    records.add_transcripts(texts)
    found = find([text.text for text in texts])
    records.replace_all_mentions({text.id: some for text, some in zip(texts, found, strict=True)})


def _item(line: TextLine, visit_id: str) -> Item:
    title = line.title or " ".join(line.text.split()[:12])
    return Item(
        visit_id, line.kind, title, external_id=line.external_id, source=line.source, dated=line.dated
    )


def _asset(line: TextLine, item: Item) -> Asset:
    record = {"record": line.record} if line.record else {}
    name = f"{line.external_id}.txt"
    return Asset(item.id, line.sha256, name, Medium.TEXT, "text/plain", AssetRole.TEXT, metadata=record)


def _version(line: TextLine, asset: Asset, supersedes: str | None = None) -> Transcript:
    return Transcript(asset.id, _IMPORTED, (Segment(line.text),), supersedes=supersedes)
