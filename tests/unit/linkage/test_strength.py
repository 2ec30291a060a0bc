"""Words for a suggestion: strong only with a name that was read, and what would settle it."""

from dataclasses import replace

from archive.linkage.strength import Settles, Strength, strength_of, what_settles
from schemas.linkage import Evidence
from tests.support.cases import suggestion

GIVEN = suggestion("item", "record", 0.97)


def test_years_and_a_village_alone_are_never_strong() -> None:
    unread = replace(GIVEN, evidence=(Evidence("name", "0.61", 3.0, "NG…V…HU", "Nguyễn Văn Hùng"),))
    assert strength_of(GIVEN) is Strength.STRONG
    assert strength_of(unread) is Strength.FAIR
    assert Settles.NAME_UNSURE in what_settles(unread)


def test_the_contradiction_is_named_first_and_then_the_namesakes() -> None:
    assert list(what_settles(GIVEN, namesakes=2))[:2] == [Settles.BIRTH_DIFFERS, Settles.NAMESAKES]


def test_a_name_alone_is_said_to_be_a_name_alone() -> None:
    alone = replace(GIVEN, evidence=GIVEN.evidence[:1], contradictions=())
    assert list(what_settles(alone)) == [Settles.NAME_ALONE]
