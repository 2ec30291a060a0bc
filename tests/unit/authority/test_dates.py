from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from archive.authority import lunar
from archive.authority.dates import DateReading, find_dates
from archive.authority.edtf_bounds import bounds
from archive.authority.scan import Scan
from schemas.dates import Calendar

TABLE = """
30-4-1975; 30/4/75; 30.4.75; ngày 30 tháng 4 năm 1975|1975-04-30 1975-04-30 1975-04-30 1975-04-30
tháng 4-1975, tháng 4/75|1975-04 1975-04
năm 1972|1972
khoảng 1972|1972~
hình như 1972|1972?
hình như khoảng năm 1972|1972%
đầu năm 1972|1972-01~/1972-03~
giữa năm 1972|1972-05~/1972-08~
cuối năm 72|1972-10~/1972-12~
đầu tháng 7-72|1972-07-01~/1972-07-10~
trung tuần tháng 7 năm 1972|1972-07-11~/1972-07-20~
cuối tháng 7-72|1972-07-21~/1972-07-31~
mùa khô 67-68|1967-11~/1968-04~
mùa hè 72|1972-04~/1972-08~
hè đỏ lửa|1972-04~/1972-08~
mùa hè đỏ lửa 1972|1972-04~/1972-08~
Xuân 1968|1968-01~/1968-03~
ngày 12 tháng 3 năm Mậu Thân|1968-04-09
rằm tháng bảy Nhâm Tý|1972-08-23
23 tháng Chạp Đinh Mùi|1968-01-22
mùng 5 Tết 68|[1968-02-02,1968-02-03]
đêm 30 Tết Mậu Thân|[1968-01-28,1968-01-29]
năm Đinh Mùi|[1907,1967]
16-?-1972|1972-XX-16
ngày ... tháng 7 năm 1972|1972-07-XX
trước giải phóng|../1975-04-30
từ 1971|1971/..
từ 28-6 đến 16-9-1972|1972-06-28/1972-09-16
81 ngày đêm|1972-06-28/1972-09-16
những năm 70|197X
hôm sau|
trước đó 3 ngày|
giỗ mùng 10 tháng 6|
3/2/1953 – mùng một Tết Giáp Ngọ|1953-02-03 1954-02-03
mùng năm tết sáu tám|[1968-02-02,1968-02-03]
ngày ba mươi tháng tư năm bảy lăm|1975-04-30
năm một nghìn chín trăm bảy mươi hai|1972
ngay 30 thang 4 nam 1975|1975-04-30
hy sinh năm 1968, lúc 19 tuổi|1968
Hy sinh: 15-3-1968 (tức 17-2 Mậu Thân)|1968-03-15 1968-03-15
năm 72 tuổi, năm mươi tám người, năm sáu người|
Tết Mậu Thân 1968|[1968-01-29,1968-01-30]
(1950 - 1972)|1950/1972
từ năm 1965 đến năm 1972|1965/1972
sau năm 1975|1975/..
/12/1946|1946-12
1968..1972|1968/1972
cao điểm 1015, đoàn 1968 người|
ngày 27/7 hằng năm|XXXX-07-27
NGÀY 12 THÁNG 3 NĂM 1968|1968-03-12
đông xuân 1953-1954|1953-10~/1954-03~
tháng 5 năm 1968|1968-05
ngày năm tháng năm năm bảy hai|1972-05-05
ngày 15 tháng 3 năm 1968 (âm lịch)|1968-04-12
tháng Giêng năm 1968|1968-01-29/1968-02-28
sáng 30/4|XXXX-04-30
từ tháng năm|XXXX-05
khoảng tháng 5|XXXX-05
từ những năm 60|1960/..
3.500.000 đồng, 1.2 km; 12.5.1968|1968-05-12
11-1949|1949-11
năm 1954 đến 1975|1954 1975
tháng 2/1968|1968-02
hy sinh 4/75|1975-04
mộ 4/75, đạt 4/75, có 4/75 người|
trận 14–18 tháng 11 năm 1965|1965-11-14/1965-11-18
đêm 12 rạng 13-5|XXXX-05-12/XXXX-05-13
giai đoạn 1968-1971|1968/1971
trước Tết Mậu Thân|../1968-01-29
"""


def found(text: str) -> list[DateReading]:
    return find_dates(Scan(text))


@pytest.mark.parametrize("row", TABLE.strip().splitlines())
def test_every_manner_of_writing_a_date(row: str) -> None:
    text, edtf = row.split("|")
    assert [reading.value.edtf for reading in found(text)] == (edtf.split() or _relative(text))


def _relative(text: str) -> list[str]:
    return [""] if text in {"hôm sau", "trước đó 3 ngày", "giỗ mùng 10 tháng 6"} else []


def test_bounds_are_the_first_and_last_day() -> None:
    [reading] = found("mùa khô 67-68")
    assert (reading.value.lower, reading.value.upper) == (date(1967, 11, 1), date(1968, 4, 30))
    assert bounds("../1975-04-30") == (None, date(1975, 4, 30))
    assert bounds("[1968-02-02,1968-02-03]") == (date(1968, 2, 2), date(1968, 2, 3))


def test_a_lunar_day_depends_on_whose_paper_it_is() -> None:
    scan = Scan("mùng 5 Tết 68")
    assert [find_dates(scan, side=side)[0].value.edtf for side in ("north", "south")] == [
        "1968-02-02",
        "1968-02-03",
    ]
    assert lunar.solar_days(1, 1, 1969) == (date(1969, 2, 16), date(1969, 2, 17))
    assert lunar.solar_days(1, 1, 1967) == (date(1967, 2, 9),)


def test_contradiction_between_the_calendars_is_marked() -> None:
    solar, told = found("3/2/1953 – mùng một Tết Giáp Ngọ")
    assert told.value.calendar is Calendar.LUNAR
    assert (solar.attributes["contradicts"], told.attributes["contradicts"]) == ("1954-02-03", "1953-02-03")
    agreed = found("ngày 9-4-1968 (tức 12 tháng 3 năm Mậu Thân)")
    assert [reading.attributes.get("agrees") for reading in agreed] == ["1968-04-09", "1968-04-09"]


def test_the_cycle_year_follows_the_years_around_it() -> None:
    assert [r.value.edtf for r in found("Năm 1966 đi bộ đội. Năm Đinh Mùi bị thương.")] == ["1966", "1967"]


def test_relative_dates_stay_relative() -> None:
    assert [reading.relative for reading in found("Hôm sau tôi quay lại, ba ngày sau thì gặp.")] == [
        True,
        True,
    ]


DAYS = st.dates(date(1940, 1, 1), date(1999, 12, 31))


FORMS = ["{0.day}-{0.month}-{0.year}", "{0:%d/%m/%y}", "ngày {0.day} tháng {0.month} năm {0.year}"]


@given(DAYS, st.sampled_from(FORMS))
def test_every_day_reads_back(day: date, form: str) -> None:
    [reading] = found(form.format(day))
    assert reading.value.edtf == day.isoformat()
    assert (reading.value.lower, reading.value.upper) == (day, day)


WORDS = st.sampled_from(
    "ngày tháng năm 12 3 1968 72 rằm mùng Tết Mậu Thân Đinh Mùi khoảng hình như từ đến trước sau đầu cuối mùa"
    " khô hè - / . , ? giải phóng những 70 âm lịch bảy hai chạp ( )".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_every_edtf_parses_and_has_ordered_bounds(text: str) -> None:
    for reading in found(text):
        assert text[reading.start : reading.end].strip()
        if reading.value.edtf:
            parse_edtf(reading.value.edtf)
            lower, upper = reading.value.lower, reading.value.upper
            assert (lower, upper) == bounds(reading.value.edtf)
            assert lower is None or upper is None or lower <= upper
