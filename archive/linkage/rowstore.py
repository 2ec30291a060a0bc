"""Millions of rows as written in one block of bytes: some 120 bytes a row, not a kilobyte of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.martyrs import MartyrRow

_BETWEEN = "\x1f"
_NAMES = "\x1e"


class RowStore:
    """Rows by number; read-only once made."""

    def __init__(self, block: bytes | NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._block = block
        self._starts = starts

    @classmethod
    def of(cls, rows: Iterable[MartyrRow]) -> RowStore:
        block, starts = bytearray(), [0]
        for row in rows:
            *cells, others = astuple(row)
            block += _BETWEEN.join([*cells, _NAMES.join(others)]).encode()
            starts.append(len(block))
        return cls(bytes(block), np.array(starts, np.int64))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> MartyrRow:
        cells = bytes(self._block[self._starts[at] : self._starts[at + 1]]).decode().split(_BETWEEN)
        values: dict[str, Any] = dict(zip(_CELLS, cells[:-1], strict=True))
        return MartyrRow(**values, other_names=tuple(cells[-1].split(_NAMES)) if cells[-1] else ())

    def __iter__(self) -> Iterator[MartyrRow]:
        return (self[at] for at in range(len(self)))

    def save(self, folder: Path) -> None:
        (folder / "rows.bin").write_bytes(bytes(self._block))
        np.save(folder / "row_starts.npy", self._starts)

    @classmethod
    def load(cls, folder: Path) -> RowStore:
        """Opened in place (memory-mapped), not read."""
        starts = np.load(folder / "row_starts.npy", mmap_mode="r")
        block = np.memmap(folder / "rows.bin", np.uint8, "r") if starts[-1] else b""
        return cls(block, starts)


_CELLS = tuple(field.name for field in fields(MartyrRow))[:-1]
