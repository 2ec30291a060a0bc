"""What a stage is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from archive.bootstrap import Archive
from archive.fixity import HashingReader, chunks
from schemas.errors import DamagedObject
from schemas.holdings import Asset, Derivative
from schemas.linkage import Suggestion
from schemas.mentions import Mention
from schemas.processing import StageState, State
from schemas.transcripts import Transcript
from schemas.withheld import MaskedDerivative


@dataclass(frozen=True)
class Workplace:
    """`folder` is emptied when the process ends, however it ends; `report` takes the share done, 0 to 1."""

    archive: Archive
    folder: Path
    report: Callable[[float], None]


@dataclass(frozen=True)
class StageResult:
    """What the runner writes into the records together with the end of the stage."""

    outcome: State = State.DONE
    transcripts: tuple[Transcript, ...] = ()
    mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    """By transcript id."""
    derivatives: tuple[Derivative, ...] = ()
    masked: tuple[MaskedDerivative, ...] | None = None
    """In place of the derivatives, for who may not see all of the asset; None: untouched."""
    suggestions: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    """By item id; they replace the item's earlier ones."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """What was read in the file itself: time, camera, place, pages, duration."""
    reason_code: str | None = None
    reason_vi: str | None = None
    reason_en: str | None = None


class StageModule(Protocol):
    def run(self, place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
        """Do the work of these states, one result each, in their order. Raises KyucError."""
        ...


def asset_of(place: Workplace, state: StageState) -> Asset:
    with place.archive.records() as records:
        return records.asset(state.target_id)


def known_of(place: Workplace, asset: Asset) -> tuple[str, ...]:
    """Names, units and places known from the visit; they help reading and hearing."""
    with place.archive.records() as records:
        visit = records.visit(records.item(asset.item_id).visit_id)
    given = (*visit.known_names, *visit.witnesses, visit.family, visit.commune)
    return tuple(dict.fromkeys(name for name in given if name))


@contextmanager
def original_file(place: Workplace, asset: Asset) -> Iterator[Path]:
    """The original as a file, compared with its hash on the way. Raises DamagedObject, StoreUnavailable."""
    with TemporaryDirectory(dir=place.folder) as folder:
        path = Path(folder) / "original"
        with place.archive.objects.retrieve(asset.sha256) as stream, path.open("wb") as file:
            reader = HashingReader(stream)
            for piece in chunks(reader):
                file.write(piece)
        if reader.sha256 != asset.sha256:
            raise DamagedObject("read for work with another hash")
        yield path
