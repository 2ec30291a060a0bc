"""A storm over the whole archive: processes are killed at random while people send files and decide.

Everything runs as `kyuc up` starts it. The senders do as phones do: they send again, under the same id, until
they hold a receipt. Afterwards the records are asked what is there, and the audit is proven.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from archive.audit.verifying import prove
from archive.bootstrap import Archive
from archive.intake import open_visit
from archive.linkage.importing import ListToImport, import_list
from archive.settings import load
from archive.signing_in.accounts import create_user
from archive.supervision.control import Supervisor
from archive.supervision.folders import Folders
from schemas.audit import AuditAct
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.people import Role
from schemas.processing import ENDED
from schemas.queries import SearchQuery
from tests.faults.troubles import Clock, break_index, fill_disk, hang_store, processes, wipe_queue
from tests.integration.running import Running
from tests.support.cases import LIST

PASSWORD = "sông Thạch Hãn 1972"
CLOCK_STEP, CLOCK_STAYS = 600, 15.0
SOURCE = "sổ liệt sĩ thử"
CALM_SECONDS = 300.0
"""So long may the archive take to finish its work after the storm."""


@dataclass(frozen=True)
class Weather:
    kills: int = 200
    away_seconds: float = 600.0
    """So long the object store hangs."""
    senders: int = 6
    seed: int = 72
    pause: tuple[float, float] = (1.0, 5.0)
    """Seconds between two kills: long enough that people get something done in between."""
    full_seconds: float = 0
    """So long the disk is full; only where the data folder has a disk of its own."""
    clock: Clock | None = None


@dataclass
class Told:
    """What the archive acknowledged, and what was done to it."""

    receipts: dict[str, str] = field(default_factory=dict)
    """Asset id to SHA-256 as the sender knows it."""
    decided: list[tuple[str, str]] = field(default_factory=list)
    tries: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Found:
    """Figures after the storm; `wrong` is empty where all is well."""

    acknowledged: int
    decisions: int
    audit_entries: int
    killed: dict[str, int]
    others: list[str]
    tries: int
    calm_after_seconds: float
    wrong: list[str]


class Person:
    """Somebody with a browser: signs in again whenever the session is gone."""

    def __init__(self, origin: str, login: str) -> None:
        self._origin = origin
        self._login = login
        self._session = requests.Session()
        self.token = ""

    def sign_in(self) -> None:
        page = self._session.get(f"{self._origin}/dang-nhap", timeout=20).text
        form = {"login": self._login, "password": PASSWORD, "csrf_token": _csrf(page)}
        self._session.post(f"{self._origin}/dang-nhap", data=form, timeout=20)
        self.token = self._session.get(f"{self._origin}/api/session", timeout=20).json()["token"]

    def call(self, method: str, path: str, **given: object) -> requests.Response:
        headers = {"X-CSRFToken": self.token}
        return self._session.request(
            method,
            self._origin + path,
            headers=headers,
            timeout=30,
            allow_redirects=False,
            **given,  # type: ignore[arg-type]
        )


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found.group(1) if found else ""


def storm(running: Running, weather: Weather) -> Found:
    """Up, storm, calm, and what is there then. The archive is left running."""
    running.up()
    archive = Archive(load({"KYUC_DATA": str(running.data)}))
    visit, records = _prepared(archive, running.data)
    told, stopped = Told(), threading.Event()
    people = [
        threading.Thread(target=_send, args=(running.url, visit.id, records, told, stopped, number))
        for number in range(weather.senders)
    ]
    for person in people:
        person.start()
    try:
        _rage(running, archive, weather, told)
    finally:
        stopped.set()
        for person in people:
            person.join(120)
    began = time.monotonic()
    waiting = _calm(archive, told)
    wrong = [f"{waiting} pieces of work never ended"] if waiting else []
    found = _asked(archive, told, time.monotonic() - began, wrong)
    archive.close()
    return found


def _prepared(archive: Archive, folder: Path) -> tuple[Visit, list[str]]:
    create_user(archive, "nga", [Role.INTAKE_OFFICER], name="Nga (thử)", password=PASSWORD)
    path = folder / "danh sách.csv"
    path.write_text(LIST, encoding="utf-8")
    import_list(archive.records, ListToImport(path, SOURCE, "import"))
    with archive.records() as records:
        known = records.known_rows(SOURCE, ["QT-001", "QT-002", "QT-003"])
    return open_visit(archive, Visit("Thăm trong bão", family="bà Mơ")), [one for one, _ in known.values()]


def _send(
    origin: str, visit_id: str, records: list[str], told: Told, stopped: threading.Event, number: int
) -> None:
    """One file after another, each until it has its receipt; then a decision about it, tried once."""
    person, count = Person(origin, "nga"), 0
    while not stopped.is_set():
        count += 1
        body = f"Thư số {count} của máy {number}. Đồng chí Nguyễn Văn Hùng, e66, hy sinh 20/7/1972.".encode()
        asset_id, item_id = new_id(), ""
        while not stopped.is_set() and not item_id:
            item_id = _sent(person, visit_id, asset_id, body, told)
        if item_id:
            _decide(person, item_id, records[count % len(records)], told)


def _sent(person: Person, visit_id: str, asset_id: str, body: bytes, told: Told) -> str:
    """The item's id once there is a receipt; empty where it must be sent again."""
    path = f"/api/visits/{visit_id}/files?filename=thu.txt&asset={asset_id}"
    try:
        told.tries += 1
        if not person.token:
            person.sign_in()
        answer = person.call("PUT", path, data=body)
        if answer.status_code == 201:
            with told.lock:
                told.receipts[asset_id] = hashlib.sha256(body).hexdigest()
            return str(answer.json()["item"])
        person.token = ""
    except (requests.RequestException, ValueError, KeyError):
        person.token = ""
    time.sleep(0.3)
    return ""


def _decide(person: Person, item_id: str, record_id: str, told: Told) -> None:
    path = f"/ban-xac-minh/{item_id}/{record_id}"
    try:
        page = person.call("GET", path).text
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        form = {"step": "propose", "words": "đề xuất trong bão", "seen": seen.group(1) if seen else "0"}
        answer = person.call("POST", path, data={**form, "csrf_token": person.token})
    except requests.RequestException:
        return
    if answer.status_code == 302 and "dang-nhap" not in answer.headers.get("Location", ""):
        with told.lock:
            told.decided.append((item_id, record_id))


def _rage(running: Running, archive: Archive, weather: Weather, told: Told) -> None:
    chance = random.Random(weather.seed)
    supervisor = Supervisor(Folders(running.data))
    due = dict(_troubles(running, archive, supervisor, weather))
    killed = 0
    while killed < weather.kills:
        time.sleep(chance.uniform(*weather.pause))
        if killed in due:
            told.others.append(due.pop(killed)())
        up = [one for one in processes(supervisor) if one[1] > 0]
        if not up:
            continue
        name, process = chance.choice(up)
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
        told.killed[name] += 1
        killed += 1


def _troubles(
    running: Running, archive: Archive, supervisor: Supervisor, weather: Weather
) -> Iterator[tuple[int, Callable[[], str]]]:
    """Each at its own moment between the kills."""
    clock = weather.clock
    wanted: list[Callable[[], str]] = [
        lambda: wipe_queue(archive),
        lambda: hang_store(supervisor, weather.away_seconds),
        lambda: break_index(archive),
    ]
    if weather.full_seconds:
        wanted.append(lambda: fill_disk(running.data, weather.full_seconds))
    if clock is not None:
        wanted.append(lambda: clock.jump(CLOCK_STEP, CLOCK_STAYS))
    for number, trouble in enumerate(wanted, 1):
        yield number * weather.kills // (len(wanted) + 1), trouble


def _calm(archive: Archive, told: Told) -> int:
    """Wait until all work on what was acknowledged has ended; how much never did."""
    until = time.monotonic() + CALM_SECONDS
    while True:
        with archive.records() as records:
            items = {records.asset(one).item_id for one in told.receipts if records.find_asset(one)}
            left = sum(state.state not in ENDED for one in items for state in records.stages_of(one))
        if not left or time.monotonic() > until:
            return left
        time.sleep(2)


def _asked(archive: Archive, told: Told, calm: float, wrong: list[str]) -> Found:
    with archive.records() as records:
        proof = prove(records)
        noted = Counter((one.act, one.subject_id) for one in records.audit_chain(proof.entries))
        for asset_id, sha256 in told.receipts.items():
            asset = records.find_asset(asset_id)
            if asset is None or asset.sha256 != sha256:
                wrong.append(f"acknowledged original {asset_id} is not there")
            elif noted[AuditAct.FILE_RECEIVED, asset_id] != 1:
                wrong.append(f"original {asset_id} stands {noted[AuditAct.FILE_RECEIVED, asset_id]} times")
        ledger = Counter(
            (one.subject.left, one.subject.right, one.step, one.by) for one in records.decisions()
        )
        entries = [one.id for one in records.decisions()]
        sizes = {one: records.stored_object(one) for one in set(told.receipts.values())}
    wrong += [f"audit broken at {one.number}: {one.how}" for one in proof.broken]
    wrong += [f"decision made {times} times" for times in ledger.values() if times != 1]
    wrong += [f"decision {one} not once in the audit" for one in entries if noted["link_decided", one] != 1]
    pairs = {frozenset((left, right)) for left, right, _, _ in ledger}
    wrong += [f"decision on {pair} lost" for pair in told.decided if frozenset(pair) not in pairs]
    wrong += _stored(archive, {sha: one.size if one else -1 for sha, one in sizes.items()})
    wrong += _searched(archive, len(told.receipts))
    return Found(
        len(told.receipts),
        len(told.decided),
        proof.entries,
        dict(told.killed),
        told.others,
        told.tries,
        round(calm, 1),
        wrong,
    )


def _stored(archive: Archive, sizes: dict[str, int]) -> Iterator[str]:
    for sha256, size in sizes.items():
        if not archive.objects.verify(sha256, size):
            yield f"object {sha256[:12]} is not what was received"


def _searched(archive: Archive, expected: int) -> Iterator[str]:
    total = archive.index.search(SearchQuery(text="Nguyễn Văn Hùng", max_level=4)).total
    if total < expected:
        yield f"the search finds {total} of {expected}"


@contextmanager
def started(data: Path, clock: Clock | None = None) -> Iterator[Running]:
    running = Running(data, clock.environment() if clock else None)
    try:
        yield running
    finally:
        running.down()
