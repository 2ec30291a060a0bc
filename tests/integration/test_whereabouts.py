"""The map and the timeline of a case: what both sides name, placed by our own points, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.bootstrap import Archive
from archive.linkage.desk import open_case
from archive.linkage.said import said_of
from archive.linkage.whereabouts import Oddity, Side, days_of, oddities, spots_of
from archive.settings import load
from schemas.rights import EVERYTHING
from tests.support.cases import bring_stone, import_martyrs, staff, suggest, suggestion


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path / "data")}))


def test_places_of_both_sides_are_put_at_the_smallest_place_that_is_named(
    archive: Archive, tmp_path: Path
) -> None:
    people, records = staff(archive), import_martyrs(archive, tmp_path)
    item = bring_stone(archive, "import")
    with archive.records() as opened:
        case = open_case(opened, people.commune, item.id, records["QT-002"])
        spots = spots_of(opened, case, said_of(opened, records["QT-002"], EVERYTHING))
    assert [(spot.side, spot.written) for spot in spots] == [
        (Side.RECORD, "Hải Lăng, Quảng Trị"),
        (Side.VISIT, "Triệu Ái, Quảng Trị"),
    ]
    assert spots[1].label.startswith("xã Triệu Ái")
    assert 16.5 < spots[1].latitude < 17.0
    assert spots[0].radius_km > spots[1].radius_km


def test_a_death_on_the_day_of_the_paper_is_told_and_a_year_alone_accuses_nobody(
    archive: Archive, tmp_path: Path
) -> None:
    people, records = staff(archive), import_martyrs(archive, tmp_path)
    item = bring_stone(archive, "import")
    suggest(archive, suggestion(item.id, records["QT-001"]))
    with archive.records() as opened:
        case = open_case(opened, people.commune, item.id, records["QT-001"])
        said = said_of(opened, records["QT-001"], EVERYTHING)
        days = days_of(case, said)
        assert [(one.side, one.feature, one.written) for one in days] == [
            (Side.RECORD, "birth", "1950"),
            (Side.ITEM, "birth", "1952"),
            (Side.RECORD, "death", "20/7/1972"),
        ]
        assert oddities(days) == []
        signed = replace(case, item=replace(item, dated="1972-07-20"))
        assert oddities(days_of(signed, said)) == [Oddity.DEATH_IS_PAPER_DATE]
        early = replace(case, item=replace(item, dated="1951"))
        assert oddities(days_of(early, said)) == [Oddity.PAPER_BEFORE_DEATH]
        same_year = replace(case, item=replace(item, dated="1972"))
        assert oddities(days_of(same_year, said)) == []
