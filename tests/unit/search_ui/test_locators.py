"""A place survives the way through the address bar."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.transcripts import Box, Locator
from search_ui.presenters.locators import arguments, wanted

sides = st.integers(0, 99_999)
boxes = st.builds(Box, sides, sides, sides.filter(bool), sides.filter(bool))


@given(st.integers(1, 500), boxes)
def test_a_box_comes_back_as_it_went(page: int, box: Box) -> None:
    found = wanted(arguments(Locator("a", page=page, box=box)))
    assert (found.asset, found.page, found.box) == ("a", page, box)


@given(st.floats(0, 90_000))
def test_a_second_comes_back_within_a_hundredth(start: float) -> None:
    found = wanted(arguments(Locator("a", start=start, end=start + 1)))
    assert found.second is not None
    assert abs(found.second - start) <= 0.0051


@given(st.text(), st.text(), st.text(), st.text())
def test_nonsense_in_an_address_is_passed_over(page: str, box: str, t: str, text: str) -> None:
    wanted({"page": page, "box": box, "t": t, "text": text})


def test_what_makes_no_sense_is_left_out() -> None:
    nothing = wanted({"page": "0", "box": "1,2,0,4", "t": "nan", "text": "9-3"})
    assert (nothing.page, nothing.box, nothing.second, nothing.text) == (None, None, None, None)
