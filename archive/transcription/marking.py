"""A person marks, corrects or links a mention in a text: a name, a unit, a place, a date.

What it means is read by the code that reads the texts; where that reads nothing, a name stays as typed and
anything else is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.access import Act
from archive.authority.extraction import find_mentions
from archive.authority.orthography import nfc
from archive.authority.places import candidates
from archive.intake import wake
from archive.ports import Catalogue
from archive.transcription.entering import gone
from archive.transcription.marked_mentions import placed, with_marks
from archive.transcription.people import Stores, must, open_place
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import InvalidInput, NotFound
from schemas.mentions import Candidate, MarkAct, Mention, MentionKind, MentionMark
from schemas.people import User
from schemas.processing import Stage
from schemas.transcripts import Transcript, line_id

MARKABLE = (MentionKind.PERSON, MentionKind.UNIT, MentionKind.PLACE, MentionKind.DATE)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Said:
    """`text` are words of the text; `near`: the code point at which they stand, or about. `place`: an id of
    the directory of places, where several have the name."""

    act: MarkAct
    text: str
    near: int = 0
    kind: MentionKind | None = None
    value: str = ""
    place: str = ""
    undoes: str = ""


def mark_mention(
    archive: Stores, user: User, asset_id: str, version_id: str, said: Said
) -> Sequence[Mention]:
    """The mentions of that version as they stand with the mark. Raises InvalidInput, Conflict, NotFound."""
    must(user, Act.CORRECT_TEXT)
    with archive.records() as records:
        place = open_place(records, user, asset_id)
        version = records.find_transcript(version_id)
        if version is None or version.asset_id != asset_id or version.track:
            raise gone()
        records.hold_text(asset_id)
        mark = _mark(records, user, version, said)
        records.add_mention_mark(mark)
        told = {"mark": mark.act.value, "version": version.id}
        records.note(AuditEntry(AuditAct.TEXT_CHANGED, "asset", asset_id, details=told))
        marks = records.mention_marks([asset_id]).get(asset_id, ())
        made = with_marks(find_mentions(version.text), marks, version)
        records.replace_mentions(version.id, made)
        planned = records.plan_stage(asset_id, place.item.id, Stage.EXTRACT_MENTIONS)
        records.commit()
    wake(archive.queue, [planned])
    return made


def marks_of(records: Catalogue, version: Transcript) -> Sequence[tuple[MentionMark, int, int]]:
    """What people said that holds in this version, and where."""
    return list(placed(records.mention_marks([version.asset_id]).get(version.asset_id, ()), version))


def _mark(records: Catalogue, user: User, version: Transcript, said: Said) -> MentionMark:
    if said.act is MarkAct.UNDO:
        before = records.mention_marks([version.asset_id]).get(version.asset_id, ())
        if said.undoes not in {one.id for one in before}:
            raise NotFound("mark")
        return MentionMark(version.asset_id, version.id, "", 0, "", MarkAct.UNDO, user.id, undoes=said.undoes)
    text = nfc(said.text).strip()[:_LONGEST]
    bare = MentionMark(version.asset_id, version.id, "", said.near, text, said.act, user.id)
    where = next(iter(placed([bare], version)), None) if text else None
    if where is None:
        raise InvalidInput(
            "words are not in the text",
            vi="Những chữ này không có trong văn bản. Hãy chép đúng như trong bản chép.",
            en="These words are not in the text. Copy them just as they stand there.",
        )
    number = max(at for at, start in enumerate(version.segment_starts) if start <= where[1])
    line = version.segments[number]
    placed_ = replace(bare, line=line_id(line, number), start=where[1] - version.segment_starts[number])
    return placed_ if said.act is MarkAct.REMOVE else _meant(placed_, said)


def _meant(mark: MentionMark, said: Said) -> MentionMark:
    if said.kind not in MARKABLE:
        raise InvalidInput("kind", vi="Hãy chọn đây là gì.", en="Choose what it is.")
    value = nfc(said.value).strip()[:_LONGEST] or mark.text
    read = next((one for one in find_mentions(value) if one.kind is said.kind), None)
    mark = replace(mark, kind=said.kind)
    if said.kind is MentionKind.PLACE:
        return replace(mark, value=value, candidates=_places(value, said.place, read))
    if read is not None:
        return replace(mark, value=read.value, candidates=read.candidates, attributes=dict(read.attributes))
    if said.kind is MentionKind.PERSON:
        return replace(mark, value=value)
    raise InvalidInput(
        f"{said.kind} not read",
        vi="Không đọc được đơn vị hoặc ngày này. Ví dụ: c3 d7 e66; 12/8/1972; tháng 7 năm 1972.",
        en="This unit or date cannot be read. For example: c3 d7 e66; 12/8/1972; tháng 7 năm 1972.",
    )


def _places(value: str, chosen: str, read: Mention | None) -> tuple[Candidate, ...]:
    """The place that was chosen among those of the name, or all of them; none for a name nobody knows."""
    known = candidates(value) or (read.candidates if read else ())
    if not chosen:
        return tuple(known)
    only = [one for one in known if one.ref == chosen]
    if not only:
        raise InvalidInput(
            "place", vi="Địa danh này không có trong danh mục.", en="The directory has no such place."
        )
    return (replace(only[0], weight=1.0),)
