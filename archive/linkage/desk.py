"""Bàn xác minh: a case is one item and one record; people add entries about it, nobody edits any.

`decide` checks and writes in one transaction that holds the link: of two people who decide at the same
moment one is first, and the other is told that the ledger has moved since they looked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from archive.access import Act, may
from archive.linkage.caseload import assigned_to, held_by, refuse_if_held
from archive.linkage.review import check, concluded_by, standing, state_of
from archive.ports import Catalogue
from archive.seeing import must_see_whole
from schemas.audit import AuditAct, AuditEntry, Detail
from schemas.desk import CaseAct, Hold
from schemas.errors import Conflict, KyucError, Refused
from schemas.holdings import Item
from schemas.linkage import Decision, LinkState, Step, Subject, Suggestion, VerifierLevel
from schemas.people import User

_FORM_STEPS = (
    Step.PROPOSE,
    Step.REVIEW,
    Step.CONFIRM_COMMUNE,
    Step.CONFIRM_PROVINCE,
    Step.AUTHORITY,
    Step.INSUFFICIENT,
    Step.REFUTE,
)


class Stores(Protocol):
    def records(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True)
class Case:
    """One item and one record, what the machine says of them, and everything that was decided."""

    item: Item
    record_id: str
    suggestion: Suggestion | None
    """None where people brought the two together by hand, or the machine no longer proposes it."""
    entries: Sequence[Decision]
    """The whole ledger of the case, oldest first."""
    involved: frozenset[str]
    acts: Sequence[CaseAct] = ()
    """What was done around it: held, handed on, spoken about. Oldest first."""

    @property
    def subject(self) -> Subject:
        return Subject.of(self.item.id, self.record_id)

    @property
    def state(self) -> LinkState:
        return state_of(self.entries, self.involved)

    @property
    def concluded_by(self) -> str:
        """Number of the authority's decision; empty: relatives and the public see nothing of it."""
        return concluded_by(self.entries, self.involved)

    @property
    def hold(self) -> Hold | None:
        """Who reads it now."""
        return held_by(self.acts, self.entries, datetime.now(UTC))

    @property
    def assigned_to(self) -> str:
        return assigned_to(self.acts)

    @property
    def seen(self) -> str:
        """How much was in the ledger: a decision says it again, so that nobody decides on an old page."""
        return str(len(self.entries))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decides. `seen`: `Case.seen` of the page on which they decided."""

    step: Step
    reason_code: str = ""
    words: str = ""
    seen: str = "0"
    withdraws: str | None = None
    authority_number: str = ""


def open_case(records: Catalogue, user: User, item_id: str, record_id: str) -> Case:
    """Raises NotFound, also where the item is not for this person."""
    item = records.item(item_id)
    must_see_whole(records, user, item)
    records.external_id(record_id)
    return Case(
        item,
        record_id,
        records.find_suggestion(item_id, record_id),
        records.decisions_about(Subject.of(item_id, record_id)),
        records.brought_by([item_id])[item_id],
        records.case_acts(Subject.of(item_id, record_id)),
    )


def level_of(user: User) -> VerifierLevel:
    """The level at which this person decides; who may only propose stands with the volunteers."""
    if may(user, Act.DECIDE_PROVINCE):
        return VerifierLevel.PROVINCE
    return VerifierLevel.COMMUNE if may(user, Act.DECIDE_COMMUNE) else VerifierLevel.VOLUNTEER


def decide(archive: Stores, user: User, pair: tuple[str, str], verdict: Verdict) -> Case:
    """Add one entry about (item id, record id); the case as it then stands.

    Raises Refused, Conflict, InvalidInput (each with its sentence), NotFound.
    """
    if not may(user, Act.PROPOSE_LINK):
        raise Refused("propose link")
    with archive.records() as records:
        records.hold_link(Subject.of(*pair))
        case = open_case(records, user, *pair)
        if case.seen != verdict.seen:
            raise Conflict(
                "the ledger has moved",
                vi="Trong lúc bạn xem, người khác đã ghi một quyết định về trường hợp này. "
                "Chưa ghi gì của bạn. Hãy đọc lại rồi quyết định.",
                en="While you were reading, somebody else entered a decision on this case. "
                "Nothing of yours was entered. Read it again, then decide.",
            )
        refuse_if_held(case.hold, user.id)
        earlier = list(case.entries)
        made = [*_machine_proposal(case, verdict.step), _entry(case, user, verdict)]
        for entry in made:
            check(entry, earlier, case.involved)
            records.decide(entry)
            records.note(AuditEntry(AuditAct.LINK_DECIDED, "decision", entry.id, details=_told(entry)))
            earlier.append(entry)
        records.commit()
        return open_case(records, user, *pair)


def _told(entry: Decision) -> dict[str, Detail]:
    """What the audit says of an entry; its words and its evidence stay in the ledger."""
    pair = {"left": entry.subject.left, "right": entry.subject.right}
    return {**pair, "step": entry.step.value, "level": entry.level.value, "withdraws": entry.withdraws or ""}


def steps_open_to(case: Case, user: User) -> Sequence[Step]:
    """The steps that this person may take now, withdrawals apart."""
    return [step for step in _FORM_STEPS if _may_take(case, user, _tried(step))]


def _tried(step: Step) -> Verdict:
    """As somebody who fills every field would decide."""
    return Verdict(step, "try", "try", authority_number="try" if step is Step.AUTHORITY else "")


def withdrawable(case: Case, user: User) -> frozenset[str]:
    """Ids of the entries that this person may withdraw now."""
    return frozenset(
        entry.id
        for entry in standing(case.entries)
        if _may_take(case, user, Verdict(Step.WITHDRAW, "try", "try", withdraws=entry.id))
    )


def why_not(case: Case, user: User, step: Step) -> KyucError | None:
    """The reason why this person may not take the step now; None if they may."""
    earlier: Collection[Decision] = [*case.entries, *_machine_proposal(case, step)]
    try:
        check(_entry(case, user, _tried(step)), earlier, case.involved)
    except KyucError as error:
        return error
    return None


def _may_take(case: Case, user: User, verdict: Verdict) -> bool:
    if verdict.step is Step.PROPOSE and _proposed(case, user):
        return False
    earlier = [*case.entries, *_machine_proposal(case, verdict.step)]
    try:
        check(_entry(case, user, verdict), earlier, case.involved)
    except KyucError:
        return False
    return True


def _proposed(case: Case, user: User) -> bool:
    """Whether it stands already: proposing again would only bar one more verifier from confirming."""
    by_machine = case.suggestion is not None and level_of(user) is not VerifierLevel.VOLUNTEER
    return by_machine or any(entry.step is Step.PROPOSE for entry in standing(case.entries))


def _machine_proposal(case: Case, step: Step) -> list[Decision]:
    """The machine's suggestion enters the ledger when the first person acts on it: it is what they saw."""
    if step in (Step.PROPOSE, Step.WITHDRAW) or case.suggestion is None:
        return []
    if any(entry.step is Step.PROPOSE for entry in standing(case.entries)):
        return []
    model = case.suggestion.model[:80]
    return [
        Decision(
            case.subject,
            Step.PROPOSE,
            model,
            VerifierLevel.MACHINE,
            "machine",
            evidence_seen=_seen(case),
        )
    ]


def _entry(case: Case, user: User, verdict: Verdict) -> Decision:
    return Decision(
        case.subject,
        verdict.step,
        user.id,
        level_of(user),
        verdict.reason_code,
        verdict.words.strip(),
        evidence_seen=_seen(case),
        withdraws=verdict.withdraws,
        authority_number=verdict.authority_number.strip(),
    )


def _seen(case: Case) -> tuple[dict[str, object], ...]:
    """What lay before the person: the machine's evidence, for and against, and its version."""
    if case.suggestion is None:
        return ()
    told = (*case.suggestion.evidence, *case.suggestion.contradictions)
    version = {"model": case.suggestion.model, "probability": case.suggestion.probability}
    return (version, *(one.to_json() for one in told))
