"""One file opened to be corrected: what stands, what is being typed, who is here, what this person may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.access import Act, may
from archive.ports import Catalogue
from archive.transcription.drafting import standing_draft
from archive.transcription.people import Place, open_place
from archive.transcription.presence import live_lock, who_is_here
from archive.transcription.versions import history, why_not_accept
from schemas.editing import Draft, Lock, Review, Version
from schemas.people import User
from schemas.transcripts import Transcript, TranscriptStatus


@dataclass(frozen=True, slots=True)
class May:
    write: bool
    accept: bool
    send_back: bool


@dataclass(frozen=True, slots=True)
class Workspace:
    place: Place
    current: Transcript | None
    """What the next editor goes on from."""
    measured: Transcript | None
    """Whose pages and length count: any text of this file has the same."""
    begun: Transcript | None
    """What the open draft was begun from, where that is not `current` (a version that was returned)."""
    draft: Draft | None
    revision: int
    """The number of the last save; the next one says that it was typed on this."""
    asides: Sequence[Draft]
    versions: Sequence[tuple[Version, Sequence[Review]]]
    lock: Lock | None
    present: Sequence[str]
    may: May
    names: Mapping[str, str]


def open_workspace(records: Catalogue, user: User, asset_id: str, track: str = "") -> Workspace:
    """Raises NotFound, also where the item is above the person's level."""
    place = open_place(records, user, asset_id, track)
    head = records.working_transcript(asset_id, track)
    current = head or (None if track else records.machine_transcript(asset_id))
    last = records.draft(asset_id, track)
    draft = last if last is not None and not last.closed else None
    elsewhere = draft is not None and draft.base is not None and (current is None or draft.base != current.id)
    begun = records.find_transcript(draft.base) if draft and draft.base and elsewhere else None
    versions = [one for one in history(records, asset_id) if one[0].track == track or not track]
    judge = why_not_accept(head, head, user) is None
    present, lock = who_is_here(records, asset_id), live_lock(records, asset_id, track)
    asides = records.asides(asset_id, track)
    ids = {one.author.name for one, _ in versions} | {by for _, said in versions for by in _speakers(said)}
    ids |= {
        *present,
        *(one.by for one in asides),
        *([lock.by] if lock else []),
        *([draft.by] if draft else []),
    }
    return Workspace(
        place,
        current,
        current or begun or records.machine_transcript(asset_id),
        begun,
        draft,
        standing_draft(asset_id, track, last, head).revision,
        asides,
        versions,
        lock,
        present,
        May(
            may(user, Act.CORRECT_TEXT),
            judge,
            judge and head is not None and head.status is TranscriptStatus.PROPOSED,
        ),
        records.names_of(sorted(ids)),
    )


def _speakers(said: Sequence[Review]) -> Sequence[str]:
    return [one.by for one in said]
