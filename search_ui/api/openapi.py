"""`/api/openapi.json`: what other programs may call, made of the routes and what each says of itself."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from werkzeug.routing import Rule

from archive.access import scopes_for
from search_ui.access_table import ROUTES
from search_ui.api.describing import TEXT, Call, Schema, call_of, described, or_nothing, thing

blueprint = Blueprint("openapi", __name__, url_prefix="/api")
_PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_KINDS: dict[str, Schema] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
}
_ERROR = thing(
    {
        "error": thing(
            {
                "code": TEXT,
                "message": TEXT,
                "transient": {"type": "boolean"},
                "report": or_nothing(TEXT),
            }
        )
    }
)
_ERRORS = {
    "400": "The request is no HTTP that we understand, or the page was open for too long.",
    "401": "Sign in first.",
    "403": "This account may not do that.",
    "404": "There is no such thing, or it is not yours to see.",
    "409": "Somebody else changed it meanwhile, or it stands already in another form.",
    "413": "Too large.",
    "415": "The file cannot be opened.",
    "422": "What was sent is not valid.",
    "429": "Too many at once; ask again later.",
    "503": "A part of the archive is away; waiting can cure it.",
    "507": "The store is full.",
}
_CHANGES = {"post", "put", "delete", "patch"}


@blueprint.get("/openapi.json")
@described({200: {"type": "object"}})
def show() -> Response:
    """This description."""
    return jsonify(description())


def description() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            paths.setdefault(_PARAMETER.sub(r"{\2}", rule.rule), {}).update(_operations(rule))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ký Ức",
            "version": "1",
            "description": "Programs carry a token of the page Account as `Authorization: Bearer …`; it is "
            "for its scopes only, never for more than its owner may do. Pages are signed in by the session "
            "cookie; their calls that change something carry the token of `GET /api/session` as X-CSRFToken.",
        },
        "paths": paths,
        "components": {
            "schemas": {"Error": _ERROR},
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": current_app.config["SESSION_COOKIE_NAME"],
                },
                "token": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operations(rule: Rule) -> dict[str, Any]:
    view = current_app.view_functions[rule.endpoint]
    call = call_of(view)
    if call is None:
        return {}
    words = (view.__doc__ or rule.endpoint).strip().splitlines()[0]
    return {
        method.lower(): _operation(f"{rule.endpoint}.{method.lower()}", words, rule, call, method.lower())
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def _operation(name: str, words: str, rule: Rule, call: Call, method: str) -> dict[str, Any]:
    path = [
        {"name": argument, "in": "path", "required": True, "schema": _KINDS.get(kind, _KINDS[""])}
        for kind, argument in _PARAMETER.findall(rule.rule)
    ]
    query = [
        {"name": one.name, "in": "query", "description": one.words, "schema": _of(one.schema, one.many)}
        for one in call.query
    ]
    told: dict[str, Any] = {
        "operationId": name,
        "summary": words,
        "parameters": path + query,
        "security": _ways_in(rule.endpoint, method),
        "responses": {**_errors(), **{str(code): _answer(call, one) for code, one in call.answers.items()}},
    }
    if call.body is not None:
        told["requestBody"] = {"required": True, "content": {call.body_media: {"schema": call.body}}}
    return told


def _ways_in(endpoint: str, method: str) -> list[dict[str, list[str]]]:
    """A session, or a token of one of the scopes that its list names."""
    session: dict[str, list[str]] = {"session": []}
    if method in _CHANGES:
        session["token"] = []
    scopes = scopes_for(ROUTES[endpoint])
    return [session, *([{"bearer": [scope.value for scope in scopes]}] if scopes else [])]


def _of(schema: Schema, many: bool) -> Schema:
    return {"type": "array", "items": schema} if many else schema


def _answer(call: Call, schema: Schema) -> dict[str, Any]:
    return {"description": "Done", "content": {call.media: {"schema": schema}}}


def _errors() -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {code: {"description": words, "content": content} for code, words in _ERRORS.items()}
