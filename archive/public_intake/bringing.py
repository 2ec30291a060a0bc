"""The side of the person who brings something: send it, follow it by its code, add what was asked for."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from archive.authority.orthography import nfc
from archive.formats import HEAD_BYTES, recognise
from archive.intake import Stores, clean_name
from archive.public_intake.days import working_days_after
from schemas.errors import Conflict, DamagedObject, InvalidInput, NotFound, TooLarge, UnreadableFile
from schemas.holdings import Medium
from schemas.ids import new_id
from schemas.reports import Report, ReportAct, ReportEvent, ReportFile, ReportState

MOST_FILES = 12
LARGEST_FILE = 40 << 20
ANSWER_WITHIN = 5
"""Working days in which an officer decides."""
_CODE_LETTERS = "ABCDEGHKLMNPRSTVXY3456789"
_CODE_LENGTH = 8
_TAKEN_MEDIA = (Medium.IMAGE, Medium.DOCUMENT)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it comes from the form."""

    name: str
    stream: BinaryIO
    is_sketch: bool = False


def bring(archive: Stores, report: Report, files: Sequence[Attached]) -> Report:
    """Take a report in; sent twice under one id, the first stands.

    Raises InvalidInput (nothing told and nothing shown), UnreadableFile, TooLarge, StoreUnavailable; then
    nothing was accepted.
    """
    if not report.told.strip() and not files:
        raise InvalidInput(
            "empty report",
            vi="Hãy viết vài câu, hoặc thêm ít nhất một ảnh.",
            en="Write a few sentences, or add at least one photo.",
        )
    with archive.records() as records:
        if (standing := records.find_report(report.id)) is not None:
            return standing
    kept = _keep(archive, report.id, files)
    with archive.records() as records:
        records.add_report(report)
        for file in kept:
            records.add_report_file(file)
        records.add_report_event(ReportEvent(report.id, ReportAct.SENT))
        records.commit()
    return report


def new_code() -> str:
    """The code to follow a report: 36 bits, no letters that look alike, in two groups to read out."""
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def first_due(today: date | None = None) -> date:
    return working_days_after(today or datetime.now(UTC).date(), ANSWER_WITHIN)


def follow(archive: Stores, code: str) -> Report:
    """The report of this code, however it was typed. Raises NotFound."""
    plain = "".join(letter for letter in nfc(code).upper() if letter.isalnum())
    with archive.records() as records:
        found = records.report_with_code(f"{plain[:4]}-{plain[4:]}")
    if found is None:
        raise NotFound(
            "report",
            vi="Không có tin nào mang mã này. Hãy xem lại mã đã ghi; mã gồm 8 chữ và số.",
            en="No report has this code. Look at it again: it has 8 letters and digits.",
        )
    return found


def supplement(archive: Stores, code: str, words: str, files: Sequence[Attached]) -> Report:
    """What the officer had asked for. Raises NotFound, Conflict (nothing was asked), as `bring`."""
    report = follow(archive, code)
    if report.state is not ReportState.ASKED:
        raise Conflict(
            "not asked",
            vi="Tin này không còn chờ bổ sung.",
            en="This report is not waiting for anything to be added.",
        )
    with archive.records() as records:
        if len(records.report_files(report.id)) + len(files) > 2 * MOST_FILES:
            raise TooLarge("files of a report")
    kept = _keep(archive, report.id, files)
    told = f"{report.told}\n\n{words.strip()}".strip()
    after = replace(report, told=told, state=ReportState.WAITING, due=first_due())
    with archive.records() as records:
        if not records.change_report(report, after):
            raise Conflict("report changed meanwhile")
        for file in kept:
            records.add_report_file(file)
        records.add_report_event(ReportEvent(report.id, ReportAct.SUPPLEMENTED, words=words.strip()))
        records.commit()
    return after


def drop_declined(archive: Stores, older_than: timedelta = timedelta(days=90)) -> int:
    """Files of declined reports are removed after that time; how many reports. Raises StoreUnavailable."""
    with archive.records() as records:
        old = records.declined_before(datetime.now(UTC) - older_than)
    for report in old:
        with archive.records() as records:
            for file in records.report_files(report.id):
                archive.objects.remove_derivative(file.key)
            records.drop_report_files(report.id)
            records.commit()
    return len(old)


def _keep(archive: Stores, report_id: str, files: Sequence[Attached]) -> list[ReportFile]:
    """All of them, stored and read back; or none."""
    if len(files) > MOST_FILES:
        raise TooLarge(
            f"{len(files)} files",
            vi=f"Mỗi lần gửi nhiều nhất {MOST_FILES} ảnh.",
            en=f"At most {MOST_FILES} photos at a time.",
        )
    kept: list[ReportFile] = []
    try:
        for file in files:
            kept.append(_keep_one(archive, report_id, file))
    except BaseException:
        for one in kept:
            archive.objects.remove_derivative(one.key)
        raise
    return kept


def _keep_one(archive: Stores, report_id: str, file: Attached) -> ReportFile:
    data = file.stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise TooLarge(
            "file of a report",
            vi=f"Ảnh lớn quá {LARGEST_FILE >> 20} MB: {clean_name(file.name)}",
            en=f"The photo is larger than {LARGEST_FILE >> 20} MB: {clean_name(file.name)}",
        )
    found = recognise(data[:HEAD_BYTES])
    if found.medium not in _TAKEN_MEDIA:
        raise UnreadableFile(
            "medium of a report",
            vi="Ở đây chỉ nhận ảnh và PDF. Băng ghi âm, phim: hãy mang tới nơi tiếp nhận.",
            en="Only photos and PDF files here. Bring recordings and films to the office.",
        )
    identity, sha256 = new_id(), hashlib.sha256(data).hexdigest()
    key = f"reports/{report_id}/{identity}"
    archive.objects.put_derivative(key, io.BytesIO(data), len(data), found.media_type)
    with archive.objects.read_derivative(key) as stored:
        if hashlib.sha256(stored.read()).hexdigest() != sha256:
            raise DamagedObject("read back with another hash")
    name = clean_name(file.name)
    return ReportFile(report_id, key, name, found.media_type, sha256, len(data), file.is_sketch, identity)
