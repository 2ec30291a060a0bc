"""What people bring without an account: nothing of it is processed before an officer accepts it."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta

import altcha
import pytest
from PIL import Image

from archive.bootstrap import Archive
from archive.public_intake import campaigns, guard
from archive.public_intake.bringing import (
    Attached,
    bring,
    drop_declined,
    first_due,
    follow,
    new_code,
    supplement,
)
from archive.public_intake.days import working_days_after
from archive.public_intake.deciding import accept, ask, decline, offer, report_of, take
from archive.signing_in.accounts import create_user
from schemas.errors import Conflict, InvalidInput, NotFound, Refused, TooManyAttempts, UnreadableFile
from schemas.people import Role, User
from schemas.reports import About, Contact, Point, Report, ReportState

SECRET = "a secret of this test"


@pytest.fixture
def officer(archive: Archive) -> User:
    return create_user(archive, "canbo", [Role.INTAKE_OFFICER], password="một câu rất dài")


def _photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.effect_noise((160, 120), 40).save(out, "PNG")
    return io.BytesIO(out.getvalue())


def _report(told: str = "Bia mộ sau chùa, còn đọc được chữ E66") -> Report:
    contact = Contact("Lò Thị Thử", "cháu", "0900 000 000", may_call=True)
    return Report(About.GRAVE, told, new_code(), first_due(), "Xã Thử", Point(16.7, 107.1), contact)


def _brought(archive: Archive) -> Report:
    return bring(
        archive, _report(), [Attached("bia.png", _photo()), Attached("ve.png", _photo(), is_sketch=True)]
    )


def _solved(secret: str = SECRET) -> str:
    made = guard.challenge(secret)
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(made))
    assert solution is not None
    return b64encode(json.dumps({"challenge": made, "solution": solution.to_dict()}).encode()).decode()


def test_nothing_enters_the_archive_before_it_is_accepted_and_then_everything_does(
    archive: Archive, officer: User
) -> None:
    report = _brought(archive)
    with archive.records() as records:
        assert records.find_visit(report.id) is None
        assert not records.work_to_wake(50)
    take(archive, report.id, officer)
    done = accept(archive, report.id, officer, "Cảm ơn bác.")
    with archive.records() as records:
        items = records.items_of(report.id)
        assert sorted(item.kind for item in items) == ["bia_mo", "so_do_mo", "van_ban"]
        assert len(records.work_to_wake(50)) >= 3
        assert not records.report_files(report.id)
    assert follow(archive, done.code.lower().replace("-", " ")).state is ReportState.ACCEPTED


def test_who_was_asked_adds_and_waits_again(archive: Archive, officer: User) -> None:
    report = _brought(archive)
    with pytest.raises(Conflict):
        supplement(archive, report.code, "thêm", [])
    with pytest.raises(Refused):
        ask(archive, report.id, officer, "no_place", "")
    take(archive, report.id, officer)
    asked = ask(archive, report.id, officer, "no_place", "Mộ ở thôn nào ạ?")
    assert asked.due > report.due
    after = supplement(archive, report.code, "Thôn Thử", [Attached("gan.png", _photo())])
    assert after.state is ReportState.WAITING
    assert after.told.endswith("Thôn Thử")
    with archive.records() as records:
        acts = [event.act.value for event in records.report_events(report.id)]
    assert acts == ["sent", "taken", "asked", "supplemented"]


def test_a_hand_over_counts_once_it_is_acknowledged(archive: Archive, officer: User) -> None:
    other = create_user(archive, "canbo2", [Role.INTAKE_OFFICER], password="một câu rất dài")
    report = _brought(archive)
    take(archive, report.id, officer)
    with pytest.raises(Conflict):
        take(archive, report.id, other)
    offer(archive, report.id, officer, other)
    assert report_of(archive, report.id).holder == officer.id
    take(archive, report.id, other)
    with pytest.raises(Refused):
        accept(archive, report.id, officer)


def test_declined_files_go_after_their_time_and_the_reason_stays(archive: Archive, officer: User) -> None:
    report = _brought(archive)
    take(archive, report.id, officer)
    with pytest.raises(InvalidInput):
        decline(archive, report.id, officer, "because", "")
    decline(archive, report.id, officer, "not_about", "Việc này của cơ quan khác.")
    with archive.records() as records:
        keys = [file.key for file in records.report_files(report.id)]
    assert drop_declined(archive) == 0
    assert drop_declined(archive, timedelta(seconds=-1)) == 1
    with pytest.raises(NotFound), archive.objects.read_derivative(keys[0]) as stream:
        stream.read()
    assert report_of(archive, report.id).words.startswith("Việc này")


def test_what_is_no_photo_is_refused_whole(archive: Archive) -> None:
    report = _report()
    with pytest.raises(UnreadableFile):
        bring(archive, report, [Attached("bia.png", _photo()), Attached("x.exe", io.BytesIO(b"MZ" * 999))])
    with archive.records() as records:
        assert records.find_report(report.id) is None
    with pytest.raises(InvalidInput):
        bring(archive, replace(report, told=" "), [])


def test_a_proof_counts_once_and_a_forged_one_never(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = _solved()
    guard.admit(archive, proof, "192.0.2.7", SECRET)
    for wrong in (proof, _solved("another secret"), "", "e30=", "nonsense"):
        with pytest.raises(InvalidInput):
            guard.admit(archive, wrong, "192.0.2.7", SECRET)
    monkeypatch.setitem(guard._LIMITS, guard.BRING, (1, 1000))
    with pytest.raises(TooManyAttempts):
        guard.admit(archive, _solved(), "192.0.2.7", SECRET)
    guard.admit(archive, _solved(), "192.0.2.8", SECRET)


def test_a_poster_fills_in_its_place_and_is_counted(archive: Archive, officer: User) -> None:
    poster = campaigns.begin(archive, "Nhà văn hóa thôn Thử", "Xã Thử", Point(21.8, 106.7), officer)
    found = campaigns.follow(archive, poster.code.lower(), counted=True)
    assert found is not None and found.place == "Xã Thử"
    bring(archive, replace(_report(), campaign_id=poster.id), [])
    with archive.records() as records:
        ((standing, came),) = records.campaigns()
    assert (standing.opened, came) == (1, 1)
    campaigns.end(archive, poster.id)
    assert campaigns.follow(archive, poster.code, counted=True) is None


def test_time_limits_pass_over_tet_and_weekends() -> None:
    assert working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 23)  # a Friday before Tết Bính Ngọ
    assert working_days_after(date(2026, 10, 16), 5) == date(2026, 10, 23)
