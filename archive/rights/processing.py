"""Which work machines may do on a thing: what the family allowed decides, stage by stage. Pure."""

from __future__ import annotations

from archive.rights.policy import allowed_purposes, may_process
from archive.rights.reasons import ruling
from schemas.consent import Purpose
from schemas.processing import Stage
from schemas.rights import Outcome, Reason, Ruling, Thing, ThingState
from schemas.transcripts import Transcript

OF_MACHINES = frozenset(Stage) - {Stage.MAKE_DERIVATIVES, Stage.INDEX_ITEM}
"""Needs consent for machines. Pictures to look at, and being found by title, belong to keeping."""


def may_run(stage: Stage, thing: Thing) -> Ruling:
    """Whether this stage may work on it. What leaves the index is done also for what may not be kept."""
    if stage is Stage.INDEX_ITEM:
        return ruling(Outcome.ALLOWED)
    if stage in OF_MACHINES:
        said = may_process(thing)
        if said and stage is Stage.SUGGEST_LINKS and Purpose.VERIFICATION not in allowed_purposes(thing):
            return ruling(Outcome.REFUSED, Reason.CONSENT)
        return said
    if thing.state is not ThingState.KEPT:
        return may_process(thing)
    kept = Purpose.KEEPING in allowed_purposes(thing)
    return ruling(Outcome.ALLOWED) if kept else ruling(Outcome.REFUSED, Reason.CONSENT)


def readable(text: Transcript, thing: Thing) -> bool:
    """Whether this text may be shown and searched: what a machine made goes when machines may not work."""
    return text.author.kind == "person" or Purpose.MACHINE in allowed_purposes(thing)
