"""What cutting pieces out of large pictures needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from archive.iiif.image_request import ImageRequest


def ready_name(key: str) -> str:
    """Under which a picture of the store is kept ready."""
    return key.replace("/", "_")


class TileCutter(Protocol):
    """Cuts pieces out of pictures that are kept ready on this machine."""

    def size(self, name: str, fetch: Callable[[], AbstractContextManager[BinaryIO]]) -> tuple[int, int]:
        """Width and height of the picture; it is fetched where it is not ready here.

        Raises UnreadableFile, StoreUnavailable.
        """
        ...

    def cut(
        self,
        name: str,
        fetch: Callable[[], AbstractContextManager[BinaryIO]],
        ask: Callable[[tuple[int, int]], ImageRequest],
    ) -> tuple[bytes, ImageRequest]:
        """The piece, encoded, that is asked for once the size of the whole is known. Raises as `size`."""
        ...

    def forget(self, names: Iterable[str]) -> None:
        """Nothing of these pictures stays on this machine."""
        ...
