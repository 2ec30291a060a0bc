"""Every route there is, asked by who should not ask it, and with what should not be asked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

import search_ui
from archive.access import ACTS, Act
from archive.bootstrap import Archive
from archive.intake import Deposit, open_visit, receive
from archive.sending import begin
from archive.signing_in.accounts import create_user, issue_link
from archive.signing_in.api_tokens import make
from archive.uploads import begin as begin_upload
from schemas.api_tokens import Scope
from schemas.holdings import Visit
from schemas.ids import new_id
from schemas.people import Role
from schemas.sendings import Sending
from search_ui.access_table import ROUTES
from search_ui.app import create_app
from tests.unit.search_ui.conftest import PASSWORD, signed_in

ASKED_FOR = re.compile(r'request\.(?:args|values)(?:\.get(?:list)?\(\s*|\[)"([^"]+)"')
MARK = "7" * 6 + "." + "3" * 3
EVIL = (
    "' OR 1=1; DROP TABLE items; --",
    "../../../../etc/passwd",
    "{{ 191919 * 7 }}${191919*7}#{191919*7}",
    "a\r\nX-Injected: yes",
    "\x00\u202e\ud7ff",
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "9" * 400,
    "-1",
)


@dataclass(frozen=True)
class Things:
    """Ids of what one volunteer of one commune brought, by the names that the addresses give them."""

    ids: dict[str, str]

    def address(self, rule: Rule, instead: str = "") -> str:
        given = {name: instead or self.ids.get(name, new_id()) for name in rule.arguments}
        numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        given |= dict.fromkeys(numbers, "7")
        listed = {name: kind for name, kind in rule._converters.items() if isinstance(kind, AnyConverter)}
        given |= {name: min(kind.items) for name, kind in listed.items()}
        return re.sub(r"<(?:[^<>]+:)?(\w+)>", lambda found: given[found.group(1)], rule.rule)


@pytest.fixture
def things(archive: Archive) -> Things:
    archive.objects.prepare()
    owner = create_user(archive, "hoa", [Role.VOLUNTEER], password=PASSWORD)
    here = {"commune": "xã Triệu Ái, Quảng Trị", "organisation_path": "Quảng Trị/Triệu Ái"}
    visit = open_visit(archive, Visit("Thăm", created_by=owner.id, **here))
    receipt = receive(archive, io.BytesIO(b"Thu gui me, e66"), "thu.txt", Deposit(visit.id, owner.id))
    sending = begin(archive, Sending(new_id(), visit.id, owner.id, "anh.jpg", 5_000))
    upload = begin_upload(archive, Deposit(visit.id, owner.id), "phim.mp4", 9_000_000)
    named = {"visit_id": visit.id, "item_id": receipt.item.id, "asset_id": receipt.asset.id}
    named |= {"user_id": owner.id, "record_id": new_id(), "sending_id": sending.sending.id}
    return Things({**named, "upload_id": upload.upload_id, "kind": "thumbnail", "form": "pdf"})


@pytest.fixture
def app(archive: Archive) -> Flask:
    made = create_app(archive.settings, archive=archive)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def _calls(app: Flask, things: Things) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of every route, with things that are there."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule.endpoint, method, things.address(rule)


def _asked(client: FlaskClient, method: str, address: str) -> int:
    with client.open(address, method=method, json={} if address.startswith("/api/") else None) as answer:
        return answer.status_code


@pytest.mark.parametrize("with_token", [False, True], ids=["nobody", "a program"])
def test_nothing_but_the_door_is_open_to_strangers(
    app: Flask, archive: Archive, things: Things, with_token: bool
) -> None:
    """Nor is any page to a program with a token: it has the API only."""
    client, open_to_all = app.test_client(), {name for name, act in ROUTES.items() if act is Act.SIGN_IN}
    if with_token:
        user = create_user(archive, "may", [*Role], password=PASSWORD)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {make(archive, user, 'máy', [*Scope], 1)}"
    let_in = {}
    for endpoint, method, address in _calls(app, things):
        if endpoint not in open_to_all and not (with_token and address.startswith("/api/")):
            with client.open(address, method=method) as answer:
                led_to_the_door = "/dang-nhap" in answer.headers.get("Location", "")
                if answer.status_code != 401 and not (answer.status_code == 302 and led_to_the_door):
                    let_in[f"{method} {endpoint}"] = answer.status_code
    assert let_in == {}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.RESEARCHER])
def test_a_role_is_refused_whatever_is_not_its_own(
    app: Flask, archive: Archive, things: Things, role: Role
) -> None:
    client = signed_in(app, archive, role)
    mine = ACTS[role] | {Act.SIGN_IN, Act.KEEP_ACCOUNT}
    let_in = {
        f"{method} {endpoint}": status
        for endpoint, method, address in _calls(app, things)
        if ROUTES[endpoint] not in mine and (status := _asked(client, method, address)) != 403
    }
    assert let_in == {}


def test_what_another_brought_elsewhere_is_as_if_it_were_not_there(
    app: Flask, archive: Archive, things: Things
) -> None:
    """Another volunteer tries every address of it that their role may call; and nothing has come to it."""
    client = signed_in(app, archive, Role.VOLUNTEER, place="Quảng Trị/Hải Lăng")
    theirs = {"visit_id", "item_id", "asset_id", "sending_id", "upload_id"}
    given = {}
    for rule in app.url_map.iter_rules():
        if not rule.arguments & theirs or ROUTES[rule.endpoint] not in ACTS[Role.VOLUNTEER]:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            body = {"size": 10, "filename": "a.txt", "family": "bà Mơ", "commune": "xã"}
            as_json = rule.rule.startswith("/api/") and not rule.endpoint.startswith("api_files")
            sent = {"json": body} if as_json else {"data": b"Thu gui me"}
            if rule.endpoint == "upload.plain":
                sent = {"data": {"files": (io.BytesIO(b"Thu gui me"), "thu.txt")}}  # type: ignore[dict-item]
            with client.open(things.address(rule), method=method, **sent) as answer:  # type: ignore[arg-type]
                if answer.status_code not in (403, 404, 405, 409, 422):
                    given[f"{method} {rule.endpoint}"] = answer.status_code
    assert sorted(given.items()) == []
    with archive.records() as records:
        assert len(records.items_of(things.ids["visit_id"])) == 1


def test_a_link_opens_once(app: Flask, archive: Archive) -> None:
    create_user(archive, "moi", [Role.VOLUNTEER])
    address = f"/lien-ket/{issue_link(archive, 'moi')}"
    form = {"password": PASSWORD, "again": PASSWORD}
    first, second = app.test_client(), app.test_client()
    assert first.post(address, data=form).status_code == 302
    assert second.post(address, data=form).status_code == 403
    assert second.get("/").status_code == 302


def _parameters() -> list[str]:
    """Every parameter that any page reads from its address."""
    folder = Path(search_ui.__file__).parent
    words = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return sorted({name for text in words for name in ASKED_FOR.findall(text)})


@pytest.mark.parametrize(
    "evils", [EVIL[:2], pytest.param(EVIL[2:], marks=pytest.mark.slow)], ids=["some", "others"]
)
def test_no_parameter_of_any_page_is_taken_for_more_than_words(
    app: Flask, archive: Archive, things: Things, evils: tuple[str, ...]
) -> None:
    client = signed_in(app, archive, *(set(Role) - {Role.CONTRIBUTOR}))
    names, wrong = _parameters(), {}
    assert len(names) >= 10
    for rule, evil in product(app.url_map.iter_rules(), evils):
        if "GET" not in (rule.methods or ()) or rule.endpoint in (
            "static",
            "api_live.item",
            "api_live.visit",
        ):
            continue
        with client.get(things.address(rule), query_string=dict.fromkeys(names, evil)) as answer:
            said = (
                answer.get_data(as_text=True) if answer.mimetype in ("text/html", "application/json") else ""
            )
            bad = answer.status_code >= 500 and answer.status_code != 503
            if bad or "X-Injected" in answer.headers or "1343433" in said or "root:x:0" in said:
                wrong[rule.endpoint] = answer.status_code
            if answer.mimetype == "text/html" and (evil in said and "<" in evil):
                wrong[rule.endpoint] = 0
    assert wrong == {}


def test_no_path_leads_out(app: Flask, archive: Archive, things: Things) -> None:
    client = signed_in(app, archive, *(set(Role) - {Role.CONTRIBUTOR}))
    paths = ("..%2f..%2fetc%2fpasswd", "%00", "%0d%0aX-Injected:%20yes", "{{7*7}}")
    for rule, evil in product(app.url_map.iter_rules(), paths):
        if rule.arguments and rule.endpoint != "account.redeem" and "GET" in (rule.methods or ()):
            with client.get(things.address(rule, instead=evil)) as answer:
                assert answer.status_code in (302, 401, 403, 404, 422), rule.rule
                assert "X-Injected" not in answer.headers
