"""Hears a recording of any length in bounded memory, from where it was left off.

The sound comes in blocks and is cut into stretches of a few minutes at pauses; each finished stretch goes
to the checkpoint. What nobody said is not written (guard.py); what was not understood is said to be unclear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np

from archive import settings
from schemas.transcripts import Author, Segment
from workers.engines.hearing_ports import FRAME, VoiceDetector
from workers.engines.voice_detector import SileroDetector
from workers.engines.whisper import load_hearer
from workers.hearing_stretch import Ears, HeardStretch, Stretch, StretchHearing
from workers.loudness import even_out
from workers.media import EmptyRecording, NoSound
from workers.media_sound import RATE, Sound, SoundFile
from workers.turns import with_turns
from workers.windows import quietest

STRETCH_SECONDS = 240.0
_SEARCH_SECONDS = 60.0
"""The cut between two stretches lies in the last minute, at the longest pause."""

Progress = Callable[[float, float | None], None]
"""Called with the seconds heard so far and the length of the recording, if known."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about the recording as a whole."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class FinishedStretch:
    """Seconds of the recording from `start` to `end`, and what was heard there."""

    start: float
    end: float
    heard: HeardStretch


class Checkpoint(Protocol):
    """Keeps finished stretches, so that a killed worker's successor goes on where it stopped."""

    def load(self) -> Sequence[FinishedStretch]: ...

    def save(self, stretch: FinishedStretch) -> None: ...


@dataclass(frozen=True, slots=True)
class HeardRecording:
    """`duration` in seconds of sound. No segments and no error: nothing was said."""

    segments: tuple[Segment, ...]
    duration: float
    author: Author
    notes: tuple[Note, ...] = ()
    dropped: tuple[Segment, ...] = ()
    """Lines that the guard left out, each with its reason."""

    @property
    def nothing_heard(self) -> bool:
        return not self.segments


def hear_recording(
    path: Path,
    *,
    known: Sequence[str] = (),
    progress: Progress | None = None,
    checkpoint: Checkpoint | None = None,
    ears: Ears | None = None,
) -> HeardRecording:
    """The speech of a sound or video file. `known`: words known from the visit, which help the hearing.

    Raises EmptyRecording, NoSound, NotMedia (the file), EngineFailed, WeightsMissing (the engine).
    """
    ears = ears or default_ears()
    hearing = StretchHearing(ears, known)
    finished = list(checkpoint.load()) if checkpoint else []
    begin = finished[-1].end if finished else 0.0
    with SoundFile(path, start=begin) as file:
        told = _forward(progress, file.info.duration)
        for stretch in _stretches(file, begin, ears.detector):
            end = stretch.start + len(stretch.sound) / RATE
            finished.append(FinishedStretch(stretch.start, end, hearing.hear(stretch, told)))
            if checkpoint:
                checkpoint.save(finished[-1])
            told(end)
        if not file.seconds:
            raise EmptyRecording("the file holds no samples")
        notes = tuple(_notes(file))
    segments = with_turns(path, list(chain.from_iterable(part.heard.segments for part in finished)))
    if not segments:
        notes = (*notes, _NOTHING)
    dropped = tuple(chain.from_iterable(part.heard.dropped for part in finished))
    return HeardRecording(segments, file.seconds, ears.hearer.author, notes, dropped)


def _forward(progress: Progress | None, duration: float | None) -> Callable[[float], None]:
    """Progress that never goes back: a faint voice is heard after the clear ones around it."""
    reached = 0.0

    def tell(second: float) -> None:
        nonlocal reached
        reached = max(reached, second)
        if progress:
            progress(reached, duration)

    return tell


@lru_cache(maxsize=1)
def default_ears() -> Ears:
    """The engine that the settings name, loaded once per worker."""
    chosen = settings.load()
    return Ears(load_hearer(chosen.whisper_model, chosen.threads), SileroDetector())


def _stretches(blocks: SoundFile, begin: float, detector: VoiceDetector) -> Iterator[Stretch]:
    kept: list[Sound] = []
    for block in blocks:
        kept.append(block)
        if sum(map(len, kept)) < STRETCH_SECONDS * RATE:
            continue
        sound = np.concatenate(kept)
        level = even_out(sound)
        probabilities = detector.speech(level)
        seconds = len(sound) / RATE
        pause = quietest(probabilities, seconds - _SEARCH_SECONDS, seconds)
        cut = min(round(pause * RATE / FRAME), len(sound) // FRAME) * FRAME
        yield Stretch(begin, level[:cut], probabilities[: cut // FRAME])
        begin += cut / RATE
        kept = [sound[cut:]]
    if sum(map(len, kept)):
        sound = even_out(np.concatenate(kept))
        yield Stretch(begin, sound, detector.speech(sound))


_NOTHING = Note(
    "nothing_heard",
    "Đã nghe hết tệp, không có tiếng nói nào. Nếu bạn nghe thấy có người nói, hãy nhờ người chép lời.",
    "The whole file was listened to; nobody speaks in it. If you can hear speech, ask for it to be typed.",
)


def nothing_in(mute: NoSound) -> HeardRecording:
    """What a video without a sound track gives: nothing to hear, and the sentence that says so."""
    note = Note(mute.code, mute.message_vi, mute.message_en)
    return HeardRecording((), 0.0, Author("engine", "none"), (note,))


def _notes(file: SoundFile) -> Iterator[Note]:
    if file.shortfall:
        here, whole = _clock(file.seconds), _clock(file.seconds + file.shortfall)
        yield Note(
            "sound_stops",
            f"Tiếng dừng ở {here} trong khi tệp dài {whole}: tệp có thể bị cắt cụt. Phần có tiếng đã được "
            "nghe; hãy gửi lại tệp gốc nếu còn.",
            f"The sound stops at {here} though the file lasts {whole}: it may be cut off. What is there "
            "was heard; send the original again if you have it.",
        )
    elif file.complaint:
        yield Note(
            "damaged_sound",
            "Một số đoạn của tệp bị hỏng nên không nghe được. Phần còn lại đã được nghe.",
            "Some parts of the file are damaged and could not be heard. The rest was heard.",
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
