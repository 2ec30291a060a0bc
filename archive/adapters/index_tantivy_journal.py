"""What is written while a new index is built beside, so that the new one has it too: a file in its folder."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemas.queries import IndexDocument

_NAME = "journal.pickle"


class Journal:
    """Of one folder that is being built. Whoever writes to it holds the lock of writers."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _NAME

    def noting(self, documents: Iterable[IndexDocument]) -> Iterator[IndexDocument]:
        """The documents, each noted as it passes."""
        with self._file.open("ab") as journal:
            for document in documents:
                pickle.dump(document, journal)
                yield document

    def note_removed(self, item_ids: Iterable[str]) -> None:
        with self._file.open("ab") as journal:
            for item_id in item_ids:
                pickle.dump(item_id, journal)

    def missed(self) -> tuple[list[IndexDocument], list[str]]:
        """Documents to put, and ids of items to remove, as things stood at the end."""
        last: dict[str, IndexDocument | None] = {}
        for noted in self._entries():
            last |= {noted: None} if isinstance(noted, str) else {noted.item_id: noted}
        return [one for one in last.values() if one], [item_id for item_id, one in last.items() if not one]

    def _entries(self) -> Iterator[IndexDocument | str]:
        if not self._file.exists():
            return
        with self._file.open("rb") as journal:
            while True:
                try:
                    yield pickle.load(journal)
                except EOFError:
                    return
