"""Waking workers through RQ 3 on Valkey or Redis. Jobs carry ids only, as JSON.

A job's id names stage, target, revision, attempt and a span of five minutes: waking twice puts one job in the
queue, yet an id that a killed worker left behind never blocks the work for long.
"""

from __future__ import annotations

import time

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from archive import route
from archive.ports import JobQueue
from archive.settings import Settings
from schemas.errors import QueueUnavailable
from schemas.processing import StageState

RUN_STAGE = "workers.jobs.run_stage"
"""What a worker calls; named by text because the archive does not know the workers."""

_SPAN_SECONDS = 300
_NO_LIMIT = -1
_KEEP_FAILED_SECONDS = 60


def connect(settings: Settings) -> Redis[bytes]:
    """A connection that gives up soon; nothing is asked of the server yet."""
    return Redis.from_url(settings.redis_url, socket_connect_timeout=2, health_check_interval=30)


class RqQueue:
    """One RQ queue for each kind of worker. The time limit is held by the worker's engine host, not by RQ."""

    def __init__(self, connection: Redis[bytes]) -> None:
        self._connection = connection
        self._queues = {
            name: Queue(name, connection=connection, serializer=JSONSerializer) for name in route.QUEUES
        }

    def wake(self, state: StageState) -> None:
        span = int(time.time()) // _SPAN_SECONDS
        parts = (state.stage, state.target_id, state.revision, state.attempt, span)
        try:
            self._queues[route.queue_of(state.stage)].enqueue_call(
                RUN_STAGE,
                args=(state.target_id, str(state.stage)),
                job_id="_".join(map(str, parts)),
                timeout=_NO_LIMIT,
                result_ttl=0,
                failure_ttl=_KEEP_FAILED_SECONDS,
                unique=True,
            )
        except DuplicateJobError:
            return
        except RedisError as error:
            raise QueueUnavailable(type(error).__name__) from error

    def serves(self) -> bool:
        try:
            return bool(self._connection.ping())
        except RedisError:
            return False


def open_queue(settings: Settings) -> JobQueue:
    """The queues of these settings; nothing is asked of the server yet."""
    return RqQueue(connect(settings))
