"""A small sign-in service (OpenID Connect) on a port of its own: real tokens, and it can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "kho-ky-uc", "chia khoa chung"


class Service:
    """Everybody who comes is let through as `claims`."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.claims: dict[str, Any] = {"sub": "nv-17"}
        self.codes: dict[str, dict[str, str]] = {}
        self.codes_work_again = False
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.signs_with = self.key

    def authorize(self) -> Any:
        asked = request.args.to_dict()
        assert asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> Response | tuple[Response, int]:
        given = request.form
        asked = self.codes.get(given["code"])
        if not self.codes_work_again:
            self.codes.pop(given["code"], None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".replace(" ", "+").encode()).decode()
        ours = request.headers.get("Authorization") in (f"Basic {basic}", _basic(SECRET))
        if asked is None or asked.get("code_challenge") != proven or not ours:
            return jsonify({"error": "invalid_grant"}), 400
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, {**said, **self.claims}, self.signs_with)
        return jsonify({"access_token": "a", "token_type": "Bearer", "id_token": signed})

    def described(self) -> Response:
        return jsonify(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "none"],
            }
        )

    def keys(self) -> Response:
        return jsonify({"keys": [self.key.as_dict(private=False)]})

    def app(self) -> WSGIApplication:
        made = Flask("service")
        made.add_url_rule("/.well-known/openid-configuration", view_func=self.described)
        made.add_url_rule("/authorize", view_func=self.authorize)
        made.add_url_rule("/token", view_func=self.token, methods=["POST"])
        made.add_url_rule("/jwks", view_func=self.keys)
        return made


def _basic(secret: str) -> str:
    return "Basic " + base64.b64encode(f"{CLIENT}:{secret}".encode()).decode()


@contextmanager
def serving() -> Iterator[Service]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    service = Service("")
    server = make_server("127.0.0.1", 0, service.app(), threaded=True)
    service.issuer = f"http://127.0.0.1:{server.port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    thread.join(5)
