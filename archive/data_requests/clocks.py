"""The law's clocks, in working days of Vietnam (Tết and the other public holidays are none). Pure.

The numbers stand in `clocks.csv`: they are law, to be confirmed by who is competent, and change with it.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from archive.public_intake.days import working_days_after
from schemas.data_requests import RequestKind


class Clock(NamedTuple):
    answer: int
    """Working days until the person has heard from the archive."""
    done: int
    source: str


@cache
def clocks() -> dict[RequestKind, Clock]:
    text = (files("archive.data_requests") / "clocks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        RequestKind(row["kind"]): Clock(int(row["answer"]), int(row["done"]), row["source"]) for row in rows
    }


def dues(kind: RequestKind, received: date) -> tuple[date, date]:
    """(to be answered by, to be done by); the day of receipt does not count."""
    clock = clocks()[kind]
    return working_days_after(received, clock.answer), working_days_after(received, clock.done)
