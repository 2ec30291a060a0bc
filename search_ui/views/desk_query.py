"""What the address of a desk page asks for: the filters of the queue, which every address carries on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import request

from archive.linkage.strength import Strength
from schemas.linkage import NOBODY, CaseFilter, LinkState
from search_ui.auth import person_here, reach_here

_KEPT = ("trang-thai", "xa", "loai", "suc", "cho", "giao")
MINE = "toi"
AGES = (7, 30, 90)
"""Days that an item waits at least."""


def kept() -> dict[str, str]:
    return {name: request.args[name] for name in _KEPT if request.args.get(name)}


def case_filter() -> CaseFilter:
    """Values that make no sense ask nothing."""
    given = request.args
    days = given.get("cho", 0, type=int)
    strength = given.get("suc", "")
    return CaseFilter(
        reach_here(),
        given.get("xa", ""),
        given.get("loai", ""),
        strength if strength in set(Strength) else "",
        datetime.now(UTC) - timedelta(days=days) if days in AGES else None,
        _assigned(given.get("giao", "")),
    )


def _assigned(given: str) -> str:
    return person_here().id if given == MINE else NOBODY if given == NOBODY else given[:80]


def wanted_state() -> LinkState | None:
    code = request.args.get("trang-thai", "")
    return LinkState(code) if code in set(LinkState) else None
