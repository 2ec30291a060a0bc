"""The month's report on the originals, signed: what was compared, what was found, what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from archive.intake import Stores
from archive.keeping.signatures import signer_of, verify
from archive.keeping.version import VERSION
from archive.settings import Settings
from schemas.errors import InvalidInput
from schemas.keeping import Incident, KeepingRun, KeepingTask

_RECENT = timedelta(days=90)


class Archive(Stores, Protocol):
    settings: Settings


def month_before(today: date) -> str:
    """As YYYY-MM."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def make_report(archive: Archive, month: str) -> Mapping[str, Any]:
    """Signed, and kept among the runs. Raises InvalidInput for what is no month."""
    began = datetime.now(UTC)
    since, until = _bounds(month)
    signer = signer_of(archive.settings)
    with archive.records() as records:
        held, size = records.originals_held()
        old, old_size = records.unchecked_since(min(until, began) - _RECENT)
        checks = records.checks_since(since, until)
        incidents = [one for one in records.incidents(since=since) if one.found_at < until]
        report = {
            "report": "fixity",
            "month": month,
            "made_at": began.isoformat(timespec="seconds"),
            "program": f"kyuc {VERSION}",
            "originals": {"number": held, "bytes": size},
            "not_compared_for_90_days": {"number": old, "bytes": old_size},
            "comparisons": {
                outcome: {"number": number, "bytes": read}
                for outcome, (number, read) in sorted(checks.items())
            },
            "incidents": [_told(one) for one in incidents],
            "algorithm": "SHA-256",
            "key": signer.public,
        }
        signed = {**report, "signature": signer.sign(_words(report))}
        records.add_keeping_run(KeepingRun(KeepingTask.REPORT, began, datetime.now(UTC), "done", signed))
        records.commit()
    return signed


def is_genuine(report: Mapping[str, Any], key: str | None = None) -> bool:
    """Whether it stands as it was signed, by this key (hex) or else by the one that it names."""
    given = dict(report)
    signature = str(given.pop("signature", ""))
    return verify(key or str(given.get("key", "")), _words(given), signature)


def latest_reports(archive: Stores, limit: int = 24) -> list[KeepingRun]:
    with archive.records() as records:
        return list(records.keeping_runs(KeepingTask.REPORT, limit))


def _words(report: Mapping[str, Any]) -> bytes:
    """The one way to write it that is signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _told(incident: Incident) -> dict[str, Any]:
    """Without the words of the people who closed it."""
    told = {name: value for name, value in asdict(incident).items() if name not in ("note", "by")}
    moments = {
        name: value.isoformat(timespec="seconds")
        for name, value in told.items()
        if hasattr(value, "isoformat")
    }
    return {**told, **moments}


def _bounds(month: str) -> tuple[datetime, datetime]:
    try:
        first = datetime.strptime(month, "%Y-%m").astimezone().replace(day=1)
    except ValueError as error:
        raise InvalidInput(
            "month", vi="Hãy ghi tháng như 2026-11.", en="Write the month as 2026-11."
        ) from error
    after = (first + timedelta(days=32)).replace(day=1)
    return first.astimezone(UTC), after.astimezone(UTC)
