"""The story hangs together: papers agree where they should, contradict where it was meant."""

from __future__ import annotations

import csv
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from edtf import parse_edtf

import archive.demo
from archive.authority.orthography import fold_text
from archive.demo.bible import DemoItem
from archive.demo.make import suffix_of
from archive.demo.story import MEN, SEARCHES, VISITS, items, man

REGISTRY = Path(archive.demo.__file__).with_name("registry.csv")


def words_in(content: object) -> str:
    """All that is written or said in a content."""
    if isinstance(content, str):
        return content
    if isinstance(content, tuple):
        return " ".join(words_in(part) for part in content)
    if is_dataclass(content):
        return " ".join(words_in(getattr(content, part.name)) for part in fields(content))
    return ""


def written(item: DemoItem) -> str:
    return " ".join(fold_text(words_in(tuple(file.content for file in item.files))).split())


def records() -> dict[str, dict[str, str]]:
    with REGISTRY.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


@pytest.mark.parametrize("item", items(), ids=lambda item: item.key)
def test_what_is_expected_of_an_item_is_really_in_it(item: DemoItem) -> None:
    text = written(item)
    for words in item.expect:
        assert " ".join(fold_text(words).split()) in text


@pytest.mark.parametrize("item", items(), ids=lambda item: item.key)
def test_an_item_says_what_the_family_said_and_when_it_was_made(item: DemoItem) -> None:
    assert item.description.endswith(".")
    assert item.dated is None or parse_edtf(item.dated) is not None
    assert all(man(key).name for key in item.men)


def test_about_twenty_five_items_of_every_sort() -> None:
    assert 22 <= len(items()) + sum(len(visit.texts) for visit in VISITS) <= 32
    assert {suffix_of(file.content) for item in items() for file in item.files} >= {
        "jpg",
        "pdf",
        "mp3",
        "wav",
        "m4a",
        "ogg",
        "mp4",
    }
    assert len({item.kind for item in items()}) >= 9


def test_keys_and_file_names_are_unique() -> None:
    keys = [item.key for item in items()] + [text.id for visit in VISITS for text in visit.texts]
    names = [file.name for item in items() for file in item.files]
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)


def test_every_home_visit_has_a_day_a_place_and_consent() -> None:
    for visit in VISITS:
        assert visit.consent and visit.title.endswith("(câu chuyện mẫu)")
        assert visit.texts or (visit.commune and visit.items and visit.witnesses)


def test_the_same_man_is_written_in_many_ways() -> None:
    of_hung = {item.key: written(item) for item in items() if "hung" in item.men}
    together = " ".join(of_hung.values())
    for spelling in (
        "nguyen van hung, a pho",
        "viet hung",
        "c3, d7, e66, f304",
        "xe ba de bay e sau sau",
        "c3 d7 e66",
        "bac thai",
        "dai doi 3, tieu doan",
    ):
        assert spelling in together
    assert len(of_hung) >= 12


def test_the_men_of_the_story_stand_in_the_registry_under_their_names() -> None:
    rows = records()
    assert 38 <= len(rows) <= 45
    for person in MEN:
        assert rows[person.record]["name"] == person.name


def test_namesakes_differ_from_the_man_in_what_would_settle_it() -> None:
    rows = records()
    hung = rows[man("hung").record]
    namesakes = [
        row for row in rows.values() if fold_text(row["name"]) == "nguyen van hung" and row is not hung
    ]
    assert len(namesakes) >= 5
    for other in namesakes:
        assert (other["death"], other["hometown"], other["unit"]) != (
            hung["death"],
            hung["hometown"],
            hung["unit"],
        )
        assert other["hometown"] != hung["hometown"]


def test_notice_and_stone_contradict_each_other_in_the_year_of_birth_only() -> None:
    by_key = {item.key: written(item) for item in items()}
    assert "1952" in by_key["giay-bao-tu"] and "1951" not in by_key["giay-bao-tu"]
    assert "1951" in by_key["bia-hung"] and "1952" not in by_key["bia-hung"]
    assert "28 thang 7 nam 1972" in by_key["giay-bao-tu"] and "28-7-1972" in by_key["bia-hung"]


def test_the_searches_to_try_point_at_items_that_exist() -> None:
    keys = {item.key for item in items()} | {text.id for visit in VISITS for text in visit.texts}
    assert len(SEARCHES) == 3
    for search in SEARCHES:
        assert set(search.finds) <= keys
