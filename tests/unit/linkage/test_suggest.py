"""A worn stone leads to its man, a namesake is not hidden, and too little to go by gives no strong word."""

from archive.linkage.clues import clues_of_lines
from archive.linkage.dates import lunar_for_solar, parse_partial_date
from archive.linkage.registry import Registry
from archive.linkage.suggest import STRONG, Suggested, suggest
from schemas.martyrs import MartyrRow
from schemas.transcripts import Box, Segment

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


def test_the_probability_of_a_weaker_rival_never_exceeds_a_stronger_one() -> None:
    found = _read("TRẦN VĂN DUNG", "1947", "1972")
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)
    assert sum(one.probability for one in found) <= 1 + 1e-6
    assert STRONG > 0.9


def test_a_lunar_day_and_a_swapped_month_speak_for_the_man_and_are_told_as_slips() -> None:
    """Record 12/8/1972: in the lunar calendar the day is 4/7 Nhâm Tý; a clerk writes 8/12."""
    other = _read("ĐẶNG BÁ KHUÊ", "HY SINH 20-5-1972")[0]
    for written in ("4-7-1972", "8-12-1972"):
        him = next(one for one in _read("ĐẶNG BÁ KHUÊ", f"HY SINH {written}") if one.row.id == "him")
        death = next(one for one in him.evidence if one.feature == "death")
        assert (death.level, death.left, death.right) == ("slip", written.replace("-", "/"), "12/8/1972")
        assert him.weight >= other.weight


def test_dates_of_two_lists_meet_across_the_calendars() -> None:
    lunar, solar, none = (parse_partial_date(one) for one in ("4/7/1972", "12/8/1972", "13/8/1972"))
    assert lunar is not None
    assert solar is not None
    assert none is not None
    assert lunar_for_solar(lunar, solar)
    assert lunar_for_solar(solar, lunar)
    assert not lunar_for_solar(lunar, none)
