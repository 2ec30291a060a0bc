"""What the archive expects of a search index, whichever engine keeps it."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from archive.adapters.index_elastic import ElasticIndex
from archive.adapters.index_tantivy import TantivyIndex
from archive.ports import SearchIndex
from archive.rights.doors import doors_of
from archive.search_analysis import versions
from schemas.consent import Purpose
from schemas.holdings import ItemKind
from schemas.queries import IndexDocument, Passage, SearchQuery, SearchResult
from schemas.rights import Audience, Clearance, Reach, Thing, ThingState
from tests.servers.availability import ServerMissing, cannot_be_had
from tests.servers.elasticsearch import ElasticNode

LETTER = "Anh Nguyễn Văn Hùng ở C3 – D7 – E66 viết: con vẫn khoẻ, đơn vị đang ở Quảng Trị."
OTHER_LETTER = "Anh Nguyễn Văn Hưng ở đại đội 4 viết: đơn vị con sắp vào Quảng Ngãi."


def item(name: str, *texts: str, **more: object) -> IndexDocument:
    passages = tuple(Passage(f"asset-{name}-{n}", f"text-{name}-{n}", text) for n, text in enumerate(texts))
    return IndexDocument(name, more.pop("kind", ItemKind.LETTER), "", passages, **more)  # type: ignore[arg-type]


COLLECTION = [
    item(
        "hung",
        LETTER,
        persons=("Nguyễn Văn Hùng",),
        units=("c3.d7.e66", "d7.e66", "e66"),
        days=((date(1968, 1, 1), date(1968, 12, 31)),),
        commune="Xã Mẫu Sơn",
        organisation_path="lang-son/mau-son",
        captured=date(2026, 8, 1),
    ),
    item("hưng", OTHER_LETTER, persons=("Nguyễn Văn Hưng",), captured=date(2026, 8, 3)),
    item(
        "diary",
        "Trang đầu: hành quân qua Kỳ Anh.",
        "Trang hai: gặp đồng chí Lâm ở bến phà.",
        kind=ItemKind.DIARY,
        organisation_path="thai-nguyen",
        captured=date(2026, 8, 2),
    ),
    item("kin", "Số điện thoại của bà Lâm ở Kỳ Anh.", level=3, persons=("Trần Thị Lâm",)),
]


@pytest.fixture(
    params=["tantivy", pytest.param("elasticsearch", marks=[pytest.mark.slow, pytest.mark.servers])]
)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    made: SearchIndex
    if request.param == "tantivy":
        made = TantivyIndex(tmp_path / "index")
    else:
        node: ElasticNode = request.getfixturevalue("elastic")
        made = ElasticIndex([node.url], prefix=f"t{uuid4().hex}")
    made.put(COLLECTION)
    return made


@pytest.fixture(scope="session")
def elastic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticNode]:
    node = ElasticNode(tmp_path_factory.mktemp("elasticsearch"))
    try:
        node.start()
    except ServerMissing as missing:
        cannot_be_had(missing)
    yield node
    node.stop()


def found(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [hit.item_id for hit in index.search(SearchQuery(text, **more)).hits]  # type: ignore[arg-type]


def marked(result: SearchResult) -> list[str]:
    places = [place for hit in result.hits for place in hit.places]
    return [place.snippet[mark.start : mark.end] for place in places for mark in place.highlights]


def test_a_name_typed_with_marks_stands_above_its_namesake_in_other_marks(index: SearchIndex) -> None:
    assert found(index, "Nguyễn Văn Hùng") == ["hung", "hưng"]
    assert found(index, "nguyễn văn hưng") == ["hưng", "hung"]


def test_a_name_typed_without_marks_is_found(index: SearchIndex) -> None:
    assert set(found(index, "nguyen van hung")) == {"hung", "hưng"}


def test_words_typed_while_telex_was_off_find_the_marked_words(index: SearchIndex) -> None:
    assert found(index, "Nguyeexn") == found(index, "Nguyễn")
    assert found(index, "ddaji ddooij")[0] == "hưng"
    assert found(index, "+ddooij") == ["hưng"]
    assert found(index, '"ddaji ddooij"') == ["hưng"]
    assert "đại" in marked(index.search(SearchQuery("ddaji ddooij")))


def test_what_the_archive_holds_as_telex_keys_is_found_with_what_it_was_meant_for(index: SearchIndex) -> None:
    index.put([item("keys", "Goc thu danh may: Nguyeexn Van Khoi.")])
    assert found(index, "nguyeexn")[0] == "keys"
    assert set(found(index, "nguyeexn")) == {"keys", "hung", "hưng"}
    assert set(found(index, "+nguyeexn")) == {"keys", "hung", "hưng"}


def test_other_spellings_of_a_word_are_the_same_word(index: SearchIndex) -> None:
    assert found(index, "khỏe") == ["hung"]
    assert found(index, "kì anh")[0] == "diary"


def test_matches_are_marked_in_the_spelling_of_the_source(index: SearchIndex) -> None:
    assert marked(index.search(SearchQuery("khỏe"))) == ["khoẻ"]
    assert marked(index.search(SearchQuery('"ky anh"'))) == ["Kỳ", "Anh"]


def test_a_hit_says_in_which_text_and_where_it_stands(index: SearchIndex) -> None:
    place = index.search(SearchQuery("bến phà")).hits[0].places[0]
    assert place.locator is not None
    assert place.locator.asset_id == "asset-diary-1"
    text = COLLECTION[2].passages[1].text
    assert text[place.locator.text_start : place.locator.text_end] == "bến phà"


def test_all_demanded_words_may_stand_on_different_pages(index: SearchIndex) -> None:
    assert found(index, "+hành +lâm") == ["diary"]


def test_quotes_demand_the_words_together(index: SearchIndex) -> None:
    assert found(index, '"văn hùng"') == ["hung"]
    assert found(index, '"hùng văn"') == []
    assert set(found(index, '"van hung"')) == {"hung", "hưng"}


def test_what_must_not_stand_excludes(index: SearchIndex) -> None:
    assert found(index, "quảng -ngãi") == ["hung"]
    assert found(index, 'quảng -"quảng trị"') == ["hưng"]


def test_what_may_not_be_seen_leaves_no_trace(index: SearchIndex) -> None:
    seen = index.search(SearchQuery("lâm kỳ"))
    assert [hit.item_id for hit in seen.hits] == ["diary"]
    assert seen.total == 1
    assert sum(value.count for value in seen.facets["kind"]) == 1
    assert index.suggest("tran thi") == []
    assert index.search(SearchQuery("dien thoai")).did_you_mean is None
    assert set(found(index, "lâm kỳ", max_level=3)) == {"diary", "kin"}
    assert index.suggest("tran thi", max_level=3) == ["Trần Thị Lâm"]


def test_an_organisation_sees_its_own_and_what_lies_below(index: SearchIndex) -> None:
    assert found(index, "", organisation_path="lang-son") == ["hung"]
    assert found(index, "quân", organisation_path="lang-son/mau-son") == []


def test_a_reach_opens_one_part_of_the_tree_and_what_one_brought_oneself(index: SearchIndex) -> None:
    everyone = frozenset(Purpose)
    others = Thing(1, "thai-nguyen", frozenset({"u1"}), everyone)
    secret = Thing(1, "lang-son", state=ThingState.QUARANTINED)
    closed = Thing(0, "lang-son", allowed=everyone - {Purpose.RESEARCH, Purpose.PUBLICATION})
    index.put(
        item(name, "Khăn thêu chữ Vừng", persons=(f"Lò Thị {name}",), doors=doors_of(thing))
        for name, thing in (("brought", others), ("secret", secret), ("unread", closed))
    )

    def seen(*ways: Clearance) -> set[str]:
        reach = Reach(ways)
        result = index.search(SearchQuery("khăn thêu", reach=reach))
        assert result.total == len(result.hits) == sum(one.count for one in result.facets["kind"])
        assert {name.rpartition(" ")[2] for name in index.suggest("lo thi", reach=reach)} == {
            hit.item_id for hit in result.hits
        }
        return {hit.item_id for hit in result.hits}

    assert seen() == set()
    assert seen(Clearance(1, organisation_path="lang-son")) == {"unread"}
    assert seen(Clearance(1, organisation_path="lang-son"), Clearance(1, owned_by="u1")) == {
        "unread",
        "brought",
    }
    assert seen(Clearance(4, Audience.RESEARCH)) == {"brought"}
    assert seen(Clearance(4, Audience.VERIFICATION, quarantine=True)) == {"unread", "brought", "secret"}


def test_filters_and_facets_agree(index: SearchIndex) -> None:
    facets = index.search(SearchQuery("")).facets
    assert {value.value: value.count for value in facets["kind"]} == {"thu": 2, "nhat_ky": 1}
    assert found(index, "", kinds=("nhat_ky",)) == ["diary"]
    assert found(index, "", units=("e66",)) == ["hung"]
    assert found(index, "", persons=("Nguyễn Văn Hưng",)) == ["hưng"]
    assert found(index, "", communes=("Xã Mẫu Sơn",), years=(2026,)) == ["hung"]


def test_days_overlap(index: SearchIndex) -> None:
    assert found(index, "", days=((date(1968, 1, 29), date(1968, 2, 4)),)) == ["hung"]
    assert found(index, "", days=((date(1969, 1, 1), date(1972, 12, 31)),)) == []


def test_sorting_by_the_day_of_collection(index: SearchIndex) -> None:
    assert found(index, "", sort="newest") == ["hưng", "diary", "hung"]
    assert found(index, "", sort="oldest") == ["hung", "diary", "hưng"]


def test_paging_reaches_the_last_hit_once(index: SearchIndex) -> None:
    index.put(item(f"page {n}", f"Trang số {n} của quyển sổ tay") for n in range(45))
    pages = [found(index, "quyển sổ", offset=offset, limit=20) for offset in (0, 20, 40, 60)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({one for page in pages for one in page}) == 45


def test_an_item_is_replaced_whole_and_can_be_removed(index: SearchIndex) -> None:
    index.put([item("hưng", "Bản hiệu đính: Nguyễn Văn Hững.")])
    assert found(index, '"quảng ngãi"') == []
    assert found(index, '"hiệu đính"') == ["hưng"]
    index.remove(["hưng"])
    assert found(index, '"hiệu đính"') == []
    assert index.count() == len(COLLECTION) - 1


def test_half_characters_in_a_text_do_not_stop_its_indexing(index: SearchIndex) -> None:
    index.put([item("damaged", "Bản sao \ud800 bị hỏng, mực nhòe")])
    assert marked(index.search(SearchQuery("nhòe"))) == ["nhòe"]


def test_a_name_that_nobody_had_before_is_found_without_marks_at_once(index: SearchIndex) -> None:
    index.put(item(f"page {n}", f"Trang số {n} của quyển sổ tay") for n in range(45))
    index.put([item("vừng", "Đồng chí Lò Thị Vừng")])
    assert found(index, "vung") == ["vừng"]
    assert found(index, "lo thi vung")[0] == "vừng"


def test_an_index_of_an_older_version_is_searched_and_written_until_a_new_one_stands(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not index.is_outdated()
    monkeypatch.setattr(versions, "SCHEMA_VERSION", versions.SCHEMA_VERSION + 1)
    assert index.is_outdated()
    index.put([item("new", "Thư mới về từ Cồn Tiên.")])
    assert found(index, "cồn tiên")[0] == "new"
    index.rebuild([*COLLECTION, item("new", "Thư mới về từ Cồn Tiên.")])
    assert not index.is_outdated()
    assert found(index, "cồn tiên")[0] == "new"


def _rebuild_without_end(url: str, prefix: str) -> None:
    def documents() -> Iterator[IndexDocument]:
        yield from COLLECTION
        time.sleep(600)

    ElasticIndex([url], prefix=prefix).rebuild(documents())


@pytest.mark.slow
@pytest.mark.servers
def test_a_rebuild_goes_on_where_a_killed_one_left_its_half(elastic: ElasticNode) -> None:
    prefix = f"t{uuid4().hex}"
    index = ElasticIndex([elastic.url], prefix=prefix, abandoned_after=1.0)
    index.put(COLLECTION[:1])
    killed = multiprocessing.get_context("spawn").Process(
        target=_rebuild_without_end, args=(elastic.url, prefix)
    )
    killed.start()
    while len(Elasticsearch(elastic.url).indices.get_alias(name=f"{prefix}-*")) < 2:
        time.sleep(0.1)
    killed.kill()
    killed.join()
    assert found(index, "hùng") == ["hung"]
    assert index.rebuild(COLLECTION) == len(COLLECTION)


def test_rebuilding_replaces_everything(index: SearchIndex) -> None:
    assert index.rebuild(iter(COLLECTION[:2])) == 2
    assert index.count() == 2
    assert found(index, '"bến phà"') == []


def test_suggestions_begin_at_any_word_and_in_any_marks(index: SearchIndex) -> None:
    assert list(index.suggest("van h")) == ["Nguyễn Văn Hùng", "Nguyễn Văn Hưng"]
    assert index.suggest("nguyễn văn hư")[0] == "Nguyễn Văn Hưng"
    assert list(index.suggest("d7")) == ["d7.e66"]


def test_words_that_nobody_has_are_put_right(index: SearchIndex) -> None:
    assert index.search(SearchQuery("quang tri")).did_you_mean == "quảng trị"
    assert index.search(SearchQuery("quảng trị")).did_you_mean is None


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "(((",
        "*:*",
        "_exists_:c",
        "a" * 10_000,
        "+",
        "-",
        '-"',
        "đơn vị:",
        "\x00\ud7ff\U0010ffff",
        "AND OR",
    ],
)
def test_any_text_is_a_query(index: SearchIndex, text: str) -> None:
    assert index.search(SearchQuery(text)).total >= 0


def test_in_a_large_collection_the_pages_hold_every_hit_once(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rare words make a hit and common ones rank; what ranks best without the rare ones is shown as well."""
    monkeypatch.setattr("archive.search_analysis.plan._LARGE", 20)
    marches = [f"Ngày {n} hành quân qua suối." for n in range(90)]
    rare = [f"Ngày {n} gặp anh Khoi dưới tán rừng và đi mãi." for n in range(90, 97)]
    both = ["Khởi hành quân qua suối.", *(f"Ngày {n}, Khởi gặp lại hành khách." for n in range(97, 100))]
    index.put([item(f"many-{n}", text) for n, text in enumerate([*marches, *rare, *both])])

    def pages(text: str, size: int) -> tuple[int, list[str]]:
        first = index.search(SearchQuery(text, limit=size))
        rest = [found(index, text, limit=size, offset=at) for at in range(size, first.total + size, size)]
        return first.total, [hit.item_id for hit in first.hits] + [one for page in rest for one in page]

    for text in ("khởi hành quân qua suối", "khoi hanh quan", "hành quân", "khởi", "+khởi suối"):
        total, seen = pages(text, 3)
        assert len(seen) == len(set(seen)) == total, text
    assert pages("khởi hành quân qua suối", 3)[1][0] == "many-97"
    assert pages("khởi hành quân qua suối", 3)[0] < 20
