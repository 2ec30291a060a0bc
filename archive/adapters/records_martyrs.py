"""Martyr records, the ledger of decisions and the machine's suggestions, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_martyrs import (
    assertions,
    link_decisions,
    martyr_records,
    source_lists,
    source_rows,
    suggestions,
)
from schemas.linkage import Decision, Evidence, Step, Subject, Suggestion, VerifierLevel
from schemas.martyrs import Assertion, SourceList, SourceRow
from schemas.transcripts import Box, Locator

_PAGE = 5_000
_CLOSED = select(source_lists.c.id).where(source_lists.c.closed_at.is_not(None))


class MartyrRecords(Records):
    def open_list(self, source_list: SourceList) -> None:
        self.run(insert(source_lists).values(**asdict(source_list), closed_at=None))

    def close_list(self, list_id: str) -> None:
        closed = update(source_lists).where(source_lists.c.id == list_id)
        self.run(closed.values(closed_at=datetime.now(UTC)))

    def drop_open_lists(self) -> None:
        unfinished = select(source_lists.c.id).where(source_lists.c.closed_at.is_(None))
        self.run(delete(source_rows).where(source_rows.c.list_id.in_(unfinished)))
        self.run(delete(martyr_records).where(martyr_records.c.id.not_in(select(source_rows.c.record_id))))
        self.run(delete(source_lists).where(source_lists.c.closed_at.is_(None)))

    def source_lists(self) -> Sequence[SourceList]:
        closed = select(source_lists).where(source_lists.c.closed_at.is_not(None))
        return [_source_list(row) for row in self.rows(closed.order_by(source_lists.c.id.desc()))]

    def known_rows(self, source: str, external_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        found = (
            select(martyr_records.c.external_id, martyr_records.c.id, source_rows.c.row_hash)
            .join(source_rows, source_rows.c.record_id == martyr_records.c.id)
            .where(martyr_records.c.source == source, martyr_records.c.external_id.in_(external_ids))
            .where(source_rows.c.list_id.in_(_CLOSED))
            .order_by(source_rows.c.list_id)
        )
        return {row["external_id"]: (row["id"], row["row_hash"]) for row in self.rows(found)}

    def add_rows(self, source: str, rows: Sequence[tuple[str, SourceRow]]) -> None:
        if not rows:
            return
        records = [
            {"id": row.record_id, "source": source, "external_id": external_id} for external_id, row in rows
        ]
        self.insert_if_new(martyr_records, records)
        self.run(insert(source_rows), [asdict(row) for _, row in rows])

    def count_records(self, source: str) -> int:
        counted = select(func.count(func.distinct(source_rows.c.record_id))).join(
            martyr_records, source_rows.c.record_id == martyr_records.c.id
        )
        known = counted.where(martyr_records.c.source == source, source_rows.c.list_id.in_(_CLOSED))
        return int(self.run(known).scalar_one())

    def newest_rows(self, source: str | None = None) -> Iterator[tuple[str, str, SourceRow]]:
        """Read in pages by record id, so that a million records need no memory and block nobody."""
        after = ""
        while True:
            page = (
                select(martyr_records.c.source, martyr_records.c.external_id, source_rows)
                .join(source_rows, source_rows.c.record_id == martyr_records.c.id)
                .where(martyr_records.c.id > after, source_rows.c.list_id.in_(_CLOSED))
                .order_by(martyr_records.c.id, source_rows.c.list_id)
                .limit(_PAGE)
            )
            if source is not None:
                page = page.where(martyr_records.c.source == source)
            rows = self.rows(page)
            if not rows:
                return
            last = rows[-1]["record_id"]
            whole = [row for row in rows if row["record_id"] != last] if len(rows) == _PAGE else rows
            newest = {row["record_id"]: row for row in whole or rows}
            for row in newest.values():
                yield row["source"], row["external_id"], _source_row(row)
            after = next(reversed(newest))

    def rows_of(self, record_id: str) -> Sequence[SourceRow]:
        found = select(source_rows).where(
            source_rows.c.record_id == record_id, source_rows.c.list_id.in_(_CLOSED)
        )
        return [_source_row(row) for row in self.rows(found.order_by(source_rows.c.list_id.desc()))]

    def external_id(self, record_id: str) -> str:
        record = self.one(select(martyr_records).where(martyr_records.c.id == record_id), "martyr record")
        return str(record["external_id"])

    def assert_value(self, assertion: Assertion) -> None:
        self.run(insert(assertions).values(**asdict(assertion)))

    def assertions_of(self, record_id: str) -> Sequence[Assertion]:
        found = select(assertions).where(assertions.c.record_id == record_id).order_by(assertions.c.id)
        return [Assertion(**{**row, "where": _locator(row["where"])}) for row in self.rows(found)]

    def decide(self, decision: Decision) -> None:
        values = {key: value for key, value in asdict(decision).items() if key != "subject"}
        self.run(
            insert(link_decisions).values(
                **{**values, "evidence_seen": list(decision.evidence_seen)},
                left=decision.subject.left,
                right=decision.subject.right,
            )
        )

    def decisions_about(self, subject: Subject) -> Sequence[Decision]:
        about = and_(link_decisions.c.left == subject.left, link_decisions.c.right == subject.right)
        return [
            _decision(row)
            for row in self.rows(select(link_decisions).where(about).order_by(link_decisions.c.id))
        ]

    def decisions_touching(self, some_id: str) -> Sequence[Decision]:
        """All entries about an item or a record, oldest first."""
        touching = or_(link_decisions.c.left == some_id, link_decisions.c.right == some_id)
        found = select(link_decisions).where(touching).order_by(link_decisions.c.id)
        return [_decision(row) for row in self.rows(found)]

    def decisions(self) -> Sequence[Decision]:
        return [_decision(row) for row in self.rows(select(link_decisions).order_by(link_decisions.c.id))]

    def replace_suggestions(self, item_id: str, made: Sequence[Suggestion]) -> None:
        self.run(delete(suggestions).where(suggestions.c.item_id == item_id))
        if made:
            self.run(insert(suggestions), [_suggestion_row(one) for one in made])

    def suggestions_of(self, item_id: str) -> Sequence[Suggestion]:
        found = select(suggestions).where(suggestions.c.item_id == item_id)
        return [suggestion_from(row) for row in self.rows(found.order_by(suggestions.c.weight.desc()))]

    def suggestions(self, *, offset: int = 0, limit: int = 50) -> Sequence[Suggestion]:
        ordered = select(suggestions).order_by(suggestions.c.probability.desc(), suggestions.c.item_id)
        return [suggestion_from(row) for row in self.rows(ordered.offset(offset).limit(limit))]


def _source_list(row: Mapping[str, Any]) -> SourceList:
    values = {key: value for key, value in row.items() if key != "closed_at"}
    return SourceList(**{**values, "headings": tuple(row["headings"])})


def _source_row(row: Mapping[str, Any]) -> SourceRow:
    return SourceRow(row["record_id"], row["list_id"], row["number"], row["row_hash"], row["cells"])


def _locator(data: Mapping[str, Any] | None) -> Locator | None:
    if data is None:
        return None
    return Locator(**{**data, "box": Box(**data["box"]) if data["box"] else None})


def _decision(row: Mapping[str, Any]) -> Decision:
    values = {key: value for key, value in row.items() if key not in ("left", "right")}
    values |= {"step": Step(row["step"]), "level": VerifierLevel(row["level"])}
    values["evidence_seen"] = tuple(row["evidence_seen"])
    return Decision(subject=Subject(row["left"], row["right"]), **values)


def _suggestion_row(one: Suggestion) -> dict[str, Any]:
    evidence = {
        "evidence": [part.to_json() for part in one.evidence],
        "contradictions": [part.to_json() for part in one.contradictions],
    }
    return {**asdict(one), **evidence}


def suggestion_from(row: Mapping[str, Any]) -> Suggestion:
    parts = {name: tuple(Evidence.from_json(e) for e in row[name]) for name in ("evidence", "contradictions")}
    return Suggestion(**{**row, **parts})
