import unicodedata

import pytest

from archive.authority.extraction import find_mentions
from archive.authority.known_mentions import with_known_names
from archive.authority.known_names import KnownNames

NAMES = ["Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "Trần Thị Bích Lan", "Lê Cói", "Nguyễn Văn"]


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return KnownNames(NAMES)


@pytest.mark.parametrize(
    ("text", "span", "names", "how"),
    [
        ("gặp Nguyễn Văn Hùng ở đó", "Nguyễn Văn Hùng", (0,), "exact"),
        ("GẶP NGUYỄN VĂN HƯNG", "NGUYỄN VĂN HƯNG", (1,), "exact"),
        ("gap nguyen van hung o do", "nguyen van hung", (0, 1), "unmarked"),
        ("gặp Nguyễn Văn Hửng", "Nguyễn Văn Hửng", (1,), "marks"),
        ("gặp Trần Thị Bích Lau", "Trần Thị Bích Lau", (2,), "slip"),
        ("gặp Trần Thi Bich Lan", "Trần Thi Bich Lan", (2,), "marks"),
        ("anh Lê Cói, quê", "Lê Cói", (3,), "exact"),
    ],
)
def test_names_are_found_however_they_are_written(
    known: KnownNames, text: str, span: str, names: tuple[int, ...], how: str
) -> None:
    [hit] = known.find(text)
    assert (text[hit.start : hit.end], hit.names, hit.how) == (span, names, how)


def test_a_longer_name_hides_the_shorter_inside_it(known: KnownNames) -> None:
    assert [hit.names for hit in known.find("Nguyễn Văn Hùng và Nguyễn Văn, rồi đi")] == [(0,), (4,)]


def test_no_name_runs_over_a_sign_or_an_empty_line(known: KnownNames) -> None:
    assert not known.find("Lê. Cói và Trần Thị, Bích Lan; Lê\n\nCói")
    assert known.find("Lê\nCói")


def test_offsets_fit_decomposed_text(known: KnownNames) -> None:
    text = unicodedata.normalize("NFD", "ở Quảng Trị gặp Trần Thị Bích Lan")
    [hit] = known.find(text)
    assert unicodedata.normalize("NFC", text[hit.start : hit.end]) == "Trần Thị Bích Lan"


def test_no_names_no_hits() -> None:
    assert KnownNames([]).find("Nguyễn Văn Hùng") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("hôm ấy kỳ lân cẩm ra chốt", "kỳ lân cẩm"),
        ("hom ay ky lan cam ra chot", "ky lan cam"),
        ("Hôm ấy Kỳ Lân Cẩn ra chốt", "Kỳ Lân Cẩn"),
    ],
)
def test_a_name_of_the_register_is_a_person_where_no_rule_sees_one(text: str, person: str) -> None:
    register = KnownNames(["Kỳ Lân Cẩm", "Quảng Trị Hà"])
    found = with_known_names(text, find_mentions(text), register)
    assert [(one.text, one.value) for one in found if one.kind == "person"] == [(person, person.title())]


def test_what_a_rule_read_with_reason_does_not_give_way_to_a_known_name() -> None:
    text = "Đơn vị vào tỉnh Quảng Trị hà một chuyến."
    found = find_mentions(text)
    assert with_known_names(text, found, KnownNames(["Quảng Trị Hà"])) == found


def test_a_long_text_is_looked_through_piece_by_piece_with_true_offsets() -> None:
    line = "chuyện dài của làng, " * 30 + "có Nguyễn Văn Hùng về\n"
    text = line * 2500
    found = KnownNames(NAMES).find(text)
    assert len(found) == 2500
    assert {text[one.start : one.end] for one in found} == {"Nguyễn Văn Hùng"}
