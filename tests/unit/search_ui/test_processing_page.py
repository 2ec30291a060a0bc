"""The register of processing says what the archive itself knows, and names nobody whom it is about."""

from __future__ import annotations

from io import BytesIO

import docx
from flask import Flask

from archive.bootstrap import Archive
from archive.intake import open_visit
from schemas.consent import Consent, Purpose, Withdrawal
from schemas.holdings import Item, ItemKind, Visit
from schemas.people import Role
from tests.unit.search_ui.conftest import signed_in


def _cells(document: docx.document.Document) -> dict[str, list[str]]:
    """By first cell of its row."""
    rows = [row for table in document.tables for row in table.rows]
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows}


def test_counts_purposes_and_measures_are_those_of_the_archive(app: Flask, records_archive: Archive) -> None:
    visit = open_visit(records_archive, Visit("Thăm", witnesses=("Ông Trần Quốc Bảo", "Bà Hồ Thị Lài")))
    open_visit(records_archive, Visit("Thăm nhà khác"))
    given = Consent(
        visit.id, "Bà Lê Thị Mận", frozenset(Purpose) - {Purpose.PUBLICATION}, minor=True, guardian="x"
    )
    with records_archive.records() as records:
        records.add_items([Item(visit.id, ItemKind.LETTER, title="Thư", level=3)])
        records.add_consent(given)
        records.withdraw_consent(Withdrawal(given.id, frozenset({Purpose.RESEARCH}), "u"))
        records.commit()
    client = signed_in(app, records_archive, Role.DATA_PROTECTION_OFFICER)
    answer = client.get("/quan-tri/so-xu-ly/so.docx")
    said = _cells(docx.Document(BytesIO(answer.data)))
    assert said["Nghiên cứu"] == ["1", "1"]
    assert said["Người đồng ý (thân nhân, nhân chứng)"] == ["1 lượt, 1 chưa đủ 18"]
    assert said["Nhân chứng được ghi tên"] == ["2"]
    assert said["3 Xác minh"] == ["1"]
    assert said["Phụ trách bảo vệ dữ liệu cá nhân"][0] == "1", "accounts among the recipients"
    assert said["Sao lưu mã hóa bằng khóa của tỉnh"] == ["chưa"]
    assert said["Xóa dữ liệu"] == ["2 / 20", "0"]
    page = client.get("/quan-tri/so-xu-ly").text
    assert "1 trên 2 buổi thăm chưa ghi sự đồng ý" in page
    assert "Mọi máy chủ" in page and "chạy trên máy này" in page
    for name in ("Mận", "Bảo", "Lài"):
        assert name not in page
