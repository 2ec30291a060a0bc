from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.search_analysis.days import overlap_terms, stretch_terms

DAYS = st.dates(date(1940, 1, 1), date(1980, 12, 31))
STRETCHES = st.builds(
    lambda first, length: (first, first + timedelta(days=length)),
    DAYS,
    st.sampled_from([0, 1, 6, 29, 30, 31, 80, 365, 366, 800, 5000]),
)


@given(STRETCHES, STRETCHES)
def test_a_query_meets_exactly_the_stretches_that_share_a_day(
    written: tuple[date, date], asked: tuple[date, date]
) -> None:
    shared = written[0] <= asked[1] and asked[0] <= written[1]
    assert bool(stretch_terms(*written) & overlap_terms(*asked)) == shared


def test_a_year_takes_few_terms() -> None:
    assert stretch_terms(date(1968, 1, 1), date(1968, 12, 31)) == {"L1968", "Y1968"}


def test_open_ends_stay_affordable() -> None:
    assert len(overlap_terms(date.min, date.max)) <= 400
