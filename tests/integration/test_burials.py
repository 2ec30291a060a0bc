"""Graves and kin: stated beside each other, wartime grids converted, contacts opened only for a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyproj import Geod

from archive.authority.grids import Grid, placed
from archive.bootstrap import Archive
from archive.burials import open_contact, open_point, state_grave, state_kin, withdraw
from archive.linkage.dossier import dossier_of
from archive.rights.standing import reach
from archive.settings import load
from schemas.audit import AuditAct, AuditFilter
from schemas.errors import InvalidInput, NotFound, Refused
from schemas.martyrs import Missing
from search_ui.presenters.burials import burial_shown
from tests.support.cases import import_martyrs, staff


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path / "data")}))


def test_a_wartime_grid_is_not_read_as_today_s() -> None:
    """Khe Sanh: some 480 m between Indian 1960 and WGS 84 (domain notes 5.4)."""
    then, now = (placed("16.65500, 106.73000", grid) for grid in (Grid.INDIAN1960, Grid.WGS84))
    assert then is not None
    assert now is not None
    away = Geod(ellps="WGS84").inv(then.longitude, then.latitude, now.longitude, now.latitude)[2]
    assert 400 < away < 600


def test_a_map_square_is_as_precise_as_its_digits() -> None:
    fine, coarse = (placed(written, Grid.INDIAN1960_48) for written in ("48Q XD 850 418", "XD 85 41"))
    assert fine is not None
    assert coarse is not None
    assert (round(fine.latitude, 2), round(fine.longitude, 2)) == (16.65, 106.73)
    assert 70 < fine.radius_m < 150 < 700 < coarse.radius_m < 800


@pytest.mark.parametrize(
    ("written", "grid"),
    [
        ("16.655, 106.73", Grid.UNKNOWN),
        ("48.85, 2.35", Grid.WGS84),
        ("gốc đa đầu làng", Grid.WGS84),
        ("XD 850 41", Grid.INDIAN1960_48),
        ("49Q XD 850 418", Grid.INDIAN1960_48),
    ],
)
def test_what_is_no_point_of_its_grid_is_drawn_nowhere(written: str, grid: Grid) -> None:
    assert placed(written, grid) is None


def test_conflicting_graves_stand_and_an_exact_point_opens_only_for_a_reason(
    archive: Archive, tmp_path: Path
) -> None:
    people, record = staff(archive), import_martyrs(archive, tmp_path)["QT-001"]
    stated = {"cemetery": "Nghĩa trang Triệu Phong", "number": "10", "row": "2", "lot": "33"}
    given = {**stated, "source": "bia mộ", "point_written": "XD 850 418", "grid": "3148"}
    grave = state_grave(archive, people.commune, record, given)
    state_grave(archive, people.province, record, {"cemetery": "Đường 9", "source": "sổ nghĩa trang"})
    with pytest.raises(InvalidInput):
        state_grave(archive, people.commune, record, {**given, "grid": "4326"})
    with pytest.raises(InvalidInput):
        state_grave(archive, people.commune, record, {"cemetery": "Đường 9"})
    with pytest.raises(Refused):
        state_grave(archive, people.volunteer, record, given)
    with pytest.raises(Refused):
        open_point(archive, people.commune, grave.id, " ")
    with pytest.raises(Refused):
        open_point(archive, people.volunteer, grave.id, "muốn biết")
    assert "16.65" in open_point(archive, people.commune, grave.id, "đi thực địa 22/11").words
    withdraw(archive, people.commune, grave.id)
    with archive.records() as records:
        assert [one.cemetery for one in records.graves_of(record)] == ["Đường 9"]
        assert [one.reason for one in records.openings_of(grave.id)] == ["đi thực địa 22/11"]
    with pytest.raises(NotFound):
        withdraw(archive, people.commune, grave.id)


def test_the_contact_of_kin_opens_for_a_reason_that_stands_in_the_records_and_the_audit(
    archive: Archive, tmp_path: Path
) -> None:
    people, record = staff(archive), import_martyrs(archive, tmp_path)["QT-001"]
    given = {"name": "Lê Thị Mận", "relation": "sibling", "contact": "0900 000 000", "source": "buổi thăm"}
    kin = state_kin(archive, people.commune, record, given)
    with pytest.raises(InvalidInput):
        state_kin(archive, people.commune, record, {**given, "relation": "neighbour"})
    with pytest.raises(Refused):
        open_contact(archive, people.commune, kin.id, "")
    with pytest.raises(Refused):
        open_contact(archive, people.volunteer, kin.id, "muốn gọi")
    assert open_contact(archive, people.province, kin.id, "mời lấy mẫu").words == "0900 000 000"
    with archive.records() as records:
        assert [(one.by, one.reason) for one in records.openings_of(kin.id)] == [
            (people.province.id, "mời lấy mẫu")
        ]
        noted = records.audit_entries(AuditFilter(act=AuditAct.CONTACTS_READ, subject_id=kin.id))
    assert len(noted) == 1


def test_a_commune_neither_sees_nor_opens_what_another_stated_and_the_province_does(
    archive: Archive, tmp_path: Path
) -> None:
    people, record = staff(archive), import_martyrs(archive, tmp_path)["QT-001"]
    ours = replace(people.commune, organisation_path="tinh/xa-mot")
    theirs = replace(people.other_commune, organisation_path="tinh/xa-hai")
    province = replace(people.province, organisation_path="tinh")
    told = {"name": "Lê Thị Mận", "relation": "sibling", "contact": "0900 000 000", "source": "buổi thăm"}
    kin = state_kin(archive, ours, record, told)
    grave = state_grave(
        archive, ours, record, {"source": "sơ đồ", "point_written": "XD 850 418", "grid": "3148"}
    )
    for opened, statement in ((open_contact, kin), (open_point, grave)):
        with pytest.raises(Refused):
            opened(archive, theirs, statement.id, "mời lấy mẫu")
        assert opened(archive, province, statement.id, "mời lấy mẫu").words
    with pytest.raises(Refused):
        withdraw(archive, theirs, kin.id)
    with archive.records() as records:
        shown = {who.login: burial_shown(records, who, record) for who in (ours, theirs, province)}
        papers = {who.login: dossier_of(records, record, reach(who), kin=True) for who in (ours, theirs)}
    assert {login: len(one.kin) for login, one in shown.items()} == {"xa": 1, "xa-hai": 0, "tinh": 1}
    assert shown["xa-hai"].elsewhere
    assert [one.opens for one in shown["xa-hai"].graves] == [False]
    assert {login: (len(one.kin), one.kin_missing) for login, one in papers.items()} == {
        "xa": (1, None),
        "xa-hai": (0, Missing.RESTRICTED),
    }
