"""A worn stone leads to its man, a namesake is not hidden, and too little to go by gives no strong word."""

from dataclasses import replace

import pytest

from archive.authority.places import name_ids, query_places
from archive.linkage.clues import Clues, clues_of_form, clues_of_lines
from archive.linkage.dates import lunar_for_solar, parse_partial_date
from archive.linkage.headings import martyr_row
from archive.linkage.reconcile import reconcile
from archive.linkage.registry import Registry
from archive.linkage.slips import Slip
from archive.linkage.suggest import STRONG, Suggested, says_too_little, suggest
from archive.linkage.table import table_of
from archive.transcription.forms import fields_of
from schemas.martyrs import MartyrRow
from schemas.transcripts import Box, Segment, Transcript

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ")
_MIDDLE = ("Văn", "Đình", "Xuân", "Hữu", "Công")
_GIVEN = ("Hùng", "Dũng", "Thắng", "Lợi", "Sơn", "Bình", "Tuất", "Khởi", "Nghĩa", "Đoàn")


def _register() -> list[MartyrRow]:
    rows = []
    for number in range(300):
        name = f"{_FAMILY[number % 6]} {_MIDDLE[number % 5]} {_GIVEN[number % 10]}"
        birth, death = str(1935 + number % 20), f"{number % 28 + 1}/{number % 12 + 1}/{1965 + number % 10}"
        rows.append(MartyrRow(f"r{number}", f"r{number}", name, birth, death, "Xã Thử, Huyện Mẫu"))
    rows.append(MartyrRow("him", "him", "Đặng Bá Khuê", "1947", "12/8/1972", "Yên Trạch, Phú Lương"))
    rows.append(MartyrRow("namesake", "namesake", "Đặng Bá Khuê", "1951", "3/2/1968", "Đại Từ"))
    return rows


def _read(*lines: str) -> list[Suggested]:
    segments = [Segment(line, 0.9, page=1, box=Box(10, 40 * at, 300, 30)) for at, line in enumerate(lines)]
    return suggest(Registry.of(_register()), clues_of_lines(segments, "stone"))


def test_a_misread_name_with_its_years_leads_to_the_man_and_shows_where_it_was_read() -> None:
    found = _read("TỔ QUỐC GHI CÔNG", "LIET SI DANG BA KHUF", "SINH 1947", "HY SINH 12-8-1972")
    assert [one.row.id for one in found[:2]] == ["him", "namesake"]
    assert found[0].strong
    name = found[0].evidence[0]
    assert name.where is not None
    assert name.where.box == Box(10, 40, 300, 30)


def test_namesakes_share_their_probability_when_nothing_else_speaks() -> None:
    found = _read("LIỆT SĨ", "ĐẶNG BÁ KHUÊ")
    assert {one.row.id for one in found[:2]} == {"him", "namesake"}
    assert not any(one.strong for one in found)


def test_another_year_stands_as_a_contradiction() -> None:
    namesake = next(one for one in _read("ĐẶNG BÁ KHUÊ", "SINH 1947", "HS 1972") if one.row.id == "namesake")
    assert {one.feature for one in namesake.contradictions} == {"birth", "death"}


def test_a_man_who_is_not_in_the_register_gets_no_strong_suggestion() -> None:
    assert not any(one.strong for one in _read("LIỆT SĨ", "TRƯƠNG QUÝ MÃO", "SINH 1944", "HY SINH 1969"))


def test_nothing_readable_gives_nothing() -> None:
    assert _read("···", "12") == []
    assert suggest(Registry.of([]), clues_of_lines([Segment("Đặng Bá Khuê")])) == []


@pytest.mark.parametrize("written", ["Khuê", "NGUYỄN VĂN", "Lê Thị", "LIỆT SĨ KHUÊ"])
def test_one_syllable_or_a_surname_with_van_alone_is_too_little(written: str) -> None:
    assert says_too_little(clues_of_lines([Segment(written, 0.9)]))
    assert _read("TỔ QUỐC GHI CÔNG"[:0], written) == []
    assert not says_too_little(clues_of_lines([Segment(written, 0.9), Segment("1947 - 1972", 0.9)]))


@pytest.mark.parametrize("written", ["Đặng Khuê", "DANGBAKHUE", "Vũ Văn Khởi"])
def test_a_whole_name_is_enough(written: str) -> None:
    assert not says_too_little(clues_of_lines([Segment(written, 0.9)]))


def test_the_probability_of_a_weaker_rival_never_exceeds_a_stronger_one() -> None:
    found = _read("TRẦN VĂN DUNG", "1947", "1972")
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)
    assert sum(one.probability for one in found) <= 1 + 1e-6
    assert STRONG > 0.9


def test_a_lunar_day_and_a_swapped_month_speak_for_the_man_and_are_told_as_slips() -> None:
    """Record 12/8/1972: in the lunar calendar the day is 4/7 Nhâm Tý; a clerk writes 8/12, or 12/9."""
    other = _read("ĐẶNG BÁ KHUÊ", "HY SINH 20-5-1972")[0]
    slips = {"4-7-1972": Slip.LUNAR, "8-12-1972": Slip.SWAPPED, "12-9-1972": Slip.MONTH}
    for written, slip in slips.items():
        him = next(one for one in _read("ĐẶNG BÁ KHUÊ", f"HY SINH {written}") if one.row.id == "him")
        death = next(one for one in him.evidence if one.feature == "death")
        assert (death.level, death.left, death.right) == (slip, written.replace("-", "/"), "12/8/1972")
        assert him.weight >= other.weight


def test_dates_of_two_lists_meet_across_the_calendars() -> None:
    lunar, solar, none = (parse_partial_date(one) for one in ("4/7/1972", "12/8/1972", "13/8/1972"))
    assert lunar is not None
    assert solar is not None
    assert none is not None
    assert lunar_for_solar(lunar, solar)
    assert lunar_for_solar(solar, lunar)
    assert not lunar_for_solar(lunar, none)


def _form(*lines: str) -> Clues:
    segments = [Segment(line, 0.9, page=1, box=Box(10, 40 * at, 300, 30)) for at, line in enumerate(lines)]
    transcript = Transcript("notice", "test", tuple(segments))
    return clues_of_form(transcript, fields_of(transcript))


def test_the_year_of_the_notice_in_the_list_is_told_as_that_and_is_no_contradiction() -> None:
    notice = ("GIẤY BÁO TỬ", "Họ và tên: Đặng Bá Khuê", "Sinh năm: 1947", "Hy sinh ngày: 12/8/1969",
              "Số giấy báo tử: 208", "Ngày 3 tháng 5 năm 1972")  # fmt: skip
    clues = _form(*notice)
    assert (clues.years, clues.notice_years) == ({1947, 1969}, {1972})
    him = next(one for one in suggest(Registry.of(_register()), clues) if one.row.id == "him")
    assert {one.feature for one in him.contradictions} == set()
    assert ("death", Slip.NOTICE) in {(one.feature, one.level) for one in him.evidence}


def test_a_stone_cut_with_the_day_of_the_notice_is_still_his() -> None:
    register = _register()
    register[-2] = replace(register[-2], death="2/1/1969", notice="12/8/1972")
    lines = [Segment("ĐẶNG BÁ KHUÊ", 0.9), Segment("HY SINH 12-8-1972", 0.9)]
    best = suggest(Registry.of(register), clues_of_lines(lines))[0]
    assert best.row.id == "him"
    assert ("death", Slip.NOTICE) in {(one.feature, one.level) for one in best.evidence}


def test_the_number_of_the_notice_leads_to_the_man_though_his_name_is_lost() -> None:
    register = _register()
    register[-2] = replace(register[-2], certificate="Số 208/BT; TQGC 8A3955")
    clues = _form("Họ và tên: Qxw Zzk", "Sinh năm: 1947", "Hy sinh ngày: 12/8/1972", "Số bằng: TQGC 8A3955")
    best = suggest(Registry.of(register), clues)[0]
    assert best.row.id == "him"
    assert "certificate" in {one.feature for one in best.evidence}
    assert not best.strong


def test_an_alias_and_an_older_name_of_the_province_speak_for_the_man() -> None:
    cells = {"name": "Đặng Bá Khuê (tức Trí Dũng)", "alias": "Ba Khởi", "native": "tỉnh Hải Hưng"}
    him = martyr_row("him", "him", cells)
    assert him.other_names == ("Trí Dũng", "Ba Khởi")
    register = Registry.of([*_register()[:300], him])
    today = next(place for place in name_ids("Hải Dương") if place.startswith("p63:"))
    clues = replace(clues_of_lines([Segment("TRÍ DŨNG", 0.9)]), places=frozenset(query_places(today)))
    best = suggest(register, clues)[0]
    assert best.row.id == "him"
    assert "hometown" in {one.feature for one in best.evidence}


def test_two_lists_meet_where_one_gives_the_notice_for_the_death() -> None:
    ours = ["id", "Họ và tên", "Năm sinh", "Ngày hy sinh", "Ngày báo tử"]
    theirs = ours[:4]
    men = [[str(at), f"{a} Văn {b}", f"{1940 + at}", f"{at + 1}/3/1969", f"{at + 1}/5/1973"]
           for at, (a, b) in enumerate((a, b) for a in _FAMILY[:4] for b in _GIVEN[:5])]  # fmt: skip
    other = [[*man[:3], man[4] if man[0] == "7" else man[3]] for man in men]
    links = reconcile(table_of(ours, men), table_of(theirs, other))
    him = next(link for link in links if (link.left, link.right) == ("7", "7"))
    assert [(one.feature, one.level) for one in him.evidence if one.feature == "Ngày hy sinh"] == [
        ("Ngày hy sinh", "slip")
    ]
    assert not him.contradictions
