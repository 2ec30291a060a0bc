"""The text of a file that is in no archive: read, heard or decoded by what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.formats import HEAD_BYTES, recognise
from archive.plain_text import decode_text
from schemas.holdings import ItemKind, Medium
from schemas.transcripts import Author, Segment, Transcript
from workers.hearing import hear_recording
from workers.reading import read_document


def transcript_of_file(path: Path, kind: ItemKind | None = None, known: Sequence[str] = ()) -> Transcript:
    """Its asset id is the path. Raises KyucError with a sentence for people, or OSError."""
    with path.open("rb") as file:
        medium = recognise(file.read(HEAD_BYTES)).medium
    if medium in (Medium.AUDIO, Medium.VIDEO):
        heard = hear_recording(path, known=known)
        return Transcript(str(path), heard.author, heard.segments, duration=heard.duration)
    if medium is Medium.TEXT:
        lines = decode_text(path.read_bytes()).splitlines()
        return Transcript(str(path), Author("person", "file"), tuple(Segment(line) for line in lines))
    read = read_document(path, kind=kind, known=known)
    return Transcript(str(path), read.author, read.segments, read.pages)
