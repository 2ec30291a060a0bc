"""The table of docs/faults.md: each long run adds its own row, so that no figure is typed by hand."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from tests.faults.storm import Found, Weather

TABLE = (
    "| run | kills | beside them | tries | receipts | decisions | wrong | calm again after |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def row(found: Found, weather: Weather) -> str:
    load = os.getloadavg()[2]
    when = f"{date.today()}, a kill every {weather.pause[0]:g} to {weather.pause[1]:g} s, load {load:.0f}"
    counts = f"{found.tries} | {found.acknowledged} | {found.decisions} | {len(found.wrong)}"
    beside = ", ".join(found.others)
    return (
        f"| {when} | {sum(found.killed.values())} | {beside} | {counts} | {found.calm_after_seconds:.0f} s |"
    )


def add(path: Path, found: Found, weather: Weather) -> None:
    """The newest run stands first."""
    text = path.read_text(encoding="utf-8")
    head, table, rest = text.partition(TABLE)
    if not table:
        raise ValueError(f"{path} has no table of runs")
    path.write_text(f"{head}{table}{row(found, weather)}\n{rest}", encoding="utf-8")
