"""An office's own sign-in service behind the pages (OpenID Connect: code flow, PKCE, state, nonce)."""

from __future__ import annotations

from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response
from joserfc.errors import JoseError
from requests import RequestException

from archive.settings import Settings
from schemas.errors import Refused, Unavailable
from schemas.identities import Identity
from search_ui.provider import Answer

_SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
"""Made with a private key of the service: one that we could make ourselves proves nothing."""
_SECONDS = 10
_LEEWAY = 60


class ProviderAway(Unavailable):
    code = "provider_away"
    vi = "Dịch vụ đăng nhập của cơ quan không trả lời. Hãy thử lại sau, hoặc dùng mật khẩu của kho."
    en = "Your office's sign-in service does not answer. Try again later, or use your password."


class OpenId:
    def __init__(self, app: Flask, settings: Settings) -> None:
        self._issuer, self._client_id = settings.oidc_issuer, settings.oidc_client_id
        self._client: Any = OAuth(app).register(
            "provider",
            client_id=self._client_id,
            client_secret=str(settings.oidc_client_secret),
            server_metadata_url=f"{self._issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "default_timeout": _SECONDS,
            },
        )

    def ask(self, back: str) -> Response:
        """To the service, which sends the person to `back`. Raises ProviderAway."""
        try:
            self._know()
            return cast(Response, self._client.authorize_redirect(back))
        except (RequestException, ValueError, RuntimeError) as error:
            raise ProviderAway(type(error).__name__) from error

    def answer(self) -> Answer:
        """What the service said, checked: state, PKCE, signature, issuer, audience, time, nonce.

        Raises Refused, ProviderAway.
        """
        values = {"iss": self._issuer, "aud": self._client_id}
        wanted = {name: {"essential": True, "values": [value]} for name, value in values.items()}
        try:
            self._know()
            told = self._client.authorize_access_token(claims_options=wanted, leeway=_LEEWAY)
        except RequestException as error:
            raise ProviderAway(type(error).__name__) from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError) as error:
            raise _not_proven(type(error).__name__) from error
        claims = told.get("userinfo") or {}
        if not claims.get("sub") or not claims.get("nonce"):
            raise _not_proven("no identity in the answer")
        email = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        return Answer(Identity(self._issuer, str(claims["sub"]), email), str(claims["nonce"]))

    def _know(self) -> None:
        """The service's own description: of this very issuer, with proper signatures only."""
        known = self._client.load_server_metadata()
        if known.get("issuer") != self._issuer:
            raise ValueError("another issuer")
        offered = set(known.get("id_token_signing_alg_values_supported") or ["RS256"])
        known["id_token_signing_alg_values_supported"] = sorted(offered & _SIGNATURES)


def _not_proven(detail: str) -> Refused:
    return Refused(
        detail,
        vi="Chưa xác nhận được với dịch vụ đăng nhập của cơ quan. Hãy bắt đầu lại từ trang đăng nhập.",
        en="Your office's sign-in service could not confirm it. Start again from the page of signing in.",
    )
