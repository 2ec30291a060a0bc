"""A visit from the phone to the archive: objects with sides, words that change, a check, and practice."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

import pytest
from PIL import Image

from archive.bootstrap import Archive
from archive.consenting import give, withdraw
from archive.indexing import all_documents
from archive.intake import take_visit
from archive.practice import clear, practice_visits
from archive.seeing import recent
from archive.sending import begin, complete, put_part
from archive.visit_checks import check_visit, missing_in
from schemas.arrivals import VisitFilter
from schemas.consent import Consent, Manner, Purpose, Withdrawal
from schemas.errors import InvalidInput, NotFound, Refused
from schemas.holdings import PRACTICE, Account, Item, Visit, Witness
from schemas.ids import new_id
from schemas.people import Role, User
from schemas.rights import EVERYTHING
from schemas.sendings import Sending
from schemas.visit_checks import Lack

LEAD = User("doi", roles=frozenset({Role.TEAM_LEAD}))


def _photo(seed: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("L", (64, 48), Random(seed).randbytes(64 * 48)).save(out, "PNG")
    return out.getvalue()


def _visit(**more: object) -> Visit:
    return replace(Visit("Thăm bà Thử", commune="Xã Thử", family="Bà Thử", created_by="volunteer"), **more)  # type: ignore[arg-type]


def _send(archive: Archive, visit: Visit, seed: int, **details: str) -> Item:
    data = _photo(seed)
    sending = Sending(new_id(), visit.id, "volunteer", f"anh {seed}.png", len(data), details)
    begin(archive, sending)
    put_part(archive, sending.id, 0, data)
    return complete(archive, sending.id).item


def _lacks(archive: Archive, visit: Visit) -> set[Lack]:
    with archive.records() as records:
        return {one.lack for one in missing_in(records, visit)}


def test_the_sides_of_an_object_are_one_item_in_order_whichever_comes_first(archive: Archive) -> None:
    visit = take_visit(archive, _visit())
    thing = {"object": new_id(), "kind": "ky_vat", "title": "Bi đông", "description": "Anh mang về năm 1971"}
    back = _send(archive, visit, 1, **thing, role="back", position="9000")
    front = _send(archive, visit, 2, **thing, role="front", position="0")
    assert front.id == back.id == thing["object"]
    assert front.description == "Anh mang về năm 1971"
    with archive.records() as records:
        assert [one.role for one in records.assets_of(front.id)] == ["front", "back"]


def test_two_phones_with_one_label_photograph_one_object(archive: Archive) -> None:
    visit, elsewhere = take_visit(archive, _visit()), take_visit(archive, _visit())
    one = _send(archive, visit, 3, object=new_id(), role="front", label="KV-2345", title="Huy chương")
    other = _send(archive, visit, 4, object=new_id(), role="back", label="KV-2345", title="Huân chương")
    apart = _send(archive, elsewhere, 5, object=new_id(), role="front", label="KV-2345", title="Thư")
    assert one.id == other.id != apart.id
    assert one.external_id == "KV-2345"


def test_what_is_written_after_sending_replaces_what_stood_there(archive: Archive) -> None:
    first = take_visit(archive, _visit())
    told = Account(martyr="Liệt sĩ Nguyễn Văn Thử", people=(Witness("Bà Thử", "1935", "dân công", ""),))
    take_visit(archive, replace(first, code="", account=told, team="Chi đoàn 2"))
    with archive.records() as records:
        standing = records.visit(first.id)
    assert (standing.code, standing.team, standing.account) == (first.code, "Chi đoàn 2", told)
    with pytest.raises(Refused):
        take_visit(archive, replace(first, created_by="somebody else"))


def test_a_phone_that_was_away_sends_nothing_into_a_visit_that_the_family_took_back(archive: Archive) -> None:
    visit = take_visit(archive, _visit())
    given = Consent(visit.id, "Bà Thử", frozenset({Purpose.KEEPING}))
    give(archive, given)
    _send(archive, visit, 6)
    withdraw(archive, given.id, Withdrawal(given.id, frozenset({Purpose.KEEPING}), "lead"))
    with pytest.raises(Refused) as told:
        _send(archive, visit, 7)
    assert "rút lại" in told.value.message_vi
    assert take_visit(archive, replace(visit, code="")).family == ""


def test_what_is_missing_is_named_and_a_lead_says_what_to_bring(archive: Archive) -> None:
    visit = take_visit(archive, _visit())
    diary = {"object": new_id(), "kind": "nhat_ky", "title": "Sổ tay"}
    for page in (1, 2, 4):
        _send(archive, visit, 10 + page, **diary, role="page", position=str(page))
    _send(archive, visit, 20, object=new_id(), kind="ky_vat", title="Bi đông", role="front", position="0")
    give(archive, Consent(visit.id, "Bà Thử", frozenset({Purpose.KEEPING})))
    assert _lacks(archive, visit) == {
        Lack.EVIDENCE, Lack.TESTIMONY, Lack.WITNESS, Lack.MARTYR, Lack.PLACE, Lack.OTHER_SIDE, Lack.PAGE,
    }  # fmt: skip
    with archive.records() as records:
        (gap,) = [one.about for one in missing_in(records, visit) if one.lack is Lack.PAGE]
    assert gap == "Sổ tay: 3"
    told = Account(martyr="Anh Thử", place="Bản Thử", people=(Witness("Bà Thử"),))
    visit = take_visit(archive, replace(visit, account=told))
    give(archive, Consent(visit.id, "Ông Thử", frozenset({Purpose.KEEPING}), manner=Manner.SIGNED))
    assert _lacks(archive, visit) == {Lack.TESTIMONY, Lack.OTHER_SIDE, Lack.PAGE}
    with pytest.raises(InvalidInput):
        check_visit(archive, visit, LEAD, complete=False)
    check_visit(archive, visit, LEAD, complete=False, words="Chụp lại trang 3")
    check_visit(archive, visit, LEAD, complete=True)
    with archive.records() as records:
        assert records.visit_checks_of([visit.id])[visit.id].complete


def test_practice_is_found_nowhere_and_goes_whole(archive: Archive) -> None:
    visit = take_visit(archive, _visit(kind=PRACTICE, commune="Xã Tập"))
    item = _send(archive, visit, 30, object=new_id(), role="front")
    real = take_visit(archive, _visit())
    twin = _send(archive, real, 30)
    with archive.records() as records:
        assert records.item_count() == 1
        assert [one.id for one in recent(records, LEAD, 9)] == [twin.id]
        assert [one.id for one in records.visits(reach=EVERYTHING)] == [real.id]
        listed = records.visit_arrivals(VisitFilter(), reach=EVERYTHING)
        assert [one.visit.id for one in listed] == [real.id]
        assert records.communes_and_teams(EVERYTHING)[0] == ["Xã Thử"]
        assert not records.stages_of(item.id)
        assert not records.twins_in(real.id)
        (asset,) = records.assets_of(item.id)
    assert [document.item_id for document in all_documents(archive.records)] == [twin.id]
    assert clear(archive, practice_visits(archive, EVERYTHING)) == 1
    assert clear(archive, [real]) == 0
    with archive.records() as records:
        assert records.find_visit(visit.id) is None
        assert records.find_asset(asset.id) is None
        assert records.item_count() == 1
        with pytest.raises(NotFound):
            records.item(item.id)
    with archive.objects.retrieve(asset.sha256) as kept:
        assert kept.read() == _photo(30)  # the real visit holds the same bytes
