"""The folders of the tantivy index: which one is in use, who may write, and building anew beside it."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import tantivy

from archive.adapters.index_tantivy_journal import Journal
from archive.adapters.index_tantivy_schema import document_of, schema, with_analyser, writing
from archive.adapters.shared_files import NO_FILE, lines_of, locked, replace_file, stamp_of
from archive.search_analysis import versions
from archive.search_analysis.counts import WordCounts, WordTable, empty_table
from archive.search_analysis.documents import entries_of
from schemas.errors import SearchUnavailable
from schemas.queries import IndexDocument

_HEAP = 64_000_000
_BULK_HEAP = 400_000_000
_BATCH = 500
_LOCK_WAIT_S = 60.0
_GROWTH = 1.1
"""The counts are kept anew when the collection has grown by a tenth."""
_WORDS = "words.npz"
_NEW_WORDS = "words.new"
"""Words met since the counts were kept: they can be searched for at once."""


@dataclass
class OpenFolder:
    path: Path
    index: tantivy.Index
    seen: tuple[int, int]
    """Inode and time of `meta.json` as last loaded."""


class IndexFolders:
    """One root; threads of this process share the reader and the counts."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._guard = threading.RLock()
        self._pointer: tuple[tuple[int, int], Path] = (NO_FILE, root)
        self._open: OpenFolder | None = None
        self._table: tuple[Path, tuple[int, int], WordTable] | None = None
        self._extended: tuple[tuple[int, int], WordTable] | None = None
        self._counts: tuple[Path, tuple[int, int], WordCounts] | None = None

    # reading

    def opened(self) -> OpenFolder | None:
        """The folder in use as it stands now; None before anything was indexed. Raises SearchUnavailable."""
        with self._guard:
            path = self._current()
            if path is None:
                self._open = None
                return None
            try:
                return self._refreshed(path)
            except (ValueError, OSError) as error:
                raise SearchUnavailable(f"index folder: {error}") from error

    def _refreshed(self, path: Path) -> OpenFolder:
        stamp = stamp_of(path / "meta.json")
        if self._open is None or self._open.path != path:
            self._open = OpenFolder(path, with_analyser(tantivy.Index.open(str(path))), stamp)
        elif self._open.seen != stamp:
            self._open.index.reload()
            self._open.seen = stamp
        return self._open

    def words(self) -> WordTable:
        with self._guard:
            path = self._current()
            stamp = stamp_of(path / _WORDS) if path else NO_FILE
            if path is None or stamp == NO_FILE:
                return empty_table()
            if self._table is None or self._table[:2] != (path, stamp):
                self._table = (path, stamp, WordTable.from_bytes((path / _WORDS).read_bytes()))
                self._extended = None
            newer = stamp_of(path / _NEW_WORDS)
            if self._extended is None or self._extended[0] != newer:
                self._extended = (newer, self._table[2].extended(lines_of(path / _NEW_WORDS)))
            return self._extended[1]

    def _current(self) -> Path | None:
        pointer = self._root / "current"
        stamp = stamp_of(pointer)
        if stamp == NO_FILE:
            return None
        if self._pointer[0] == stamp:
            return self._pointer[1]
        name = pointer.read_text("utf-8").strip()
        versions.must_be_readable(name)
        self._pointer = (stamp, self._root / name)
        return self._pointer[1]

    def is_outdated(self) -> bool:
        try:
            return versions.is_outdated((self._root / "current").read_text("utf-8"))
        except FileNotFoundError:
            return False

    # writing

    def put(self, documents: Iterable[IndexDocument]) -> None:
        with self._writing():
            path = self._current() or self._first_folder()
            journal = self._journal()
            self._write(path, journal.noting(documents) if journal else documents, replacing=True)

    def remove(self, item_ids: Iterable[str]) -> None:
        with self._writing():
            path, gone = self._current(), list(item_ids)
            if journal := self._journal():
                journal.note_removed(gone)
            if path is not None:
                self._remove(path, gone)

    @staticmethod
    def _remove(path: Path, item_ids: Iterable[str]) -> None:
        with writing(path, _HEAP, 1) as writer:
            for item_id in item_ids:
                writer.delete_documents_by_term("id", item_id)
            writer.commit()

    def rebuild(self, documents: Iterable[IndexDocument]) -> int:
        """Write a new folder while searches and writers go on with the old one; then swap."""
        self._root.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        with locked(self._root / "rebuild.lock", 0.0):
            path = self._new_folder()
            (self._root / "building").write_text(path.name, "utf-8")
            try:
                self._write(path, documents, replacing=False)
                with self._writing():
                    missed, gone = Journal(path).missed()
                    self._write(path, missed, replacing=True)
                    self._remove(path, gone)
                    self._swap(path)
            finally:
                (self._root / "building").unlink(missing_ok=True)
        total = int(tantivy.Index.open(str(path)).searcher().num_docs)
        self._record(path, total, time.monotonic() - began)
        self._drop_others(path)
        return total

    def _write(self, path: Path, documents: Iterable[IndexDocument], *, replacing: bool) -> None:
        source = iter(documents)
        first = list(islice(source, _BATCH))
        bulk = len(first) == _BATCH
        counts = self._counts_of(path)
        with writing(path, _BULK_HEAP if bulk else _HEAP, 2 if bulk else 1) as writer:
            batch = first
            while batch:
                self._write_batch(writer, counts, batch, replacing=replacing)
                batch = list(islice(source, _BATCH))
            writer.commit()
            self._keep_counts(path, counts)

    @staticmethod
    def _write_batch(
        writer: tantivy.IndexWriter, counts: WordCounts, batch: list[IndexDocument], *, replacing: bool
    ) -> None:
        entries = entries_of(batch)
        for entry in entries:
            if replacing:
                writer.delete_documents_by_term("id", entry.item_id)
            writer.add_document(document_of(entry))
        counts.add([entry.said for entry in entries])

    def _counts_of(self, path: Path) -> WordCounts:
        """What this process counted, unless another one has written since."""
        kept = stamp_of(path / _WORDS)
        if self._counts is None or self._counts[:2] != (path, kept):
            start = WordTable.from_bytes((path / _WORDS).read_bytes()) if kept != NO_FILE else None
            self._counts = (path, kept, WordCounts(start))
        return self._counts[2]

    def _keep_counts(self, path: Path, counts: WordCounts) -> None:
        others = lines_of(path / _NEW_WORDS)
        if counts.texts < _GROWTH * counts.texts_kept:
            replace_file(path / _NEW_WORDS, "\n".join(dict.fromkeys([*others, *counts.new_forms()])).encode())
            return
        table = counts.table()
        replace_file(path / _WORDS, table.to_bytes())
        replace_file(path / _NEW_WORDS, "\n".join(form for form in others if form not in table.ids).encode())
        self._counts = (path, stamp_of(path / _WORDS), counts)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with locked(self._root / "writer.lock", _LOCK_WAIT_S), self._guard_writing():
            yield

    @contextmanager
    def _guard_writing(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            raise SearchUnavailable(f"writing the index: {error}") from error

    # folders

    def _first_folder(self) -> Path:
        path = self._new_folder()
        with writing(path, _HEAP, 1) as writer:
            writer.commit()
        self._swap(path)
        return path

    def _new_folder(self) -> Path:
        path = self._root / f"v{versions.SCHEMA_VERSION}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        path.mkdir()
        with_analyser(tantivy.Index(schema(), str(path)))
        return path

    def _swap(self, path: Path) -> None:
        pointer = self._root / "current.new"
        pointer.write_text(path.name, "utf-8")
        pointer.replace(self._root / "current")

    def _drop_others(self, kept: Path) -> None:
        for path in self._root.glob("v*-*"):
            if path != kept and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def _record(self, path: Path, items: int, seconds: float) -> None:
        """One line for each rebuild, for whoever runs the archive."""
        line = {
            "index": path.name,
            "items": items,
            "seconds": round(seconds, 2),
            "bytes": sum(part.stat().st_size for part in path.iterdir()),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with (self._root / "rebuilds.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")

    def _journal(self) -> Journal | None:
        """Of the index that is built just now, if one is."""
        try:
            return Journal(self._root / (self._root / "building").read_text("utf-8"))
        except FileNotFoundError:
            return None
