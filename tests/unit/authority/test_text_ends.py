import pytest

from archive.authority.extraction import find_mentions


@pytest.mark.parametrize(
    "text", ["quê ở Hải Phú, Huế", "Nguyễn Văn Hùng, Lê", "Hải Phú, Hải", "ở Quảng Trị, x"]
)
def test_a_name_and_a_comma_right_before_the_end_of_the_text(text: str) -> None:
    assert all(mention.end <= len(text) for mention in find_mentions(text))
