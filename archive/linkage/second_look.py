"""A second look at some of what was confirmed, by somebody who sees neither the names nor the words before.

The sample is a function of the ledger: of each verifier's confirmed cases a twentieth, at least three, those
whose confirming entry has the lowest hash. Nobody can know beforehand which will be looked at, nor choose.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from archive.linkage.caseload import second_looks
from archive.linkage.desk import Case, Stores, level_of, open_case
from archive.linkage.queue import begun_cases
from archive.linkage.review import standing
from archive.ports import Catalogue
from schemas.desk import ActKind, Agreement, CaseAct, Judgement
from schemas.errors import InvalidInput, Refused
from schemas.linkage import CaseFilter, Decision, LinkState, Step, Subject, VerifierLevel
from schemas.people import User
from schemas.rights import Reach

_SHARE, _AT_LEAST = 0.05, 3
_CONFIRMED = frozenset({LinkState.CONFIRMED_COMMUNE, LinkState.CONFIRMED_PROVINCE})
_CONFIRMING = frozenset({Step.CONFIRM_COMMUNE, Step.CONFIRM_PROVINCE})


def confirmed_cases(records: Catalogue, reach: Reach) -> list[Case]:
    """Those that who reads may see."""
    return [case for case in begun_cases(records, CaseFilter(reach)) if case.state in _CONFIRMED]


def sample(confirmed: Iterable[Case]) -> list[Case]:
    """The cases that are to be looked at again, in the order of their hashes."""
    by_verifier: dict[str, list[tuple[str, Case]]] = defaultdict(list)
    for case in confirmed:
        for entry in _confirmations(case):
            by_verifier[entry.by].append((_hash(entry), case))
    chosen: dict[Subject, tuple[str, Case]] = {}
    for entries in by_verifier.values():
        entries.sort(key=lambda one: one[0])
        for hashed, case in entries[: max(_AT_LEAST, ceil(len(entries) * _SHARE))]:
            chosen.setdefault(case.subject, (hashed, case))
    return [case for _, case in sorted(chosen.values(), key=lambda one: one[0])]


def waiting_for(user: User, sampled: Iterable[Case]) -> Iterator[Case]:
    """Those that this person may look at and has not yet."""
    return (case for case in sampled if may_look(user, case) and not _looked(user, case))


def may_look(user: User, case: Case) -> bool:
    """A verifier who neither brought it in nor took any side in it."""
    spoke = {entry.by for entry in case.entries}
    verifier = level_of(user) in (VerifierLevel.COMMUNE, VerifierLevel.PROVINCE)
    return verifier and user.id not in spoke | case.involved and case.state in _CONFIRMED


def _looked(user: User, case: Case) -> bool:
    return any(act.by == user.id for act in second_looks(case.acts))


def look_again(archive: Stores, user: User, pair: tuple[str, str], judgement: Judgement, words: str) -> Case:
    """Enter the judgement; it changes no state. Who disagrees can refute, and a third person decides.

    Raises Refused, InvalidInput, NotFound.
    """
    if judgement is not Judgement.AGREE and not words.strip():
        raise InvalidInput("second look", vi="Hãy ghi rõ điều chưa khớp.", en="Say what does not fit.")
    with archive.records() as records:
        records.hold_link(Subject.of(*pair))
        case = open_case(records, user, *pair)
        if not may_look(user, case):
            raise Refused(
                "second look",
                vi="Chỉ cán bộ xác minh chưa tham gia trường hợp này mới xem lại được.",
                en="Only a verifier who had no part in this case looks at it again.",
            )
        records.add_case_act(
            CaseAct(case.subject, ActKind.SECOND_LOOK, user.id, judgement.value, words.strip())
        )
        records.commit()
        return open_case(records, user, *pair)


def agreements(confirmed: Sequence[Case]) -> list[Agreement]:
    """Each verifier's, those with the most disagreement first."""
    looks: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    sampled: dict[str, int] = defaultdict(int)
    chosen = {case.subject for case in sample(confirmed)}
    for case in confirmed:
        judged = [act.to for act in second_looks(case.acts)]
        for verifier in {entry.by for entry in _confirmations(case)}:
            counts[verifier] += 1
            sampled[verifier] += case.subject in chosen
            looks[verifier].extend(judged)
    made = [
        Agreement(verifier, counts[verifier], sampled[verifier], *_counted(looks[verifier]))
        for verifier in counts
    ]
    return sorted(made, key=lambda one: (-one.disagreed, -one.confirmed, one.verifier))


def _counted(judged: Sequence[str]) -> tuple[int, int, int]:
    agreed, disagreed, unsure = (judged.count(one.value) for one in Judgement)
    return agreed, disagreed, unsure


def _confirmations(case: Case) -> list[Decision]:
    return [entry for entry in standing(case.entries) if entry.step in _CONFIRMING]


def _hash(entry: Decision) -> str:
    return hashlib.sha256(entry.id.encode()).hexdigest()
