"""Finished stretches of a recording in a file: a killed worker's successor goes on from the last one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from schemas.transcripts import Author, Segment, Transcript
from workers.hearing import FinishedStretch
from workers.hearing_stretch import HeardStretch


class FileCheckpoint:
    """One line of JSON a stretch. `key`: whatever must be the same for the old work to be worth anything (the
    file's hash, the engine, the known words); a file with another key is begun anew."""

    def __init__(self, path: Path, *key: str) -> None:
        self._path = path
        self._key = hashlib.sha256("\0".join(key).encode()).hexdigest()

    def load(self) -> Sequence[FinishedStretch]:
        """What was finished, in order; a line that was torn by the kill ends it."""
        found = list(self._lines())
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        draft.write_text("".join(self._line(stretch) for stretch in found), encoding="utf-8")
        draft.replace(self._path)
        return found

    def save(self, stretch: FinishedStretch) -> None:
        """On the disk when it returns."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(self._line(stretch))
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """The recording is heard and its transcript stored."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[FinishedStretch]:
        if not self._path.is_file():
            return
        reached = 0.0
        for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                data = json.loads(line)
            except json.JSONDecodeError:
                return
            if data["key"] != self._key or data["start"] != reached:
                return
            reached = data["end"]
            heard = HeardStretch(_segments(data["segments"]), _segments(data["dropped"]))
            yield FinishedStretch(data["start"], data["end"], heard)

    def _line(self, stretch: FinishedStretch) -> str:
        data = {
            "key": self._key,
            "start": stretch.start,
            "end": stretch.end,
            "segments": _json(stretch.heard.segments),
            "dropped": _json(stretch.heard.dropped),
        }
        return json.dumps(data, ensure_ascii=False) + "\n"


_NOBODY = Author("engine", "checkpoint")


def _json(segments: tuple[Segment, ...]) -> dict[str, object]:
    return Transcript("", _NOBODY, segments).to_json()


def _segments(data: dict[str, object]) -> tuple[Segment, ...]:
    return Transcript.from_json(data).segments
