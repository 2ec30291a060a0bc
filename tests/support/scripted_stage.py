"""A stage whose faults are written in the name of the file: real crashes, hangs and greed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from schemas.errors import StoreUnavailable, UnreadableFile
from schemas.processing import Stage, StageState, State
from schemas.transcripts import Author, Segment, Transcript
from workers.stages.workplace import StageResult, Workplace

_HELD: list[bytearray] = []


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    return [_one(place, state) for state in states]


def _one(place: Workplace, state: StageState) -> StageResult:
    name = _name(place, state)
    if name.startswith("crash") or (name.startswith("once") and _first_time(place, state)):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("hang"):
        time.sleep(600)
    if name.startswith("greedy"):
        while True:
            _HELD.append(bytearray(b"x") * (20 << 20))
            place.report(0.5)
            time.sleep(0.02)
    if name.startswith("nonsense"):
        raise ValueError(name)
    if name.startswith("torn"):
        raise UnreadableFile("torn")
    if name.startswith("outage") and state.attempt < 5:
        raise StoreUnavailable("scripted")
    if name.startswith("blank"):
        return StageResult(State.BLANK, reason_code="blank", reason_vi="Trống.", reason_en="Blank.")
    if name.startswith("slow"):
        for step in range(20):
            place.report(step / 20)
            time.sleep(0.2)
    if state.stage not in (Stage.READ_PAGE, Stage.HEAR_TESTIMONY):
        return StageResult()
    text = "TỐI MẬT" if name.startswith("stamp") else f"process {os.getpid()}"
    return StageResult(
        transcripts=(Transcript(state.target_id, Author("engine", "scripted"), (Segment(text),)),)
    )


def _name(place: Workplace, state: StageState) -> str:
    """Of the asset, or of the item's first asset where the stage works on items."""
    with place.archive.records() as records:
        asset = records.find_asset(state.target_id) or records.assets_of(state.item_id)[0]
    return asset.filename


def _first_time(place: Workplace, state: StageState) -> bool:
    mark = Path(place.archive.settings.data) / f"seen-{state.target_id}"
    seen = mark.exists()
    mark.touch()
    return not seen
