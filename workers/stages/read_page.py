"""Reading: a picture or PDF by the readers, a plain text by decoding it."""

from __future__ import annotations

from collections.abc import Sequence

from archive.plain_text import decode_text
from schemas.holdings import Asset, Medium
from schemas.processing import StageState, State
from schemas.transcripts import Author, PageInfo, Segment, Transcript
from workers.reading import ReadDocument, read_document
from workers.reasons import words_for
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of, original_file

_PLAIN = Author("engine", "plain text", "1")


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One file at a time. Raises UnreadableFile, TooLarge, EngineFailed, DamagedObject, StoreUnavailable."""
    return [_read(place, asset_of(place, state)) for state in states]


def _read(place: Workplace, asset: Asset) -> StageResult:
    with place.archive.records() as records:
        kind = records.item(asset.item_id).kind
        before = records.machine_transcript(asset.id)
    with original_file(place, asset) as path:
        if asset.medium is Medium.TEXT:
            read = ReadDocument((), (Segment(decode_text(path.read_bytes())),), _PLAIN)
        else:
            read = read_document(path, known=known_of(place, asset), kind=kind, progress=place.report)
    earlier = before.id if before else None
    transcript = Transcript(asset.id, read.author, read.segments, read.pages, supersedes=earlier)
    code, vi, en = _reason(read.pages, bool(transcript.text.strip()))
    outcome = State.DONE if transcript.text.strip() else State.BLANK
    return StageResult(outcome, (transcript,), reason_code=code, reason_vi=vi, reason_en=en)


def _reason(pages: Sequence[PageInfo], has_text: bool) -> tuple[str | None, str | None, str | None]:
    """What a person should know of the pages: a code and its sentences, with the numbers of the pages."""
    numbers: dict[str, list[str]] = {}
    for page in pages:
        if page.reason:
            numbers.setdefault(page.reason, []).append(str(page.number))
    if not numbers:
        return (None, None, None) if has_text else ("blank", *words_for("blank"))
    if len(pages) == 1:
        [code] = numbers
        return code, *words_for(code)
    told = [(words_for(code), ", ".join(some)) for code, some in numbers.items()]
    vi = " ".join(f"Trang {which}: {words[0]}" for words, which in told)
    en = " ".join(f"Page {which}: {words[1]}" for words, which in told)
    return next(iter(numbers)), vi, en
