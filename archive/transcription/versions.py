"""Versions of a text: handed in, accepted, returned, restored. Two people: who wrote it does not accept it.

Each act checks and writes in one transaction that holds the text, so of two people who act at one moment
one is first and the other is told. After each the mentions are found anew by the ordinary stages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive.access import Act, may
from archive.intake import wake
from archive.ports import Catalogue
from archive.transcription.cleaning import LONGEST_LINE
from archive.transcription.drafting import standing_draft
from archive.transcription.entering import MOST_WORDS, enter, entry, found_anew, gone, moved_on
from archive.transcription.exactness import all_have_shown, is_hard, looked_at, measure
from archive.transcription.merging import same, with_ids
from archive.transcription.people import Place, Stores, must, open_place, role_for
from archive.transcription.presence import live_lock
from archive.transcription.realignment import realign
from archive.transcription.second_reading import handed_in_apart
from schemas.editing import Draft, ReturnReason, Review, ReviewAct, Version
from schemas.errors import Conflict, InvalidInput, KyucError, Refused
from schemas.holdings import Medium
from schemas.ids import new_id
from schemas.people import User
from schemas.processing import StageState
from schemas.transcripts import Author, PageInfo, Segment, Transcript, TranscriptStatus


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a version goes back to its author: both are needed."""

    reason: ReturnReason
    words: str


def propose(
    archive: Stores,
    user: User,
    asset_id: str,
    reason: str = "",
    *,
    track: str = "",
    revision: int | None = None,
    chance: Callable[[], bool] = looked_at,
) -> Transcript:
    """Hand the draft in as a version. `revision`: the save that the person saw last. `chance`: whether a
    person looks at it even where all who wrote in it have shown that they are exact.

    Raises Conflict (nothing changed, somebody saved since, somebody else is at it), InvalidInput.
    """
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        place = open_place(records, user, asset_id, track)
        records.hold_text(asset_id)
        last, head = records.draft(asset_id, track), records.working_transcript(asset_id, track)
        nobody_else_at_it(records, user, asset_id, track)
        draft = _handed_in(last, revision)
        begun = records.find_transcript(draft.base) if draft.base else None
        _must_be_whole(draft, begun)
        made = _version(place, user, draft, begun or records.machine_transcript(asset_id), head, reason)
        records.add_transcript(made)
        records.close_draft(asset_id, track)
        records.settle_asides(asset_id, track)
        records.free_lock(asset_id, track, user.id)
        enter(records, entry(made, user, ReviewAct.PROPOSE, Act.CORRECT_TEXT, words=reason))
        if not track and _by_sample(records, made, chance):
            records.change_status(made.id, made.status, TranscriptStatus.ACCEPTED)
            made = replace(made, status=TranscriptStatus.ACCEPTED)
            review = Review(asset_id, made.id, ReviewAct.ACCEPT_BY_SAMPLE, "sample")
            enter(records, review)
        planned = handed_in_apart(records, user, place, made) if track else [found_anew(records, place)]
        records.commit()
    wake(archive.queue, planned)
    return made


def _by_sample(records: Catalogue, made: Transcript, chance: Callable[[], bool]) -> bool:
    """Accepted without a look: all who wrote in it are exact, it is no hard page, and chance passes it by."""
    if is_hard(records.machine_transcript(made.asset_id)):
        return False
    return all_have_shown(records, made.contributors) and not chance()


def nobody_else_at_it(records: Catalogue, user: User, asset_id: str, track: str) -> None:
    lock = live_lock(records, asset_id, track)
    if lock is not None and lock.by != user.id:
        raise Conflict(
            "locked",
            vi="Người khác đang sửa trang này. Bản nháp đã được giữ; hãy gửi khi người ấy xong, "
            "chậm nhất là sau 15 phút.",
            en="Somebody else is at this text. The draft is kept; hand it in when they are done, "
            "at the latest in 15 minutes.",
        )


def _handed_in(last: Draft | None, revision: int | None) -> Draft:
    if last is None or last.closed:
        raise Conflict(
            "no draft",
            vi="Không còn bản nháp nào để gửi: có thể người khác vừa gửi. Hãy mở lại trang này.",
            en="There is no draft to hand in: perhaps somebody just did. Open this page again.",
        )
    if revision is not None and revision != last.revision:
        raise Conflict(
            "draft moved on",
            vi="Bản nháp vừa được lưu ở nơi khác. Hãy xem lại chỗ mới rồi gửi.",
            en="The draft was just saved elsewhere. Look at what is new, then hand it in.",
        )
    return last


def _must_be_whole(draft: Draft, begun: Transcript | None) -> None:
    for number, line in enumerate(draft.segments, 1):
        if len(line.text) > LONGEST_LINE:
            raise InvalidInput(
                "line too long",
                vi=f"Dòng {number} dài {len(line.text):,} chữ cái nên chưa gửi được. "
                "Bản nháp vẫn còn; hãy ngắt thành nhiều dòng.".replace(",", "."),
                en=f"Line {number} has {len(line.text):,} letters, so it cannot be handed in yet. "
                "The draft is kept; break it into lines.",
            )
    if not any(line.text.strip() or line.marks for line in draft.segments):
        raise InvalidInput(
            "empty", vi="Chưa có chữ nào để gửi.", en="There is nothing to hand in yet: no text."
        )
    before = with_ids(begun.segments) if begun else ()
    unchanged = len(before) == len(draft.segments) and all(map(same, before, draft.segments))
    by_person = begun is not None and begun.author.kind == "person"
    beside = begun is not None and (begun.chapters, begun.points) == (draft.chapters, draft.points)
    if by_person and unchanged and beside:
        raise Conflict(
            "unchanged", vi="Bản này chưa thay đổi gì.", en="Nothing has been changed in this version."
        )


def _version(
    place: Place,
    user: User,
    draft: Draft,
    begun: Transcript | None,
    head: Transcript | None,
    reason: str,
) -> Transcript:
    """The draft with the boxes and seconds of what it was made from."""
    kind = "speech" if place.asset.medium in (Medium.AUDIO, Medium.VIDEO) else None
    segments = realign(draft.segments, begun.segments if begun else (), kind=kind)
    standing = head if head and head.author.kind == "person" else None
    earlier = standing.contributors if standing and standing.status is TranscriptStatus.PROPOSED else ()
    return Transcript(
        place.asset.id,
        Author("person", user.id, role=role_for(user, Act.CORRECT_TEXT)),
        segments,
        pages=begun.pages if begun else (),
        duration=begun.duration if begun else place.asset.metadata.get("duration"),
        status=TranscriptStatus.PROPOSED,
        supersedes=head.id if head else None,
        reason=reason.strip()[:MOST_WORDS],
        contributors=tuple(dict.fromkeys([*earlier, *draft.writers, user.id])),
        track=draft.track,
        chapters=draft.chapters,
        points=draft.points,
    )


def accept(archive: Stores, user: User, asset_id: str, version_id: str, words: str = "") -> Transcript:
    """Raises Refused (also for who wrote in it), Conflict (no longer what stands to be accepted)."""
    with archive.records() as records:
        place, version = _to_judge(records, user, asset_id, version_id)
        if not records.change_status(version.id, version.status, TranscriptStatus.ACCEPTED):
            raise moved_on()
        enter(records, entry(version, user, ReviewAct.ACCEPT, Act.REVIEW_TEXT, words=words))
        measure(records, version, place.item.kind)
        planned = found_anew(records, place)
        records.commit()
    wake(archive.queue, [planned])
    return replace(version, status=TranscriptStatus.ACCEPTED)


def send_back(archive: Stores, user: User, asset_id: str, version_id: str, returned: Returned) -> Transcript:
    """With a code and words; the author finds the text as a draft again. Raises as `accept`."""
    if not returned.words.strip():
        raise InvalidInput(
            "no words",
            vi="Hãy viết cho người chép biết cần sửa gì.",
            en="Tell the transcriber in words what to mend.",
        )
    with archive.records() as records:
        place, version = _to_judge(records, user, asset_id, version_id)
        if version.author.kind != "person" or not records.change_status(
            version.id, TranscriptStatus.PROPOSED, TranscriptStatus.RETURNED
        ):
            raise moved_on()
        review = entry(version, user, ReviewAct.RETURN, Act.REVIEW_TEXT, words=returned.words)
        enter(records, replace(review, reason_code=returned.reason.value))
        _reopen(records, version)
        planned = found_anew(records, place)
        records.commit()
    wake(archive.queue, [planned])
    return replace(version, status=TranscriptStatus.RETURNED)


def _reopen(records: Catalogue, version: Transcript) -> None:
    """Unless its author went on meanwhile, the returned text is the draft again."""
    last = records.draft(version.asset_id, version.track)
    if last is not None and not last.closed:
        return
    base = records.working_transcript(version.asset_id, version.track)
    begun = standing_draft(version.asset_id, version.track, last, base)
    bare = tuple(replace(line, words=(), readings=()) for line in with_ids(version.segments))
    records.add_draft(
        replace(
            begun,
            id=new_id(),
            base=version.id,
            revision=begun.revision + 1,
            segments=bare,
            by=version.author.name,
            writers=version.contributors,
            chapters=version.chapters,
            points=version.points,
        )
    )


def restore(archive: Stores, user: User, asset_id: str, version_id: str, reason: str = "") -> Transcript:
    """Propose an earlier version again: a new version with its text, in the name of who restores it."""
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        place = open_place(records, user, asset_id)
        records.hold_text(asset_id)
        old, head = records.find_transcript(version_id), records.working_transcript(asset_id)
        if old is None or old.asset_id != asset_id or old.track:
            raise gone()
        if head is not None and head.id == old.id:
            raise Conflict("stands", vi="Bản này đang dùng rồi.", en="This version stands already.")
        nobody_else_at_it(records, user, asset_id, "")
        _put_draft_aside(records, asset_id)
        wrote = () if old.status is TranscriptStatus.ACCEPTED else old.contributors
        made = replace(
            old,
            id=new_id(),
            author=Author("person", user.id, role=role_for(user, Act.CORRECT_TEXT)),
            status=TranscriptStatus.PROPOSED,
            supersedes=head.id if head else None,
            reason=reason.strip()[:MOST_WORDS],
            contributors=tuple(dict.fromkeys([*wrote, user.id])),
            made_at=Transcript(asset_id, old.author, ()).made_at,
        )
        records.add_transcript(made)
        enter(records, entry(made, user, ReviewAct.RESTORE, Act.CORRECT_TEXT, words=old.id))
        planned = found_anew(records, place)
        records.commit()
    wake(archive.queue, [planned])
    return made


def enter_version(
    records: Catalogue,
    user: User,
    place: Place,
    segments: tuple[Segment, ...],
    reason: str,
    pages: tuple[PageInfo, ...],
) -> tuple[Transcript, StageState]:
    """A whole text that a person brings; the caller holds the text, commits and wakes the stage.

    Raises Conflict (somebody else is at it).
    """
    asset_id = place.asset.id
    nobody_else_at_it(records, user, asset_id, "")
    _put_draft_aside(records, asset_id)
    head = records.working_transcript(asset_id)
    made = Transcript(
        asset_id,
        Author("person", user.id, role=role_for(user, Act.CORRECT_TEXT)),
        segments,
        pages=pages,
        duration=head.duration if head else place.asset.metadata.get("duration"),
        status=TranscriptStatus.PROPOSED,
        supersedes=head.id if head else None,
        reason=reason,
        contributors=(user.id,),
    )
    records.add_transcript(made)
    enter(records, entry(made, user, ReviewAct.PROPOSE, Act.CORRECT_TEXT, words=reason))
    return made, found_anew(records, place)


def _put_draft_aside(records: Catalogue, asset_id: str) -> None:
    draft = records.draft(asset_id)
    if draft is not None and not draft.closed:
        records.add_draft(replace(draft, id=new_id(), aside=True))
        records.close_draft(asset_id, "")


def why_not_accept(version: Transcript | None, head: Transcript | None, user: User) -> KyucError | None:
    """The reason why this person may not judge this version now; None if they may."""
    if not may(user, Act.REVIEW_TEXT):
        return Refused(Act.REVIEW_TEXT.value)
    if version is None:
        return gone()
    if user.id in version.contributors or version.author.name == user.id:
        return Refused(
            "wrote it",
            vi="Bạn đã viết trong bản này, nên người khác duyệt.",
            en="You wrote in this version, so somebody else accepts it.",
        )
    judged = version.status in (TranscriptStatus.ACCEPTED, TranscriptStatus.RETURNED)
    if judged or head is None or head.id != version.id:
        return moved_on()
    return None


def _to_judge(records: Catalogue, user: User, asset_id: str, version_id: str) -> tuple[Place, Transcript]:
    must(user, Act.REVIEW_TEXT)
    place = open_place(records, user, asset_id)
    records.hold_text(asset_id)
    version = records.find_transcript(version_id)
    if version is not None and version.asset_id != asset_id:
        version = None
    head = records.working_transcript(asset_id, version.track if version else "")
    error = why_not_accept(version, head, user)
    if error is not None or version is None:
        raise error or gone()
    return place, version


def history(records: Catalogue, asset_id: str) -> Sequence[tuple[Version, Sequence[Review]]]:
    """Every version, newest first, with what was said of it (oldest first)."""
    said: dict[str, list[Review]] = {}
    for review in records.reviews_of(asset_id):
        said.setdefault(review.transcript_id, []).append(review)
    return [(version, said.get(version.id, [])) for version in records.versions(asset_id)]
