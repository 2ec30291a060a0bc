"""The papers of a dossier: each with its files and hashes, quotes, contradictions and chain of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.linkage.desk import Case
from archive.ports import Catalogue
from schemas.holdings import Asset
from search_ui.presenters.cases import Entry, Line, history, lines_of
from search_ui.presenters.evidence import Bar, Sight, Sound, seen_at, waterfall


@dataclass(frozen=True, slots=True)
class Paper:
    line: Line
    visit: str
    assets: Sequence[Asset]
    bars: Sequence[Bar]
    sight: Sight | None
    entries: Sequence[Entry]


def papers_of(records: Catalogue, begun: Sequence[Case]) -> list[Paper]:
    made = []
    for case, line in zip(begun, lines_of(records, begun), strict=True):
        suggestion = case.suggestion
        told = (*suggestion.evidence, *suggestion.contradictions) if suggestion else ()
        sight = seen_at(records, case.item.id, told)
        visit = records.visit(case.item.visit_id)
        made.append(
            Paper(
                line,
                " · ".join(part for part in (visit.title, visit.commune, visit.code) if part),
                records.assets_of(case.item.id),
                waterfall(suggestion)[0] if suggestion else (),
                None if isinstance(sight, Sound) else sight,
                history(records, case.entries)[::-1],
            )
        )
    return made
