"""When a night begins, and that a night's work is done once."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest

from archive.keeping.nightly import last_night, time_of_night
from archive.supervision.night import seconds_to_next
from schemas.errors import InvalidInput

VIETNAM = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 22, 1, 30, tzinfo=VIETNAM), datetime(2026, 11, 22, 1, 30, tzinfo=VIETNAM)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=VIETNAM), datetime(2026, 11, 22, 1, 30, tzinfo=VIETNAM)),
        (datetime(2026, 11, 22, 1, 29, tzinfo=VIETNAM), datetime(2026, 11, 21, 1, 30, tzinfo=VIETNAM)),
    ],
)
def test_the_latest_night_is_found(now: datetime, night: datetime) -> None:
    assert last_night(now, time(1, 30)) == night


def test_no_time_of_day_is_refused_in_both_languages() -> None:
    with pytest.raises(InvalidInput) as refused:
        time_of_night("nửa đêm")
    assert "KYUC_NIGHT" in refused.value.message_vi and "KYUC_NIGHT" in refused.value.message_en


def test_the_wait_is_never_longer_than_half_an_hour() -> None:
    for minute in range(60):
        assert 0 < seconds_to_next(datetime(2026, 11, 22, 1, minute, 30)) <= 1800
