"""Numbers out of a file that PyTorch saved in its older form, without PyTorch and without running anything.

The form: pickles of a magic number, a version and a description, then the pickled object, whose tensors name
their storage; then the names of the storages and, one after the other, each one's length and raw numbers.
"""

from __future__ import annotations

import math
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_PROLOGUE = 3


class _Reader(pickle.Unpickler):
    """Knows tensors of 32-bit numbers and dictionaries; any other class is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, *rest: (storage, offset, size)
        if (module, name) == ("torch", "FloatStorage"):
            return None
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")

    def persistent_load(self, pid: Any) -> str:
        return str(pid[2])


def tensors(path: Path, key: str) -> dict[str, Array]:
    """The arrays under `key` of the saved dictionary, by name."""
    with path.open("rb") as file:
        for _ in range(_PROLOGUE):
            _Reader(file).load()
        described = _Reader(file).load()[key]
        storages = {str(name): _numbers(file) for name in _Reader(file).load()}
    return {
        name: storages[storage][offset : offset + math.prod(size)].reshape(size)
        for name, (storage, offset, size) in described.items()
    }


def _numbers(file: BinaryIO) -> Array:
    count = int.from_bytes(file.read(8), "little")
    return np.frombuffer(file.read(4 * count), "<f4")
