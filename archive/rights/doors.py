"""The policy as exact terms, for search indexes: an item carries its doors, a person brings keys.

A person may find an item if one of their keys is one of its doors; a test proves that this is what
`policy.decide` answers. A door is `audience level @ part of the tree`, so `r2@lang-son` opens for researchers
of Lạng Sơn from level 2; `0` is public, `p1=ID` is for who brought it, `q@…` for the role of the quarantine.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from archive.rights.policy import consented, is_public
from schemas.rights import Audience, Clearance, Reach, Thing, ThingState

PUBLIC = "0"
HIGHEST_LEVEL = 4
_LEVELS = range(1, HIGHEST_LEVEL + 1)
_SHUT, _QUARANTINE = "x", "q"


def doors_of(thing: Thing) -> tuple[str, ...]:
    """What stands on an item. Never empty: what is shut says so, which lets engines skip the question."""
    return (
        *((PUBLIC,) if is_public(thing) else ()),
        *(door for audience in Audience for door in _doors(audience, thing)),
    )


@lru_cache(1 << 10)
def keys_of(reached: Reach) -> tuple[str, ...]:
    """What a person with this reach may open."""
    keys = (key for way in reached.ways for key in _keys(way))
    return tuple(dict.fromkeys([PUBLIC, *keys]))


@lru_cache(1 << 10)
def barred(reached: Reach) -> tuple[str, ...] | None:
    """Doors that alone can hide an item from this person. Where no item has one, all is open: no filter is
    needed. None: the person reaches a part of the tree only, so the filter is always needed."""
    best = _widest(reached)
    if best is None:
        return None
    shut = [f"{best.audience}{level}@" for level in range(best.level + 1, HIGHEST_LEVEL + 1)]
    shut.append(f"{best.audience}{_SHUT}@")
    return (*shut, *(() if best.quarantine else (f"{best.audience}{_QUARANTINE}@",)))


@lru_cache(1 << 10)
def tells_all(reached: Reach) -> bool:
    """Whether `barred` is exactly what is hidden: no other way in opens any of it. Then leaving out what is
    barred, which is little, is the same as asking for what is open, which is nearly everything. Not so for
    researchers and verifiers: what is public opens to them also where their own purpose was refused."""
    best = _widest(reached)
    if best is None or best.audience is not Audience.PROGRAMME:
        return False
    return all(
        way.audience is best.audience and way.level <= best.level and way.quarantine <= best.quarantine
        for way in reached.ways
    )


def _widest(reached: Reach) -> Clearance | None:
    whole = [way for way in reached.ways if not way.organisation_path and way.owned_by is None]
    return max(whole, key=lambda way: (way.level, way.quarantine), default=None)


def _doors(audience: Audience, thing: Thing) -> Iterator[str]:
    if thing.state is ThingState.QUARANTINED:
        mark = _QUARANTINE
    elif thing.state is not ThingState.KEPT or not consented(audience, thing):
        mark = _SHUT
    else:
        mark = str(max(thing.level, 1))
    if mark == _SHUT:
        yield f"{audience}{mark}@"
        return
    yield from (f"{audience}{mark}@{part}" for part in _parts(thing.organisation_path or ""))
    if mark != _QUARANTINE and audience is Audience.PROGRAMME:
        yield from (f"{audience}{mark}={owner}" for owner in sorted(thing.owners))


@lru_cache(1 << 16)
def _parts(path: str) -> tuple[str, ...]:
    """A place of the tree and all that it lies in, the root as an empty path."""
    names = [name for name in path.split("/") if name]
    return tuple("/".join(names[:end]) for end in range(len(names) + 1))


def _keys(way: Clearance) -> Iterator[str]:
    end = f"@{way.organisation_path}" if way.owned_by is None else f"={way.owned_by}"
    yield from (f"{way.audience}{level}{end}" for level in _LEVELS if level <= way.level)
    if way.quarantine:
        yield f"{way.audience}{_QUARANTINE}{end}"
