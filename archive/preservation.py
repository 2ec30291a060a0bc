"""Getting an original back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from archive.intake import Stores
from schemas.errors import NotFound
from schemas.holdings import Asset


@contextmanager
def original(archive: Stores, asset: Asset) -> Iterator[BinaryIO]:
    """The original's bytes. A text of an imported list is held in the records, as its first transcript.

    Raises NotFound, StoreUnavailable.
    """
    with archive.records() as records:
        stored = records.stored_object(asset.sha256)
        if stored is None:
            raise NotFound("original")
        if stored.held_in == "records":
            text = records.transcripts(asset.id)[-1].text
    if stored.held_in == "records":
        yield io.BytesIO(text.encode())
    else:
        with archive.objects.retrieve(asset.sha256) as stream:
            yield stream
