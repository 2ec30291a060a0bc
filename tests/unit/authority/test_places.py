import pytest

from archive.authority.gazetteer import gazetteer
from archive.authority.places import candidates, descendants, expand_place, full_label, query_places


def ids(name: str, kind: str = "") -> list[str]:
    return [candidate.ref or "" for candidate in candidates(name, kind)]


def test_old_and_new_trees_are_whole() -> None:
    places = gazetteer().places
    count = {
        prefix: sum(place_id.startswith(prefix) for place_id in places) for prefix in ("p63", "p25", "w25")
    }
    assert count == {"p63": 63, "p25": 34, "w25": 3321}


def test_every_old_commune_leads_to_a_new_one() -> None:
    table = gazetteer()
    lost = [
        place_id for place_id in table.places if place_id.startswith("w63:") and place_id not in table.within
    ]
    assert not lost


@pytest.mark.parametrize(
    ("old", "new"),
    [("Hà Tây", "Hà Nội"), ("Bắc Thái", "Thái Nguyên"), ("Sông Bé", "Bình Phước"), ("Kiến Hòa", "Bến Tre"),
     ("Nghệ Tĩnh", "Hà Tĩnh"), ("Bình Trị Thiên", "Quảng Trị"), ("Quảng Đà", "Đà Nẵng"),
     ("Cửu Long", "Trà Vinh")],
)  # fmt: skip
def test_old_provinces_and_new_ones_find_each_other(old: str, new: str) -> None:
    old_id = next(place_id for place_id in ids(old) if place_id.startswith("h:"))
    new_id = next(place_id for place_id in ids(new) if place_id.startswith("p63:"))
    assert new_id in query_places(old_id)
    assert old_id in query_places(new_id)


def test_a_document_is_filed_under_all_that_its_place_lies_in() -> None:
    ward = next(place_id for place_id in ids("Hải Phú", "xã") if "Quảng Trị" in full_label(place_id))
    filed = {full_label(place_id) for place_id in expand_place(ward) if place_id in gazetteer().places}
    assert {"huyện Hải Lăng, tỉnh Quảng Trị", "tỉnh Quảng Trị", "tỉnh Bình Trị Thiên"} <= filed
    assert "tỉnh Quảng Bình" not in filed


def test_a_province_knows_what_lies_within() -> None:
    province = next(place_id for place_id in ids("Quảng Trị") if place_id.startswith("p63:"))
    assert any("xã Hải Phú" in full_label(place_id) for place_id in descendants(province))


def test_spellings_of_the_highlands_meet() -> None:
    assert set(ids("Đắk Tô")) & set(ids("Đăk Tô")) & set(ids("Đắc Tô"))


def test_certainty_and_point_go_with_a_candidate() -> None:
    best = next(each for each in candidates("Khe Sanh") if each.ref == "b:khe-sanh")
    assert best.attributes["certainty"] == "F"
    assert best.attributes["radius_km"]
