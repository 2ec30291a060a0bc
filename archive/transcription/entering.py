"""What is entered of each act on a version, what follows from it, and what is said when a version is gone."""

from __future__ import annotations

from archive.access import Act
from archive.ports import Catalogue
from archive.transcription.people import Place, role_for
from archive.withholding import withhold_cards
from schemas.audit import AuditAct, AuditEntry
from schemas.editing import Review, ReviewAct
from schemas.errors import Conflict
from schemas.people import User
from schemas.processing import Stage, StageState
from schemas.transcripts import Transcript

MOST_WORDS = 4000


def entry(version: Transcript, user: User, act: ReviewAct, held: Act, *, words: str) -> Review:
    role = role_for(user, held)
    return Review(version.asset_id, version.id, act, user.id, role, words=words.strip()[:MOST_WORDS])


def enter(records: Catalogue, review: Review) -> None:
    """The entry, and its place in the audit, which names the act and never the words."""
    records.add_review(review)
    told = {"act": review.act.value, "version": review.transcript_id}
    records.note(AuditEntry(AuditAct.TEXT_CHANGED, "asset", review.asset_id, details=told))


def found_anew(records: Catalogue, place: Place) -> StageState:
    """Mentions, index and suggestions follow what stands now, by the stages that everything takes; a card of
    identity that only a person could read is withheld as one that a machine read."""
    standing = records.working_transcript(place.asset.id)
    if standing is not None:
        withhold_cards(records, place.item, standing)
    return records.plan_stage(place.asset.id, place.item.id, Stage.EXTRACT_MENTIONS)


def gone() -> Conflict:
    return Conflict(
        "version gone",
        vi="Bản này không còn nữa. Chữ bạn gõ vẫn được giữ trong bản nháp.",
        en="This version is gone. What you typed is kept in the draft.",
    )


def moved_on() -> Conflict:
    return Conflict(
        "version moved on",
        vi="Bản này vừa được duyệt, bị trả lại, hoặc đã có bản mới hơn. Hãy tải lại trang.",
        en="This version was just judged, or there is a newer one. Reload the page.",
    )
