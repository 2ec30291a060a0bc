"""What the acts around a case amount to: who holds it, whom it was handed to, what was said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from schemas.desk import ActKind, CaseAct, Hold
from schemas.errors import Conflict
from schemas.linkage import Decision

HELD_FOR = timedelta(minutes=30)


def held_by(acts: Iterable[CaseAct], decisions: Iterable[Decision], now: datetime) -> Hold | None:
    """Whoever locked it last, until half an hour is over, they let go, or they decided.

    A lock by somebody else that was taken while this one held has no effect: two who press at the same
    moment come to the same answer, whichever act is read first.
    """
    hold: Hold | None = None
    told: list[CaseAct | Decision] = [*acts, *decisions]
    for one in sorted(told, key=lambda one: one.id):
        mine = hold is not None and hold.by == one.by
        if isinstance(one, Decision):
            hold = None if mine else hold
        elif one.kind is ActKind.LOCK and (hold is None or mine or hold.until <= one.made_at):
            hold = Hold(one.by, one.made_at + HELD_FOR)
        elif one.kind is ActKind.RELEASE and mine:
            hold = None
    return hold if hold is not None and hold.until > now else None


def refuse_if_held(hold: Hold | None, by: str) -> None:
    """Raises Conflict while somebody else reads the case."""
    if hold is not None and hold.by != by:
        raise Conflict(
            "held",
            vi="Người khác đang giữ trường hợp này để đọc. Hãy đợi họ xong, lâu nhất là nửa giờ.",
            en="Somebody else holds this case to read it. Wait until they are done, half an hour at most.",
        )


def assigned_to(acts: Iterable[CaseAct]) -> str:
    """The user it was handed to last; empty: everybody's."""
    handed = [act for act in acts if act.kind is ActKind.ASSIGN]
    return max(handed, key=lambda one: one.id).to if handed else ""


def comments(acts: Iterable[CaseAct]) -> Sequence[CaseAct]:
    """Oldest first."""
    return sorted((act for act in acts if act.kind is ActKind.COMMENT), key=lambda one: one.id)


def second_looks(acts: Iterable[CaseAct]) -> Sequence[CaseAct]:
    """The last of each person, oldest first."""
    last = {act.by: act for act in sorted(acts, key=lambda one: one.id) if act.kind is ActKind.SECOND_LOOK}
    return sorted(last.values(), key=lambda one: one.id)
