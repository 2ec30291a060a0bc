"""Saving what is being typed: in the records before the answer, whoever else saved meanwhile.

A save names the revision that it was typed on. If others saved since, their lines and these are merged; where
both changed one line, theirs stays in the draft and mine is kept whole beside it until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archive.access import Act
from archive.ports import Catalogue
from archive.transcription.cleaning import clean_segment
from archive.transcription.map_points import DRAWN, kept_for_others, read_point, sees_exact
from archive.transcription.merging import Clash, merge, merge_beside, with_ids
from archive.transcription.people import Place, Stores, must, open_place
from schemas.editing import Draft
from schemas.errors import NeedsAll
from schemas.ids import new_id
from schemas.markings import Chapter, MapPoint
from schemas.people import User
from schemas.transcripts import Segment, Transcript

KEPT_SAVES = 60
"""So many saves back a second device may have typed on and still be merged line by line."""


@dataclass(frozen=True, slots=True)
class Save:
    """What a browser sends. `base` and `revision`: the version and the save that it was typed on."""

    base: str | None
    revision: int
    segments: tuple[Segment, ...]
    device: str = ""
    track: str = ""
    chapters: tuple[Chapter, ...] | None = None
    """None: as they were."""
    points: tuple[MapPoint, ...] | None = None
    settled: bool = False
    """The person has read what clashed and chosen."""
    partial: bool = False
    """`segments` are only the lines that changed since that save or version."""
    order: tuple[str, ...] | None = None
    """Of a partial save the ids of all lines; None: as they were."""


@dataclass(frozen=True, slots=True)
class Saved:
    """`draft` is what stands now. With `theirs` somebody else had saved: `clashes` tells where both typed."""

    draft: Draft
    cleaned: dict[str, tuple[str, ...]]
    """By line, what was taken out of it or converted."""
    theirs: Draft | None = None
    clashes: tuple[Clash, ...] = ()

    @property
    def saved_at(self) -> datetime:
        return self.draft.saved_at


def save_draft(archive: Stores, user: User, asset_id: str, given: Save) -> Saved:
    """Keep this text; committed when it returns. Raises NotFound, Refused, RecordsUnavailable."""
    must(user, Act.CORRECT_TEXT)
    cleaned: dict[str, tuple[str, ...]] = {}
    lines = []
    for segment in with_ids(given.segments):
        line, notes = clean_segment(segment)
        lines.append(line)
        if notes:
            cleaned[line.id] = notes
    given = replace(given, segments=tuple(lines))
    with archive.records() as records:
        place = open_place(records, user, asset_id, given.track)
        records.hold_text(asset_id)
        given = _whole(records, user, asset_id, given)
        if given.points is not None:
            given = replace(given, points=_points(records, user, place, given))
        saved = _saved(records, user, asset_id, given)
        if given.settled:
            records.settle_asides(asset_id, given.track)
        if saved.draft.revision % KEPT_SAVES == 0:
            records.thin_drafts(asset_id, given.track, KEPT_SAVES)
        records.commit()
    return replace(saved, cleaned=cleaned)


def _whole(records: Catalogue, user: User, asset_id: str, given: Save) -> Save:
    """With all lines, where only some were sent. Raises NeedsAll where what they change is gone.

    They change the save that they were typed on; but where this device itself has saved since, its last save:
    two of its saves may cross on the way, and the later one to arrive must not take back the other's lines.
    """
    if not given.partial:
        return given
    last = records.draft_head(asset_id, given.track)
    if last is not None and not last.closed and _only_this_device_since(records, user, given, last):
        before: Sequence[Segment] = (records.draft(asset_id, given.track) or last).segments
    else:
        before = _ancestor(records, asset_id, given)[0]
    lines = {line.id: line for line in before} | {line.id: line for line in given.segments}
    order = [line.id for line in before] if given.order is None else given.order
    if not before or any(name not in lines for name in order):
        raise NeedsAll()
    return replace(given, segments=tuple(lines[name] for name in dict.fromkeys(order)))


def _points(records: Catalogue, user: User, place: Place, given: Save) -> tuple[MapPoint, ...]:
    """Coordinates are read anew here; who does not see them leaves them as they stand."""
    sent = given.points or ()
    bare = not sent and place.item.kind not in DRAWN
    if bare or sees_exact(records, user, place.item):
        return tuple(read_point(one) if one.written else one for one in sent)
    last = records.draft_head(place.asset.id, given.track)
    head = records.working_transcript(place.asset.id, given.track)
    return kept_for_others(sent, standing_draft(place.asset.id, given.track, last, head).points)


def _saved(records: Catalogue, user: User, asset_id: str, given: Save) -> Saved:
    last = records.draft_head(asset_id, given.track)
    if last is not None and not last.closed:
        theirs = last
    elif _begins(records, asset_id, given):
        theirs = Draft(asset_id, given.base, last.revision if last else 0, (), "", track=given.track)
    else:
        theirs = standing_draft(
            asset_id, given.track, last, records.working_transcript(asset_id, given.track)
        )
    known = last.revision if last else 0
    made = Draft(
        asset_id,
        theirs.base,
        known + 1,
        given.segments,
        user.id,
        tuple(dict.fromkeys([*theirs.writers, user.id])),
        given.device[:80],
        given.track,
        theirs.chapters if given.chapters is None else given.chapters,
        theirs.points if given.points is None else given.points,
    )
    if _is_current(records, user, given, last, theirs):
        if last is not None and not last.closed and given.revision != last.revision:
            return _with_own_saves(records, given, last, made)
        records.add_draft(made)
        return Saved(made, {})
    if theirs is last:
        theirs = records.draft(asset_id, given.track) or theirs
    ancestor, chapters, points = _ancestor(records, asset_id, given)
    merged = merge(ancestor, given.segments, theirs.segments)
    made = replace(
        made,
        segments=merged.segments,
        chapters=merge_beside(chapters, made.chapters, theirs.chapters),
        points=merge_beside(points, made.points, theirs.points),
    )
    if merged.clashes:
        records.add_draft(replace(made, id=new_id(), segments=given.segments, aside=True))
    records.add_draft(made)
    return Saved(made, {}, theirs, merged.clashes)


def _with_own_saves(records: Catalogue, given: Save, last: Draft, made: Draft) -> Saved:
    """This device saved since, and does not know it: the answer was lost, or the page was closed while its
    last words were on the way and not yet on its disk. What only those saves changed stays; else this counts.
    """
    own = records.draft(made.asset_id, given.track) or last
    merged = merge(_ancestor(records, made.asset_id, given)[0], own.segments, given.segments)
    made = replace(made, segments=merged.segments)
    records.add_draft(made)
    told = {line.id: line.text for line in made.segments} != {line.id: line.text for line in given.segments}
    return Saved(made, {}, own if told else None)


def _begins(records: Catalogue, asset_id: str, given: Save) -> bool:
    """Whether this is the first save on what stands: then that, which may be long, need not be read."""
    whole = given.chapters is not None and given.points is not None
    return whole and given.base == records.working_head(asset_id, given.track)


def standing_draft(asset_id: str, track: str, last: Draft | None, head: Transcript | None) -> Draft:
    """The open draft, or one that would be begun from the version that people go on from."""
    if last is not None and not last.closed:
        return last
    revision = last.revision if last else 0
    if head is None:
        return Draft(asset_id, None, revision, (), "", track=track)
    bare = tuple(replace(line, words=(), readings=()) for line in with_ids(head.segments))
    return Draft(
        asset_id,
        head.id,
        revision,
        bare,
        head.author.name,
        track=track,
        chapters=head.chapters,
        points=head.points,
        saved_at=head.made_at,
    )


def _is_current(records: Catalogue, user: User, given: Save, last: Draft | None, theirs: Draft) -> bool:
    """Whether nobody else saved since; an answer that was lost on the way back is no conflict."""
    if last is None or last.closed:
        return given.base == theirs.base
    if given.revision == last.revision:
        return True
    return given.base == theirs.base and _only_this_device_since(records, user, given, last)


def _only_this_device_since(records: Catalogue, user: User, given: Save, last: Draft) -> bool:
    later = records.saves_since(last.asset_id, given.track, given.revision)
    all_known = len(later) == last.revision - given.revision > 0
    return all_known and bool(given.device) and all(one == (user.id, given.device[:80]) for one in later)


def _ancestor(
    records: Catalogue, asset_id: str, given: Save
) -> tuple[Sequence[Segment], Sequence[Chapter], Sequence[MapPoint]]:
    """What both had before them; nothing where that save and that version are both gone."""
    before = records.draft_at(asset_id, given.track, given.revision) if given.revision else None
    if before is not None:
        return before.segments, before.chapters, before.points
    version = records.find_transcript(given.base) if given.base else None
    if version is None or version.asset_id != asset_id:
        return (), (), ()
    return with_ids(version.segments), version.chapters, version.points
