"""What people at work on texts need from the records: drafts, locks, presence, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.editing import Draft, Lock, Presence, Review, Version
from schemas.mentions import MentionMark
from schemas.transcripts import Transcript, TranscriptStatus


class Editing(Protocol):
    """The part of the records about texts that people work on."""

    def hold_text(self, asset_id: str) -> None:
        """Until this transaction ends nobody else who holds it changes this asset's drafts or versions."""
        ...

    def working_head(self, asset_id: str, track: str = "") -> str | None:
        """The id of `working_transcript`, without reading it."""
        ...

    def working_transcript(self, asset_id: str, track: str = "") -> Transcript | None:
        """What the next editor goes on from: the newest version of a person that was not returned, else
        the machine's newest. Of an independent track only what was written there."""
        ...

    def proposed_transcripts(self, asset_ids: Sequence[str]) -> Mapping[str, Transcript]:
        """By asset, the newest that waits for acceptance; assets without one are left out."""
        ...

    def versions(self, asset_id: str) -> Sequence[Version]:
        """All versions, newest first, without their texts."""
        ...

    def change_status(self, transcript_id: str, before: TranscriptStatus, now: TranscriptStatus) -> bool:
        """False where it stood otherwise."""
        ...

    def find_transcript(self, transcript_id: str) -> Transcript | None: ...

    def draft(self, asset_id: str, track: str = "") -> Draft | None:
        """The latest save, closed or not; its revision is the highest there was."""
        ...

    def draft_head(self, asset_id: str, track: str = "") -> Draft | None:
        """As `draft`, without its lines: enough to save the next one."""
        ...

    def draft_at(self, asset_id: str, track: str, revision: int) -> Draft | None:
        """The save of that revision, if it is still kept."""
        ...

    def saves_since(self, asset_id: str, track: str, revision: int) -> Sequence[tuple[str, str]]:
        """(user id, device) of the later saves, oldest first."""
        ...

    def asides(self, asset_id: str, track: str) -> Sequence[Draft]:
        """Saves that clashed and are not settled, oldest first."""
        ...

    def add_draft(self, draft: Draft) -> None: ...
    def settle_asides(self, asset_id: str, track: str) -> None:
        """Somebody has read them; they are kept but no longer shown."""
        ...

    def close_draft(self, asset_id: str, track: str) -> None:
        """It was handed in: only its last revision is kept, as closed."""
        ...

    def thin_drafts(self, asset_id: str, track: str, keep: int) -> None:
        """Forget all saves but the newest; each save names all who wrote in the draft."""
        ...

    def open_drafts(self, by: str, limit: int = 50) -> Sequence[Draft]:
        """What this person has begun and not handed in, newest first."""
        ...

    def lock(self, asset_id: str, track: str = "") -> Lock | None: ...
    def take_lock(self, lock: Lock, now: datetime) -> bool:
        """Take or renew it; False where somebody else holds it and it has not lapsed."""
        ...

    def free_lock(self, asset_id: str, track: str, by: str) -> None: ...
    def be_present(self, presence: Presence) -> None: ...
    def leave(self, asset_id: str, by: str, device: str) -> None: ...
    def present(self, asset_id: str, since: datetime) -> Sequence[Presence]: ...

    def add_review(self, review: Review) -> None: ...
    def reviews_of(self, asset_id: str) -> Sequence[Review]:
        """Oldest first."""
        ...

    def add_mention_mark(self, mark: MentionMark) -> None: ...
    def mention_marks(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[MentionMark]]:
        """By asset, oldest first; assets without marks are left out."""
        ...

    def names_of(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        """What people are called, by id; unknown ids are left out."""
        ...
