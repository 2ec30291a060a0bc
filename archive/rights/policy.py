"""May this person do this with this thing? One answer with its reason. Pure."""

from __future__ import annotations

from archive.rights.reasons import ruling
from archive.rights.standing import MINOR_HIGHEST, STANDINGS, is_minor, lacks_purpose, reach
from schemas.consent import Purpose
from schemas.people import User
from schemas.rights import Audience, Clearance, Outcome, Reach, Reason, Ruling, Thing, ThingState, Use

NEEDED = {
    Audience.PROGRAMME: Purpose.KEEPING,
    Audience.RESEARCH: Purpose.RESEARCH,
    Audience.VERIFICATION: Purpose.VERIFICATION,
}
"""What a family must have allowed for each audience."""
SENSITIVE_FROM = 3
"""Contacts of relatives and exact points: from this level, for a reason that is written down."""
_SENSITIVE = frozenset({Use.CONTACTS, Use.EXACT_POINT})
_SHUT = {
    ThingState.WITHDRAWN: Reason.WITHDRAWN,
    ThingState.QUARANTINED: Reason.QUARANTINED,
    ThingState.PRACTICE: Reason.PRACTICE,
}
_TO_NOBODY = frozenset({ThingState.WITHDRAWN, ThingState.PRACTICE})
WITHOUT_RECORD = frozenset(Purpose) - {Purpose.PUBLICATION}
"""Imports, and visits whose consent stands on paper only: worked on in the archive, never public."""


def decide(user: User | None, thing: Thing, use: Use = Use.VIEW, *, reason: str = "") -> Ruling:
    """`reason`: the words in which the person says why they need contacts or an exact point."""
    if user is not None and user.disabled:
        return ruling(Outcome.REFUSED, Reason.CLOSED_ACCOUNT)
    level = level_over(reach(user), thing)
    if level is None:
        return ruling(Outcome.REFUSED, _why_closed(user, thing))
    if use in _SENSITIVE:
        return _sensitive(user, level, reason)
    if any(from_level > level for from_level in thing.withheld_to):
        outcome = Outcome.REFUSED if use is Use.ORIGINAL else Outcome.PARTLY
        return ruling(outcome, Reason.WITHHELD)
    return ruling(Outcome.ALLOWED)


def allowed_purposes(thing: Thing) -> frozenset[Purpose]:
    return WITHOUT_RECORD if thing.allowed is None else thing.allowed


def is_public(thing: Thing) -> bool:
    """Level 0 alone is not enough: the family must have allowed publication."""
    open_ = thing.state is ThingState.KEPT and thing.level == 0
    return open_ and {Purpose.KEEPING, Purpose.PUBLICATION} <= allowed_purposes(thing)


def may_process(thing: Thing) -> Ruling:
    """Whether machines may read, hear or otherwise work on it."""
    if thing.state is not ThingState.KEPT:
        return ruling(Outcome.REFUSED, _SHUT[thing.state])
    if not {Purpose.KEEPING, Purpose.MACHINE} <= allowed_purposes(thing):
        return ruling(Outcome.REFUSED, Reason.CONSENT)
    return ruling(Outcome.ALLOWED)


def may_share(thing: Thing) -> bool:
    """Whether the family's own link may show it: nothing that may be secret, nothing that was taken out."""
    return thing.state is ThingState.KEPT and Purpose.KEEPING in allowed_purposes(thing)


def level_over(reached: Reach, thing: Thing) -> int | None:
    """The highest level that a person has over this thing; None: they do not see it."""
    levels = [way.level for way in reached.ways if _opens(way, thing)]
    if is_public(thing):
        levels.append(0)
    return max(levels, default=None)


def _opens(way: Clearance, thing: Thing) -> bool:
    if thing.state in _TO_NOBODY or not _belongs(way, thing):
        return False
    if thing.state is ThingState.QUARANTINED:
        return way.quarantine
    # What is not public yet is at least for the programme.
    return max(thing.level, 1) <= way.level and consented(way.audience, thing)


def consented(audience: Audience, thing: Thing) -> bool:
    return {Purpose.KEEPING, NEEDED[audience]} <= allowed_purposes(thing)


def _belongs(way: Clearance, thing: Thing) -> bool:
    if way.owned_by is not None:
        return way.owned_by in thing.owners
    return thing.organisation_path is None or lies_in(thing.organisation_path, way.organisation_path)


def lies_in(path: str, part: str) -> bool:
    """Whether a place of the organisation tree lies in this part of it; the empty part is the whole tree."""
    return not part or path == part or path.startswith(f"{part}/")


def _sensitive(user: User | None, level: int, reason: str) -> Ruling:
    if level < SENSITIVE_FROM:
        minor = user is not None and is_minor(user)
        return ruling(Outcome.REFUSED, Reason.MINOR if minor else Reason.LEVEL)
    return ruling(Outcome.ALLOWED) if reason.strip() else ruling(Outcome.REFUSED, Reason.REASON_MISSING)


def _why_closed(user: User | None, thing: Thing) -> Reason:
    """The first reason that holds, for the person and for the record of refusals."""
    if thing.state in _SHUT:
        return _SHUT[thing.state]
    if user is not None and lacks_purpose(user):
        return Reason.NO_PURPOSE
    near = [way for way in reach(user).ways if _belongs(way, thing)]
    if not near and user is not None and any(STANDINGS[role].level for role in user.roles):
        return Reason.ORGANISATION
    if any(max(thing.level, 1) <= way.level for way in near):
        return Reason.CONSENT
    return Reason.MINOR if user is not None and _age_decides(user, thing) else Reason.LEVEL


def _age_decides(user: User, thing: Thing) -> bool:
    highest = max((STANDINGS[role].level for role in user.roles), default=0)
    return is_minor(user) and MINOR_HIGHEST < thing.level <= highest
