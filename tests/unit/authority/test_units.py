import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority.extraction import find_mentions
from archive.authority.orthography import nfc
from archive.authority.scan import Scan
from archive.authority.unit_writing import SPOKEN, Style, write
from archive.authority.units import find_units, unit_tails
from schemas.units import LEVELS, UnitName

_WEAPONS = frozenset("A26 A37 B26 B40 B41 B52 B57 B72 C47 C119 C123 C130 C141 D30 D44 D74".split())
TABLE = """
C3, D7, E66, F304|c3.d7.e66.f304
c5d8e9f968|c5.d8.e9.f968
C12-D9-E31-F2|c12.d9.e31.f2
Đại đội 1 , D1, E 28, F 10|c1.d1.e28.f10
E 153-F 356|e153.f356
D2-E 876|d2.e876
D8 E149|d8.e149
e95 của f325|e95.f325
tiểu đoàn 7-KB|d7@KB
C2, KBM|c2@KBM
C2, D83 – Quảng Ngãi, QK5|c2.d83@QK5
E101 NT10 B3|e101.NT10@B3
Đại đội 3, Tiểu đoàn 9, Trung đoàn 90, Sư đoàn 324|c3.d9.e90.f324
Đại đội 7, Tiểu đoàn 8, Trung đoàn 64, Sư đoàn 320, Quân đoàn 3|c7.d8.e64.f320.QĐ3
Đại đội 18 - Trung đoàn 273 - Sư đoàn 9|c18.e273.f9
Tiểu đoàn 4C, Trung đoàn 4|d4C.e4
Trung đoàn 95B|e95B
sư đoàn 320B|f320B
c3/d7/e66|c3.d7.e66
c.3 d.7 e.66 f.304|c3.d7.e66.f304
a2 b1 c3 d7 e66|a2.b1.c3.d7.e66
b3 c2 d1 e24 B3|b3.c2.d1.e24@B3
D bộ d7 e66|d7.e66
xê ba dê bảy e sáu sáu|c3.d7.e66
xê ba, dê bảy, ê sáu mươi sáu, ép ba linh tư|c3.d7.e66.f304
đại đội ba tiểu đoàn bảy trung đoàn sáu mươi sáu|c3.d7.e66
sê hai đê một e hai bốn|c2.d1.e24
a hai bê một xê năm|a2.b1.c5
trung đoàn chín lăm sư ba hai lăm|e95.f325
e chín mươi lăm ép ba hai lăm|e95.f325
sư đoàn ba trăm linh tư|f304
sư đoàn ba lẻ bốn|f304
tiểu đoàn mười chín đặc công|d19
đại đội hai mươi mốt trinh sát trung đoàn hai bảy ba|c21.e273
trung đoàn một linh một|e101
trung đoàn một trăm linh một mặt trận bê ba|e101@B3
đơn vị d7 HT 86.500 YK|d7#HT:86.500YK
Công trường 9|CT9
Binh trạm 14, Đoàn 559|BT14.Đoàn559
Trung đoàn bộ binh 64 sư đoàn 320|e64.f320
Đại đoàn 308|f308
Lữ đoàn 52 QK5|LĐ52@QK5
mang khẩu B41 của c2|c2
máy bay B52 ném bom d3 e101|d3.e101
chốt E1 do D2-E876 giữ|d2.e876
đồi C1 Điện Biên Phủ|
cao điểm 1015, e64 f320|e64.f320
F320A|f320A
d2/e48|d2.e48
E bộ E66|e66
C 3 D 7|c3.d7
Ðại đội 9|c9
đ/c Nam, b trưởng b2 c7 d3 e2|b2.c7.d3.e2
tiểu đoàn 840|d840
"""

TRAPS = """
"lấn dũi E1 và E4" rồi D2-E 876|d2.e876
đồi A1, chốt D1, mỏm E1, đồi C1 và C2|
bắn B40, tránh B52, C130, F105 và A37; súng K54, AK47|
đơn vị đi B năm 1968, người đi C, kẻ đi K|
d2, lữ 147, Thuỷ quân lục chiến|d2.LĐ147
mặt trận B3|
K6, B10|
vitamin C3 ở tòa D1|
Trung đội 3 người, đại đội ba người|
lời 3 đoạn 5 sự 6|
c1, c2, c3 của d7|c1 c2 c3.d7
e sáu sáu năm một chín bảy hai|e66
trung đoàn sáu sáu năm 1972|e66
TRUNG ĐOÀN 66 - SƯ ĐOÀN 304|e66.f304
trung doan 66 su doan 304|e66.f304
e 6-6 d7|d7.e66
"""


def found(text: str) -> list[str]:
    return [reading.name.normal for reading in find_units(Scan(nfc(text)))]


@pytest.mark.parametrize("row", TABLE.strip().splitlines())
def test_every_written_form_of_the_table(row: str) -> None:
    text, normal = row.split("|")
    assert found(text) == ([normal] if normal else [])


@pytest.mark.parametrize("row", TRAPS.strip().splitlines())
def test_traps(row: str) -> None:
    text, normal = row.split("|")
    assert found(text) == normal.split()


@pytest.mark.parametrize("text", ["tiểu đoàn 2 ngụy", "sư đoàn 1 kỵ binh bay", "lữ dù 3", "d2, lữ 147, TQLC"])
def test_enemy_units_are_marked(text: str) -> None:
    assert [reading.enemy for reading in find_units(Scan(text))] == [True]
    assert [reading.enemy for reading in find_units(Scan("trung đoàn 66 đánh địch"))] == [False]


@pytest.mark.parametrize(("text", "normal"), [("đ7", "d7"), ("E6G", "e66"), ("f3O4", "f304"), ("€66", "e66")])
def test_damaged_units_are_weak_readings(text: str, normal: str) -> None:
    [reading] = find_units(Scan(text))
    assert (reading.name.normal, reading.weak) == (normal, True)


@pytest.mark.parametrize(
    ("text", "written", "normal"),
    [
        ("Tôi ở Đoàn Sao Vàng", "Đoàn Sao Vàng", "f3"),
        ("trung đoàn Plei Me", "trung đoàn Plei Me", "e66"),
    ],
)
def test_a_name_of_honour_is_a_weak_reading_of_its_unit(text: str, written: str, normal: str) -> None:
    [found] = find_mentions(text)
    assert (found.kind, found.text, found.value, found.certainty) == ("unit", written, normal, "weak")
    assert not [one for one in find_mentions("hành quân qua đoạn Sao Vàng") if one.kind == "unit"]


def test_a_company_is_found_by_its_regiment() -> None:
    assert unit_tails("c3.d7.e66.f304@B3")[:3] == ("c3.d7.e66.f304@B3", "c3.d7.e66.f304", "d7.e66.f304")
    assert {"e66.f304", "f304", "f304@B3", "@B3"} <= set(unit_tails("c3.d7.e66.f304@B3"))


NUMBERS = st.integers(1, 999).map(str)


@st.composite
def units(draw: st.DrawFn) -> UnitName:
    letters = sorted(draw(st.sets(st.sampled_from(LEVELS), min_size=2, max_size=5)))
    return UnitName(tuple((letter, draw(NUMBERS)) for letter in letters))


@given(units(), st.sampled_from(Style))
def test_every_unit_in_every_style_reads_back(unit: UnitName, style: Style) -> None:
    text = write(unit, style)
    if _WEAPONS.isdisjoint(text.replace(",", " ").replace("-", " ").split()):
        assert found(text) == [unit.normal], text


@given(units(), st.sampled_from("abcdef"), st.sampled_from("ABC"))
def test_letters_of_twins_are_kept(unit: UnitName, level: str, suffix: str) -> None:
    levels = tuple((each, number + suffix if each == level else number) for each, number in unit.levels)
    twin = UnitName(levels)
    for style in set(Style) - SPOKEN - {Style.GLUED}:
        text = write(twin, style)
        if _WEAPONS.isdisjoint(text.replace(",", " ").replace("-", " ").split()):
            assert found(text) == [twin.normal], text


@given(units())
def test_normal_form_parses_back(unit: UnitName) -> None:
    assert UnitName.parse(unit.normal) == unit


@given(st.text(max_size=80))
def test_any_text_is_scanned(text: str) -> None:
    for reading in find_units(Scan(text)):
        assert 0 <= reading.start < reading.end <= len(text)
