"""Reports of people without an account, and campaigns, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, select, update

from archive.adapters.records_base import Records
from archive.adapters.tables_reports import campaigns, intake_uses, report_events, report_files, reports
from schemas.reports import (
    About,
    Campaign,
    Contact,
    Point,
    Report,
    ReportAct,
    ReportEvent,
    ReportFile,
    ReportState,
)


class ReportRecords(Records):
    def add_report(self, report: Report) -> None:
        self.run(insert(reports).values(**_row(report)))

    def find_report(self, report_id: str) -> Report | None:
        row = self.first(select(reports).where(reports.c.id == report_id))
        return _report(row) if row else None

    def report_with_code(self, code: str) -> Report | None:
        row = self.first(select(reports).where(reports.c.code == code))
        return _report(row) if row else None

    def change_report(self, before: Report, after: Report) -> bool:
        """False where somebody else changed its state or holder meanwhile."""
        standing = and_(
            reports.c.id == before.id,
            reports.c.state == before.state,
            reports.c.holder.is_not_distinct_from(before.holder),
            reports.c.offered_to.is_not_distinct_from(before.offered_to),
        )
        return self.run(update(reports).where(standing).values(**_row(after))).rowcount == 1

    def reports(
        self, states: Sequence[ReportState], *, holder: str | None = None, offset: int = 0, limit: int = 50
    ) -> Sequence[Report]:
        found = select(reports).where(reports.c.state.in_(states))
        if holder is not None:
            found = found.where((reports.c.holder == holder) | (reports.c.offered_to == holder))
        rows = self.rows(found.order_by(reports.c.due, reports.c.id).offset(offset).limit(limit))
        return [_report(row) for row in rows]

    def count_reports(self) -> Mapping[ReportState, int]:
        counted = select(reports.c.state, func.count().label("n")).group_by(reports.c.state)
        return {ReportState(row["state"]): row["n"] for row in self.rows(counted)}

    def declined_before(self, before: datetime) -> Sequence[Report]:
        has_files = exists().where(report_files.c.report_id == reports.c.id)
        declined = and_(reports.c.state == ReportState.DECLINED, reports.c.made_at < before)
        return [_report(row) for row in self.rows(select(reports).where(declined, has_files))]

    def add_report_file(self, file: ReportFile) -> None:
        self.run(insert(report_files).values(**asdict(file)))

    def report_files(self, report_id: str) -> Sequence[ReportFile]:
        found = select(report_files).where(report_files.c.report_id == report_id).order_by(report_files.c.id)
        return [ReportFile(**row) for row in self.rows(found)]

    def drop_report_files(self, report_id: str) -> None:
        self.run(delete(report_files).where(report_files.c.report_id == report_id))

    def add_report_event(self, event: ReportEvent) -> None:
        self.run(insert(report_events).values(**asdict(event)))

    def report_events(self, report_id: str) -> Sequence[ReportEvent]:
        """Oldest first."""
        found = select(report_events).where(report_events.c.report_id == report_id)
        rows = self.rows(found.order_by(report_events.c.at, report_events.c.id))
        return [ReportEvent(**{**row, "act": ReportAct(row["act"])}) for row in rows]

    def add_campaign(self, campaign: Campaign) -> None:
        row = asdict(campaign)
        self.run(insert(campaigns).values(**_with_point(row, campaign.point)))

    def campaign_with_code(self, code: str) -> Campaign | None:
        row = self.first(select(campaigns).where(campaigns.c.code == code))
        return _campaign(row) if row else None

    def campaigns(self) -> Sequence[tuple[Campaign, int]]:
        """Newest first, each with the number of reports that came by it."""
        count = select(func.count()).where(reports.c.campaign_id == campaigns.c.id).scalar_subquery()
        rows = self.rows(select(campaigns, count.label("came")).order_by(campaigns.c.made_at.desc()))
        return [(_campaign(row), came) for row in rows if (came := row.pop("came")) is not None]

    def count_opening(self, campaign_id: str) -> None:
        again = update(campaigns).where(campaigns.c.id == campaign_id)
        self.run(again.values(opened=campaigns.c.opened + 1))

    def end_campaign(self, campaign_id: str, at: datetime) -> None:
        self.run(update(campaigns).where(campaigns.c.id == campaign_id).values(closed_at=at))

    def use_proof(self, proof: str, origin_key: str, purpose: str) -> bool:
        """Note one use of the intake; False where this proof was used before."""
        if self.first(select(intake_uses.c.proof).where(intake_uses.c.proof == proof)):
            return False
        row = {"proof": proof, "origin_key": origin_key, "purpose": purpose, "at": datetime.now(UTC)}
        self.run(insert(intake_uses).values(**row))
        return True

    def uses_since(self, since: datetime, purpose: str, origin_key: str | None = None) -> int:
        counted = select(func.count().label("n")).where(
            intake_uses.c.at > since, intake_uses.c.purpose == purpose
        )
        if origin_key is not None:
            counted = counted.where(intake_uses.c.origin_key == origin_key)
        return int(self.rows(counted)[0]["n"])

    def forget_uses(self, before: datetime) -> None:
        self.run(delete(intake_uses).where(intake_uses.c.at < before))


def _row(report: Report) -> dict[str, Any]:
    row = asdict(report)
    contact = row.pop("contact")
    row["may_call"] = contact.pop("may_call")
    row |= {f"contact_{name}": value for name, value in contact.items()}
    return _with_point(row, report.point)


def _with_point(row: dict[str, Any], point: Point | None) -> dict[str, Any]:
    row.pop("point")
    return {
        **row,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


def _point(row: dict[str, Any]) -> Point | None:
    latitude, longitude = row.pop("latitude"), row.pop("longitude")
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def _report(row: dict[str, Any]) -> Report:
    contact = Contact(
        row.pop("contact_name"), row.pop("contact_relation"), row.pop("contact_reach"), row.pop("may_call")
    )
    point = _point(row)
    row |= {"about": About(row["about"]), "state": ReportState(row["state"])}
    return Report(**row, contact=contact, point=point)


def _campaign(row: dict[str, Any]) -> Campaign:
    point = _point(row)
    return Campaign(**row, point=point)
