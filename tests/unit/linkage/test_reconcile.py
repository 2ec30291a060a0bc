"""Two lists of the same people: every pair with its reasons, namesakes kept apart."""

import csv
import json
from pathlib import Path

import pytest

from archive.cli.martyrs_link import main
from archive.linkage.damage import damaged
from archive.linkage.reconcile import reconcile
from archive.linkage.table import PersonTable, read_table, table_of
from schemas.errors import InvalidInput

_HEADINGS = ["id", "Họ và tên", "Năm sinh", "Ngày hy sinh", "Quê quán", "Đơn vị"]


def _list() -> PersonTable:
    families, middles = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng"), ("Văn", "Đình", "Xuân", "Hữu", "Bá")
    given = ("Hùng", "Dũng", "Thắng", "Lợi", "Sơn", "Bình", "Tuất", "Khởi", "Nghĩa", "Đoàn", "Khuê")
    rows = []
    for n in range(150):
        name = f"{families[n % 6]} {middles[n % 5]} {given[n % 11]}"
        home = f"Xã {given[n % 7]} {middles[n % 3]}, Huyện {given[n % 4]}"
        rows.append(
            [f"p{n}", name, str(1930 + n * 7 % 28), f"{n % 28 + 1}/{n % 12 + 1}/{1960 + n % 15}", home,
             f"c{n % 9}/d{n % 7}/e{n * 13 % 90}"]
        )  # fmt: skip
    return table_of(_HEADINGS, rows)


def test_a_damaged_copy_finds_its_originals_and_nobody_else() -> None:
    whole = _list()
    copy = damaged(whole, seed=3)
    sure = [link for link in reconcile(whole, copy) if link.probability >= 0.5]
    right = sum(link.right == f"B{link.left}" for link in sure)
    assert right / len(sure) >= 0.99
    assert right / len(copy) >= 0.93


def test_a_link_shows_the_words_on_both_sides_and_what_speaks_against_it() -> None:
    left = _list()
    rows = [[column.cells[5] for column in left.columns]]
    rows[0][1] = "1899"
    links = reconcile(left, table_of(_HEADINGS, [["q", *rows[0]]]))
    best = links[0]
    assert (best.left, best.right) == ("p5", "q")
    assert ("Họ và tên", "same") in {(one.feature, one.level) for one in best.evidence}
    assert [(one.feature, one.right) for one in best.contradictions] == [("Năm sinh", "1899")]
    assert best.contradictions[0].weight < 0


def test_two_unidentified_soldiers_are_not_namesakes() -> None:
    rows = [[f"u{n}", "Chưa xác định danh tính", "", "", "", ""] for n in range(3)]
    assert reconcile(table_of(_HEADINGS, rows), table_of(_HEADINGS, rows)) == []


def test_the_command_writes_the_promised_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = _list()
    rows = [",".join(_HEADINGS), *(",".join(row) for row in _written(people))]
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("\n".join(rows), encoding="utf-8")
    output = tmp_path / "links.csv"
    assert main([str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--output", str(output)]) == 0
    with output.open(encoding="utf-8", newline="") as written:
        links = list(csv.DictReader(written))
    assert list(links[0]) == ["left", "right", "weight", "probability", "evidence", "contradictions"]
    assert {(link["left"], link["right"]) for link in links if float(link["probability"]) > 0.9} == {
        (own, own) for own in people.ids
    }
    assert json.loads(links[0]["evidence"])[0]["feature"] == "Họ và tên"


def _written(people: PersonTable) -> list[list[str]]:
    cells = [[cell.replace(",", " -") for cell in column.cells] for column in people.columns]
    return [[own, *row] for own, *row in zip(people.ids, *cells, strict=True)]


def test_an_empty_list_is_refused_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InvalidInput) as refused:
        read_table(tmp_path / "empty.csv")
    assert "rỗng" in refused.value.message_vi
    assert "empty" in refused.value.message_en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_opens_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Mã số;Họ tên;Năm sinh\n007;Đặng Bá Khuê;1947\n", encoding=encoding)
    table = read_table(path)
    assert table.ids == ["007"]
    assert table.columns[0].cells == ["Đặng Bá Khuê"]
