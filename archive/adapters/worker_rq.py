"""An RQ worker that does not fork: crashes, time and memory are the engine host's business."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from archive.adapters.queue_rq import connect
from archive.settings import Settings
from schemas.errors import QueueUnavailable


class _StageWorker(SimpleWorker):
    on_stop: Callable[[], None]

    def handle_warm_shutdown_request(self) -> None:
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]
        self.on_stop()


def serve(settings: Settings, queues: Sequence[str], name: str, on_stop: Callable[[], None]) -> None:
    """Take jobs from these queues until told to end (SIGTERM, SIGINT), then call `on_stop` and return.

    Raises QueueUnavailable if the server cannot be reached at the start.
    """
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    try:
        connection = connect(settings)
        served = [Queue(queue, connection=connection, serializer=JSONSerializer) for queue in queues]
        worker = _StageWorker(served, name=name, connection=connection, serializer=JSONSerializer)
        worker.on_stop = on_stop
        worker.work(logging_level="WARNING")
    except RedisError as error:
        raise QueueUnavailable(type(error).__name__) from error
