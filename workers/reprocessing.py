"""Reading and hearing again what an older engine made, a few at a time.

What is planned waits in the queues of new work, so only a handful is planned at once: a photo that comes in
meanwhile waits behind these and no more. Nothing about the run is kept beside the records: what has the
new engine's name already is passed over, so a run that was broken off is simply started again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from archive.bootstrap import Archive
from archive.intake import wake
from archive.settings import Settings
from schemas.errors import InvalidInput
from schemas.holdings import Medium
from schemas.processing import ENDED, Stage, StageState, State
from schemas.reprocessing import MachineText, MachineTextFilter
from schemas.transcripts import Author
from workers import reading

_LOOKED_AT = 200
_POLL_SECONDS = 0.5
_PLAIN_TEXT = "plain text"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can do the work anew: the stage it serves and how its texts are signed.

    `version` is None where it is only known once the weights are loaded.
    """

    stage: Stage
    media: frozenset[Medium]
    name: str
    version: str | None
    at_once: int

    def made(self, author: Author) -> bool:
        return author.name == self.name and self.version in (None, author.version)


class OtherEngine(InvalidInput):
    """The workers that run now use another engine than was asked for."""

    code = "other_engine"
    vi = (
        "Các máy đang chạy dùng mô hình khác với mô hình được yêu cầu. "
        "Hãy dừng kho (./kyuc down) rồi chạy lại ./kyuc up với cùng thiết lập KYUC_WHISPER_MODEL."
    )
    en = (
        "The running workers use another model than the one asked for. "
        "Stop the archive (./kyuc down) and start ./kyuc up with the same KYUC_WHISPER_MODEL."
    )


def engines(settings: Settings) -> Mapping[str, Engine]:
    """By the word that a person types."""
    reader = reading.author()
    read = Engine(
        Stage.READ_PAGE,
        frozenset({Medium.IMAGE, Medium.DOCUMENT}),
        reader.name,
        reader.version,
        2 * settings.reading_workers,
    )
    heard = Engine(
        Stage.HEAR_TESTIMONY,
        frozenset({Medium.AUDIO, Medium.VIDEO}),
        f"whisper-{settings.whisper_model}",
        None,
        2 * settings.hearing_workers,
    )
    return {read.name: read, "whisper": heard}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would do. `seconds`: what the same work took before, over all workers here."""

    texts: int
    under_persons: int
    """Of these, a person's version stands above and stays the one that is shown."""
    sound_seconds: float
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Due:
    """One asset to be read or heard again; seconds of sound and of earlier work where they are known."""

    asset_id: str
    item_id: str
    by_person: bool
    sound_seconds: float
    took: float | None


def to_do(
    archive: Archive, engine: Engine, wanted: MachineTextFilter, *, again: bool = False
) -> Iterator[Due]:
    """Texts that this engine has not made yet (`again`: those too). Raises RecordsUnavailable."""
    wanted, after = replace(wanted, media=engine.media), ""
    while True:
        with archive.records() as records:
            some = records.machine_texts(wanted, after, _LOOKED_AT)
        for text in some:
            author = text.transcript.author
            if author.name != _PLAIN_TEXT and (again or not engine.made(author)) and wanted.fits(text):
                yield _due(text)
        if not some:
            return
        after = some[-1].transcript.asset_id


def _due(text: MachineText) -> Due:
    made = text.transcript
    return Due(made.asset_id, text.item_id, text.by_person, made.duration or 0.0, text.took)


def estimate(archive: Archive, engine: Engine, wanted: MachineTextFilter, *, again: bool = False) -> Estimate:
    """Counts without planning anything."""
    texts, persons, sound = 0, 0, 0.0
    took: list[float] = []
    for text in to_do(archive, engine, wanted, again=again):
        texts += 1
        persons += text.by_person
        sound += text.sound_seconds
        took += [text.took] if text.took is not None else []
    workers = max(engine.at_once // 2, 1)
    return Estimate(texts, persons, sound, sum(took) / len(took) * texts / workers if took else None)


@dataclass(frozen=True, slots=True)
class Redone:
    """One text that was made anew, with how the work ended; `by_person` as in `MachineText`."""

    asset_id: str
    item_id: str
    state: State
    reason: str | None
    by_person: bool


@dataclass
class _Under:
    """What was planned and has not ended yet, by asset."""

    texts: dict[str, Due] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)


def reprocess(
    archive: Archive,
    engine: Engine,
    wanted: MachineTextFilter,
    *,
    again: bool = False,
    waiting: Callable[[], None] = lambda: time.sleep(_POLL_SECONDS),
) -> Iterator[Redone]:
    """Each text as its work ends. Raises OtherEngine, RecordsUnavailable."""
    under = _Under()
    # The list is read before anything is planned: what this very run makes must not come up in it again.
    for text in list(to_do(archive, engine, wanted, again=again)):
        while len(under.texts) >= engine.at_once:
            yield from _ended(archive, engine, under, waiting)
        _plan(archive, engine, text, under)
    while under.texts:
        yield from _ended(archive, engine, under, waiting)


def _plan(archive: Archive, engine: Engine, text: Due, under: _Under) -> None:
    asset_id = text.asset_id
    with archive.records() as records:
        planned = records.plan_stage(asset_id, text.item_id, engine.stage)
        records.commit()
    under.texts[asset_id], under.revisions[asset_id] = text, planned.revision
    wake(archive.queue, [planned])


def _ended(archive: Archive, engine: Engine, under: _Under, waiting: Callable[[], None]) -> Iterator[Redone]:
    """Those that have ended since; waits once where none has."""
    done = []
    with archive.records() as records:
        for asset_id, text in list(under.texts.items()):
            state = records.stage(asset_id, engine.stage)
            if state is None or state.state not in ENDED or state.revision < under.revisions[asset_id]:
                continue
            newest = records.machine_transcript(asset_id)
            done.append(Redone(asset_id, text.item_id, state.state, state.reason_code, text.by_person))
            del under.texts[asset_id], under.revisions[asset_id]
            _check(engine, state, newest.author if newest else None)
    if not done:
        waiting()
    yield from done


def _check(engine: Engine, state: StageState, author: Author | None) -> None:
    if state.state is State.DONE and author is not None and not engine.made(author):
        raise OtherEngine(f"{author.name} instead of {engine.name}")
