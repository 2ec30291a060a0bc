"""What several statements allow together, and what makes one invalid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.rights.consents import allowed, check
from schemas.consent import Consent, Purpose
from schemas.errors import InvalidInput

TODAY = date(2026, 11, 22)
K, R, V, P, M = Purpose.KEEPING, Purpose.RESEARCH, Purpose.VERIFICATION, Purpose.PUBLICATION, Purpose.MACHINE


def said(party: str, *purposes: Purpose, hour: int = 1, **more: object) -> Consent:
    at = datetime(2026, 11, 1, hour, tzinfo=UTC)
    return replace(Consent("v", party, frozenset(purposes), given_at=at), **more)  # type: ignore[arg-type]


def test_who_was_never_asked_is_not_who_said_no() -> None:
    assert allowed([], today=TODAY) is None
    assert allowed([said("Bà Mận")], today=TODAY) == frozenset()


def test_all_parties_must_allow_it() -> None:
    statements = [said("Bà Mận", K, R, P), said("Ông Sáu", K, R, V)]
    assert allowed(statements, today=TODAY) == {K, R}


def test_the_newest_statement_of_a_person_replaces_the_earlier_however_the_name_is_typed() -> None:
    statements = [said("bà  Mận", K, hour=1), said("Bà Mận", K, M, hour=2)]
    assert allowed(statements, today=TODAY) == {K, M}
    assert allowed(statements[::-1], today=TODAY) == {K, M}


def test_a_statement_about_one_item_holds_for_that_item_alone() -> None:
    statements = [said("Bà Mận", K, R, P, hour=5), said("Bà Mận", K, item_id="letter", hour=1)]
    assert allowed(statements, "letter", TODAY) == {K}
    assert allowed(statements, "photo", TODAY) == {K, R, P}


def test_consent_runs_out_and_is_taken_back() -> None:
    assert allowed([said("Bà Mận", K, R, until=date(2026, 11, 21))], today=TODAY) == frozenset()
    assert allowed([said("Bà Mận", K, R, until=TODAY)], today=TODAY) == {K, R}
    assert allowed([said("Bà Mận", K, R, withdrawn=frozenset({R}))], today=TODAY) == {K}


@given(st.lists(st.builds(said, st.sampled_from("ABC"), st.sampled_from(Purpose), st.sampled_from(Purpose))))
def test_nothing_is_ever_allowed_that_some_party_never_allowed(statements: list[Consent]) -> None:
    for purpose in allowed(statements, today=TODAY) or ():
        for party in {one.party for one in statements}:
            assert any(purpose in one.purposes for one in statements if one.party == party)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (said("Bà Mận", R), "lưu trữ"),
        (said("  ", K), "tên người đồng ý"),
        (said("Em Hoa", K, minor=True), "giám hộ"),
        (said("Bà Mận", K, until=date(2026, 10, 1)), "hết hạn"),
    ],
)
def test_what_is_no_consent_is_refused_with_a_sentence(wrong: Consent, words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(wrong)
    assert words in refused.value.message_vi
    assert refused.value.message_en
