"""Watches and their hits, in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables import assets, items, transcripts
from archive.adapters.tables_watches import kept_digests, mail_addresses, watch_hits, watches
from schemas.errors import NotFound
from schemas.watches import DigestLine, Hit, KeptDigest, Watch, WatchKind

_STANDING = watches.c.ended_at.is_(None)
_OF = "of_"
_WATCH = [column.label(f"{_OF}{column.name}") for column in watches.c]


class WatchRecords(Records):
    def add_watch(self, watch: Watch) -> None:
        self.run(insert(watches).values(**asdict(watch)))

    def end_watch(self, watch_id: str, user_id: str) -> None:
        mine = and_(watches.c.id == watch_id, watches.c.user_id == user_id, _STANDING)
        ended = self.run(update(watches).where(mine).values(ended_at=datetime.now(UTC)))
        if ended.rowcount == 0:
            raise NotFound("watch")

    def watches_of(self, user_id: str) -> Sequence[Watch]:
        found = select(watches).where(watches.c.user_id == user_id, _STANDING)
        return [_watch(row) for row in self.rows(found.order_by(watches.c.id.desc()))]

    def watches_for(self, kind: WatchKind, values: Collection[str]) -> Sequence[Watch]:
        if not values:
            return []
        found = select(watches).where(watches.c.kind == kind, watches.c.value.in_(values), _STANDING)
        return [_watch(row) for row in self.rows(found)]

    def watches_of_kind(self, kind: WatchKind) -> Sequence[Watch]:
        return [_watch(row) for row in self.rows(select(watches).where(watches.c.kind == kind, _STANDING))]

    def add_hits(self, hits: Sequence[Hit]) -> None:
        self.insert_if_new(watch_hits, [asdict(hit) for hit in hits])

    def hits_of(
        self, user_id: str, *, unread: bool = False, offset: int = 0, limit: int = 100
    ) -> Sequence[tuple[Watch, Hit]]:
        found = _joined().where(watches.c.user_id == user_id)
        if unread:
            found = found.where(watch_hits.c.read_at.is_(None))
        newest = watch_hits.c.made_at.desc(), watch_hits.c.item_id, watch_hits.c.watch_id
        return [_both(row) for row in self.rows(found.order_by(*newest).offset(offset).limit(limit))]

    def read_hits(self, user_id: str, item_ids: Sequence[str] | None = None) -> None:
        mine = select(watches.c.id).where(watches.c.user_id == user_id)
        wanted = and_(watch_hits.c.watch_id.in_(mine), watch_hits.c.read_at.is_(None))
        if item_ids is not None:
            wanted = and_(wanted, watch_hits.c.item_id.in_(item_ids))
        self.run(update(watch_hits).where(wanted).values(read_at=datetime.now(UTC)))

    def undigested_hits(self, limit: int) -> Sequence[tuple[Watch, Hit]]:
        found = _joined().where(watch_hits.c.digested_at.is_(None))
        in_turn = watches.c.user_id, watch_hits.c.made_at, watch_hits.c.item_id
        return [_both(row) for row in self.rows(found.order_by(*in_turn).limit(limit))]

    def digest_hits(self, hits: Sequence[Hit], at: datetime) -> None:
        for hit in hits:
            this = and_(watch_hits.c.watch_id == hit.watch_id, watch_hits.c.item_id == hit.item_id)
            self.run(update(watch_hits).where(this).values(digested_at=at))

    def add_digest(self, digest: KeptDigest) -> None:
        self.run(insert(kept_digests).values(**asdict(digest)))

    def digests_of(self, user_id: str, limit: int = 30) -> Sequence[KeptDigest]:
        found = select(kept_digests).where(kept_digests.c.user_id == user_id)
        return [_digest(row) for row in self.rows(found.order_by(kept_digests.c.id.desc()).limit(limit))]

    def unmailed_digests(self, limit: int = 100) -> Sequence[tuple[KeptDigest, str]]:
        found = (
            select(kept_digests, mail_addresses.c.address)
            .join(mail_addresses, mail_addresses.c.user_id == kept_digests.c.user_id)
            .where(kept_digests.c.mailed_at.is_(None), kept_digests.c.refused == "")
            .where(kept_digests.c.made_at >= mail_addresses.c.since)
        )
        rows = self.rows(found.order_by(kept_digests.c.id).limit(limit))
        return [(_digest({k: v for k, v in row.items() if k != "address"}), row["address"]) for row in rows]

    def end_mailing(self, digest_id: str, at: datetime | None, refused: str = "") -> None:
        ended = update(kept_digests).where(kept_digests.c.id == digest_id)
        self.run(ended.values(mailed_at=at, refused=refused))

    def mail_address(self, user_id: str) -> str:
        row = self.first(select(mail_addresses).where(mail_addresses.c.user_id == user_id))
        return str(row["address"]) if row else ""

    def set_mail_address(self, user_id: str, address: str) -> None:
        self.run(delete(mail_addresses).where(mail_addresses.c.user_id == user_id))
        if address:
            given = {"user_id": user_id, "address": address, "since": datetime.now(UTC)}
            self.run(insert(mail_addresses).values(**given))

    def newest_texts(self, item_ids: Sequence[str]) -> Mapping[str, datetime]:
        texts = (
            select(assets.c.item_id, func.max(transcripts.c.made_at).label("at"))
            .join(transcripts, transcripts.c.asset_id == assets.c.id)
            .where(assets.c.item_id.in_(item_ids))
            .group_by(assets.c.item_id)
        )
        made = select(items.c.id.label("item_id"), items.c.made_at.label("at")).where(
            items.c.id.in_(item_ids)
        )
        newest = {row["item_id"]: row["at"] for row in self.rows(made)}
        for row in self.rows(texts):
            newest[row["item_id"]] = max(newest.get(row["item_id"], row["at"]), row["at"])
        return newest


def _joined() -> Select[Any]:
    return select(watch_hits, *_WATCH).join(watches, watches.c.id == watch_hits.c.watch_id)


def _watch(row: Mapping[str, Any]) -> Watch:
    return Watch(**{**row, "kind": WatchKind(row["kind"])})


def _both(row: Mapping[str, Any]) -> tuple[Watch, Hit]:
    watch = {column.name: row[f"{_OF}{column.name}"] for column in watches.c}
    hit = {column.name: row[column.name] for column in watch_hits.c}
    return _watch(watch), Hit(**hit)


def _digest(row: Mapping[str, Any]) -> KeptDigest:
    return KeptDigest(**{**row, "lines": tuple(DigestLine(**line) for line in row["lines"])})
