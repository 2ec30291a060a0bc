"""`/api/openapi.json`: what other programs may call, described from the routes themselves."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

blueprint = Blueprint("openapi", __name__, url_prefix="/api")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@blueprint.get("/openapi.json")
def show() -> Response:
    return jsonify(description())


def description() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            continue
        view = current_app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = paths.setdefault(_PARAMETER.sub(r"{\1}", rule.rule), {})
            path[method.lower()] = _operation(
                f"{rule.endpoint}.{method.lower()}", view.__doc__ or "", rule.arguments
            )
    info = {"title": "Ký Ức", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {"Error": _ERROR}}}


def _operation(name: str, words: str, arguments: set[str]) -> dict[str, Any]:
    uuid = {"type": "string", "format": "uuid"}
    refused = {"$ref": "#/components/schemas/Error"}
    return {
        "operationId": name,
        "summary": words.strip().splitlines()[0] if words.strip() else name,
        "parameters": [
            {"name": one, "in": "path", "required": True, "schema": uuid} for one in sorted(arguments)
        ],
        "responses": {
            "2XX": {"description": "OK"},
            "default": {"description": "Error", "content": {"application/json": {"schema": refused}}},
        },
    }


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "transient"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "transient": {"type": "boolean"},
                "report": {"type": ["string", "null"]},
            },
        }
    },
}
