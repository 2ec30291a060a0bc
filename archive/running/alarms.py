"""What the measured facts mean: good, look this week, act today. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from schemas.processing import Stage
from schemas.running import Facts, Finding, Level, StageQueue, Topic

_DAYS_CARE, _DAYS_BAD = 30.0, 10.0
_SHARE_CARE, _SHARE_BAD = 0.15, 0.05
"""Of the disk that is still free, where nothing comes in to count days by."""
_BEHIND_CARE, _BEHIND_BAD = timedelta(hours=12), timedelta(days=2)
_BACKUP_CARE, _BACKUP_BAD = timedelta(days=2), timedelta(days=7)
_FAILED_CARE, _FAILED_BAD = 1, 50


def findings(facts: Facts) -> Sequence[Finding]:
    """One for each part, the worst first."""
    found = [
        _disk(facts),
        _behind(Topic.READING, facts.queues.get(Stage.READ_PAGE), facts.at),
        _behind(Topic.HEARING, facts.queues.get(Stage.HEAR_TESTIMONY), facts.at),
        _failed(facts),
        _fixity(facts),
        _backup(facts),
        Finding(Topic.REQUESTS, Level.BAD if facts.late_requests else Level.GOOD, facts.late_requests),
        _answers(Topic.STORE, facts.store_answers),
        _answers(Topic.SEARCH, facts.search_answers),
        _answers(Topic.QUEUE, facts.queue_answers),
    ]
    order = (Level.BAD, Level.CARE, Level.GOOD)
    return sorted(found, key=lambda one: order.index(one.level))


def worst(found: Sequence[Finding]) -> Level:
    return found[0].level if found else Level.GOOD


def _level(value: float, care: float, bad: float) -> Level:
    """`value` grows worse as it grows."""
    if value >= bad:
        return Level.BAD
    return Level.CARE if value >= care else Level.GOOD


def _disk(facts: Facts) -> Finding:
    share = facts.free_bytes / facts.total_bytes if facts.total_bytes else 1.0
    by_share = _level(-share, -_SHARE_CARE, -_SHARE_BAD)
    days = facts.days_left
    by_days = _level(-days, -_DAYS_CARE, -_DAYS_BAD) if days is not None else Level.GOOD
    order = (Level.GOOD, Level.CARE, Level.BAD)
    return Finding(Topic.DISK, max(by_share, by_days, key=order.index), days)


def _behind(topic: Topic, queue: StageQueue | None, now: datetime) -> Finding:
    """How long the oldest has waited, in hours; a queue that a person paused is told as care."""
    if queue is None or queue.oldest is None:
        return Finding(topic, Level.GOOD, 0.0)
    waited = now - queue.oldest
    level = _level(waited.total_seconds(), _BEHIND_CARE.total_seconds(), _BEHIND_BAD.total_seconds())
    if queue.paused_since is not None and level is Level.GOOD:
        level = Level.CARE
    return Finding(topic, level, max(waited.total_seconds(), 0.0) / 3600)


def _failed(facts: Facts) -> Finding:
    failed = sum(queue.failed for queue in facts.queues.values())
    return Finding(Topic.FAILED, _level(failed, _FAILED_CARE, _FAILED_BAD), failed)


def _fixity(facts: Facts) -> Finding:
    if facts.open_incidents:
        return Finding(Topic.FIXITY, Level.BAD, facts.open_incidents)
    return Finding(Topic.FIXITY, Level.CARE if facts.unchecked_originals else Level.GOOD, 0)


def _backup(facts: Facts) -> Finding:
    """Days since the last one that ended well; None: there never was one."""
    if facts.last_backup is None:
        return Finding(Topic.BACKUP, Level.BAD if facts.originals else Level.GOOD)
    age = facts.at - facts.last_backup
    level = _level(age.total_seconds(), _BACKUP_CARE.total_seconds(), _BACKUP_BAD.total_seconds())
    return Finding(Topic.BACKUP, level, age.total_seconds() / 86_400)


def _answers(topic: Topic, answers: bool) -> Finding:
    return Finding(topic, Level.GOOD if answers else Level.BAD)
