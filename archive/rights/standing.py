"""How far each role reaches, and what a person's roles, place and age make of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from schemas.people import Role, User
from schemas.rights import Audience, Clearance, Reach

MINOR_HIGHEST = 2
"""Under eighteen: never what is for verification or restricted, whatever the role."""
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """`placed`: without a place in the organisation tree the role reaches only what the person brought."""

    level: int
    audience: Audience = Audience.PROGRAMME
    placed: bool = False
    quarantine: bool = False


STANDINGS: dict[Role, Standing] = {
    Role.VOLUNTEER: Standing(1, placed=True),
    Role.TEAM_LEAD: Standing(1),
    Role.INTAKE_OFFICER: Standing(3),
    Role.CLASSIFIER: Standing(2),
    Role.COMMUNE_VERIFIER: Standing(3, Audience.VERIFICATION),
    Role.PROVINCE_VERIFIER: Standing(4, Audience.VERIFICATION, quarantine=True),
    Role.MARTYR_FILE_OFFICER: Standing(3, Audience.VERIFICATION),
    Role.RESEARCHER: Standing(2, Audience.RESEARCH),
    Role.STEERING_MEMBER: Standing(1),
    Role.CONTRIBUTOR: Standing(0),
    Role.ADMINISTRATOR: Standing(1),
    Role.DATA_PROTECTION_OFFICER: Standing(4),
}
"""An administrator runs the archive and reads no secrets by it."""


def reach(user: User | None, today: date | None = None) -> Reach:
    """All ways in that this person has (None: nobody signed in)."""
    if user is None or user.disabled:
        return Reach()
    minor = is_minor(user, today)
    ways = (way for role in sorted(user.roles) for way in _ways(user, role))
    return Reach(tuple(dict.fromkeys(_for_a_minor(way) if minor else way for way in ways)))


def is_minor(user: User, today: date | None = None) -> bool:
    """Under eighteen on this day. Whose birthday nobody entered counts as grown."""
    if user.born is None:
        return False
    today = today or datetime.now(UTC).date()
    had_birthday = (today.month, today.day) >= (user.born.month, user.born.day)
    return today.year - user.born.year - (not had_birthday) < OF_AGE


def lacks_purpose(user: User) -> bool:
    """Researchers state what they work on before they read."""
    return Role.RESEARCHER in user.roles and not user.purpose.strip()


def _ways(user: User, role: Role) -> Iterator[Clearance]:
    held = STANDINGS[role]
    if role is Role.RESEARCHER and lacks_purpose(user):
        return
    if held.level and (user.organisation_path or not held.placed):
        yield Clearance(held.level, held.audience, user.organisation_path, held.quarantine)
    yield Clearance(max(held.level, 1), owned_by=user.id)


def _for_a_minor(way: Clearance) -> Clearance:
    return replace(way, level=min(way.level, MINOR_HIGHEST), quarantine=False)
