"""Which stage follows which. Pure.

make_derivatives beside (read_page | hear_testimony [-> read_frames, of a video]) -> extract_mentions
-> index_item -> suggest_links.
What was blank, failed or not allowed is still indexed: its title and what the family said of it can be found.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.holdings import Medium
from schemas.processing import Stage, State

_FIRST = {
    Medium.IMAGE: (Stage.MAKE_DERIVATIVES, Stage.READ_PAGE),
    Medium.DOCUMENT: (Stage.MAKE_DERIVATIVES, Stage.READ_PAGE),
    Medium.AUDIO: (Stage.MAKE_DERIVATIVES, Stage.HEAR_TESTIMONY),
    Medium.VIDEO: (Stage.MAKE_DERIVATIVES, Stage.HEAR_TESTIMONY),
    Medium.TEXT: (Stage.READ_PAGE,),
}
_QUEUES = {
    Stage.MAKE_DERIVATIVES: "reading",
    Stage.READ_PAGE: "reading",
    Stage.HEAR_TESTIMONY: "hearing",
    Stage.READ_FRAMES: "reading",
    Stage.EXTRACT_MENTIONS: "text",
    Stage.INDEX_ITEM: "text",
    Stage.SUGGEST_LINKS: "text",
}
QUEUES = ("reading", "hearing", "text")
"""An hour of speech waits in a queue of its own and never holds up a photo."""

OF_ITEM = frozenset({Stage.INDEX_ITEM, Stage.SUGGEST_LINKS})
"""These work on the item; the others on one asset."""


@dataclass(frozen=True, slots=True)
class Next:
    """A stage to plan, on the item or on the asset that the stage before worked on."""

    stage: Stage
    of_item: bool


def queue_of(stage: Stage) -> str:
    return _QUEUES[stage]


def first_stages(medium: Medium) -> tuple[Stage, ...]:
    """What is planned when a file has been received."""
    return _FIRST[medium]


def next_stages(stage: Stage, outcome: State, medium: Medium | None = None) -> tuple[Next, ...]:
    """What is planned when a stage has ended, on an asset of this medium (None: on an item)."""
    if stage is Stage.HEAR_TESTIMONY and medium is Medium.VIDEO and outcome is not State.BARRED:
        follows = Stage.READ_FRAMES
    elif stage in (Stage.READ_PAGE, Stage.HEAR_TESTIMONY, Stage.READ_FRAMES):
        follows = Stage.EXTRACT_MENTIONS if outcome is State.DONE else Stage.INDEX_ITEM
    elif stage is Stage.EXTRACT_MENTIONS:
        follows = Stage.INDEX_ITEM
    elif stage is Stage.INDEX_ITEM:
        follows = Stage.SUGGEST_LINKS
    else:
        return ()
    return (Next(follows, follows in OF_ITEM),)
