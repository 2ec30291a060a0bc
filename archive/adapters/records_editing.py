"""Drafts, locks, presence and reviews of texts, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, insert, or_, select, update

from archive.adapters.drafts_packed import pack, pack_beside, unpack, unpack_beside
from archive.adapters.records_base import Records
from archive.adapters.records_texts import transcript_of
from archive.adapters.tables import transcripts, users
from archive.adapters.tables_editing import (
    mention_marks,
    transcript_drafts,
    transcript_locks,
    transcript_presence,
    transcript_reviews,
)
from schemas.editing import Draft, Lock, Presence, Review, ReviewAct, Version
from schemas.mentions import Candidate, MarkAct, MentionKind, MentionMark
from schemas.transcripts import Author, Transcript, TranscriptStatus

_D = transcript_drafts.c


_DRAFT = ("id", "asset_id", "track", "base", "revision", "by", "device", "aside", "closed", "saved_at")


def _draft(row: Mapping[str, Any]) -> Draft:
    plain = {name: row[name] for name in _DRAFT}
    segments = unpack(row["body"]) if row.get("body") is not None else ()
    beside = unpack_beside(row["beside"])
    return Draft(**plain, writers=tuple(row["writers"]), segments=segments, **beside)


def version_of(row: Mapping[str, Any]) -> Version:
    about = row["about"]
    return Version(
        row["id"],
        row["asset_id"],
        Author(**about["author"]),
        TranscriptStatus(row["status"]),
        row["made_at"],
        row["supersedes"],
        about["reason"],
        tuple(about["contributors"]),
        row["track"],
        row["letters"] or 0,
        tuple(about.get("sources", ())),
        row["quality"],
    )


def _mention_mark(row: Mapping[str, Any]) -> MentionMark:
    read = {
        "act": MarkAct(row["act"]),
        "kind": MentionKind(row["kind"]) if row["kind"] else None,
        "candidates": tuple(Candidate(**one) for one in row["candidates"]),
    }
    return MentionMark(**{**row, **read})


def _working(found: Select[Any], asset_id: str, track: str) -> Select[Any]:
    by_person = case((transcripts.c.author_kind == "person", 1), else_=0).desc()
    stands = found.where(
        transcripts.c.asset_id == asset_id,
        transcripts.c.track == track,
        transcripts.c.status != TranscriptStatus.RETURNED,
    )
    return stands.order_by(by_person, transcripts.c.made_at.desc(), transcripts.c.id.desc()).limit(1)


class EditingRecords(Records):
    def hold_text(self, asset_id: str) -> None:
        """SQLite has one writer at a time: beginning to write is enough. PostgreSQL locks the asset."""
        if self._engine.dialect.name == "postgresql":
            name = f"text|{asset_id}"
            self.run(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
        else:
            self.run(update(transcript_locks).where(transcript_locks.c.asset_id == "").values(by=""))

    def working_transcript(self, asset_id: str, track: str = "") -> Transcript | None:
        row = self.first(_working(select(transcripts), asset_id, track))
        return transcript_of(row) if row else None

    def working_head(self, asset_id: str, track: str = "") -> str | None:
        row = self.first(_working(select(transcripts.c.id), asset_id, track))
        return row["id"] if row else None

    def find_transcript(self, transcript_id: str) -> Transcript | None:
        row = self.first(select(transcripts).where(transcripts.c.id == transcript_id))
        return transcript_of(row) if row else None

    def proposed_transcripts(self, asset_ids: Sequence[str]) -> Mapping[str, Transcript]:
        found = select(transcripts).where(
            transcripts.c.asset_id.in_(list(asset_ids)),
            transcripts.c.status == TranscriptStatus.PROPOSED,
            transcripts.c.track == "",
        )
        oldest_first = found.order_by(transcripts.c.made_at, transcripts.c.id)
        return {row["asset_id"]: transcript_of(row) for row in self.rows(oldest_first)}

    def versions(self, asset_id: str) -> Sequence[Version]:
        names = ("id", "asset_id", "status", "supersedes", "made_at", "track", "letters", "quality", "about")
        found = select(*(transcripts.c[name] for name in names)).where(transcripts.c.asset_id == asset_id)
        newest = transcripts.c.made_at.desc(), transcripts.c.id.desc()
        return [version_of(row) for row in self.rows(found.order_by(*newest))]

    def change_status(self, transcript_id: str, before: TranscriptStatus, now: TranscriptStatus) -> bool:
        stands = and_(transcripts.c.id == transcript_id, transcripts.c.status == before)
        return self.run(update(transcripts).where(stands).values(status=now)).rowcount == 1

    def draft(self, asset_id: str, track: str = "") -> Draft | None:
        found = select(transcript_drafts).where(
            _D.asset_id == asset_id, _D.track == track, _D.aside.is_(False)
        )
        row = self.first(found.order_by(_D.revision.desc()).limit(1))
        return _draft(row) if row else None

    def draft_head(self, asset_id: str, track: str = "") -> Draft | None:
        names = [_D[name] for name in (*_DRAFT, "writers", "beside")]
        found = select(*names).where(_D.asset_id == asset_id, _D.track == track, _D.aside.is_(False))
        row = self.first(found.order_by(_D.revision.desc()).limit(1))
        return _draft(row) if row else None

    def draft_at(self, asset_id: str, track: str, revision: int) -> Draft | None:
        this = and_(_D.asset_id == asset_id, _D.track == track, _D.revision == revision, _D.aside.is_(False))
        row = self.first(select(transcript_drafts).where(this))
        return _draft(row) if row else None

    def saves_since(self, asset_id: str, track: str, revision: int) -> Sequence[tuple[str, str]]:
        found = select(_D.by, _D.device).where(
            _D.asset_id == asset_id, _D.track == track, _D.revision > revision, _D.aside.is_(False)
        )
        return [(row["by"], row["device"]) for row in self.rows(found.order_by(_D.revision))]

    def asides(self, asset_id: str, track: str) -> Sequence[Draft]:
        found = select(transcript_drafts).where(
            _D.asset_id == asset_id, _D.track == track, _D.aside.is_(True), _D.closed.is_(False)
        )
        return [_draft(row) for row in self.rows(found.order_by(_D.saved_at, _D.id))]

    def add_draft(self, draft: Draft) -> None:
        row = {name: getattr(draft, name) for name in _DRAFT}
        row |= {"writers": list(draft.writers), "beside": pack_beside(draft), "body": pack(draft.segments)}
        self.run(insert(transcript_drafts).values(**row))

    def settle_asides(self, asset_id: str, track: str) -> None:
        open_ones = and_(_D.asset_id == asset_id, _D.track == track, _D.aside.is_(True))
        self.run(update(transcript_drafts).where(open_ones).values(closed=True))

    def close_draft(self, asset_id: str, track: str) -> None:
        self.thin_drafts(asset_id, track, 1)
        mine = and_(_D.asset_id == asset_id, _D.track == track)
        self.run(update(transcript_drafts).where(mine).values(closed=True))

    def thin_drafts(self, asset_id: str, track: str, keep: int) -> None:
        mine = and_(_D.asset_id == asset_id, _D.track == track, _D.aside.is_(False))
        last = self.first(select(func.max(_D.revision).label("n")).where(mine))
        if last and last["n"] is not None:
            self.run(delete(transcript_drafts).where(mine, _D.revision <= last["n"] - keep))

    def open_drafts(self, by: str, limit: int = 50) -> Sequence[Draft]:
        last = (
            select(_D.asset_id, _D.track, func.max(_D.revision).label("revision"))
            .where(_D.aside.is_(False))
            .group_by(_D.asset_id, _D.track)
            .subquery()
        )
        joined = select(transcript_drafts).join(
            last,
            and_(last.c.asset_id == _D.asset_id, last.c.track == _D.track, last.c.revision == _D.revision),
        )
        mine = joined.where(_D.by == by, _D.closed.is_(False), _D.aside.is_(False))
        return [_draft(row) for row in self.rows(mine.order_by(_D.saved_at.desc()).limit(limit))]

    def lock(self, asset_id: str, track: str = "") -> Lock | None:
        this = and_(transcript_locks.c.asset_id == asset_id, transcript_locks.c.track == track)
        row = self.first(select(transcript_locks).where(this))
        return Lock(**row) if row else None

    def take_lock(self, lock: Lock, now: datetime) -> bool:
        """One UPDATE that names what it expects, so that two can never both have it."""
        table = transcript_locks
        self.insert_if_new(table, [asdict(lock)])
        free = or_(table.c.by == lock.by, table.c.until <= now)
        mine = and_(table.c.asset_id == lock.asset_id, table.c.track == lock.track, free)
        taken = update(table).where(mine).values(by=lock.by, until=lock.until)
        return self.run(taken).rowcount == 1

    def free_lock(self, asset_id: str, track: str, by: str) -> None:
        table = transcript_locks
        mine = and_(table.c.asset_id == asset_id, table.c.track == track, table.c.by == by)
        self.run(delete(table).where(mine))

    def be_present(self, presence: Presence) -> None:
        self.insert_or_update(transcript_presence, asdict(presence))

    def leave(self, asset_id: str, by: str, device: str) -> None:
        table = transcript_presence
        mine = and_(table.c.asset_id == asset_id, table.c.by == by, table.c.device == device)
        self.run(delete(table).where(mine))

    def present(self, asset_id: str, since: datetime) -> Sequence[Presence]:
        table = transcript_presence
        here = select(table).where(table.c.asset_id == asset_id, table.c.seen_at >= since)
        return [Presence(**row) for row in self.rows(here.order_by(table.c.seen_at))]

    def add_review(self, review: Review) -> None:
        self.run(insert(transcript_reviews).values(**asdict(review)))

    def reviews_of(self, asset_id: str) -> Sequence[Review]:
        table = transcript_reviews
        found = select(table).where(table.c.asset_id == asset_id).order_by(table.c.at, table.c.id)
        return [Review(**{**row, "act": ReviewAct(row["act"])}) for row in self.rows(found)]

    def add_mention_mark(self, mark: MentionMark) -> None:
        self.run(insert(mention_marks).values(**asdict(mark)))

    def mention_marks(self, asset_ids: Sequence[str]) -> Mapping[str, Sequence[MentionMark]]:
        found = select(mention_marks).where(mention_marks.c.asset_id.in_(list(asset_ids)))
        by_asset: dict[str, list[MentionMark]] = {}
        for row in self.rows(found.order_by(mention_marks.c.made_at, mention_marks.c.id)):
            by_asset.setdefault(row["asset_id"], []).append(_mention_mark(row))
        return by_asset

    def names_of(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        found = select(users.c.id, users.c.login, users.c.name).where(users.c.id.in_(list(user_ids)))
        return {row["id"]: row["name"] or row["login"] for row in self.rows(found)}
