"""Lists as they go wrong: refused, or imported with every row told; a refusal leaves nothing behind."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.drawing.image import Image as Pasted
from PIL import Image

from archive.bootstrap import Archive
from archive.linkage.content import guessed_from
from archive.linkage.differences import compared
from archive.linkage.dossier import dossier_of
from archive.linkage.importing import ListToImport, import_list
from archive.linkage.said import said_of
from archive.linkage.sheets import open_list_file
from archive.linkage.staging import Preview, as_fields
from archive.linkage.table import read_table
from archive.ports import Catalogue
from archive.settings import load
from schemas.errors import InvalidInput, TooLarge
from schemas.martyrs import ImportReport
from schemas.rights import EVERYTHING

HEADINGS = ["id", "Họ và tên", "Năm sinh", "Hy sinh"]
GIVEN = ("Hùng", "Khởi", "Tựu", "Xuyến", "Quyết", "Thuần")
MEN = [["1", "Nguyễn Văn Hùng", "1950", "20/7/1972"], ["2", "Trần Hữu Khởi", "1949", "12/3/1972"]]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(load({"KYUC_DATA": str(tmp_path / "data")}))


def _import(archive: Archive, path: Path) -> ImportReport:
    return import_list(archive.records, ListToImport(path, "sổ xã", "tester"))


def _csv(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(",".join(row) for row in rows).encode(encoding))
    return path


def _book(path: Path, rows: list[list[object]], add: Callable[[openpyxl.Workbook], None] = bool) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    add(book)
    book.save(path)
    return path


def _known(records: Catalogue) -> Mapping[str, tuple[str, str]]:
    return records.known_rows("sổ xã", ["1", "2", "3", "4", "5"])


def _saved_values(path: Path) -> Path:
    """As Excel saves it: each formula with the value that it came to."""
    whole = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content.replace(b"</f><v />", b"</f><v>1950</v>")
                content = content.replace(b"</f><v></v>", b"</f><v>1950</v>")
            new.writestr(part, content)
    return path


def test_formulas_without_values_are_refused_and_with_values_read(archive: Archive, tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADINGS]]
    rows += [[str(at), f"Nguyễn Văn Hùng {at}", "=1900+50", ""] for at in range(30_000)]
    book = _book(tmp_path / "a.xlsx", rows)
    with pytest.raises(InvalidInput, match="formulas") as told:
        _import(archive, book)
    assert "30000 ô công thức" in told.value.message_vi
    with archive.records() as records:
        assert not records.source_lists()
    report = _import(archive, _saved_values(book))
    assert report.new == 30_000
    assert "không chạy công thức" in report.notes[0].vi


def test_macros_are_never_run_and_a_pasted_photo_is_told(archive: Archive, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    book = _book(
        tmp_path / "a.xlsm", [HEADINGS, *MEN], lambda made: made.active.add_image(Pasted(drawn), "F2")
    )
    with zipfile.ZipFile(book, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    report = _import(archive, book)
    assert report.new == 2
    assert [("macro" in note.vi, "ảnh" in note.vi) for note in report.notes] == [(True, False), (False, True)]


def test_a_bomb_and_an_empty_sheet_are_refused(archive: Archive, tmp_path: Path) -> None:
    bomb = _book(tmp_path / "bomb.xlsx", [HEADINGS, *MEN])
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/x.xml", "w") as part:
        for _ in range(260):
            part.write(bytes(1 << 20))
    with pytest.raises(TooLarge):
        _import(archive, bomb)
    with pytest.raises(InvalidInput) as told:
        _import(archive, _book(tmp_path / "empty.xlsx", []))
    assert "không có dòng dữ liệu" in told.value.message_vi
    with archive.records() as records:
        assert not records.source_lists()


def test_day_numbers_of_excel_are_read_as_days_and_the_number_stays_as_written(
    archive: Archive, tmp_path: Path
) -> None:
    _import(archive, _csv(tmp_path / "a.csv", [HEADINGS, ["1", "Nguyễn Văn Hùng", "1950", "26523"]]))
    with archive.records() as records:
        record_id, _ = records.known_rows("sổ xã", ["1"])["1"]
        assert said_of(records, record_id, EVERYTHING).field("death").values[0].written == "26523"
    seen = Preview(HEADINGS, [["1", "Nguyễn Văn Hùng", "mùa gặt", "26523"]], {})
    after, unread = as_fields(seen, {"name": "Họ và tên", "birth": "Năm sinh", "death": "Hy sinh"})
    assert [one.normal for one in after[0].values()] == ["Nguyễn Văn Hùng", "", "12/8/1972"]
    assert [(one.row, one.heading, one.written) for one in unread] == [(1, "Năm sinh", "mùa gặt")]


def test_a_value_that_is_missing_keeps_its_meaning_and_contradicts_nobody(
    archive: Archive, tmp_path: Path
) -> None:
    _import(archive, _csv(tmp_path / "a.csv", [HEADINGS, ["1", "Nguyễn Văn Hùng", "1950", "không rõ"]]))
    newer = [HEADINGS, ["1", "Nguyễn Văn Hùng", "chưa xác định", "không rõ"]]
    _import(archive, _csv(tmp_path / "b.csv", newer))
    seen = Preview(HEADINGS, [["1", "?", "chưa rõ", "//"]], {})
    after, unread = as_fields(seen, {"name": "Họ và tên", "birth": "Năm sinh", "death": "Hy sinh"})
    assert [one.missing for one in after[0].values()] == ["undetermined", "undetermined", "not_entered"]
    assert not unread
    with archive.records() as records:
        record_id, _ = records.known_rows("sổ xã", ["1"])["1"]
        said = said_of(records, record_id, EVERYTHING)
        told = dossier_of(records, record_id, EVERYTHING).to_json()
    assert {one.written for one in said.field("birth").values} == {"1950", "chưa xác định"}
    assert not said.field("birth").conflicting
    assert (said.field("death").missing, said.field("unit").missing) == ("unknowable", "not_entered")
    assert (told["contradictions"], told["kin_missing"]) == ([], "restricted")


def test_ids_that_lost_their_zeros_find_their_record_and_what_changed_is_said(
    archive: Archive, tmp_path: Path
) -> None:
    first = [["007", *MEN[0][1:]], ["012", *MEN[1][1:]]]
    _import(archive, _csv(tmp_path / "a.csv", [HEADINGS, *first]))
    newer = [["7", *MEN[0][1:3], "20/8/1972"], ["12", *MEN[1][1:]]]
    report = _import(archive, _csv(tmp_path / "b.csv", [HEADINGS, *newer]))
    assert (report.new, report.missing) == (0, 0)
    assert "mất số 0" in report.notes[0].vi
    told = {change.external_id: change.cells for change in report.changes}
    assert ("Hy sinh", "20/7/1972", "20/8/1972") in told["007"]


def test_a_shifted_row_is_refused_and_the_others_stand(archive: Archive, tmp_path: Path) -> None:
    shifted = ["3", "1951", "Lê Thị Pành", "1971"]
    report = _import(archive, _csv(tmp_path / "a.csv", [HEADINGS, *MEN, shifted]))
    assert (report.new, [row.number for row in report.refused]) == (2, [3])
    assert "lệch cột" in report.refused[0].vi


def test_of_many_refused_rows_every_one_is_told(archive: Archive, tmp_path: Path) -> None:
    twice = [["1", f"Nguyễn Văn {given}", "1950", "1972"] for given in GIVEN * 500]
    report = _import(archive, _csv(tmp_path / "a.csv", [HEADINGS, *twice]))
    assert (report.new, report.refused_rows) == (1, 2_999)
    assert [row.number for row in report.refused] == list(range(2, 3_001))


def test_a_list_without_ids_that_gains_a_row_at_its_top_makes_nobody_his_neighbour(
    archive: Archive, tmp_path: Path
) -> None:
    headings = ["Họ và tên", "Năm sinh", "Hy sinh"]
    men = [man[1:] for man in MEN] + [["Lê Thị Pành", "1951", "1971"]]
    _import(archive, _csv(tmp_path / "a.csv", [headings, *men]))
    newer = [["Bế Văn Đàn", "1931", "1953"], men[0], [*men[1][:2], "13/3/1972"], men[2]]
    report = _import(archive, _csv(tmp_path / "b.csv", [headings, *newer]))
    assert (report.new, report.changed, report.unchanged, report.missing) == (1, 1, 2, 0)
    assert [one.cells for one in report.changes] == [(("Hy sinh", "12/3/1972", "13/3/1972"),)]
    assert "đổi chỗ" in report.notes[0].vi
    with archive.records() as records:
        known = records.known_rows("sổ xã", ["1", "2", "3", "4"])
        names = {own: records.rows_of(known[own][0])[0].cells["Họ và tên"] for own in known}
    assert names == {"1": "Nguyễn Văn Hùng", "2": "Trần Hữu Khởi", "3": "Lê Thị Pành", "4": "Bế Văn Đàn"}


def test_every_sheet_is_read_under_its_own_heading_and_a_cover_page_is_left_out(
    archive: Archive, tmp_path: Path
) -> None:
    def more(book: openpyxl.Workbook) -> None:
        other = book.create_sheet("Xã Hai")
        for row in (
            ["DANH SÁCH LIỆT SĨ XÃ HAI"],
            ["Ngày hy sinh", "Tên liệt sĩ", "Mã số", "Ghi chú"],
            ["3/2/1968", "Lê Thị Pành", "3", "dân công"],
        ):
            other.append(row)
        going_on = book.create_sheet("Xã Ba")
        going_on.append(["4", "Bế Văn Đàn", "1931", "1953"])
        going_on.append(["5", "La Văn Cầu", "1932", "1951"])
        book.create_sheet("Ghi chú").append(["Lập ngày 27/7/2025"])

    report = _import(archive, _book(tmp_path / "a.xlsx", [HEADINGS, *MEN], more))
    assert (report.new, report.refused_rows) == (5, 0)
    assert ["Ghi chú" in note.vi for note in report.notes] == [True]
    with archive.records() as records:
        rows = {own: records.rows_of(one)[0].cells for own, (one, _) in _known(records).items()}
    assert (rows["3"]["Họ và tên"], rows["3"]["Hy sinh"]) == ("Lê Thị Pành", "3/2/1968")
    assert rows["3"]["Ghi chú"] == "dân công"
    assert (rows["5"]["Họ và tên"], rows["5"]["Năm sinh"]) == ("La Văn Cầu", "1932")


def test_a_sheet_of_four_thousand_columns_is_refused(archive: Archive, tmp_path: Path) -> None:
    wide = _book(tmp_path / "wide.xlsx", [[f"cột {at}" for at in range(4_000)], ["1"] * 4_000])
    with pytest.raises(TooLarge):
        _import(archive, wide)
    with archive.records() as records:
        assert not records.source_lists()


@pytest.mark.slow
def test_three_hundred_thousand_rows_of_formulas_are_refused_in_bounded_memory(
    archive: Archive, tmp_path: Path
) -> None:
    small = _book(tmp_path / "a.xlsx", [[*HEADINGS]])
    cells = "".join(f'<c r="{column}{{0}}"><f>1900+{{0}}</f></c>' for column in "ABCD")
    rows = "".join(f'<row r="{at}">{cells.format(at)}</row>' for at in range(2, 300_002))
    parts = {part.filename: zipfile.ZipFile(small).read(part) for part in zipfile.ZipFile(small).infolist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    del rows, parts
    tracemalloc.start()
    with pytest.raises(InvalidInput, match="formulas") as told:
        _import(archive, tmp_path / "b.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
    assert "1200000 ô công thức" in told.value.message_vi


@pytest.mark.parametrize(
    ("encoding", "name"), [("latin-1", "NguyÔn V¨n Hïng"), ("utf-8", "Nguyeãn Vaên Huøng")]
)
def test_old_fonts_are_converted_and_the_person_is_told(
    archive: Archive, tmp_path: Path, encoding: str, name: str
) -> None:
    rows = [["id", "Hä vµ tªn" if encoding == "latin-1" else "Hoï vaø teân"]]
    path = _csv(tmp_path / "a.csv", rows + [[str(at), name] for at in range(5)], encoding)
    opened = open_list_file(path)
    assert [row[1] for _, row in opened.rows] == ["Nguyễn Văn Hùng"] * 5
    assert opened.headings == ["id", "Họ và tên"]
    assert "Unicode" in opened.notes[0].vi


@pytest.mark.parametrize("shift", range(3))
def test_a_long_list_stays_in_unicode_wherever_the_first_look_at_it_ends(tmp_path: Path, shift: int) -> None:
    """The first megabyte may end in the middle of a letter of three bytes."""
    rows = [HEADINGS, *([str(at), "Ặ" * 500, "1950", "x" * shift] for at in range(800))]
    opened = open_list_file(_csv(tmp_path / "a.csv", rows))
    assert next(opened.rows)[1][1] == "Ặ" * 500


def test_columns_without_telling_headings_are_guessed_from_what_stands_below() -> None:
    rows = [["1", "Nguyễn Văn Hùng", "1950", "c3 d7 e66", "20/7/1972"]] * 3
    assert guessed_from(["A", "B", "C", "D", "E"], rows) == {
        "name": "B",
        "birth": "C",
        "death": "E",
        "unit": "D",
    }


def test_two_lists_are_told_apart_person_by_person(tmp_path: Path) -> None:
    names = [(one, two) for one in ("Nguyễn", "Trần", "Lê", "Đỗ", "Hoàng", "Vũ") for two in GIVEN]
    men = [
        [str(at), f"{family} Văn {given}", f"{1940 + at % 12}", f"{1 + at % 28}/{1 + at % 12}/1972"]
        for at, (family, given) in enumerate(names)
    ]
    other = [[f"B{row[0]}", *row[1:]] for row in men[3:]]
    other[0][3] = "9/9/1971"
    left = read_table(_csv(tmp_path / "a.csv", [HEADINGS, *men]))
    headings = ["Mã", "Tên liệt sĩ", "Sinh", "Ngày hy sinh"]
    right = read_table(_csv(tmp_path / "b.csv", [headings, *other, ["X", "Phan Thị Lý", "1950", "1970"]]))
    found = compared(left, right)
    assert [one.id for one in found.only_left] == ["0", "1", "2"]
    assert [one.id for one in found.only_right] == ["X"]
    assert [(one.link.left, one.differences) for one in found.different] == [
        ("3", (("Hy sinh", "4/4/1972", "9/9/1971"),))
    ]
    assert len(found.alike) == 32
