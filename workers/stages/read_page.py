"""Reading: a picture or PDF by the readers, a plain text by decoding it."""

from __future__ import annotations

from collections.abc import Sequence

from archive.plain_text import decode_text
from schemas.holdings import Asset, Medium
from schemas.processing import StageState, State
from schemas.transcripts import Author, PageOutcome, Segment, Transcript
from workers.reading import ReadDocument, read_document
from workers.stages.workplace import StageResult, Workplace, asset_of, known_of, original_file

_PLAIN = Author("engine", "plain text", "1")


def run(place: Workplace, states: Sequence[StageState]) -> Sequence[StageResult]:
    """One file at a time. Raises UnreadableFile, TooLarge, EngineFailed, DamagedObject, StoreUnavailable."""
    return [_read(place, asset_of(place, state)) for state in states]


def _read(place: Workplace, asset: Asset) -> StageResult:
    with place.archive.records() as records:
        kind = records.item(asset.item_id).kind
        before = records.current_transcript(asset.id)
    with original_file(place, asset) as path:
        if asset.medium is Medium.TEXT:
            read = ReadDocument((), (Segment(decode_text(path.read_bytes())),), _PLAIN)
        else:
            read = read_document(path, known=known_of(place, asset), kind=kind, progress=place.report)
    earlier = before.id if before else None
    transcript = Transcript(asset.id, read.author, read.segments, read.pages, supersedes=earlier)
    if not transcript.text.strip():
        return StageResult(
            State.BLANK,
            (transcript,),
            reason_code="blank",
            reason_vi="Không thấy chữ trong tệp này.",
            reason_en="No writing was found in this file.",
        )
    failed = [page.number for page in read.pages if page.outcome is PageOutcome.FAILED]
    if not failed:
        return StageResult(State.DONE, (transcript,))
    numbers = ", ".join(map(str, failed))
    return StageResult(
        State.DONE,
        (transcript,),
        reason_code="pages_failed",
        reason_vi=f"Không đọc được trang {numbers}. Các trang khác đã đọc xong.",
        reason_en=f"Page {numbers} could not be read. The other pages were.",
    )
