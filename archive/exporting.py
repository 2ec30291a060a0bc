"""All hits of a search as a file: asked for on a page, made in the background, fetched by who asked.

It holds what that person may find when it is made; the addresses in it are checked again when opened.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from archive.discovery import Discovery
from archive.export_files import write_rows
from archive.ports import Catalogue, ObjectStore
from archive.rights.policy import level_over
from archive.rights.standing import reach
from archive.seeing import reach_now, thing_of
from schemas.errors import Conflict, KyucError, NotFound, Unavailable, WorkerLost
from schemas.exports import Export, ExportForm, ExportState
from schemas.holdings import Item
from schemas.queries import Hit, SearchQuery
from schemas.rights import Thing
from schemas.transcripts import Locator

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
HEADING = (
    "Tiêu đề", "Loại", "Ngày", "Xã, phường", "Buổi thăm", "Mã ngoài", "Đoạn trích", "Chỗ", "Địa chỉ",
)  # fmt: skip
MEDIA = {
    ExportForm.CSV: "text/csv",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BATCH = 500
_LEASE = timedelta(minutes=5)
_ATTEMPTS = 3
_ASKED = (
    "text", "kinds", "communes", "years", "visits", "units", "places", "persons", "periods", "qualities",
    "switched_off", "sort",
)  # fmt: skip


class Stores(Protocol):
    """The parts of the archive that exports need."""

    @property
    def objects(self) -> ObjectStore: ...
    def records(self) -> Catalogue: ...


def asked(query: SearchQuery) -> dict[str, Any]:
    """What a query asks, as it is kept: without the person, the page and the counts."""
    given = asdict(query)
    return {name: given[name] for name in _ASKED}


def query_again(kept: Mapping[str, Any]) -> SearchQuery:
    values: dict[str, Any] = {name: kept[name] for name in _ASKED if name in kept}
    values = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
    return SearchQuery(**values)


def make_next(archive: Stores, discovery: Discovery) -> bool:
    """Make the export that has waited longest; whether there was one. Raises RecordsUnavailable."""
    with archive.records() as records:
        export = records.claim_export(_LEASE)
        records.commit()
    if export is None:
        return False
    if export.attempts > _ATTEMPTS:
        _fail(archive, export, WorkerLost(f"export {export.id}"))
        return True
    try:
        _make(archive, discovery, export)
    except Conflict as error:
        log.info("%s", error.detail)
    except Unavailable as error:
        log.warning("export: %s", error.code)  # its lease runs out, then it is made again
    except KyucError as error:
        _fail(archive, export, error)
    return True


def _make(archive: Stores, discovery: Discovery, export: Export) -> None:
    with archive.records() as records:
        user = records.find_user(export.by)
        reached = reach_now(records, user)
    if user is None or user.disabled:
        raise NotFound(f"user {export.by}")
    query = replace(query_again(export.query), reach=reached, limit=_BATCH, facets=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        write_rows(path, export.form, HEADING, _rows(archive, discovery, export, query))
        with path.open("rb") as file:
            size = path.stat().st_size
            archive.objects.put_derivative(export.key, file, size, MEDIA[export.form])
    with archive.records() as records:
        records.end_export(export, ExportState.DONE)
        records.commit()


def _rows(
    archive: Stores, discovery: Discovery, export: Export, query: SearchQuery
) -> Iterator[tuple[str, ...]]:
    done, total = 0, 1
    while done < total:
        found = discovery.search(replace(query, offset=done))
        total = found.total
        with archive.records() as records:
            yield from (_row(records, hit, export) for hit in found.hits)
            done += len(found.hits)
            records.report_export(export, done, total, _LEASE)
            records.commit()
        if not found.hits:
            return


def _row(records: Catalogue, hit: Hit, export: Export) -> tuple[str, ...]:
    place = hit.places[0] if hit.places else None
    visit = records.find_visit(hit.visit_id) if hit.visit_id else None
    return (
        hit.title,
        export.query.get("labels", {}).get(hit.kind, hit.kind),
        hit.captured.isoformat() if hit.captured else "",
        hit.commune,
        visit.title if visit else "",
        hit.external_id or "",
        " ".join(place.snippet.split()) if place else "",
        _where(place.locator) if place else "",
        f"{export.origin}/tu-lieu/{hit.item_id}",
    )


def _where(locator: Locator | None) -> str:
    """A page, or a time of a recording."""
    if locator is None:
        return ""
    if locator.start is not None:
        return f"{int(locator.start) // 60}:{int(locator.start) % 60:02}"
    return f"trang {locator.page}" if locator.page else ""


def _fail(archive: Stores, export: Export, error: KyucError) -> None:
    with archive.records() as records:
        records.end_export(export, ExportState.FAILED, error.message_vi, error.message_en)
        records.commit()


def drop_made_before(archive: Stores, moment: datetime) -> None:
    """Older ones, and all once something was erased: the search can make them again. Raises Unavailable."""
    with archive.records() as records:
        for export in records.exports_before(moment):
            archive.objects.remove_derivative(export.key)
            records.drop_export(export.id)
        records.commit()


def recall_those_of_readers_lost(
    records: Catalogue, before: Mapping[str, Thing], after: Mapping[str, Thing]
) -> None:
    """Once a family took something back: lists of everybody who saw an item before and does not now."""
    for export in records.exports_before(datetime.now(UTC)):
        held = reach(records.find_user(export.by))
        lost = any(
            level_over(held, thing) is not None and level_over(held, after[item_id]) is None
            for item_id, thing in before.items()
            if item_id in after
        )
        if lost:
            records.recall_export(
                export.id,
                "Từ khi lập danh sách này, gia đình đã rút lại sự đồng ý. Hãy lập lại danh sách.",
                "Since this list was made a family withdrew its consent. Ask for it again.",
            )


def recall_those_of_readers_below(records: Catalogue, item: Item, level: int) -> None:
    """Lists of everybody who may not see that level of the item could hold its words: nobody fetches them any
    more, and their files go with the old ones."""
    thing = thing_of(records, item)
    for export in records.exports_before(datetime.now(UTC)):
        user = records.find_user(export.by)
        held = level_over(reach(user), thing)
        if held is None or held < level:
            records.recall_export(
                export.id,
                "Từ khi lập danh sách này, một phần tư liệu đã được giữ lại. Hãy lập lại danh sách.",
                "Since this list was made a part of an item was withheld. Ask for it again.",
            )
