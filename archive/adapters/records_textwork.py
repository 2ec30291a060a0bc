"""Texts that wait for people, in SQL: one row a file, by the version that an editor would go on from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, false, func, or_, select

from archive.adapters.reach_sql import items_within, visits_within
from archive.adapters.records_base import Records
from archive.adapters.tables import assets, items, transcripts, visits
from archive.adapters.tables_editing import second_readings, transcript_exactness, transcript_locks
from schemas.holdings import ItemKind, Medium
from schemas.textwork import (
    EASY_FROM,
    FAIR_FROM,
    HARD_BELOW,
    Difficulty,
    Exactness,
    TextFilter,
    TextProgress,
    TextTask,
    TextWaiting,
)
from schemas.transcripts import TranscriptStatus

_READABLE = (Medium.IMAGE, Medium.DOCUMENT, Medium.AUDIO, Medium.VIDEO)


def _heads() -> Subquery:
    """Of each file the newest version of a person that was not returned, else the machine's newest."""
    by_person = case((transcripts.c.author_kind == "person", 1), else_=0).desc()
    newest = by_person, transcripts.c.made_at.desc(), transcripts.c.id.desc()
    names = ("id", "asset_id", "status", "author_kind", "made_at", "letters", "quality", "hand", "about")
    place = func.row_number().over(partition_by=transcripts.c.asset_id, order_by=newest).label("place")
    stands = and_(transcripts.c.status != TranscriptStatus.RETURNED, transcripts.c.track == "")
    ranked = select(*(transcripts.c[name] for name in names), place).where(stands).subquery()
    return select(*(ranked.c[name] for name in names)).where(ranked.c.place == 1).subquery()


class TextWorkRecords(Records):
    def texts_waiting(self, wanted: TextFilter, *, offset: int = 0, limit: int = 50) -> Sequence[TextWaiting]:
        head = _heads()
        found: Select[Any] = (
            select(
                assets.c.id.label("asset_id"), assets.c.item_id, assets.c.medium, assets.c.metadata,
                items.c.kind, items.c.title, visits.c.commune, head.c.id.label("version_id"),
                head.c.letters, head.c.quality, head.c.hand, head.c.about, head.c.made_at,
            )
            .join(items, items.c.id == assets.c.item_id)
            .join(visits, visits.c.id == items.c.visit_id)
            .outerjoin(head, head.c.asset_id == assets.c.id)
            .where(items_within(wanted.reach), assets.c.medium.in_(_READABLE))
        )  # fmt: skip
        found = _narrowed(found, head, wanted)
        found = _of_task(found, head, wanted.task)
        return [_waiting(row) for row in self.rows(found.order_by(assets.c.id).offset(offset).limit(limit))]

    def text_progress(
        self, *, offset: int = 0, limit: int = 50, wanted: TextFilter
    ) -> Sequence[TextProgress]:
        head = _heads()

        def counted(status: TranscriptStatus) -> ColumnElement[int]:
            return func.sum(case((head.c.status == status, 1), else_=0))

        found = (
            select(
                visits.c.id.label("visit_id"), visits.c.title, visits.c.commune,
                func.count(assets.c.id).label("files"),
                counted(TranscriptStatus.PROPOSED).label("proposed"),
                counted(TranscriptStatus.ACCEPTED).label("accepted"),
            )
            .join(items, items.c.visit_id == visits.c.id)
            .join(assets, assets.c.item_id == items.c.id)
            .outerjoin(head, head.c.asset_id == assets.c.id)
            .where(visits_within(wanted.reach), items_within(wanted.reach), assets.c.medium.in_(_READABLE))
            .group_by(visits.c.id, visits.c.title, visits.c.commune)
        )  # fmt: skip
        if wanted.commune:
            found = found.where(visits.c.commune == wanted.commune)
        newest = found.order_by(visits.c.id.desc()).offset(offset).limit(limit)
        return [TextProgress(**row) for row in self.rows(newest)]

    def note_exactness(
        self, transcript_id: str, author: str, kind: ItemKind, letters: int, changed: int
    ) -> None:
        row: dict[str, Any] = {"transcript_id": transcript_id, "author": author, "kind": kind}
        row |= {"letters": letters, "changed": changed, "judged_at": datetime.now(UTC)}
        self.insert_if_new(transcript_exactness, [row])

    def exactness_of(self, author: str) -> Exactness:
        kinds = self.exactness_by_kind(author).values()
        return Exactness(
            sum(one.pages for one in kinds),
            sum(one.letters for one in kinds),
            sum(one.changed for one in kinds),
        )

    def exactness_by_kind(self, author: str) -> Mapping[ItemKind, Exactness]:
        table = transcript_exactness
        counted = select(
            table.c.kind,
            func.count().label("pages"),
            func.sum(table.c.letters).label("letters"),
            func.sum(table.c.changed).label("changed"),
        ).where(table.c.author == author)
        return {
            ItemKind(row["kind"]): Exactness(row["pages"], row["letters"], row["changed"])
            for row in self.rows(counted.group_by(table.c.kind))
        }


def _of_task(found: Select[Any], head: Subquery, task: TextTask) -> Select[Any]:
    proposed = head.c.status == TranscriptStatus.PROPOSED
    if task is TextTask.SETTLE:
        return found.where(_read_twice()).order_by(head.c.made_at)
    if task is TextTask.SECOND:
        offered = found.where(proposed, ~_machine_reads_it(), ~_being_read(), ~_read_twice(), ~_locked())
        return offered.order_by(head.c.made_at)
    if task is TextTask.REVIEW:
        return found.where(proposed, ~_being_read(), ~_read_twice()).order_by(head.c.made_at)
    by_machine = or_(head.c.id.is_(None), head.c.status == TranscriptStatus.MACHINE)
    return found.where(by_machine, ~_locked()).order_by(head.c.quality.desc().nulls_last())


def _machine_reads_it() -> ColumnElement[bool]:
    """Not a hard page: a machine read print on it, and was sure of more than half."""
    read = transcripts.alias()
    fair = read.c.quality >= HARD_BELOW, ~read.c.hand, read.c.letters > 0
    return exists().where(read.c.asset_id == assets.c.id, read.c.author_kind == "engine", *fair)


def _being_read() -> ColumnElement[bool]:
    """Somebody reads it a second time and has not handed in."""
    table = second_readings.c
    open_ = table.second.is_(None), table.given_up.is_(False), table.until > datetime.now(UTC)
    return exists().where(table.asset_id == assets.c.id, *open_)


def _read_twice() -> ColumnElement[bool]:
    """Both readings are in and nobody has settled them."""
    table = second_readings.c
    return exists().where(table.asset_id == assets.c.id, table.second.is_not(None), table.settled.is_(None))


def _narrowed(found: Select[Any], head: Subquery, wanted: TextFilter) -> Select[Any]:
    if wanted.commune:
        found = found.where(visits.c.commune == wanted.commune)
    if wanted.kind:
        found = found.where(items.c.kind == wanted.kind)
    if wanted.difficulty is not None:
        found = found.where(_as_hard_as(head, wanted.difficulty))
    return found


def _as_hard_as(head: Subquery, difficulty: Difficulty) -> ColumnElement[bool]:
    written = func.coalesce(head.c.hand, false())
    if difficulty is Difficulty.EASY:
        return and_(head.c.quality >= EASY_FROM, ~written)
    if difficulty is Difficulty.FAIR:
        return and_(head.c.quality >= FAIR_FROM, head.c.quality < EASY_FROM, ~written)
    return or_(head.c.quality.is_(None), head.c.quality < FAIR_FROM, written)


def _locked() -> ColumnElement[bool]:
    """Somebody is at it now."""
    held = select(transcript_locks.c.asset_id).where(
        transcript_locks.c.asset_id == assets.c.id, transcript_locks.c.until > datetime.now(UTC)
    )
    return held.exists()


def _waiting(row: dict[str, Any]) -> TextWaiting:
    told = row["metadata"] or {}
    pages, duration = told.get("pages"), told.get("duration")
    return TextWaiting(
        row["asset_id"],
        row["item_id"],
        Medium(row["medium"]),
        ItemKind(row["kind"]),
        row["title"],
        row["commune"],
        pages if isinstance(pages, int) else 1,
        float(duration) if isinstance(duration, int | float) else None,
        row["version_id"],
        row["letters"] or 0,
        row["quality"],
        bool(row["hand"]),
        tuple((row["about"] or {}).get("contributors", ())),
        row["made_at"],
    )
