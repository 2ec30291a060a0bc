"""Two people's edits of one text brought together line by line. Pure.

What only one of them changed is taken; what both changed differently is told as a clash, and both stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from schemas.transcripts import Segment, line_id

Thing = TypeVar("Thing")
_COMPARED = ("text", "page", "box", "start", "end", "kind", "speaker", "marks")


@dataclass(frozen=True, slots=True)
class Clash:
    """A line that both changed; None: it was not there, or that person took it out."""

    id: str
    base: Segment | None
    mine: Segment | None
    theirs: Segment | None


@dataclass(frozen=True, slots=True)
class Merged:
    segments: tuple[Segment, ...]
    """In a line that clashes theirs stands, unless they took it out: then mine."""
    clashes: tuple[Clash, ...]


def same(a: Segment | None, b: Segment | None) -> bool:
    """Whether two lines say the same in the same place (words, readings and confidence do not count)."""
    if a is None or b is None:
        return a is b
    return all(getattr(a, name) == getattr(b, name) for name in _COMPARED)


def with_ids(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The lines with the ids under which they meet; a second line of the same id gets one of its own."""
    seen: set[str] = set()
    made = []
    for index, segment in enumerate(segments):
        name = line_id(segment, index)
        while name in seen:
            name += "'"
        seen.add(name)
        made.append(segment if segment.id == name else replace(segment, id=name))
    return tuple(made)


def merge(base: Sequence[Segment], mine: Sequence[Segment], theirs: Sequence[Segment]) -> Merged:
    """All three with ids (`with_ids`)."""
    at_base, of_me, of_them = _by_id(base), _by_id(mine), _by_id(theirs)
    taken: dict[str, Segment] = {}
    clashes = []
    for name in dict.fromkeys([*of_them, *of_me]):
        old, left, right = at_base.get(name), of_me.get(name), of_them.get(name)
        if same(left, right) or same(left, old):
            chosen = right
        elif same(right, old):
            chosen = left
        else:
            clashes.append(Clash(name, old, left, right))
            chosen = right or left
        if chosen is not None:
            taken[name] = chosen
    order = in_order(list(at_base), list(of_me), list(of_them))
    return Merged(tuple(taken[name] for name in order if name in taken), tuple(clashes))


def merge_beside(base: Sequence[Thing], mine: Sequence[Thing], theirs: Sequence[Thing]) -> tuple[Thing, ...]:
    """Chapters or points: what either took out is gone, what either put in or changed is there."""
    kept = [one for one in theirs if one in mine or one not in base]
    return tuple(kept + [one for one in mine if one not in base and one not in kept])


def _by_id(segments: Sequence[Segment]) -> Mapping[str, Segment]:
    return {segment.id: segment for segment in segments}


def in_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Whoever moved lines decides the order (they, if both did); new lines follow their neighbour."""
    moved_by_them = _kept(theirs, base) != _kept(base, theirs)
    moved_by_me = _kept(mine, base) != _kept(base, mine)
    lead, other = (mine, theirs) if moved_by_me and not moved_by_them else (theirs, mine)
    order, known = list(lead), set(lead)
    for index, name in enumerate(other):
        if name in known:
            continue
        before = other[index - 1] if index else None
        order.insert(order.index(before) + 1 if before is not None else 0, name)
        known.add(name)
    return order


def _kept(names: Sequence[str], among: Sequence[str]) -> list[str]:
    wanted = set(among)
    return [name for name in names if name in wanted]
