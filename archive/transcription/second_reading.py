"""A hard page read a second time: the second person sees where the lines are and not a word of the first.

While they read, the whole item is closed to them but for its picture or sound (`archive.seeing`). Handed in,
both versions are kept; where they say the same letter for letter the text is accepted, else a third person
settles it (`archive.transcription.settling`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archive.access import Act
from archive.ports import Catalogue
from archive.transcription.differing import differences
from archive.transcription.entering import enter, entry, found_anew
from archive.transcription.exactness import is_hard
from archive.transcription.merging import with_ids
from archive.transcription.people import Place, Stores, must, open_place, reading_of
from archive.transcription.presence import live_lock
from schemas.editing import Draft, ReviewAct
from schemas.errors import Conflict, Refused
from schemas.people import User
from schemas.processing import StageState
from schemas.textwork import SecondReading
from schemas.transcripts import Segment, Transcript, TranscriptStatus

LASTS = timedelta(days=14)


def begin_second(archive: Stores, user: User, asset_id: str) -> SecondReading:
    """Take a page to read independently; the one that is open already, if it is this person's.

    Raises NotFound, Refused (wrote in the first reading), Conflict (not offered, or somebody else has it).
    """
    must(user, Act.CORRECT_TEXT)
    now = datetime.now(UTC)
    with archive.records() as records:
        mine = reading_of(records, user, asset_id)
        if mine is not None:
            return mine
        place = open_place(records, user, asset_id)
        records.hold_text(asset_id)
        first = _first(records, user, asset_id, now)
        made = SecondReading(asset_id, place.item.id, first.id, user.id, now, now + LASTS)
        records.add_second_reading(made)
        last = records.draft_head(asset_id, user.id)
        begun = Draft(asset_id, None, last.revision + 1 if last else 1, _bare(first), user.id, track=user.id)
        records.add_draft(begun)
        records.commit()
    return made


def give_up(archive: Stores, user: User, asset_id: str) -> None:
    """The item opens again to this person, who is not asked for this page a second time.

    Raises NotFound (nothing was begun there, and the item is not this person's to see).
    """
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        reading = reading_of(records, user, asset_id)
        if reading is None:
            open_place(records, user, asset_id)
            return
        records.change_second_reading(replace(reading, given_up=True))
        records.commit()


def waits_for_second(records: Catalogue, user: User, asset_id: str) -> bool:
    """Whether this person may take it now."""
    try:
        _first(records, user, asset_id, datetime.now(UTC))
    except (Conflict, Refused):
        return False
    return True


def handed_in_apart(records: Catalogue, user: User, place: Place, made: Transcript) -> list[StageState]:
    """The reader's version is in; the caller commits and wakes what is returned."""
    reading = reading_of(records, user, place.asset.id)
    first = records.working_transcript(place.asset.id)
    if reading is None or first is None:
        return []
    reading = replace(reading, second=made.id)
    agreed = not differences(first.segments, made.segments)
    if agreed and records.change_status(first.id, TranscriptStatus.PROPOSED, TranscriptStatus.ACCEPTED):
        enter(records, entry(first, user, ReviewAct.AGREE, Act.CORRECT_TEXT, words=made.id))
        reading = replace(reading, settled=first.id)
    records.change_second_reading(reading)
    return [found_anew(records, place)] if reading.settled else []


def _first(records: Catalogue, user: User, asset_id: str, now: datetime) -> Transcript:
    """The version that waits for a second reading by this person."""
    first = records.working_transcript(asset_id)
    hard = is_hard(records.machine_transcript(asset_id))
    if first is None or not hard or first.status is not TranscriptStatus.PROPOSED:
        raise Conflict(
            "no second reading needed",
            vi="Trang này không cần chép độc lập lần hai: chưa ai chép, đã duyệt, hoặc máy đọc được.",
            en="This page needs no second reading: nobody read it yet, it was accepted, or machines can.",
        )
    draft = records.draft_head(asset_id)
    wrote = {*first.contributors, first.author.name, *(draft.writers if draft and not draft.closed else ())}
    if user.id in wrote:
        raise Refused(
            "wrote the first",
            vi="Bạn đã viết trong bản thứ nhất, nên người khác chép lần hai.",
            en="You wrote in the first reading, so somebody else makes the second.",
        )
    lock = live_lock(records, asset_id)
    others = [one for one in records.second_readings([asset_id]).get(asset_id, ()) if not one.given_up]
    taken = any(one.open_at(now) or (one.second and not one.settled) for one in others)
    if taken or (lock is not None and lock.by != user.id):
        raise Conflict(
            "taken",
            vi="Trang này đang có người khác làm, hoặc đã chép xong hai bản. Hãy chọn trang khác.",
            en="Somebody else is at this page, or both readings are done. Choose another page.",
        )
    return first


def _bare(first: Transcript) -> tuple[Segment, ...]:
    """The same lines in the same places, without a letter in them."""
    return tuple(
        Segment("", page=line.page, box=line.box, start=line.start, end=line.end, kind=line.kind, id=line.id)
        for line in with_ids(first.segments)
    )
