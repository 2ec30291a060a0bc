"""What RQ calls: ids in, one line each. The worker process has set its runner before."""

from __future__ import annotations

from schemas.processing import Stage
from workers.runner import Runner

_runners: list[Runner] = []


def serve_with(runner: Runner) -> None:
    """This process's runner from now on."""
    _runners[:] = [runner]


def run_stage(target_id: str, stage: str) -> None:
    """Named in `archive.adapters.queue_rq.RUN_STAGE`."""
    _runners[0].work(target_id, Stage(stage))
