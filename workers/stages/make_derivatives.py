"""What is made of an original for viewing, and what the file says of itself: time, camera, place, length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from schemas.holdings import Asset, Derivative, Medium
from schemas.processing import StageState
from workers.derivatives import DerivativeFile, make_derivatives
from workers.media import probe
from workers.picture_facts import picture_facts
from workers.stages.workplace import StageResult, Workplace, asset_of, original_file


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One file at a time. Raises UnreadableFile, TooLarge, EngineTimeout, StoreUnavailable, DamagedObject."""
    return [_make(place, asset_of(place, state)) for state in states]


def _make(place: Workplace, asset: Asset) -> StageResult:
    with original_file(place, asset) as path, TemporaryDirectory(dir=place.folder) as folder:
        made = make_derivatives(path, asset.medium, asset.media_type, Path(folder))
        place.report(0.8)
        kept = tuple(_keep(place, asset, file) for file in made)
        facts = _facts(path, asset.medium)
    return StageResult(derivatives=kept, metadata=facts)


def _keep(place: Workplace, asset: Asset, made: DerivativeFile) -> Derivative:
    """Under a key that is the same each time: making it again replaces it."""
    key = f"{asset.id}/{made.path.name}"
    with made.path.open("rb") as stream:
        place.archive.objects.put_derivative(key, stream, made.path.stat().st_size, made.media_type)
    return Derivative(asset.id, made.kind, key, made.media_type, made.page, made.width, made.height)


def _facts(path: Path, medium: Medium) -> Mapping[str, Any]:
    if medium is Medium.IMAGE:
        return picture_facts(path)
    return probe(path).as_metadata() if medium in (Medium.AUDIO, Medium.VIDEO) else {}
