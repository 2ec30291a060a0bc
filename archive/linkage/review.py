"""The ledger of links: who may add which entry, and what state the entries amount to. Pure.

Two different people, the second of a higher level; nobody confirms what they brought in or proposed. The
state is a function of the set of entries, whatever order they arrived in: they count by id, which carries
their time. Nothing is ever edited; a withdrawal is an entry too, and can itself be withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from schemas.errors import Conflict, InvalidInput, Refused
from schemas.linkage import Decision, LinkState, Step, VerifierLevel

_LEVELS: dict[Step, frozenset[VerifierLevel]] = {
    Step.PROPOSE: frozenset(VerifierLevel),
    Step.REVIEW: frozenset({VerifierLevel.COMMUNE, VerifierLevel.PROVINCE}),
    Step.CONFIRM_COMMUNE: frozenset({VerifierLevel.COMMUNE, VerifierLevel.PROVINCE}),
    Step.CONFIRM_PROVINCE: frozenset({VerifierLevel.PROVINCE}),
    Step.AUTHORITY: frozenset({VerifierLevel.PROVINCE}),
    Step.REFUTE: frozenset({VerifierLevel.COMMUNE, VerifierLevel.PROVINCE}),
    Step.INSUFFICIENT: frozenset({VerifierLevel.COMMUNE, VerifierLevel.PROVINCE}),
    Step.WITHDRAW: frozenset({VerifierLevel.VOLUNTEER, VerifierLevel.COMMUNE, VerifierLevel.PROVINCE}),
}
_CONFIRMING = frozenset({Step.CONFIRM_COMMUNE, Step.CONFIRM_PROVINCE})
_SIDES = _CONFIRMING | {Step.REFUTE}
_NEED_A_REASON = frozenset({Step.REFUTE, Step.INSUFFICIENT, Step.WITHDRAW})


def standing(entries: Iterable[Decision]) -> list[Decision]:
    """The entries that count, oldest first: those that no standing entry withdraws."""
    ordered = sorted(
        {entry.id: entry for entry in entries}.values(), key=lambda entry: entry.id, reverse=True
    )
    withdrawn: set[str] = set()
    kept = []
    for entry in ordered:
        if entry.id in withdrawn:
            continue
        if entry.step is Step.WITHDRAW and entry.withdraws:
            withdrawn.add(entry.withdraws)
        else:
            kept.append(entry)
    return kept[::-1]


def state_of(entries: Iterable[Decision], involved: Collection[str] = ()) -> LinkState:
    """The state of one subject. `involved`: who brought the material in; their confirmations do not count."""
    entries = standing(entries)
    involved = {*involved, *(entry.by for entry in entries if entry.step is Step.PROPOSE)}
    counted = [entry for entry in entries if not (entry.step in _CONFIRMING and entry.by in involved)]
    for_it = {entry.by for entry in counted if entry.step in _CONFIRMING}
    against = {entry.by for entry in counted if entry.step is Step.REFUTE} - for_it
    if for_it and against:
        return _settled(counted, for_it, against)
    if against:
        return LinkState.REFUTED
    if for_it:
        return _confirmed(counted)
    return _open(entries)


def concluded_by(entries: Iterable[Decision], involved: Collection[str] = ()) -> str:
    """The number of the authority's decision on a confirmed link; empty: nothing may leave the desk yet.

    Relatives and the public see a link only with this number, and no longer once the link is not confirmed.
    """
    entries = list(entries)
    if state_of(entries, involved) is not LinkState.CONFIRMED_PROVINCE:
        return ""
    numbered = [entry for entry in standing(entries) if entry.authority_number]
    return numbered[-1].authority_number if numbered else ""


def _confirmed(counted: list[Decision]) -> LinkState:
    commune = {entry.by for entry in counted if entry.step is Step.CONFIRM_COMMUNE}
    province = {entry.by for entry in counted if entry.step is Step.CONFIRM_PROVINCE}
    if any(first != second for first in commune for second in province):
        return LinkState.CONFIRMED_PROVINCE
    return LinkState.CONFIRMED_COMMUNE if commune else LinkState.REVIEWING


def _settled(counted: list[Decision], for_it: set[str], against: set[str]) -> LinkState:
    """A disagreement ends when a third person of province level takes a side: two against one."""
    voices = {entry.by for entry in counted if entry.level is VerifierLevel.PROVINCE}
    if len(for_it) >= 2 and len(against) == 1 and for_it & voices:
        return _confirmed(counted)
    if len(against) >= 2 and len(for_it) == 1 and against & voices:
        return LinkState.REFUTED
    return LinkState.DISPUTED


def _open(entries: list[Decision]) -> LinkState:
    steps = [entry.step for entry in entries]
    if not steps:
        return LinkState.NONE
    if steps[-1] is Step.INSUFFICIENT:
        return LinkState.INSUFFICIENT
    return LinkState.REVIEWING if Step.REVIEW in steps or Step.INSUFFICIENT in steps else LinkState.PROPOSED


def check(entry: Decision, earlier: Collection[Decision], involved: Collection[str] = ()) -> None:
    """Whether `entry` may be added after `earlier` entries of its subject.

    Raises Refused, Conflict or InvalidInput with a sentence in both languages.
    """
    if entry.level not in _LEVELS[entry.step]:
        raise Refused(
            vi="Vai trò này không được làm bước đó. Hãy chuyển cho cán bộ xác minh đúng cấp.",
            en="This role may not take that step. Hand it to a verifier of the right level.",
        )
    if entry.step in _NEED_A_REASON and not (entry.reason_code and entry.words.strip()):
        raise InvalidInput(vi="Cần ghi rõ lý do.", en="A reason is required.")
    if entry.step is Step.WITHDRAW:
        _check_withdrawal(entry, earlier)
    elif entry.step is Step.AUTHORITY:
        _check_authority(entry, earlier, involved)
    else:
        _check_third(entry, earlier, involved)
    if entry.step in _CONFIRMING:
        _check_confirmation(entry, standing(earlier), involved)
    elif entry.step not in (Step.PROPOSE, Step.WITHDRAW) and not standing(earlier):
        raise Conflict(vi="Chưa có đề xuất nào để xem xét.", en="There is no proposal to review.")


def _check_authority(entry: Decision, earlier: Collection[Decision], involved: Collection[str]) -> None:
    if not entry.authority_number.strip():
        raise InvalidInput(
            "authority number",
            vi="Hãy ghi số quyết định của cơ quan có thẩm quyền.",
            en="Enter the number of the authority's decision.",
        )
    if state_of(earlier, involved) is not LinkState.CONFIRMED_PROVINCE:
        raise Conflict(
            vi="Chỉ ghi quyết định của cơ quan có thẩm quyền sau khi cấp tỉnh đã xác nhận.",
            en="An authority's decision is entered only after the province has confirmed.",
        )


def _check_third(entry: Decision, earlier: Collection[Decision], involved: Collection[str]) -> None:
    """Two who disagree cannot settle it by saying it again: a third person does, or one of them withdraws."""
    if entry.step not in _SIDES or state_of(earlier, involved) is not LinkState.DISPUTED:
        return
    if any(one.by == entry.by and one.step in _SIDES for one in standing(earlier)):
        raise Refused(
            "needs a third person",
            vi="Ý kiến đang trái nhau: cần người thứ ba quyết định. Bạn có thể rút lại bước của mình.",
            en="Opinions differ: a third person decides. You may withdraw your own step.",
        )


def _check_confirmation(entry: Decision, earlier: list[Decision], involved: Collection[str]) -> None:
    proposers = {one.by for one in earlier if one.step is Step.PROPOSE}
    if not proposers:
        raise Conflict(vi="Chưa có đề xuất nào để xác nhận.", en="There is no proposal to confirm.")
    if entry.by in proposers or entry.by in involved:
        raise Refused(
            vi="Không ai được xác nhận tư liệu do mình đưa vào hoặc liên kết do mình đề xuất.",
            en="Nobody confirms what they brought in or proposed themselves.",
        )
    if any(one.by == entry.by and one.step in _CONFIRMING for one in earlier):
        raise Refused(
            vi="Cần hai người khác nhau: bạn đã xác nhận liên kết này rồi.",
            en="It takes two different people: you have confirmed this link already.",
        )
    commune = {one.by for one in earlier if one.step is Step.CONFIRM_COMMUNE}
    if entry.step is Step.CONFIRM_PROVINCE and not commune:
        raise Conflict(vi="Cấp xã chưa xác nhận.", en="The commune level has not confirmed yet.")


def _check_withdrawal(entry: Decision, earlier: Collection[Decision]) -> None:
    target = next((one for one in earlier if one.id == entry.withdraws), None)
    if target is None:
        raise Conflict(vi="Không có quyết định nào như vậy để rút.", en="There is no such entry to withdraw.")
    if target not in standing(earlier):
        raise Conflict(vi="Quyết định này đã được rút.", en="That entry has been withdrawn already.")
    if target.by != entry.by and entry.level is not VerifierLevel.PROVINCE:
        raise Refused(
            vi="Chỉ người đã quyết định hoặc cấp tỉnh mới được rút.",
            en="Only its author or the province level may withdraw it.",
        )
