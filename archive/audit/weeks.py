"""The week as the reviewer of the audit reads it: what deserves a look, by person and act. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from archive.audit.chain import VIETNAM
from schemas.audit import ActCount, AuditAct, Outcome
from schemas.errors import InvalidInput

REVEALING = frozenset(
    {
        AuditAct.ORIGINAL_DOWNLOADED,
        AuditAct.DOSSIER_VIEWED,
        AuditAct.RESTRICTED_READ,
        AuditAct.CONTACTS_READ,
        AuditAct.POINT_READ,
        AuditAct.EXPORTED,
        AuditAct.SHARED,
        AuditAct.AUDIT_READ,
    }
)
"""Acts that show or give away what others guard."""
POWERS = frozenset(
    {
        AuditAct.USER_ADDED,
        AuditAct.API_TOKEN_CHANGED,
        AuditAct.IDENTITY_LINKED,
        AuditAct.LINK_ISSUED,
        AuditAct.SECOND_FACTOR_CHANGED,
        AuditAct.ROLES_CHANGED,
        AuditAct.ACCOUNT_CLOSED,
        AuditAct.ACCOUNT_OPENED,
        AuditAct.SETTINGS_SEEN,
        AuditAct.RESTORED,
        AuditAct.ERASED,
        AuditAct.QUEUE_PAUSED,
        AuditAct.WORK_GIVEN_UP,
    }
)
"""Acts that change who may do what, or what the archive does."""


@dataclass(frozen=True, slots=True)
class Week:
    """From Monday, by Vietnam's clock."""

    monday: date

    @property
    def code(self) -> str:
        """As ISO 8601 writes it: 2026-W47."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def since(self) -> datetime:
        return datetime.combine(self.monday, time(), VIETNAM).astimezone(UTC)

    @property
    def until(self) -> datetime:
        return self.since + timedelta(days=7)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def moved(self, weeks: int) -> Week:
        return Week(self.monday + timedelta(weeks=weeks))


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def week_from(code: str) -> Week:
    """Raises InvalidInput."""
    try:
        year, week = code.split("-W")
        return Week(date.fromisocalendar(int(year), int(week), 1))
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            f"week {code[:20]!r}", vi="Tuần này không có.", en="There is no such week."
        ) from error


@dataclass(frozen=True, slots=True)
class Review:
    """Counts in the order in which a reviewer reads them; each act stands in one of the four."""

    refused: Sequence[ActCount]
    revealing: Sequence[ActCount]
    powers: Sequence[ActCount]
    others: Sequence[ActCount]


def review(counts: Sequence[ActCount]) -> Review:
    def some(kinds: frozenset[AuditAct]) -> list[ActCount]:
        return [one for one in counts if one.outcome == Outcome.DONE and one.act in kinds]

    told = REVEALING | POWERS
    return Review(
        refused=[one for one in counts if one.outcome != Outcome.DONE],
        revealing=some(REVEALING),
        powers=some(POWERS),
        others=[one for one in counts if one.outcome == Outcome.DONE and one.act not in told],
    )
