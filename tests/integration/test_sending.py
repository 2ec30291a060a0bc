"""A file in parts over a bad network: nothing acknowledged is lost, nothing is entered twice or half."""

import io
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.bootstrap import Archive
from archive.intake import open_visit
from archive.sending import begin, complete, drop_stale, how_far, put_part
from schemas.errors import Conflict, InvalidInput, NotFound, TooLarge
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.sendings import Sending


def _photo(seed: int = 0) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((160, 120), 40 + seed).save(out, "PNG")
    return out.getvalue()


def _announced(archive: Archive, data: bytes, **more: str) -> Sending:
    visit = open_visit(archive, Visit("Thăm thử", commune="Xã Thử"))
    sending = Sending(new_id(), visit.id, "volunteer", "trang 1.png", len(data), {"kind": "nhat_ky"}, **more)
    begin(archive, sending)
    return sending


def test_a_sending_that_was_cut_goes_on_where_it_stopped(archive: Archive) -> None:
    data = _photo()
    sending = _announced(archive, data)
    put_part(archive, sending.id, 0, data[:1000])
    with pytest.raises(Conflict):
        complete(archive, sending.id)
    stopped_at = begin(archive, sending).bytes_whole
    assert stopped_at == 1000
    assert put_part(archive, sending.id, stopped_at, data[stopped_at:]).bytes_whole == len(data)
    receipt = complete(archive, sending.id)
    with archive.objects.retrieve(receipt.sha256) as stream:
        assert stream.read() == data
    assert receipt.asset.id == sending.id
    assert receipt.item.kind == "nhat_ky"


def test_a_lost_answer_makes_no_second_copy(archive: Archive) -> None:
    data = _photo()
    sending = _announced(archive, data)
    for _ in range(2):
        put_part(archive, sending.id, 0, data)
    first, second = complete(archive, sending.id), complete(archive, sending.id)
    assert first.asset.id == second.asset.id
    assert begin(archive, sending).receipt is not None
    with archive.records() as records:
        assert len(records.items_of(sending.visit_id)) == 1
        assert not records.parts_of(sending.id)


def test_a_file_that_changed_on_the_phone_is_told(archive: Archive) -> None:
    data = _photo()
    sending = _announced(archive, data, sha256="0" * 64)
    put_part(archive, sending.id, 0, data)
    with pytest.raises(Conflict) as told:
        complete(archive, sending.id)
    assert "thay đổi" in told.value.message_vi


def test_parts_outside_the_file_and_impossible_sizes_are_refused(archive: Archive) -> None:
    data = _photo()
    sending = _announced(archive, data)
    with pytest.raises(InvalidInput):
        put_part(archive, sending.id, len(data) - 1, b"two")
    with pytest.raises(TooLarge):
        put_part(archive, sending.id, 0, bytes((8 << 20) + 1))
    with pytest.raises(Conflict):
        begin(archive, Sending(sending.id, sending.visit_id, "volunteer", "x", 5))
    assert how_far(archive, sending.id).bytes_whole == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_whatever_the_order_and_size_of_the_parts_the_bytes_are_the_same(
    archive: Archive, cuts: list[int], chance: object
) -> None:
    data = _photo(len(cuts) + sum(cuts) % 7)
    edges = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    parts = list(pairwise(edges))
    chance.shuffle(parts)  # type: ignore[attr-defined]
    sending = _announced(archive, data)
    for start, end in parts:
        put_part(archive, sending.id, start, data[start:end])
    receipt = complete(archive, sending.id)
    with archive.objects.retrieve(receipt.sha256) as stream:
        assert stream.read() == data


def test_what_was_given_up_long_ago_leaves_nothing_in_the_store(archive: Archive) -> None:
    data = _photo()
    sending = _announced(archive, data)
    put_part(archive, sending.id, 0, data[:500])
    with archive.records() as records:
        (part,) = records.parts_of(sending.id)
    assert drop_stale(archive) == 0
    assert drop_stale(archive, timedelta(seconds=-1)) == 1
    with pytest.raises(NotFound), archive.objects.read_derivative(part.key) as stream:
        stream.read()
    assert begin(archive, sending).bytes_whole == 0
