"""An office's own sign-in service behind the pages (OpenID Connect: code flow, PKCE, state, nonce)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, current_app
from joserfc.errors import JoseError
from requests import RequestException

from archive.settings import Settings
from schemas.errors import NotFound, Refused, Unavailable
from schemas.identities import Identity

_EXTENSION = "kyuc-provider"
_SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
"""Made with a private key of the service: one that we could make ourselves proves nothing."""
_HERE = {"localhost", "127.0.0.1", "::1"}
_SECONDS = 10
_LEEWAY = 60


class ProviderAway(Unavailable):
    code = "provider_away"
    vi = "Dịch vụ đăng nhập của cơ quan không trả lời. Hãy thử lại sau, hoặc dùng mật khẩu của kho."
    en = "Your office's sign-in service does not answer. Try again later, or use your password."


@dataclass(frozen=True, slots=True)
class Answer:
    identity: Identity
    nonce: str


class Provider:
    def __init__(self, app: Flask, settings: Settings) -> None:
        self.name = settings.oidc_name
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


def current_provider() -> Provider:
    """Raises NotFound where the settings name none."""
    found: Provider | None = current_app.extensions[_EXTENSION]
    if found is None:
        raise NotFound("no provider is set")
    return found


def install(app: Flask, settings: Settings) -> None:
    """Raises ValueError where the issuer would be asked in the open."""
    address = urlsplit(settings.oidc_issuer)
    if settings.oidc_issuer and address.scheme != "https" and address.hostname not in _HERE:
        raise ValueError("KYUC_OIDC_ISSUER must begin with https://")
    made = Provider(app, settings) if settings.oidc_issuer else None
    app.extensions[_EXTENSION] = made
    app.jinja_env.globals["provider_name"] = made.name if made else ""


def _not_proven(detail: str) -> Refused:
    return Refused(
        detail,
        vi="Chưa xác nhận được với dịch vụ đăng nhập của cơ quan. Hãy bắt đầu lại từ trang đăng nhập.",
        en="Your office's sign-in service could not confirm it. Start again from the page of signing in.",
    )
