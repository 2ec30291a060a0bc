import pytest

from archive.authority.extraction import find_mentions


@pytest.mark.parametrize(
    "text", ["quê ở Hải Phú, Huế", "Nguyễn Văn Hùng, Lê", "Hải Phú, Hải", "ở Quảng Trị, x"]
)
def test_a_name_and_a_comma_right_before_the_end_of_the_text(text: str) -> None:
    assert all(mention.end <= len(text) for mention in find_mentions(text))


def test_the_next_line_is_not_what_a_unit_counts() -> None:
    found = find_mentions("tôi ở trung đoàn sáu mươi sáu\nanh Hùng cũng thế")
    assert [mention.value for mention in found if mention.kind == "unit"] == ["e66"]
