"""Texts that machines made, in SQL: the newest of each asset."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, select

from archive.adapters.records_base import Records
from archive.adapters.records_texts import transcript_of
from archive.adapters.tables import assets, items, stages, transcripts
from schemas.holdings import Medium
from schemas.processing import Stage
from schemas.reprocessing import MachineText, MachineTextFilter
from schemas.transcripts import Transcript

_BY_MACHINE = transcripts.c.author_kind == "engine"
_WORK = (Stage.READ_PAGE, Stage.HEAR_TESTIMONY)


class ReprocessingRecords(Records):
    def machine_transcript(self, asset_id: str) -> Transcript | None:
        found = select(transcripts).where(transcripts.c.asset_id == asset_id, _BY_MACHINE)
        row = self.first(found.order_by(transcripts.c.made_at.desc(), transcripts.c.id.desc()).limit(1))
        return transcript_of(row) if row else None

    def machine_texts(self, wanted: MachineTextFilter, after: str, limit: int) -> Sequence[MachineText]:
        newest = (
            select(func.max(transcripts.c.id))
            .where(transcripts.c.asset_id == assets.c.id, _BY_MACHINE)
            .correlate(assets)
            .scalar_subquery()
        )
        persons = transcripts.alias()
        written = exists().where(persons.c.asset_id == assets.c.id, persons.c.author_kind == "person")
        work = and_(stages.c.target_id == assets.c.id, stages.c.stage.in_(_WORK))
        columns = (transcripts, assets.c.item_id, stages.c.started_at, stages.c.ended_at)
        found = (
            select(*columns, written.label("by_person"))
            .join(assets, transcripts.c.asset_id == assets.c.id)
            .join(items, items.c.id == assets.c.item_id)
            .outerjoin(stages, work)
            .where(transcripts.c.id == newest, assets.c.id > after, items.c.withdrawn_at.is_(None))
            .where(assets.c.medium.in_([Medium(medium) for medium in wanted.media]))
        )
        if wanted.kind:
            found = found.where(items.c.kind == wanted.kind)
        if wanted.visit_id:
            found = found.where(items.c.visit_id == wanted.visit_id)
        if wanted.before:
            found = found.where(transcripts.c.made_at < wanted.before)
        return [
            MachineText(
                row["item_id"],
                transcript_of(row),
                (row["ended_at"] - row["started_at"]).total_seconds()
                if row["ended_at"] and row["started_at"]
                else None,
                bool(row["by_person"]),
            )
            for row in self.rows(found.order_by(assets.c.id).limit(limit))
        ]
