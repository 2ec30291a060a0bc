"""Around a case: hold it for half an hour, let it go, hand it to somebody, say something about it."""

from __future__ import annotations

from archive.access import Act, may
from archive.linkage.caseload import refuse_if_held
from archive.linkage.desk import Case, Stores, level_of, open_case
from archive.ports import Catalogue
from schemas.desk import ActKind, CaseAct
from schemas.errors import Conflict, InvalidInput, Refused
from schemas.linkage import Subject, VerifierLevel
from schemas.people import User

Pair = tuple[str, str]
"""Item id, record id."""


def lock(archive: Stores, user: User, pair: Pair) -> Case:
    """Theirs for half an hour; again: half an hour from now. Raises Refused, Conflict, NotFound."""
    return _act(archive, user, pair, ActKind.LOCK)


def release(archive: Stores, user: User, pair: Pair) -> Case:
    return _act(archive, user, pair, ActKind.RELEASE)


def assign(archive: Stores, user: User, pair: Pair, to: str) -> Case:
    """To a verifier by id, or back to everybody. Raises Refused, Conflict, InvalidInput, NotFound."""
    if to:
        with archive.records() as records:
            other = records.find_user(to)
        if other is None or other.disabled or not is_verifier(other):
            raise InvalidInput(
                "assign",
                vi="Chỉ giao được cho cán bộ xác minh còn làm việc.",
                en="A case can be handed only to a verifier whose account is open.",
            )
    return _act(archive, user, pair, ActKind.ASSIGN, to=to)


def comment(archive: Stores, user: User, pair: Pair, words: str) -> Case:
    """Raises Refused, InvalidInput, NotFound."""
    if not words.strip():
        raise InvalidInput("comment", vi="Hãy ghi vài lời trước khi gửi.", en="Write something first.")
    return _act(archive, user, pair, ActKind.COMMENT, words=words.strip())


def is_verifier(user: User) -> bool:
    return may(user, Act.DECIDE_COMMUNE) or may(user, Act.DECIDE_PROVINCE)


def verifiers(records: Catalogue) -> list[User]:
    """To whom a case can be handed, by name."""
    return sorted(
        (user for user in records.all_users() if not user.disabled and is_verifier(user)),
        key=lambda user: user.name or user.login,
    )


def _act(archive: Stores, user: User, pair: Pair, kind: ActKind, *, to: str = "", words: str = "") -> Case:
    if not may(user, Act.PROPOSE_LINK):
        raise Refused("case work")
    if kind is not ActKind.COMMENT and level_of(user) is VerifierLevel.VOLUNTEER:
        raise Refused(
            vi="Chỉ cán bộ xác minh giữ hoặc giao trường hợp.", en="Only verifiers hold or hand on a case."
        )
    with archive.records() as records:
        records.hold_link(Subject.of(*pair))
        case = open_case(records, user, *pair)
        if kind in (ActKind.LOCK, ActKind.ASSIGN):
            refuse_if_held(case.hold, user.id)
        if kind is ActKind.RELEASE and (case.hold is None or case.hold.by != user.id):
            raise Conflict(
                "not held",
                vi="Trường hợp này không còn do bạn giữ.",
                en="You do not hold this case any more.",
            )
        records.add_case_act(CaseAct(case.subject, kind, user.id, to, words))
        records.commit()
        return open_case(records, user, *pair)
