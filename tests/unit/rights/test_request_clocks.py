"""The law's clocks count working days of Vietnam; the letter of answer has the form that offices must use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.shared import Mm

from archive.data_requests.clocks import dues
from archive.papers.letter import Letter, write_letter
from schemas.data_requests import Asker, DataRequest, RequestKind, RequestState


@pytest.mark.parametrize(
    ("kind", "received", "answer", "done"),
    [
        # Monday: Wednesday, and Friday of the week after.
        (RequestKind.VIEW, date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 15)),
        # Friday: the weekend does not count.
        (RequestKind.WITHDRAW, date(2026, 6, 5), date(2026, 6, 9), date(2026, 6, 26)),
        # Before 2 September, free with the day before it and 31 August, which was swapped for a Saturday.
        (RequestKind.VIEW, date(2026, 8, 28), date(2026, 9, 4), date(2026, 9, 16)),
        # The week before Tết Đinh Mùi: nobody works from the eve to the fourth day of the year.
        (RequestKind.ERASE, date(2027, 2, 1), date(2027, 2, 3), date(2027, 3, 8)),
    ],
)
def test_days_of_the_law_are_working_days(
    kind: RequestKind, received: date, answer: date, done: date
) -> None:
    assert dues(kind, received) == (answer, done)


def test_a_request_is_late_by_the_clock_that_runs_now() -> None:
    one = DataRequest(
        RequestKind.VIEW, "v", Asker("Bà Mận"), "Xin xem", "YC-AB-2345",
        date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 15), "u",
    )  # fmt: skip
    answered = replace(one, state=RequestState.ANSWERED)
    ended = replace(one, state=RequestState.DONE)
    days = (date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 15), date(2026, 6, 16))
    assert [one.late(day) for day in days] == [False, True, True, True]
    assert [answered.late(day) for day in days] == [False, False, False, True]
    assert not any(ended.late(day) for day in days)


def _said(cell: docx.table._Cell) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text]


def test_the_letter_has_the_parts_and_measures_of_the_rule() -> None:
    letter = Letter(
        agency="Ban Chỉ đạo 515 tỉnh",
        over="Ủy ban nhân dân tỉnh Quảng Trị",
        number="/TL-BCĐ",
        about="trả lời yêu cầu xóa dữ liệu cá nhân",
        place="Quảng Trị",
        day=date(2026, 2, 3),
        to="Bà Lê Thị Mận (em gái)",
        paragraphs=("Một.", "Hai./."),
        copies=("Như trên", "Lưu: VT"),
        rank="Trưởng ban",
        signer="Trần Văn Thử",
    )
    made = docx.Document(BytesIO(write_letter(letter)))
    section = made.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / Mm(1)) for side in margins] == [20, 20, 30, 15]
    (left, right), (copies, signed) = (table.rows[0].cells for table in made.tables)
    assert _said(left) == [
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ",
        "BAN CHỈ ĐẠO 515 TỈNH",
        "Số:      /TL-BCĐ",
        "V/v trả lời yêu cầu xóa dữ liệu cá nhân",
    ]
    assert _said(right) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Trị, ngày 03 tháng 02 năm 2026",
    ]
    assert _said(copies) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert [signed.paragraphs[0].text, signed.paragraphs[-1].text] == ["TRƯỞNG BAN", "Trần Văn Thử"]
    body = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert body == ["Kính gửi: Bà Lê Thị Mận (em gái)", "Một.", "Hai./."]
    assert made.styles["Normal"].font.name == "Times New Roman"
