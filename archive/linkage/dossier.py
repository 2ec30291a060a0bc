"""The dossier of one martyr, put together from the records: what who reads may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.burials import seen_by
from archive.linkage.desk import Case
from archive.linkage.identity import one_with
from archive.linkage.queue import cases_of, place_of
from archive.linkage.review import standing
from archive.linkage.said import said_of
from archive.ports import Catalogue
from archive.seeing import within
from schemas.dossier import Dossier, HeldFile, PaperOnFile
from schemas.graves import Kin
from schemas.martyrs import Missing
from schemas.rights import Reach

_GRAVE = ("cemetery", "grave")


def cases_about(records: Catalogue, record_id: str, reach: Reach) -> list[Case]:
    """Every item that was ever brought together with this record and that who reads may see."""
    suggested = {one.item_id: one for one in records.suggestions_for(record_id)}
    touched = {
        one
        for entry in records.decisions_touching(record_id)
        for one in (entry.subject.left, entry.subject.right)
    }
    items = within(records, reach, records.items(sorted(touched | set(suggested))), whole=True)
    pairs = [(item, record_id, suggested.get(item.id)) for item in items]
    return sorted(cases_of(records, pairs), key=place_of)


def same_person(records: Catalogue, record_id: str) -> list[tuple[str, str]]:
    """(record id, id in its list) of other records that confirmed links make the same man."""
    together = sorted(one_with(records, record_id) - {record_id})
    return [(one, records.external_id(one)) for one in together if records.rows_of(one)]


def dossier_of(records: Catalogue, record_id: str, reach: Reach, *, kin: bool = False) -> Dossier:
    """Papers are the items that somebody has said something about. Raises NotFound.

    `kin`: with the columns that may tell of living relatives.
    """
    said = said_of(records, record_id, reach)
    begun = [case for case in cases_about(records, record_id, reach) if case.entries]
    stated = records.kin_of(record_id)
    relatives = tuple(one for one in stated if seen_by(reach, one))
    return Dossier(
        said.id,
        said.external_id,
        said.name,
        datetime.now(UTC),
        grave=tuple(one for one in said.fields if one.name in _GRAVE),
        person=tuple(one for one in said.fields if one.name not in _GRAVE),
        others=tuple(said.others) if kin else (),
        papers=tuple(_papers(records, begun)),
        editions=tuple(said.editions),
        graves=tuple(records.graves_of(record_id)),
        kin=relatives if kin else (),
        kin_missing=_kin_missing(relatives, shown=kin and len(relatives) == len(stated)),
        same_person=tuple(same_person(records, record_id)),
    )


def _kin_missing(relatives: Sequence[Kin], *, shown: bool) -> Missing | None:
    """Restricted where the reader may not see kin at all, or not those that another organisation stated."""
    if not shown:
        return Missing.RESTRICTED
    return None if relatives else Missing.NOT_ENTERED


def _papers(records: Catalogue, begun: Sequence[Case]) -> list[PaperOnFile]:
    made = []
    for case in begun:
        visit = records.visit(case.item.visit_id)
        suggestion = case.suggestion
        made.append(
            PaperOnFile(
                case.item.id,
                case.item.kind,
                case.item.title,
                tuple(part for part in (visit.title, visit.commune, visit.code) if part),
                case.state,
                tuple(_files(records, case.item.id)),
                suggestion.evidence if suggestion else (),
                suggestion.contradictions if suggestion else (),
                tuple(case.entries),
                frozenset(entry.id for entry in standing(case.entries)),
            )
        )
    return made


def _files(records: Catalogue, item_id: str) -> list[HeldFile]:
    held = []
    for asset in records.assets_of(item_id):
        stored = records.stored_object(asset.sha256)
        size = stored.size if stored else None
        held.append(HeldFile(asset.filename, asset.media_type, asset.sha256, size))
    return held
