"""What reading and hearing again needs of the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from schemas.reprocessing import MachineText, MachineTextFilter
from schemas.transcripts import Transcript


class MachineTexts(Protocol):
    """The part of the records about texts that machines made."""

    def machine_transcript(self, asset_id: str) -> Transcript | None:
        """The newest version that an engine made, whatever people wrote since."""
        ...

    def machine_texts(self, wanted: MachineTextFilter, after: str, limit: int) -> Sequence[MachineText]:
        """One per asset, in the order of asset ids, those after `after`; at most `limit` are looked at.

        Only what the records know is asked here; `MachineTextFilter.fits` asks the rest.
        """
        ...
