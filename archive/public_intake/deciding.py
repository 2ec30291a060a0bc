"""The side of the intake officers: take a report up, hand it over, ask, accept, decline. Each act is kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archive.intake import Deposit, Stores, open_visit, receive
from archive.public_intake.bringing import first_due
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import Conflict, InvalidInput, NotFound, Refused
from schemas.holdings import ItemKind, Visit
from schemas.people import User
from schemas.reports import About, Report, ReportAct, ReportEvent, ReportFile, ReportState

ASK_REASONS = ("unclear_photo", "no_place", "no_contact", "who", "other")
DECLINE_REASONS = ("not_about", "known_already", "no_answer", "cannot_check", "unlawful")
SENDER_ANSWERS_WITHIN = timedelta(days=30)
_KINDS: Mapping[About, ItemKind] = {
    About.MARTYR: ItemKind.PHOTO,
    About.GRAVE: ItemKind.GRAVESTONE,
    About.WITNESS: ItemKind.PHOTO,
    About.KEEPSAKE: ItemKind.KEEPSAKE,
}
_FILE_OF_WORDS = "loi-bao.txt"


def report_of(archive: Stores, report_id: str) -> Report:
    """Raises NotFound."""
    with archive.records() as records:
        found = records.find_report(report_id)
    if found is None:
        raise NotFound("report")
    return found


def take(archive: Stores, report_id: str, officer: User) -> Report:
    """The officer takes it up; where it was offered to them this acknowledges the hand-over.

    Raises Conflict (another one has it), NotFound.
    """
    report = _open(archive, report_id)
    if report.holder not in (None, officer.id) and report.offered_to != officer.id:
        raise Conflict(
            "held", vi="Cán bộ khác đang xử lý tin này.", en="Another officer is working on this report."
        )
    return _change(
        archive,
        report,
        replace(report, holder=officer.id, offered_to=None),
        ReportEvent(report.id, ReportAct.TAKEN, officer.id),
    )


def offer(archive: Stores, report_id: str, officer: User, to: User) -> Report:
    """Hand it over. It stays with the officer until the other one acknowledges. Raises Conflict, Refused."""
    report = _mine(archive, report_id, officer)
    return _change(
        archive,
        report,
        replace(report, offered_to=to.id),
        ReportEvent(report.id, ReportAct.OFFERED, officer.id, words=to.id),
    )


def ask(archive: Stores, report_id: str, officer: User, reason: str, words: str) -> Report:
    """Yêu cầu bổ sung. Raises InvalidInput (no reason), Conflict, Refused."""
    report = _mine(archive, report_id, officer)
    _reasoned(reason, words, ASK_REASONS)
    due = datetime.now(UTC).date() + SENDER_ANSWERS_WITHIN
    after = replace(report, state=ReportState.ASKED, reason=reason, words=words.strip(), due=due)
    return _decide(archive, report, after, ReportAct.ASKED, officer)


def decline(archive: Stores, report_id: str, officer: User, reason: str, words: str) -> Report:
    """Không tiếp nhận. Raises InvalidInput (no reason), Conflict, Refused."""
    report = _mine(archive, report_id, officer)
    _reasoned(reason, words, DECLINE_REASONS)
    after = replace(report, state=ReportState.DECLINED, reason=reason, words=words.strip())
    return _decide(archive, report, after, ReportAct.DECLINED, officer)


def accept(archive: Stores, report_id: str, officer: User, words: str = "") -> Report:
    """Tiếp nhận: what was told and every file go through the ordinary intake, as a visit of kind `report`.

    Done again after a fault it goes on: ids of files are those of the report. Raises Conflict, Refused,
    UnreadableFile, StoreUnavailable.
    """
    report = _mine(archive, report_id, officer)
    visit = open_visit(archive, _visit(report, officer))
    with archive.records() as records:
        files = records.report_files(report.id)
    if report.told.strip():
        words_file = io.BytesIO(report.told.encode())
        told = Deposit(visit.id, officer.id, kind=ItemKind.TEXT, title=_title(report), asset_id=report.id)
        receive(archive, words_file, _FILE_OF_WORDS, told)
    for file in files:
        with archive.objects.read_derivative(file.key) as stream:
            receive(archive, stream, file.filename, _deposit(visit.id, officer, report, file))
    after = replace(
        report, state=ReportState.ACCEPTED, reason="", words=words.strip(), visit_id=visit.id, due=first_due()
    )
    done = _decide(archive, report, after, ReportAct.ACCEPTED, officer)
    with archive.records() as records:
        records.drop_report_files(report.id)
        records.commit()
    for file in files:
        archive.objects.remove_derivative(file.key)
    return done


def _visit(report: Report, officer: User) -> Visit:
    return Visit(
        _title(report),
        commune=report.place,
        date=report.made_at.date(),
        family=report.contact.name,
        kind="report",
        created_by=officer.id,
        id=report.id,
    )


def _title(report: Report) -> str:
    return f"Tin báo {report.code}"


def _deposit(visit_id: str, officer: User, report: Report, file: ReportFile) -> Deposit:
    kind = ItemKind.GRAVE_SKETCH if file.is_sketch else _KINDS[report.about]
    return Deposit(visit_id, officer.id, kind=kind, description=report.told[:2000], asset_id=file.id)


def _reasoned(reason: str, words: str, known: tuple[str, ...]) -> None:
    if reason not in known or (reason == "other" and not words.strip()):
        raise InvalidInput(
            "reason",
            vi="Hãy chọn lý do và viết cho người gửi.",
            en="Choose the reason and write to the sender.",
        )


def _open(archive: Stores, report_id: str) -> Report:
    report = report_of(archive, report_id)
    if not report.state.is_open:
        raise Conflict(
            "decided", vi="Tin này đã có kết quả.", en="This report has been decided upon already."
        )
    return report


def _mine(archive: Stores, report_id: str, officer: User) -> Report:
    report = _open(archive, report_id)
    if report.holder != officer.id:
        raise Refused(
            "not taken up",
            vi="Hãy nhận xử lý tin này trước.",
            en="Take this report up first.",
        )
    return report


def _decide(archive: Stores, before: Report, after: Report, act: ReportAct, officer: User) -> Report:
    event = ReportEvent(before.id, act, officer.id, after.reason, after.words)
    return _change(archive, before, after, event)


def _change(archive: Stores, before: Report, after: Report, event: ReportEvent) -> Report:
    with archive.records() as records:
        if not records.change_report(before, after):
            raise Conflict("report changed meanwhile")
        records.add_report_event(event)
        details = {"act": event.act.value, "reason": event.reason}
        records.note(AuditEntry(AuditAct.REPORT_HANDLED, "report", before.id, details=details))
        records.commit()
    return after
