"""A martyr list goes in as it was, a newer edition changes only what changed, a broken one leaves nothing."""

from pathlib import Path

import openpyxl
import pytest

from archive.bootstrap import Archive
from archive.linkage.importing import ListToImport, import_list
from archive.linkage.register import registry_of
from archive.linkage.registry import Registry
from archive.settings import load
from schemas.errors import InvalidInput, TooLarge
from schemas.martyrs import ImportReport

_ROWS = ["id,Họ và tên,Năm sinh,Hy sinh,Quê quán", "007,Đặng Bá Khuê,1947,12/8/1972,Yên Trạch",
         "008,Lò Thị Pành,,1953,Mường Thử", "009,Chưa xác định danh tính,,,"]  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path / "data")}))


def _import(archive: Archive, path: Path, *, dry_run: bool = False) -> ImportReport:
    return import_list(archive.records, ListToImport(path, "sổ xã", "tester"), dry_run=dry_run)


def _registry(archive: Archive, folder: Path) -> tuple[Registry, str]:
    with archive.records() as records:
        return registry_of(records, folder)


def _write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_newer_edition_keeps_the_older_value_beside_the_new(archive: Archive, tmp_path: Path) -> None:
    assert _import(archive, _write(tmp_path / "a.csv", _ROWS)).new == 3
    newer = [_ROWS[0], _ROWS[1].replace("12/8/1972", "12/9/1972"), _ROWS[2]]
    report = _import(archive, _write(tmp_path / "b.csv", newer))
    assert (report.new, report.changed, report.unchanged, report.missing) == (0, 1, 1, 1)
    with archive.records() as records:
        known = records.known_rows("sổ xã", ["007"])["007"][0]
        said = [row.cells["Hy sinh"] for row in records.rows_of(known)]
    assert said == ["12/9/1972", "12/8/1972"]


def test_ids_keep_their_leading_zeros_and_the_register_finds_the_man(
    archive: Archive, tmp_path: Path
) -> None:
    _import(archive, _write(tmp_path / "a.csv", _ROWS))
    registry, version = _registry(archive, tmp_path / "registry")
    assert {row.external_id for row in registry.rows} == {"007", "008", "009"}
    names, _ = registry.names_like("DANG BA KHUE")
    assert registry.names[names[0]] == "dangbakhue"
    assert _registry(archive, tmp_path / "registry")[1] == version


def test_the_same_id_twice_is_told_and_the_first_row_stands(archive: Archive, tmp_path: Path) -> None:
    report = _import(archive, _write(tmp_path / "a.csv", [*_ROWS, "007,Người Khác,1950,1970,"]))
    assert [row.number for row in report.refused] == [4]
    assert "mã số" in report.refused[0].vi
    assert report.new == 3


def test_a_dry_run_says_what_would_be_done_and_does_nothing(archive: Archive, tmp_path: Path) -> None:
    assert _import(archive, _write(tmp_path / "a.csv", _ROWS), dry_run=True).new == 3
    with archive.records() as records:
        assert not records.source_lists()


def test_a_workbook_with_a_title_and_a_two_row_heading_is_understood(
    archive: Archive, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["DANH SÁCH LIỆT SĨ XÃ THỬ", None, None, None],
        ["Mã số", "Họ và tên", "Ngày", None],
        [None, None, "sinh", "hy sinh"],
        ["01", "Đặng Bá Khuê", 1947, "12/8/1972"],
    ):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    _import(archive, tmp_path / "list.xlsx")
    registry, _ = _registry(archive, tmp_path / "registry")
    assert (registry.rows[0].name, registry.rows[0].birth) == ("Đặng Bá Khuê", "1947")
    assert registry.rows[0].death == "12/8/1972"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", InvalidInput), (b"only,a,heading\n", InvalidInput), (b"\x00\x01PNG" * 50, InvalidInput),
     ((",".join(f"c{n}" for n in range(4000)) + "\n1,2\n").encode(), TooLarge)],
)  # fmt: skip
def test_what_is_no_list_is_refused_and_leaves_nothing(
    archive: Archive, tmp_path: Path, content: bytes, refusal: type[Exception]
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    with pytest.raises(refusal):
        _import(archive, tmp_path / "bad.csv")
    with archive.records() as records:
        assert not records.source_lists()


def test_an_import_that_dies_halfway_is_forgotten_by_the_next(archive: Archive, tmp_path: Path) -> None:
    def die(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_list(
            archive.records, ListToImport(_write(tmp_path / "a.csv", _ROWS), "sổ xã", "tester"), progress=die
        )
    registry, _ = _registry(archive, tmp_path / "registry")
    assert len(registry) == 0
    assert _import(archive, tmp_path / "a.csv").new == 3
