"""The job desk: again, all of a kind again, give up with a note, pause and go on. Each is in the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.audit.actor import actor
from archive.intake import Stores, wake
from archive.ports import Catalogue
from archive.seeing import visible
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.errors import Conflict, InvalidInput
from schemas.people import User
from schemas.processing import Stage, StageState
from schemas.running import StageQueue

AT_ONCE = 500
"""So many are planned again in one transaction; the rest with the next press."""
_SHORTEST_NOTE = 5


def queues(records: Catalogue) -> Mapping[Stage, StageQueue]:
    """Every kind of work with the time that what waits will take, at the pace of late."""
    return {stage: _with_time(records, queue) for stage, queue in records.stage_queues().items()}


def _with_time(records: Catalogue, queue: StageQueue) -> StageQueue:
    if not queue.waiting or queue.paused_since is not None:
        return queue
    pace = records.pace_of(queue.stage)
    if pace.seconds is None:
        return queue
    return replace(queue, seconds_left=pace.seconds * queue.waiting / max(queue.running, 1))


def failed_seen(records: Catalogue, user: User, stage: Stage, reason_code: str) -> list[StageState]:
    """Failed work of one kind, of items that this person may see."""
    failed = records.failed_of_kind(stage, reason_code, AT_ONCE)
    seen = {item.id for item in visible(records, user, records.items([one.item_id for one in failed]))}
    return [one for one in failed if one.item_id in seen]


def all_again(archive: Stores, user: User, stage: Stage, reason_code: str) -> int:
    """Plan everything of this kind anew, with fresh attempts; how many. The workers are woken after it."""
    with archive.records() as records:
        chosen = failed_seen(records, user, stage, reason_code)
        planned = [one for each in chosen if (one := records.requeue_failed(each.target_id, stage))]
        if planned:
            told: dict[str, Detail] = {"reason": reason_code, "times": len(planned)}
            records.note(AuditEntry(AuditAct.WORK_AGAIN, "stage", stage.value, details=told))
        records.commit()
    wake(archive.queue, planned)
    return len(planned)


def give_up(archive: Stores, user: User, which: tuple[str, Stage], note: str) -> None:
    """Work (target id, stage) that failed for good; the note stands where its reason stood.

    Raises InvalidInput (no note), Conflict (it has not failed), NotFound (of an item that is not theirs).
    """
    target_id, stage = which
    words = " ".join(note.split())[:500]
    if len(words) < _SHORTEST_NOTE:
        raise InvalidInput(
            "note",
            vi="Hãy ghi vì sao thôi, để người sau hiểu.",
            en="Say why it is given up, so that others understand.",
        )
    with archive.records() as records:
        state = records.stage(target_id, stage)
        if state is None or not visible(records, user, records.items([state.item_id])):
            raise Conflict("not failed")
        if not records.give_up(target_id, stage, f"Đã thôi: {words}", f"Given up: {words}"):
            raise Conflict("not failed")
        told: dict[str, Detail] = {"target": target_id, "stage": stage.value}
        records.note(AuditEntry(AuditAct.WORK_GIVEN_UP, "item", state.item_id, details=told))
        records.commit()


def pause(archive: Stores, stage: Stage) -> None:
    """What runs ends in peace; nothing new begins."""
    with archive.records() as records:
        if records.pause_stage(stage, actor().id):
            records.note(AuditEntry(AuditAct.QUEUE_PAUSED, "stage", stage.value))
            records.commit()


def go_on(archive: Stores, stage: Stage) -> None:
    """The sweeper wakes what waited, within seconds."""
    with archive.records() as records:
        if records.resume_stage(stage):
            records.note(AuditEntry(AuditAct.QUEUE_RESUMED, "stage", stage.value))
            records.commit()


def failed_shown(records: Catalogue, user: User) -> Sequence[tuple[Stage, str, list[StageState]]]:
    """By kind, what failed and this person may see; kinds of which they see nothing are left out."""
    kinds = [(kind.stage, kind.reason_code) for kind in records.failed_kinds()]
    found = [(stage, reason, failed_seen(records, user, stage, reason)) for stage, reason in kinds]
    return [one for one in found if one[2]]
