"""From a confirmed link into the record: a value as an item writes it becomes an assertion beside the old."""

from __future__ import annotations

from dataclasses import dataclass

from archive.authority.orthography import nfc
from archive.linkage.desk import Case, Stores, level_of, open_case
from schemas.audit import AuditAct, AuditEntry
from schemas.errors import Conflict, InvalidInput, Refused
from schemas.linkage import LinkState, Subject, VerifierLevel
from schemas.martyrs import Assertion
from schemas.people import User
from schemas.transcripts import Locator


@dataclass(frozen=True, slots=True)
class Taken:
    """A value as the item writes it, for one field of the record."""

    field_name: str
    written: str


def take_value(archive: Stores, user: User, pair: tuple[str, str], taken: Taken) -> None:
    """From a confirmed link a value goes into the record, beside all others; nothing is overwritten.

    Raises Refused (no verifier), Conflict (the link is not confirmed), InvalidInput, NotFound.
    """
    if level_of(user) is VerifierLevel.VOLUNTEER:
        raise Refused("take value")
    if not taken.written.strip():
        raise InvalidInput(
            "value", vi="Hãy ghi giá trị đúng như tư liệu viết.", en="Enter the value as written."
        )
    with archive.records() as records:
        records.hold_link(Subject.of(*pair))
        case = open_case(records, user, *pair)
        if case.state is not LinkState.CONFIRMED_PROVINCE:
            raise Conflict(
                "not confirmed",
                vi="Chỉ lấy giá trị vào hồ sơ sau khi cấp tỉnh đã xác nhận.",
                en="Values are taken into the record only after the province has confirmed.",
            )
        written = nfc(taken.written.strip())
        where = _where(case, taken.field_name)
        source = f"{case.item.title or case.item.kind} ({case.item.id})"
        records.assert_value(
            Assertion(case.record_id, taken.field_name, written, written, source, user.id, where)
        )
        told = {"field": taken.field_name, "item": case.item.id}
        records.note(AuditEntry(AuditAct.VALUE_TAKEN, "martyr", case.record_id, details=told))
        records.commit()


def _where(case: Case, field_name: str) -> Locator | None:
    if case.suggestion is None:
        return None
    told = (*case.suggestion.evidence, *case.suggestion.contradictions)
    return next((one.where for one in told if one.feature == field_name and one.where), None)
