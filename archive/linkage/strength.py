"""How strong a suggestion is, in words, and what would settle it. Pure; the words are in the catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from archive.linkage.slips import Slip
from schemas.linkage import Evidence, Suggestion

_STRONG, _FAIR = 0.95, 0.5
_NAME_READ = 0.8
"""As in `suggest`: years and a village alone never make a strong word."""


class Strength(StrEnum):
    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


class Settles(StrEnum):
    """What would settle a case."""

    BIRTH_DIFFERS = "birth_differs"
    DEATH_DIFFERS = "death_differs"
    DEATH_SLIPPED = "death_slipped"
    DEATH_OF_NOTICE = "death_of_notice"
    UNIT_DIFFERS = "unit_differs"
    HOMETOWN_DIFFERS = "hometown_differs"
    NAMESAKES = "namesakes"
    NAME_ALONE = "name_alone"
    NAME_UNSURE = "name_unsure"
    NO_DEATH = "no_death"
    NO_UNIT = "no_unit"


_DAY_SLIPS = frozenset(Slip) - {Slip.NOTICE}
_DIFFERING = {
    "birth": Settles.BIRTH_DIFFERS,
    "death": Settles.DEATH_DIFFERS,
    "unit": Settles.UNIT_DIFFERS,
    "hometown": Settles.HOMETOWN_DIFFERS,
}


def strength_of(suggestion: Suggestion) -> Strength:
    """Strong only where the name itself was read; namesakes share the probability and so pull it down."""
    if suggestion.probability >= _STRONG and _name_likeness(suggestion.evidence) >= _NAME_READ:
        return Strength.STRONG
    return Strength.FAIR if suggestion.probability >= _FAIR else Strength.WEAK


def what_settles(suggestion: Suggestion, namesakes: int = 0) -> Sequence[Settles]:
    """What to look for next, contradictions first. `namesakes`: other records of the same name."""
    found = [_DIFFERING[one.feature] for one in suggestion.contradictions if one.feature in _DIFFERING]
    if any(one.feature == "death" and one.level in _DAY_SLIPS for one in suggestion.evidence):
        found.append(Settles.DEATH_SLIPPED)
    if any(one.level == Slip.NOTICE for one in suggestion.evidence):
        found.append(Settles.DEATH_OF_NOTICE)
    if namesakes:
        found.append(Settles.NAMESAKES)
    if _name_likeness(suggestion.evidence) < _NAME_READ:
        found.append(Settles.NAME_UNSURE)
    told = {one.feature for one in (*suggestion.evidence, *suggestion.contradictions)}
    if told <= {"name"}:
        return [*found, Settles.NAME_ALONE]
    if "death" not in told:
        found.append(Settles.NO_DEATH)
    if "unit" not in told:
        found.append(Settles.NO_UNIT)
    return found


def _name_likeness(evidence: Iterable[Evidence]) -> float:
    """0 to 1, as the matcher noted it in the level of the name."""
    for one in evidence:
        if one.feature == "name":
            try:
                return float(one.level)
            except ValueError:
                return 0.0
    return 0.0
