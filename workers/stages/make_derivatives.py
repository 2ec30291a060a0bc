"""What is made of an original for viewing, and what the file says of itself: time, camera, place, length."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.rights.withholding import mask_of, masks_of
from schemas.holdings import Asset, Derivative, DerivativeKind, Medium
from schemas.processing import StageState
from schemas.withheld import MaskedDerivative
from workers.confined.decoding import picture_facts
from workers.derivatives import DerivativeFile, make_derivatives
from workers.masking import Masking
from workers.media import probe
from workers.media_views import still_seconds
from workers.stages.workplace import StageResult, Workplace, asset_of, original_file


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One file at a time. Raises UnreadableFile, TooLarge, EngineTimeout, StoreUnavailable, DamagedObject."""
    return [_make(place, asset_of(place, state)) for state in states]


def _make(place: Workplace, asset: Asset) -> StageResult:
    with original_file(place, asset) as path, TemporaryDirectory(dir=place.folder) as folder:
        made = make_derivatives(path, asset.medium, asset.media_type, Path(folder))
        place.report(0.6)
        kept = tuple(_keep(place, asset, file, asset.id) for file in made)
        facts = _facts(path, asset.medium)
        masked = tuple(_masked(place, asset, path))
    _drop_replaced(place, asset, {*kept, *(one.derivative for one in masked)})
    return StageResult(derivatives=kept, metadata=facts, masked=masked)


def _masked(place: Workplace, asset: Asset, path: Path) -> Iterator[MaskedDerivative]:
    """The same without what is withheld, once for each set of parts that some readers may not see."""
    with place.archive.records() as records:
        parts = records.withheld_parts([asset.id]).get(asset.id, ())
    for hidden in masks_of(parts):
        mask = mask_of(hidden)
        with TemporaryDirectory(dir=place.folder) as folder:
            masking = Masking([part.where for part in hidden])
            made = make_derivatives(path, asset.medium, asset.media_type, Path(folder), masking=masking)
            for file in made:
                yield MaskedDerivative(_keep(place, asset, file, f"{asset.id}/without-{mask}"), mask)
        place.report(0.9)


def _keep(place: Workplace, asset: Asset, made: DerivativeFile, folder: str) -> Derivative:
    """Under a key that is the same each time: making it again replaces it."""
    key = f"{folder}/{made.path.name}"
    with made.path.open("rb") as stream:
        place.archive.objects.put_derivative(key, stream, made.path.stat().st_size, made.media_type)
    return Derivative(asset.id, made.kind, key, made.media_type, made.page, made.width, made.height)


def _drop_replaced(place: Workplace, asset: Asset, made: Collection[Derivative]) -> None:
    """Tiles bear a hash in their name: those of an earlier picture would stay for ever."""
    with place.archive.records() as records:
        earlier = [
            *records.derivatives_of(asset.id),
            *(one.derivative for one in records.masked_of(asset.id)),
        ]
    tiles = {one.key for one in earlier if one.kind is DerivativeKind.TILES}
    for key in tiles - {one.key for one in made}:
        place.archive.objects.remove_derivative(key)


def _facts(path: Path, medium: Medium) -> Mapping[str, Any]:
    if medium is Medium.IMAGE:
        return picture_facts(path)
    if medium not in (Medium.AUDIO, Medium.VIDEO):
        return {}
    info = probe(path)
    stills = {"stills": still_seconds(info.duration or 0.0)} if info.has_picture else {}
    return {**info.as_metadata(), **stills}
