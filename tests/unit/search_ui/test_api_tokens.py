"""Keys of programs: for what was chosen, until a day, never for a page, and seen by who answers for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from archive.access import SCOPES, scopes_for
from archive.bootstrap import Archive
from archive.signing_in import api_tokens
from archive.signing_in.accounts import create_user, set_disabled
from archive.signing_in.attempts import digest
from schemas.api_tokens import ApiToken, Scope
from schemas.audit import AuditFilter
from schemas.ids import new_id
from schemas.people import Role
from search_ui.access_table import ROUTES
from tests.unit.search_ui.conftest import PASSWORD, signed_in

TOKEN = re.compile(r"kyuc_[\w-]{43}")
REVOKING = re.compile(r'action="(/tai-khoan/ma-api/[0-9a-f-]+/thu-hoi)"')
PAGE = "/tai-khoan/ma-api"


def _made(client: FlaskClient, *scopes: Scope, days: str = "30") -> dict[str, str]:
    """The headers of a program to which a token was given on the page."""
    given = {"name": "Máy quét của xã", "scopes": list(scopes), "days": days}
    (token,) = TOKEN.findall(client.post(PAGE, data=given).text)
    return {"Authorization": f"Bearer {token}"}


def _code(app: Flask, headers: dict[str, str], address: str = "/api/search?q=thu") -> str | int:
    answer = app.test_client().get(address, headers=headers)
    return answer.status_code if answer.status_code == 200 else answer.get_json()["error"]["code"]


def test_a_program_does_what_was_chosen_and_opens_no_page(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.VOLUNTEER)
    app.config["WTF_CSRF_ENABLED"] = True  # a program has no page to take a form's token from
    csrf = re.findall(r'name="csrf_token" value="([^"]+)"', lan.get(PAGE).text)[0]
    given = {"name": "Máy quét", "scopes": ["upload"], "days": "30", "csrf_token": csrf}
    page = lan.post(PAGE, data=given).text
    (token,) = TOKEN.findall(page)
    assert token not in lan.get(PAGE).text, "shown once"
    program = {"Authorization": f"Bearer {token}"}
    client = app.test_client()
    visit = {"commune": "Mẫu Sơn, Lạng Sơn", "family": "bà Mận", "code": "AA-2222"}
    visit |= {"consent_luu_tru": "yes", "consent_by": "Lê Thị Mận"}
    sent = client.put(f"/api/visits/{new_id()}", json=visit, headers=program)
    assert sent.status_code in (200, 201), sent.text
    assert _code(app, program) == "out_of_scope"
    assert client.get("/tai-khoan", headers=program).status_code == 302
    assert client.post("/buoi-tham/moi", data={}, headers=program).status_code in (302, 400, 401)
    assert client.put(f"/api/visits/{new_id()}", json=visit).status_code == 400, "without it, no form token"


def test_a_token_gives_no_more_than_its_owner_has(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.STEERING_MEMBER)
    program = _made(lan, Scope.READ, Scope.TEXT)
    assert _code(app, program) == 200
    lock = f"/api/phien-am/{new_id()}/khoa"
    assert app.test_client().post(lock, headers=program, json={}).status_code == 403


def test_an_ended_token_is_refused_even_beside_a_session(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    program = _made(lan, Scope.READ)
    assert "dùng gần nhất" not in lan.get(PAGE).text
    assert _code(app, program) == 200
    page = lan.get(PAGE).text
    assert "dùng gần nhất" in page
    assert lan.post(REVOKING.findall(page)[0]).status_code == 302
    assert _code(app, program) == "token_ended"
    assert lan.get("/api/search?q=thu", headers=program).status_code == 401
    assert _code(app, {"Authorization": "Bearer kyuc_guessed"}) == "token_ended"
    with records_archive.records() as records:
        noted = [entry.details for entry in records.audit_entries(AuditFilter(act="api_token_changed"))]
    assert noted == ['{"how":"revoked"}', '{"days":30,"how":"made","scopes":"read"}']


def test_a_token_ends_on_its_day_and_with_the_account(app: Flask, records_archive: Archive) -> None:
    user = create_user(records_archive, "lan", [Role.TEAM_LEAD], password=PASSWORD)
    ends = {"old": timedelta(seconds=-1), "new": timedelta(days=1)}
    with records_archive.records() as records:
        for secret, left in ends.items():
            token = ApiToken(user.id, secret, (Scope.READ,), datetime.now(UTC) + left)
            records.add_api_token(token, digest(secret))
        records.commit()
    assert _code(app, {"Authorization": "Bearer old"}) == "token_ended"
    assert _code(app, {"Authorization": "Bearer new"}) == 200
    set_disabled(records_archive, user.id, True)
    assert _code(app, {"Authorization": "Bearer new"}) == "token_ended"
    set_disabled(records_archive, user.id, False)
    assert _code(app, {"Authorization": "Bearer new"}) == "token_ended", "opening again revives none"


def test_an_administrator_takes_another_s_token_back_and_nobody_else(
    app: Flask, records_archive: Archive
) -> None:
    program = _made(signed_in(app, records_archive, Role.TEAM_LEAD), Scope.READ)
    admin = signed_in(app, records_archive, Role.ADMINISTRATOR, login="admin")
    with records_archive.records() as records:
        user = records.find_user_by_login("lan")
    assert user is not None
    (token,) = api_tokens.tokens_of(records_archive, user.id)
    assert admin.post(f"/tai-khoan/ma-api/{token.id}/thu-hoi").status_code == 404
    assert "Máy quét của xã" in admin.get(f"/quan-tri/nguoi-dung/{user.id}/bao-mat").text
    assert admin.post(f"/quan-tri/nguoi-dung/{user.id}/ma-api/{token.id}/thu-hoi").status_code == 302
    assert _code(app, program) == "token_ended"


def test_what_is_no_token_is_not_made(app: Flask, records_archive: Archive) -> None:
    lan = signed_in(app, records_archive, Role.TEAM_LEAD)
    for given in ({"days": "0"}, {"days": "366"}, {"days": "x"}, {"name": " "}, {"scopes": "all"}):
        whole = {"name": "Máy quét", "scopes": "read", "days": "30", **given}
        assert lan.post(PAGE, data=whole).status_code == 422


def test_the_description_names_the_scopes_of_every_call(app: Flask) -> None:
    paths = app.test_client().get("/api/openapi.json").get_json()["paths"]
    named = {
        scope
        for calls in paths.values()
        for call in calls.values()
        for way in call["security"]
        for scope in way.get("bearer", ())
    }
    assert named == set(SCOPES)
    shut = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not scopes_for(ROUTES[rule.endpoint])
    }
    assert shut == {"openapi.show", "api_sending.session"}, "open to everybody"
