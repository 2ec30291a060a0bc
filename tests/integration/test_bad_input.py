"""Files as they come: each ends in a state with a sentence in both languages, and nothing else stops."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import wave
from collections.abc import Iterator

import pytest
from PIL import Image

from archive.bootstrap import Archive
from archive.indexing import rebuild_index
from archive.intake import Deposit, open_visit, receive
from archive.settings import load
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.processing import ENDED, StageState, State
from schemas.queries import SearchQuery
from tests.servers.seaweedfs import SeaweedFS
from tests.support.locked_pdf import locked_pdf
from tests.support.pages import page
from workers.engine_host import EngineHost
from workers.runner import Pace, Runner
from workers.stages import HANDLERS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(seaweedfs: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    name = f"t{new_id()[-12:]}"
    buckets = {"KYUC_S3_BUCKET": f"{name}-originals", "KYUC_S3_DERIVATIVES": f"{name}-derivatives"}
    data = {"KYUC_DATA": str(tmp_path_factory.mktemp("bad"))}
    return Archive(load({**seaweedfs.environment(), **buckets, **data}))


@pytest.fixture(scope="module")
def runner(archive: Archive) -> Iterator[Runner]:
    host = EngineHost(archive.settings, HANDLERS)
    yield Runner(archive, host, "test", Pace(first_pause=0))
    host.stop()


@pytest.fixture(scope="module")
def visit(archive: Archive) -> Visit:
    return open_visit(archive, Visit("Thăm"))


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


def _torn_photo() -> bytes:
    whole = _jpeg(page())
    return whole[: len(whole) * 2 // 3]


def _only_a_head() -> bytes:
    return _torn_photo()[:200]


def _huge_photo() -> bytes:
    file = io.BytesIO()
    Image.new("1", (20_000, 15_000)).save(file, "PNG")
    return file.getvalue()


def _silent_wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
    return file.getvalue()


def _video_without_sound() -> bytes:
    command = "ffmpeg -v error -f lavfi -i testsrc=d=2:s=320x240:r=10 -c:v mpeg4 -f matroska -"
    return subprocess.run(command.split(), check=True, capture_output=True).stdout


def _text_posing_as_photo() -> bytes:
    return "Gửi mẹ, con vẫn khỏe. Đơn vị con là e66.".encode()


@pytest.mark.parametrize(
    ("name", "make", "expected"),
    [
        ("torn.jpg", _torn_photo, State.DONE),
        ("head.jpg", _only_a_head, State.FAILED),
        ("huge.png", _huge_photo, State.FAILED),
        ("locked.pdf", lambda: locked_pdf(b"secret"), State.FAILED),
        ("empty.wav", _silent_wav, State.FAILED),
        ("silent.mkv", _video_without_sound, State.BLANK),
        ("no_text.jpg", lambda: _jpeg(Image.new("RGB", (800, 600), "grey")), State.BLANK),
        ("tôi là ảnh.jpg", _text_posing_as_photo, State.DONE),
        ("../../báo tử\u202e.jpg", lambda: _jpeg(page()), State.DONE),
    ],
    ids=[
        "torn",
        "only a head",
        "huge",
        "locked",
        "empty sound",
        "no sound",
        "no text",
        "renamed",
        "odd name",
    ],
)
def test_every_file_ends_with_a_reason_and_is_found_by_its_title(
    archive: Archive, runner: Runner, visit: Visit, name: str, make: object, expected: State
) -> None:
    assert callable(make)
    title = f"Kỷ vật {new_id()[-8:]}"
    data = make()
    receipt = receive(archive, io.BytesIO(data), name, Deposit(visit.id, "u", title=title))
    states = _finish(archive, runner, receipt.item.id)
    main = next(state for state in states if state.stage in ("read_page", "hear_testimony"))
    assert main.state is expected, main
    for state in states:
        if state.state in (State.FAILED, State.BLANK) or (name == "torn.jpg" and state is main):
            assert state.reason_vi and state.reason_en, state
            assert state.reason_vi != state.reason_en
    hits = archive.index.search(SearchQuery(text=title)).hits
    assert hits[0].item_id == receipt.item.id
    assert archive.objects.verify(receipt.sha256, len(data))


def _finish(archive: Archive, runner: Runner, item_id: str) -> list[StageState]:
    """Do all the work on the item as the workers would."""
    end = time.monotonic() + 240
    while True:
        with archive.records() as records:
            states = list(records.stages_of(item_id))
        if all(state.state in ENDED for state in states):
            return states
        for state in states:
            if state.state not in ENDED:
                runner.work(state.target_id, state.stage)
        if time.monotonic() > end:
            raise TimeoutError(str(states))


def test_an_index_that_was_deleted_is_made_again_from_the_records(
    archive: Archive, runner: Runner, visit: Visit
) -> None:
    receipt = receive(archive, io.BytesIO(_jpeg(page())), "a.jpg", Deposit(visit.id, "u"))
    _finish(archive, runner, receipt.item.id)
    with archive.records() as records:
        assert {made.kind for made in records.derivatives_of(receipt.asset.id)} == {"web_image", "thumbnail"}
        text = records.current_transcript(receipt.asset.id)
        stored = records.item_count()
    assert text is not None
    query = SearchQuery(text=text.segments[1].text)
    found = archive.index.search(query).hits[0].places[0].locator
    assert found is not None
    assert text.locate(found.text_start or 0, found.text_end or 0)[0].box is not None
    shutil.rmtree(archive.settings.data / "index")
    again = Archive(archive.settings)
    assert rebuild_index(again.records, again.index) == stored
    assert again.index.search(query).hits[0].places[0].locator == found
