"""The measured facts as Prometheus reads them. Counts and moments only: nothing of what the archive holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from schemas.running import Facts, Finding, Level

_LEVELS = {Level.GOOD: 0, Level.CARE: 1, Level.BAD: 2}


class _Measured(Collector):
    def __init__(self, facts: Facts, found: Sequence[Finding]) -> None:
        self._facts = facts
        self._found = found

    def collect(self) -> Iterator[Metric]:
        facts = self._facts
        yield GaugeMetricFamily("kyuc_disk_free_bytes", "Free on the data disk", facts.free_bytes)
        yield GaugeMetricFamily("kyuc_disk_total_bytes", "Size of the data disk", facts.total_bytes)
        if facts.days_left is not None:
            yield GaugeMetricFamily("kyuc_disk_days_left", "At the growth of 14 days", facts.days_left)
        yield GaugeMetricFamily("kyuc_originals", "Originals held", facts.originals)
        yield GaugeMetricFamily("kyuc_fixity_incidents", "Originals found damaged", facts.open_incidents)
        yield GaugeMetricFamily("kyuc_data_requests_late", "Past the law's clock", facts.late_requests)
        if facts.last_backup is not None:
            at = facts.last_backup.timestamp()
            yield GaugeMetricFamily("kyuc_last_backup_timestamp_seconds", "Last good backup", at)
        yield from self._queues()
        yield self._levels()

    def _queues(self) -> Iterator[Metric]:
        work = GaugeMetricFamily("kyuc_work", "Work by stage and state", labels=["stage", "state"])
        oldest = GaugeMetricFamily("kyuc_oldest_waiting_seconds", "Age of the oldest", labels=["stage"])
        paused = GaugeMetricFamily("kyuc_paused", "1: a person paused it", labels=["stage"])
        for stage, queue in self._facts.queues.items():
            counts = {"waiting": queue.waiting, "running": queue.running, "failed": queue.failed}
            for state, count in counts.items():
                work.add_metric([stage.value, state], count)
            if queue.oldest is not None:
                oldest.add_metric([stage.value], (self._facts.at - queue.oldest).total_seconds())
            paused.add_metric([stage.value], queue.paused_since is not None)
        yield from (work, oldest, paused)

    def _levels(self) -> Metric:
        told = GaugeMetricFamily("kyuc_alarm", "0 good, 1 look this week, 2 act today", labels=["topic"])
        for finding in self._found:
            told.add_metric([finding.topic.value], _LEVELS[finding.level])
        return told


def as_prometheus(facts: Facts, found: Sequence[Finding]) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Measured(facts, found))
    return generate_latest(registry)
