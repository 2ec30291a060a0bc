"""Bring a martyr list into the records: every row as written, its edition and its place in it.

A newer edition of the same source adds a row only where something changed; nothing is overwritten. Rows are
written in batches that readers do not see until the list is closed, so a failed import leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from archive.fixity import sha256_of
from archive.linkage.cells import shifted
from archive.linkage.headings import guessed_mapping, id_heading
from archive.linkage.list_parts import Row
from archive.linkage.row_ids import RowIds, person_key
from archive.linkage.sheets import ListFile, open_list_file
from archive.ports import Catalogue
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.errors import InvalidInput
from schemas.ids import new_id
from schemas.martyrs import ChangedRow, ImportReport, ListNote, RefusedRow, SourceList, SourceRow
from schemas.processing import Stage

_BATCH = 5_000
_TOLD = 100_000
"""Rows that a report tells one by one; of more only the number."""
_LONGEST_ID = 12


@dataclass
class _Progress:
    report: ImportReport = field(default_factory=ImportReport)
    refused: list[RefusedRow] = field(default_factory=list)
    refused_rows: int = 0
    seen: set[str] = field(default_factory=set)
    changes: list[ChangedRow] = field(default_factory=list)
    regained: int = 0
    """Ids that lost their leading zeros and were found under the id as it was."""
    row_ids: RowIds | None = None
    """Where the list gives no ids of its own."""

    def refuse(self, number: int, vi: str, en: str) -> None:
        self.refused_rows += 1
        if len(self.refused) < _TOLD:
            self.refused.append(RefusedRow(number, vi, en))


@dataclass(frozen=True)
class ListToImport:
    """A file, the source it is an edition of, who brings it, and which column tells what (None: guessed)."""

    path: Path
    source: str
    by: str
    mapping: Mapping[str, str] | None = None


def import_list(
    records: Callable[[], Catalogue],
    wanted: ListToImport,
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Import, or with `dry_run` only say what an import would do. Raises InvalidInput, TooLarge.

    `progress` is told the number of rows done after each batch.
    """
    opened = open_list_file(wanted.path)
    mapping = dict(wanted.mapping or _remembered(records, wanted, opened))
    _check_mapping(mapping, opened, wanted.path.name)
    with wanted.path.open("rb") as whole:
        digest, _ = sha256_of(whole)
    edition = SourceList(wanted.source, wanted.path.name, digest, tuple(opened.headings), mapping, wanted.by)
    state = _Progress()
    if id_heading(edition.headings) is None:
        with records() as catalogue:
            state.row_ids = RowIds.of(catalogue, wanted.source)
    if not dry_run:
        _commit(records, lambda catalogue: catalogue.drop_open_lists())
        _commit(records, lambda catalogue: catalogue.open_list(edition))
    for batch in _batches(opened.rows):
        _import_batch(records, edition, batch, state, dry_run=dry_run)
        progress(state.report.rows)
    with records() as catalogue:
        earlier = catalogue.count_records(wanted.source)
    still_listed = state.report.unchanged + state.report.changed
    if not dry_run:
        _commit(records, lambda catalogue: _close(catalogue, edition, state.report))
    return replace(
        state.report,
        missing=max(earlier - still_listed, 0),
        refused=tuple(state.refused),
        refused_rows=state.refused_rows,
        changes=tuple(state.changes),
        notes=_notes(opened, state),
    )


def _remembered(
    records: Callable[[], Catalogue], wanted: ListToImport, opened: ListFile
) -> Mapping[str, str]:
    """What last served for this source, where its columns are still there; else what the headings say."""
    with records() as catalogue:
        earlier = next((one.mapping for one in catalogue.source_lists() if one.source == wanted.source), None)
    if earlier and set(earlier.values()) <= set(opened.headings):
        return earlier
    return guessed_mapping(opened.headings)


def _close(catalogue: Catalogue, edition: SourceList, report: ImportReport) -> None:
    """From now on the list counts, and what it says is suggested for every item."""
    catalogue.close_list(edition.id)
    told: dict[str, Detail] = {
        "sha256": edition.sha256,
        "rows": report.rows,
        "new": report.new,
        "changed": report.changed,
    }
    catalogue.note(AuditEntry(AuditAct.LIST_IMPORTED, "list", edition.id, details=told))
    catalogue.plan_stages([(item_id, item_id, Stage.SUGGEST_LINKS) for item_id in catalogue.item_ids()])


def _check_mapping(mapping: Mapping[str, str], opened: ListFile, name: str) -> None:
    unknown = [heading for heading in mapping.values() if heading not in opened.headings]
    if "name" not in mapping or unknown:
        shown = ", ".join(opened.headings[:20])
        raise InvalidInput(
            vi=f"Không rõ cột nào của “{name}” là họ tên. Các cột: {shown}.",
            en=f"No column of “{name}” is known to hold the name. Columns: {shown}.",
        )


def _commit(records: Callable[[], Catalogue], act: Callable[[Catalogue], object]) -> None:
    with records() as catalogue:
        act(catalogue)
        catalogue.commit()


def _batches(rows: Iterator[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _import_batch(
    records: Callable[[], Catalogue],
    edition: SourceList,
    batch: list[tuple[int, Row]],
    state: _Progress,
    *,
    dry_run: bool,
) -> None:
    found = dict(_checked(edition, batch, state))
    with records() as catalogue:
        found = _with_zeros(catalogue, edition.source, found, state)
        known = catalogue.known_rows(edition.source, list(found))
        added, changed = [], 0
        for external_id, (number, cells) in found.items():
            row_hash = _hash(cells)
            record_id, old_hash = known.get(external_id, ("", ""))
            if old_hash == row_hash:
                continue
            changed += bool(record_id)
            if record_id and len(state.changes) < _TOLD:
                old = catalogue.rows_of(record_id)[0].cells
                state.changes.append(ChangedRow(number, external_id, tuple(_differences(old, cells))))
            row = SourceRow(record_id or new_id(), edition.id, number, row_hash, cells)
            added.append((external_id, row))
        if not dry_run:
            catalogue.add_rows(edition.source, added)
            catalogue.commit()
    done = state.report
    state.report = replace(
        done,
        rows=done.rows + len(batch),
        new=done.new + len(added) - changed,
        changed=done.changed + changed,
        unchanged=done.unchanged + len(found) - len(added),
    )


def _with_zeros(
    catalogue: Catalogue, source: str, found: dict[str, tuple[int, dict[str, str]]], state: _Progress
) -> dict[str, tuple[int, dict[str, str]]]:
    """Ids as an earlier edition wrote them, where a spreadsheet took their leading zeros away."""
    bare = [one for one in found if one.isdigit() and not one.startswith("0")]
    if not bare or not catalogue.count_records(source):
        return found
    padded = {one.zfill(width): one for one in bare for width in range(len(one) + 1, _LONGEST_ID + 1)}
    known = catalogue.known_rows(source, [*padded, *bare])
    regained = {padded[one]: one for one in known if one in padded and padded[one] not in known}
    state.regained += len(regained)
    return {regained.get(one, one): row for one, row in found.items()}


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for heading in dict.fromkeys([*new, *old]):
        if old.get(heading, "") != new.get(heading, ""):
            yield heading, old.get(heading, ""), new.get(heading, "")


def _notes(opened: ListFile, state: _Progress) -> tuple[ListNote, ...]:
    notes = [*opened.notes]
    if state.regained:
        notes.append(
            ListNote(
                f"{state.regained} mã số đã mất số 0 ở đầu; đã khớp với mã của lần nhập trước.",
                f"{state.regained} ids had lost their leading zeros; they were matched with those before.",
            )
        )
    if state.row_ids is not None and state.row_ids.moved:
        notes.append(
            ListNote(
                f"{state.row_ids.moved} dòng đã đổi chỗ so với lần nhập trước; đã nhận ra theo nội dung.",
                f"{state.row_ids.moved} rows stand elsewhere than before; they were known by what they say.",
            )
        )
    return tuple(notes)


def _checked(
    edition: SourceList, batch: list[tuple[int, Row]], state: _Progress
) -> Iterator[tuple[str, tuple[int, dict[str, str]]]]:
    """External id to (row number, cells); rows that cannot be kept apart are refused with the reason."""
    own_id = id_heading(edition.headings)
    for number, row in batch:
        cells = {heading: cell for heading, cell in zip(edition.headings, row, strict=True) if cell}
        external_id = cells.get(own_id, "") if own_id else _known_again(edition, state, number, cells)
        if own_id and not external_id:
            state.refuse(number, f"Dòng {number} thiếu mã số.", f"Row {number} has no id.")
        elif external_id in state.seen:
            state.refuse(
                number, f"Dòng {number}: mã số đã có ở dòng trên.", f"Row {number} repeats an earlier id."
            )
        elif shifted({field: cells.get(heading, "") for field, heading in edition.mapping.items()}):
            state.refuse(
                number,
                f"Dòng {number} có vẻ bị lệch cột: ô họ tên không có chữ, ô khác lại giống họ tên.",
                f"Row {number} seems shifted: the name holds no letters, another cell looks like a name.",
            )
        elif any(cell.startswith("=") for cell in cells.values()):
            state.refuse(
                number,
                f"Dòng {number} còn công thức, chưa có giá trị. Hãy dán lại dạng giá trị.",
                f"Row {number} holds a formula without a value. Paste it as values.",
            )
        else:
            state.seen.add(external_id)
            yield external_id, (number, cells)


def _known_again(edition: SourceList, state: _Progress, number: int, cells: Mapping[str, str]) -> str:
    ids = state.row_ids or RowIds()
    return ids.id_of(number, _hash(cells), person_key(edition.mapping, cells))


def _hash(cells: Mapping[str, str]) -> str:
    """Of what the row says, whatever the order of its columns; 32 hexadecimal digits."""
    said = json.dumps(sorted(cells.items()), ensure_ascii=False).encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()
