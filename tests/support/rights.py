"""The situations of `archive/rights/table.csv`, each as a person and a thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive.rights.policy import decide
from schemas.consent import Purpose
from schemas.people import Role, User
from schemas.rights import Outcome, Thing, ThingState, Use

HERE, ELSEWHERE = "lang-son/mau-son", "lang-son/ky-lua"
TODAY = date(2026, 11, 22)
ALL = frozenset(Purpose)
_THING = Thing(organisation_path=HERE, allowed=ALL)
SITUATIONS: dict[str, Thing] = {
    "kept": _THING,
    "of another commune": replace(_THING, organisation_path=ELSEWHERE),
    "of another commune, brought by this person": replace(
        _THING, organisation_path=ELSEWHERE, owners=frozenset({"me"})
    ),
    "a part withheld below level 3": replace(_THING, withheld_to=(3,)),
    "an identity card withheld below level 4": replace(_THING, withheld_to=(4,)),
    "quarantined": replace(_THING, state=ThingState.QUARANTINED),
    "withdrawn": replace(_THING, state=ThingState.WITHDRAWN),
    "no consent for keeping": replace(_THING, allowed=ALL - {Purpose.KEEPING}),
    "no consent for research": replace(_THING, allowed=ALL - {Purpose.RESEARCH}),
    "no consent for verification": replace(_THING, allowed=ALL - {Purpose.VERIFICATION}),
    "no consent for publication": replace(_THING, allowed=ALL - {Purpose.PUBLICATION}),
    "no consent entered": replace(_THING, allowed=None),
    "the person is sixteen": _THING,
    "the person has no place in the tree": _THING,
    "the researcher stated no purpose": _THING,
    "contacts of relatives, for a reason": _THING,
    "contacts of relatives, without a reason": _THING,
    "the original, a part of it withheld below level 3": replace(_THING, withheld_to=(3,)),
}


def person(situation: str, role: Role) -> User:
    return User(
        "me",
        roles=frozenset({role}),
        organisation_path="" if "no place" in situation else HERE,
        born=date(2010, 1, 1) if "sixteen" in situation else None,
        purpose="" if "no purpose" in situation else "Chiến dịch 1972",
        id="me",
    )


def answer(situation: str, role: Role, level: int) -> str:
    """`yes`, `part`, or the code of the reason."""
    use = Use.CONTACTS if "contacts" in situation else Use.ORIGINAL if "original" in situation else Use.VIEW
    said = decide(
        person(situation, role),
        replace(SITUATIONS[situation], level=level),
        use,
        reason="Đối chiếu thân nhân" if "for a reason" in situation else "",
    )
    if said.outcome is Outcome.REFUSED:
        return str(said.reason)
    return "part" if said.outcome is Outcome.PARTLY else "yes"
