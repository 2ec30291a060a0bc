"""Names that are known beforehand (of the register, of the visit) among what was read in a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from archive.authority.known_names import KnownName, KnownNames
from archive.authority.mention_making import person_value
from schemas.mentions import Mention, MentionKind

_LEAST_WORDS = 3
"""A known name of two syllables is too easily something else to be found where no rule saw a name."""


def with_known_names(text: str, found: Sequence[Mention], known: KnownNames) -> list[Mention]:
    """`found` with the known names that the rules missed or cut short; in the order of the text.

    What is known says that somebody of that name stands there, never who: the value is what was written.
    """
    kept = list(found)
    starts, ends = [one.start for one in kept], [one.end for one in kept]
    more: list[Mention] = []
    dropped: set[int] = set()
    for hit in known.find(text):
        over = range(bisect_right(ends, hit.start), bisect_left(starts, hit.end))
        if all(_gives_way(kept[at], hit) for at in over) and _certain(text, hit):
            dropped.update(over)
            more.append(_mention(text, hit))
    kept = [one for at, one in enumerate(kept) if at not in dropped]
    return sorted([*kept, *more], key=lambda one: (one.start, one.end))


def _gives_way(mention: Mention, hit: KnownName) -> bool:
    """A shorter or crossing reading of a person, or a guess at a place without any candidate."""
    whole = hit.start <= mention.start and mention.end <= hit.end
    same = (mention.start, mention.end) == (hit.start, hit.end)
    unsure_place = mention.kind is MentionKind.PLACE and not mention.candidates
    return not same and ((mention.kind is MentionKind.PERSON and whole) or (unsure_place and whole))


def _certain(text: str, hit: KnownName) -> bool:
    """Three syllables or more; in small letters only with the very marks, or with no mark at all."""
    written = text[hit.start : hit.end]
    if len(written.split()) < _LEAST_WORDS:
        return False
    return hit.how in {"exact", "unmarked"} or written[0].isupper()


def _mention(text: str, hit: KnownName) -> Mention:
    written = text[hit.start : hit.end]
    certainty = "read" if hit.how == "exact" else "weak"
    value = person_value(written)
    return Mention(MentionKind.PERSON, hit.start, hit.end, written, value, (), certainty, {"known": hit.how})
